import { type ChildProcess, spawn } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { stringify } from 'yaml';
import { TraceEvent } from '../../scenarios/trace-events.ts';
import { readTrace } from '../../sim/trace.ts';
import { type ScenarioData, scenarioData } from '../scenarios/small-scenario.ts';

/** What a command left behind. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line on stderr, which names the reason of the exit code. */
  readonly lastLine: string;
}

/** A command under way. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** A folder of its own for commands to work in, so that nothing of the tree is touched. */
export class Workplace {
  readonly folder = mkdtempSync(join(tmpdir(), 'kofu-cli-'));

  path(...names: readonly string[]): string {
    return join(this.folder, ...names);
  }

  /** Writes a small scenario, some of it changed, and answers its path. */
  scenario(changes: Partial<ScenarioData> = {}, name = 'town.yaml'): string {
    return this.write(name, stringify(scenarioData(changes)));
  }

  write(name: string, text: string): string {
    writeFileSync(this.path(name), text);
    return this.path(name);
  }

  /** Starts `kofu` with these words, as its users do: the build, where it is not yesterday’s. */
  start(...words: readonly string[]): Started {
    const options = [resolve('bin.mjs')];
    const env = { ...process.env, NO_COLOR: '1' };
    const child = spawn(process.execPath, [...options, ...words], { cwd: this.folder, env });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said.stderr += text;
    });
    const ended = new Promise<Ended>((done) => {
      child.on('close', (code) => {
        done({ ...said, code, lastLine: said.stderr.trimEnd().split('\n').at(-1) ?? '' });
      });
    });
    return { child, ended };
  }

  run(...words: readonly string[]): Promise<Ended> {
    return this.start(...words).ended;
  }

  leave(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** All events of a recording; throws where it is not whole. */
export async function eventsIn(folder: string): Promise<readonly TraceEvent[]> {
  const lines = createInterface({ input: createReadStream(join(folder, 'events.ndjson')) });
  const events: TraceEvent[] = [];
  for await (const event of readTrace(lines, TraceEvent)) events.push(event);
  return events;
}
