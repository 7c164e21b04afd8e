import { existsSync, writeFileSync } from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';
import { ShippedMunicipalities } from '../../server/municipalities/municipality-files.ts';
import { EXIT } from '../exit-code.ts';
import type { Oracle } from '../judging/oracle.ts';
import { ORACLES } from '../judging/oracles.ts';
import type { RecordedRun, TextSink } from '../judging/recorded-run.ts';
import { scenarioIn } from '../scenario-files.ts';
import { type ShrinkProgress, type Shrunk, shrink } from './shrink.ts';
import { evidenceOf, ShrinkRefused } from './shrink-evidence.ts';
import type { Budget, ShrinkFlags } from './shrink-flags.ts';
import { shrunkText } from './shrink-text.ts';
import { type Begin, trialOf } from './shrink-trial.ts';

/** What `kofu shrink` needs of the command line. */
export interface ShrinkCommandPorts {
  readonly stdout: TextSink;
  readonly stderr: TextSink & { readonly isTTY?: boolean };
  /** Aborts when the user interrupts: what has been found is written all the same. */
  readonly signal: AbortSignal;
  /** What lives the candidates; the true world if nothing is given. */
  readonly begin?: Begin;
}

/** Shrinks a recorded run, writes the scenario, tells what came out; answers the exit code. */
export async function shrinkRun(
  recorded: RecordedRun,
  flags: ShrinkFlags,
  { stdout, stderr, signal, begin }: ShrinkCommandPorts,
): Promise<number> {
  const scenario = await scenarioIn(recorded.scenarioFile, []);
  const evidence = await evidenceOf(recorded.lines(), scenario, flags.oracle);
  const { seed, violation } = evidence;
  const file = flags.out ?? `${scenario.name}-${violation.oracle}.yaml`;
  if (existsSync(file)) {
    throw new ShrinkRefused(`${file} is there already: name another file with --out`);
  }
  const oracle = ORACLES.find(({ name }) => name === violation.oracle) as Oracle;
  const display = new ShrinkDisplay(stderr, flags.quiet === true);
  const shrunk = await shrink(evidence, {
    trial: trialOf(oracle, seed, begin),
    affords: affordable(flags.budget, signal),
    breathe: () => breathe(),
    onProgress: (progress) => display.show(progress),
  });
  display.clear();
  const command = `npx kofu run ${quoted(file)} --seed ${seed}`;
  const known = new ShippedMunicipalities();
  writeNew(file, shrunkText(shrunk, { seed, from: scenario.name, command, known }));
  stdout.write(told(shrunk, file, command));
  const code = signal.aborted ? EXIT.interrupted : EXIT.pass;
  const reason = signal.aborted ? 'interrupted; the smallest so far is written' : `see ${file}`;
  stderr.write(`exit ${code}: ${reason}\n`);
  return code;
}

function affordable(budget: Budget, signal: AbortSignal): (runs: number) => boolean {
  const beganMs = performance.now();
  return (runs) => {
    if (signal.aborted) return false;
    if (budget.kind === 'runs') return runs < budget.runs;
    return performance.now() - beganMs < budget.ms;
  };
}

function told({ journeys, runs, finished, violation }: Shrunk, file: string, command: string) {
  const rest = finished
    ? 'nothing more can be left out'
    : 'the budget ended: a larger --budget may leave out more';
  return (
    `${journeys.before} journeys shrunk to ${journeys.after} in ${runs} runs; ${rest}\n` +
    `${violation.oracle}: ${violation.message}\n` +
    `${file}, run it with: ${command}\n`
  );
}

function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    throw new ShrinkRefused(`${file} cannot be written (${code}): name another file with --out`);
  }
}

/** One word of a POSIX shell. */
function quoted(word: string): string {
  return /^[\w.,/:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Between two lines on a terminal and in a log, ms. */
const TERMINAL_PERIOD_MS = 200;
const LOG_PERIOD_MS = 10_000;

/** One line of progress, rewritten in place on a terminal, now and then in a log. */
class ShrinkDisplay {
  readonly #sink: ShrinkCommandPorts['stderr'];
  readonly #isQuiet: boolean;
  #shownMs = performance.now();
  #isShown = false;

  constructor(sink: ShrinkCommandPorts['stderr'], isQuiet: boolean) {
    this.#sink = sink;
    this.#isQuiet = isQuiet;
  }

  show({ runs, journeys, doing }: ShrinkProgress): void {
    const isTerminal = this.#sink.isTTY === true;
    const nowMs = performance.now();
    const periodMs = isTerminal ? TERMINAL_PERIOD_MS : LOG_PERIOD_MS;
    if (this.#isQuiet || nowMs - this.#shownMs < periodMs) return;
    this.#shownMs = nowMs;
    this.#isShown = isTerminal;
    const line = `run ${runs}: ${journeys} journeys, trying ${doing}`;
    this.#sink.write(isTerminal ? `\r${line}\u001b[K` : `${line}\n`);
  }

  /** Leaves the terminal's line clean for what comes next. */
  clear(): void {
    if (this.#isShown) this.#sink.write('\r\u001b[K');
  }
}
