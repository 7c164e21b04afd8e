import { relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isoTime } from '../sim/civil-time.ts';
import { TraceWriter } from '../sim/trace.ts';
import type { ExportFormat } from './compare/export-flags.ts';
import { type MetricsReporting, openLiveMetrics, recordOf } from './compare/live-metrics.ts';
import type { ExecutionPorts, Standing } from './execution.ts';
import { EXIT } from './exit-code.ts';
import type { Fidelity } from './fidelity.ts';
import type { OnPage, Watch } from './fidelity-pdf.ts';
import { whyNotInVirtualTime, whyNotUndrawn } from './hardware/hardware.ts';
import { type BaselineReporting, withBaseline } from './judging/baseline.ts';
import type { RunResult, RunSetting } from './judging/result.ts';
import { asWhole } from './nation/components.ts';
import { runShard } from './nation/shard-run-files.ts';
import { whyNotOfNation } from './nation/sharded-run-worker.ts';
import {
  contradiction,
  defaultFolder,
  type ReportFlags,
  type RunFlags,
  settingsOf,
} from './run-flags.ts';
import { type Asked, type Executed, type Means, type MeansPorts, meansOf } from './run-means.ts';
import type { Scenario } from './scenario.ts';
import { scenarioIn } from './scenario-files.ts';

import { resultOf, settingOf } from './telling.ts';
import { beforeRun } from './trust/before-run-system.ts';
import { keyFile } from './verify/key-file.ts';

/** What a run leaves behind, as the reports make it. */
export interface RunRecord {
  readonly path: string;
  appendTrace(text: string): void;
  closeTrace(keep: boolean): void;
  write(name: string, content: string | Uint8Array): Promise<void>;
  linkLatest(): void;
}

/** What tells of runs: the commands know nothing of how. */
export interface Reporting extends MetricsReporting, BaselineReporting {
  /** The folder of a run; `isFresh` takes another one of that name if it is there already. */
  folder(path: string, isFresh: boolean): RunRecord;
  /** A progress line for whoever waits; without a language there is none. */
  display(
    scenario: Scenario,
    language: 'ja' | 'en' | undefined,
  ): { show(standing: Standing): void; clear(): void };
  /** The reports of a run, by the names of their files. */
  files(result: RunResult, language: 'ja' | 'en'): Iterable<readonly [string, string]>;
  /** Prints what came out, with the exit code's reason last. */
  tell(result: RunResult, folder: string, flags: ReportFlags & { readonly quiet?: boolean }): void;
  provenance(): Pick<RunSetting, 'commit' | 'versions'>;
  /** Writes a finished run in other formats into its folder. */
  exports?(folder: string, formats: readonly ExportFormat[]): Promise<unknown>;
}

export interface RunCommandPorts extends MeansPorts {
  readonly reporting: Reporting;
  /** Aborts when the user interrupts what is being done. */
  readonly interruption: (doing: string) => AbortSignal;
}

/** What the user asked for cannot be done: said in a sentence with the remedy, exit 104. */
export class RunRefused extends Error {
  override readonly name = 'RunRefused';
}

/** Runs a scenario, writes its folder, tells what came out; answers the exit code. */
export async function runScenario(
  file: string,
  flags: RunFlags,
  ports: RunCommandPorts,
): Promise<number> {
  const scenario = withBaseline(await scenarioIn(file, settingsOf(flags)), flags, ports.reporting);
  const unreal = flags.time === 'virtual' ? whyNotInVirtualTime(scenario.hardware) : undefined;
  const undrawn = flags.render === 'digest' ? whyNotUndrawn(scenario.hardware) : undefined;
  const before = beforeRun(asWhole(scenario), flags);
  const unsuited = whyNotOfNation(scenario, flags) ?? unreal ?? undrawn;
  const mistaken = contradiction(flags) ?? unsuited ?? before.refusal;
  if (mistaken !== undefined) throw new RunRefused(mistaken);
  if (before.warning !== undefined && !flags.quiet) ports.tell?.(`warning: ${before.warning}`);
  if (flags.shard !== undefined) {
    const signal = ports.interruption('breaking the shard off');
    const display = ports.reporting.display(scenario, flags.quiet ? undefined : flags.lang);
    const shard = { ...flags, shard: flags.shard };
    return runShard(scenario, file, shard, { signal, display, tell: ports.tell });
  }
  const aim = await aimIn(scenario, flags);
  const asked = { scenario, flags, aim };
  const open = (watch: Watch) => meansOf(asked, ports, watch);
  return recordedRun(asked, file, ports, open);
}

