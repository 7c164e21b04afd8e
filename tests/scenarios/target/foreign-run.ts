import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunResult } from '../../../scenarios/judging/result.ts';
import { type RunRecord, runScenario } from '../../../scenarios/run-files.ts';
import type { RunFlags } from '../../../scenarios/run-flags.ts';
import { Scenario } from '../../../scenarios/scenario.ts';
import { writeTargetData } from '../../../scenarios/target/target-data-files.ts';
import { TraceEvent } from '../../../scenarios/trace-events.ts';
import { type ScenarioData, scenarioData } from '../small-scenario.ts';
import type { SPOOLS } from './tiny-spool.ts';

/** Eight minutes of a town where many want a 住民票 at once, at kiosks enough for all. */
export function townData(changes: Partial<ScenarioData> = {}): ScenarioData {
  const { municipality, citizens } = scenarioData();
  return scenarioData({
    duration: '8m',
    speed: 300,
    // A busy machine takes longer over each page; it ends as soon as all have gone.
    gracefulStop: '6h',
    municipality: { ...municipality, population: 600 },
    stores: { inside: 60 },
    citizens: { ...citizens, certificates: { 'resident-record': 1 } },
    workloads: { day: { executor: 'constant-arrival-rate', rate: 1 / 20, duration: '8m' } },
    thresholds: { journeys_broken: ['rate<0.05'] },
    keepPages: 1,
    ...changes,
  });
}

/** What came of a run against somebody else's server. */
export interface ForeignRun {
  readonly code: number;
  readonly result: RunResult;
  readonly trace: string;
  readonly events: readonly TraceEvent[];
}

/** A town with a folder of data, servers that have loaded it, and runs against them. */
export class ForeignTown {
  readonly folder = mkdtempSync(join(tmpdir(), 'kofu-target-'));
  readonly data = join(this.folder, 'data');
  readonly #servers: ChildProcess[] = [];

  /** Writes the data that servers load. */
  async found(): Promise<void> {
    await writeTargetData(Scenario.parse(townData()), 1, this.data);
  }

  /** Starts a server in a process of its own, and answers its origin. */
  async serve(file: string, ...words: readonly string[]): Promise<string> {
    const options = ['--import', './register.mjs', `tests/scenarios/target/${file}`];
    const server = spawn(process.execPath, [...options, this.data, '0', ...words]);
    this.#servers.push(server);
    server.stderr.pipe(process.stderr);
    const [said] = await once(server.stdout, 'data');
    return /http:\S+/.exec(String(said))?.[0] ?? '';
  }

  tiny(spool: keyof typeof SPOOLS): Promise<string> {
    return this.serve('tiny-server-worker.ts', spool);
  }

  /** Runs the town's scenario, some of it changed, against a server. */
  async run(
    target: string,
    changes: Partial<ScenarioData> = {},
    flags: Partial<RunFlags> = {},
  ): Promise<ForeignRun> {
    const file = join(this.folder, 'town.json');
    writeFileSync(file, JSON.stringify(townData(changes)));
    let trace = '';
    let result: RunResult | undefined;
    const folder = (path: string): RunRecord => ({
      path,
      appendTrace: (text) => {
        trace += text;
      },
      closeTrace: () => {},
      write: async () => {},
      linkLatest: () => {},
    });
    const code = await runScenario(
      file,
      { ...FLAGS, target, targetData: this.data, ...flags },
      {
        reporting: {
          folder,
          display: () => ({ show: () => {}, clear: () => {} }),
          files: () => [],
          tell: (told) => {
            result = told;
          },
          provenance: () => ({ commit: 'c', versions: {} }),
        },
        interruption: () => new AbortController().signal,
        onServerError: (error) => {
          throw error;
        },
      },
    );
    const lines = trace.trimEnd().split('\n').slice(1);
    const events = lines.map((line) => TraceEvent.parse(JSON.parse(line)));
    return { code, result: result as RunResult, trace, events };
  }

  async leave(): Promise<void> {
    for (const server of this.#servers) {
      const closed = once(server, 'close');
      server.kill();
      await closed;
    }
    rmSync(this.folder, { recursive: true });
  }
}

const FLAGS: RunFlags = {
  time: 'real',
  seed: 1,
  set: [],
  port: 0,
  trace: 'on',
  quiet: true,
  lang: 'en',
};
