import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { setImmediate as breathe } from 'node:timers/promises';
import { EXIT } from '../exit-code.ts';
import { digestFidelity, type Fidelity } from '../fidelity.ts';
import { openFullFidelity } from '../fidelity-pdf.ts';
import type { RecordedRun, TextSink } from '../judging/recorded-run.ts';
import type { RunSetting } from '../judging/result.ts';
import type { Scenario } from '../scenario.ts';
import { scenarioIn } from '../scenario-files.ts';
import type { EventOf } from '../trace-events.ts';
import { beginningOf, replay } from './replay.ts';
import type { ReplayFlags } from './replay-flags.ts';
import { eventsTold, journeyOf } from './replay-journey.ts';
import { replaySchedule } from './replay-schedule.ts';
import {
  heading,
  readable,
  type Told,
  toldReplay,
  toldSchedule,
  untilMsOf,
} from './replay-telling.ts';

/** What `kofu replay` needs of the command line. */
export interface ReplayCommandPorts {
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly provenance: () => Pick<RunSetting, 'commit' | 'versions'>;
  /** Aborts when the user interrupts. */
  readonly signal: AbortSignal;
}

/** A flag that means nothing in this run: said with the remedy. */
export class ReplayRefused extends Error {
  override readonly name = 'ReplayRefused';
}

/** Repeats a recorded run, tells what came out; answers the exit code. */
export async function replayRun(
  recorded: RecordedRun,
  flags: ReplayFlags,
  ports: ReplayCommandPorts,
): Promise<number> {
  const scenario = await scenarioIn(recorded.scenarioFile, []);
  const began = await beginningOf(recorded.lines());
  const untilMs = untilOf(flags, began.originMs);
  const journey = flags.tx === undefined ? undefined : await journeyOf(recorded.lines(), flags.tx);
  const told = await repeated(recorded, scenario, began, untilMs, ports);
  ports.stdout.write(`${told.text}\n`);
  if (journey !== undefined || flags.step === true) {
    ports.stdout.write(`\n${heading(began.scenario, began.seed, began.originMs)}\n`);
    await tellEvents(recorded, { journey, untilMs, originMs: began.originMs }, flags, ports);
  }
  const { signal } = ports;
  const code = signal.aborted ? EXIT.interrupted : told.code;
  ports.stderr.write(`exit ${code}: ${signal.aborted ? 'interrupted' : told.reason}\n`);
  return code;
}

function untilOf({ until }: ReplayFlags, originMs: number): number {
  if (until === undefined) return Number.POSITIVE_INFINITY;
  const untilMs = untilMsOf(until, originMs);
  if (untilMs !== undefined) return untilMs;
  throw new ReplayRefused(
    `--until ${until} is no time: write one since the run began (90m) or of the day (09:30)`,
  );
}

async function repeated(
  recorded: RecordedRun,
  scenario: Scenario,
  { clock, seed }: EventOf<'run-began'>,
  untilMs: number,
  { provenance, signal }: ReplayCommandPorts,
): Promise<Told> {
  const render = clock === 'real' ? 'digest' : recorded.summary?.config.render;
  const fidelity: Fidelity =
    render === 'full'
      ? await openFullFidelity(scenario, { onPage: () => {}, onKey: () => {} })
      : digestFidelity(scenario);
  const made = { recorded: recorded.summary, now: provenance() };
  const ports = { fidelity, signal, breathe: () => breathe() };
  try {
    if (clock === 'real') {
      return toldSchedule(await replaySchedule(recorded.lines(), scenario, seed, ports), made);
    }
    const hash = createHash('sha256');
    const onLine = (line: string) => void hash.update(`${line}\n`);
    const all = { ...ports, onLine };
    const replayed = await replay(recorded.lines(), scenario, seed, untilMs, all);
    return toldReplay(replayed, { ...made, sha256: hash.digest('hex') });
  } finally {
    await fidelity.close();
  }
}

/** All at once, or each after a key where somebody is there to press one. */
async function tellEvents(
  recorded: RecordedRun,
  chosen: { readonly journey: number | undefined; untilMs: number; originMs: number },
  { step }: ReplayFlags,
  { stdout, stdin, signal }: ReplayCommandPorts,
): Promise<void> {
  const keys = step === true && stdin.isTTY === true ? keysOf(stdin, signal) : undefined;
  for await (const event of eventsTold(recorded.lines(), chosen)) {
    stdout.write(`${readable(event, chosen.originMs)}\n`);
    if (keys !== undefined && !(await keys.goesOn())) break;
    if (signal.aborted) break;
  }
  keys?.close();
}

/** Lines that somebody types: Enter goes on, q or the end of input leaves. */
function keysOf(stdin: NodeJS.ReadableStream, signal: AbortSignal) {
  const input = createInterface({ input: stdin, signal });
  const lines = input[Symbol.asyncIterator]();
  return {
    goesOn: async () => {
      const { value, done } = await lines.next();
      return done !== true && String(value).trim().toLowerCase() !== 'q';
    },
    close: () => input.close(),
  };
}