/** The server of somebody else's that a run is for, if one is named. */
async function aimIn(scenario: Scenario, flags: RunFlags): Promise<Asked['aim']> {
  if (flags.target === undefined) return undefined;
  const { aimOf } = await import('./target/aim-files.ts');
  return aimOf(scenario, flags.seed, flags);
}

/** Runs what is opened, writes its folder, tells what came out; answers the exit code. */
export async function recordedRun(
  asked: Asked,
  file: string,
  ports: RunCommandPorts,
  open: (watch: Watch) => Promise<Means>,
): Promise<number> {
  const { scenario, flags } = asked;
  const { reporting } = ports;
  const generatedAt = isoTime(Date.now());
  const folder = reporting.folder(
    flags.out ?? defaultFolder(scenario.name, flags.seed, generatedAt),
    flags.out === undefined,
  );
  // First of all, so that a run that is killed can still be judged from what it has recorded.
  await folder.write('scenario.json', `${JSON.stringify(scenario, null, 2)}\n`);
  const kept = { pages: new Map<string, Uint8Array>(), keys: new Map<string, Uint8Array>() };
  const beganMs = performance.now();
  const { executed, render } = await executeInto(folder, asked, ports, kept, open);
  const result = resultOf(executed, {
    setting: settingOf(scenario, file, flags, {
      render,
      target: executed.target,
      ...reporting.provenance(),
    }),
    generatedAt,
    wallMs: performance.now() - beganMs,
    pages: [...kept.pages.keys()].map((name) => ({ file: `pages/${name}.png`, caption: name })),
  });
  const { code } = result.exit;
  const { trace } = flags;
  folder.closeTrace(trace === 'on' || (trace === 'retain-on-failure' && code !== EXIT.pass));
  await writePages(folder, kept);
  for (const [name, text] of reporting.files(result, flags.lang)) await folder.write(name, text);
  if (flags.export !== undefined) await reporting.exports?.(folder.path, flags.export);
  if (flags.out === undefined) folder.linkLatest();
  reporting.tell(result, relative('.', folder.path) || '.', flags);
  return code;
}

interface Kept {
  readonly pages: Map<string, Uint8Array>;
  readonly keys: Map<string, Uint8Array>;
}

/** Runs it, its trace going into the folder. */
async function executeInto(
  folder: RunRecord,
  asked: Asked,
  runPorts: RunCommandPorts,
  kept: Kept,
  open: (watch: Watch) => Promise<Means>,
): Promise<{ readonly executed: Executed; readonly render: Fidelity['render'] }> {
  const { scenario, flags, aim } = asked;
  const { reporting, interruption } = runPorts;
  const writer = new TraceWriter((text) => folder.appendTrace(text));
  const signal = interruption('writing the report');
  const display = reporting.display(scenario, flags.quiet ? undefined : flags.lang);
  const made = { 'kofu.scenario': scenario.name, 'kofu.seed': flags.seed };
  const served = await openLiveMetrics(flags, runPorts, made);
  const means = await open({
    onPage: keepIn(kept.pages),
    onKey: (documentNumber, key) => kept.keys.set(documentNumber, key),
  }).catch(async (error) => {
    await served?.close();
    throw error;
  });
  const ports: ExecutionPorts = {
    record: recordOf(flags.trace, writer, served),
    target: aim?.url,
    signal,
    breathe: () => delay(flags.time === 'real' ? 100 : 0),
    onProgress: (standing) => {
      display.show(standing);
      served?.metrics.show(standing);
    },
  };
  try {
    return { executed: await means.execute(ports), render: means.render };
  } finally {
    display.clear();
    await means.close();
    await served?.close();
    writer.flush();
  }
}

/** Keeps pictures of printed pages by the name of the page. */
function keepIn(pages: Map<string, Uint8Array>): OnPage {
  return ({ reading, backPng }, png) => {
    const name =
      reading.kind === 'read'
        ? `${reading.mark.documentNumber}-page-${reading.mark.page}`
        : `unreadable-${pages.size + 1}`;
    pages.set(name, png);
    if (backPng !== undefined) pages.set(`${name}-back`, backPng);
  };
}

async function writePages(folder: RunRecord, { pages, keys }: Kept): Promise<void> {
  for (const [name, png] of pages) await folder.write(`pages/${name}.png`, png);
  if (pages.size > 0) await folder.write('keys.json', keyFile(keys, [...pages.keys()]));
}
