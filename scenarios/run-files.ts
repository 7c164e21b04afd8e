import { relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isoTime } from '../sim/civil-time.ts';
import { TraceWriter } from '../sim/trace.ts';
import type { ExportFormat } from './compare/export-flags.ts';
import { type LiveMetrics, recordOf, servedMetrics } from './compare/live-metrics.ts';
import {
  type Execution,
  type ExecutionPorts,
  executeLive,
  executeVirtual,
  type Standing,
} from './execution.ts';
import { EXIT } from './exit-code.ts';
import { digestFidelity, type Fidelity } from './fidelity.ts';
import { type OnPage, openFullFidelity, openUndrawnFidelity, type Watch } from './fidelity-pdf.ts';
import { whyNotInVirtualTime, whyNotUndrawn } from './hardware/hardware.ts';
import type { KioskHardwareOf } from './hardware/kiosk-hardware.ts';
import { openLiveHardware } from './hardware/live-hardware-files.ts';
import type { RunResult, RunSetting } from './judging/result.ts';
import { readFleetKey } from './live/fleet-key-files.ts';
import { openLiveRun } from './live/live-run-http.ts';
import {
  contradiction,
  defaultFolder,
  type ReportFlags,
  type RunFlags,
  settingsOf,
} from './run-flags.ts';
import type { Scenario } from './scenario.ts';
import { scenarioIn } from './scenario-files.ts';
import { type Aim, aimOf } from './target/aim-files.ts';
import { openTargetFidelity } from './target/target-fidelity-pdf.ts';
import { openTargetRun } from './target/target-run-http.ts';
import { resultOf, settingOf } from './telling.ts';
import { keyFile } from './verify/verify-files.ts';

/** What a run leaves behind, as the reports make it. */
export interface RunRecord {
  readonly path: string;
  appendTrace(text: string): void;
  closeTrace(keep: boolean): void;
  write(name: string, content: string | Uint8Array): Promise<void>;
  linkLatest(): void;
}

/** What tells of runs: the commands know nothing of how. */
export interface Reporting {
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
  /** Serves the metrics of a run while it goes on. */
  metrics?(port: number): Promise<LiveMetrics>;
}

export interface RunCommandPorts {
  readonly reporting: Reporting;
  /** Aborts when the user interrupts what is being done. */
  readonly interruption: (doing: string) => AbortSignal;
  readonly onServerError: (error: unknown) => void;
  /** Tells whoever runs it what to do, such as to put a card on a reader. */
  readonly tell?: (line: string) => void;
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
  const scenario = await scenarioIn(file, settingsOf(flags));
  const unreal = flags.time === 'virtual' ? whyNotInVirtualTime(scenario.hardware) : undefined;
  const undrawn = flags.render === 'digest' ? whyNotUndrawn(scenario.hardware) : undefined;
  const mistaken = contradiction(flags) ?? unreal ?? undrawn;
  if (mistaken !== undefined) throw new RunRefused(mistaken);
  const { reporting } = ports;
  const aim = await aimOf(scenario, flags.seed, flags);
  const generatedAt = isoTime(Date.now());
  const folder = reporting.folder(
    flags.out ?? defaultFolder(scenario.name, flags.seed, generatedAt),
    flags.out === undefined,
  );
  // First of all, so that a run that is killed can still be judged from what it has recorded.
  await folder.write('scenario.json', `${JSON.stringify(scenario, null, 2)}\n`);
  const kept = { pages: new Map<string, Uint8Array>(), keys: new Map<string, Uint8Array>() };
  const beganMs = performance.now();
  const { executed, render } = await executeInto(folder, { scenario, flags, aim }, ports, kept);
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

type Executed = Execution & { readonly target: string };

/** What is to be run: against a server of somebody else's, where there is an aim. */
interface Asked {
  readonly scenario: Scenario;
  readonly flags: RunFlags;
  readonly aim: Aim | undefined;
}

/** Runs it, its trace going into the folder. */
async function executeInto(
  folder: RunRecord,
  asked: Asked,
  runPorts: RunCommandPorts,
  kept: Kept,
): Promise<{ readonly executed: Executed; readonly render: Fidelity['render'] }> {
  const { scenario, flags, aim } = asked;
  const { reporting, interruption } = runPorts;
  const writer = new TraceWriter((text) => folder.appendTrace(text));
  const signal = interruption('writing the report');
  const display = reporting.display(scenario, flags.quiet ? undefined : flags.lang);
  const served = await servedMetrics(flags.metricsPort, runPorts);
  const means = await meansWithHardware(asked, runPorts, {
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

/** Virtual time leaves the drawing out unless it is told not to, real time only if told to. */
function fidelityOf(
  scenario: Scenario,
  { time, render = time === 'real' ? 'full' : 'digest' }: RunFlags,
  watch: Watch,
): Fidelity | Promise<Fidelity> {
  if (render === 'full') return openFullFidelity(scenario, watch);
  return time === 'real' ? openUndrawnFidelity(scenario) : digestFidelity(scenario);
}

/** What a run is made with. */
interface Means {
  readonly render: Fidelity['render'];
  execute(ports: ExecutionPorts): Promise<Executed>;
  close(): Promise<void>;
}

/** Opens what is attached to this machine first: it is what is missing most easily. */
async function meansWithHardware(
  asked: Asked,
  { onServerError, tell = () => {} }: RunCommandPorts,
  watch: Watch,
): Promise<Means> {
  const { hardware = {} } = asked.scenario;
  const { devicesOf, close } = await openLiveHardware(hardware, { tell });
  try {
    const means = await meansOf(asked, onServerError, watch, devicesOf);
    return {
      ...means,
      close: async () => {
        await means.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function meansOf(
  { scenario, flags, aim }: Asked,
  onServerError: (error: unknown) => void,
  watch: Watch,
  devicesOf: KioskHardwareOf,
): Promise<Means> {
  const { seed, database, port } = flags;
  const speed = flags.speed ?? scenario.speed;
  const fleetKey = flags.fleetKey === undefined ? undefined : readFleetKey(flags.fleetKey);
  if (aim !== undefined) {
    const fidelity = await openTargetFidelity(scenario, { ...aim, ...watch });
    const open: Opening = (emit) =>
      openTargetRun(scenario, fidelity, { ...aim, seed, speed, emit, devicesOf });
    return { render: 'full', ...living(scenario, seed, open), close: () => fidelity.close() };
  }
  const fidelity = await fidelityOf(scenario, flags, watch);
  const { render } = fidelity;
  const close = () => fidelity.close();
  if (flags.time === 'real') {
    const options = { seed, speed, database, port, onServerError, devicesOf, fleetKey };
    const open: Opening = (emit) => openLiveRun(scenario, fidelity, { ...options, emit });
    return { render, ...living(scenario, seed, open), close };
  }
  const execute: Means['execute'] = async (ports) => {
    const execution = await executeVirtual(scenario, seed, fidelity, ports);
    return { ...execution, target: 'reference server in process' };
  };
  return { render, execute, close };
}

type Opening = Parameters<typeof executeLive>[2];

function living(scenario: Scenario, seed: number, open: Opening): Pick<Means, 'execute'> {
  return { execute: (ports) => executeLive(scenario, seed, open, ports) };
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
