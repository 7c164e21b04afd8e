import { decided, type SequentialTest, shareInterval } from './sequential-test.ts';

/** What came of one run at one rate. */
export interface Trial {
  readonly seed: number;
  /** void: the run is invalid, or has too little to judge, and speaks neither for nor against. */
  readonly verdict: 'pass' | 'fail' | 'void';
  /** Why not, in a few words; empty if it passed. */
  readonly reason: string;
  /** Of the journeys completed or timed out, ms; undefined if there were none. */
  readonly p95Ms: number | undefined;
  readonly offered: number;
}

/** Everything that was tried at one rate. */
export interface TriedRate {
  /** Times the scenario's own rate. */
  readonly factor: number;
  /** undecided: some seeds meet it and some do not; void: too many runs say nothing. */
  readonly verdict: 'met' | 'unmet' | 'undecided' | 'void';
  readonly trials: readonly Trial[];
  /** Between which shares of all seeds meet it, at the confidence of the test. */
  readonly interval: readonly [number, number];
}

export interface SearchOptions {
  readonly test: SequentialTest;
  /** Runs at one rate at most. */
  readonly seeds: number;
  readonly firstSeed: number;
  /** The search ends when met and not met are this close, e.g. 0.05. */
  readonly precision: number;
  /** No rate above this factor is tried. */
  readonly upTo: number;
}

/** What the search knows when it is over. */
export interface Found {
  readonly tried: readonly TriedRate[];
  /** The highest factor that is met. */
  readonly confirmed: TriedRate | undefined;
  /** The lowest factor above it that is not met. */
  readonly refuted: TriedRate | undefined;
  /** Why the search ended. */
  readonly ended: 'close' | 'up-to' | 'nothing-met' | 'void' | 'interrupted';
}

export interface SearchPorts {
  /** Runs of one rate; as many seeds as are given may go on at once. */
  readonly run: (factor: number, seeds: readonly number[]) => Promise<readonly Trial[]>;
  readonly onTried: (tried: TriedRate) => void;
  readonly signal: AbortSignal;
  /** Runs at the same time. */
  readonly atOnce: number;
}

/** Factors below this one are not tried any more. */
const LEAST = 1 / 1024;

/** Runs at one rate that may be void before it is given up. */
const VOID_AT_MOST = 3;

/**
 * The highest rate that is met and the lowest that is not: doubled, or halved, until there is one
 * of each, then halved between them on a logarithmic scale. At each rate seeds are run until a
 * sequential test has decided. Where some seeds meet it and some do not it stays undecided: such
 * rates lie between the two ends, and both are searched for up to them.
 */
export async function search(options: SearchOptions, ports: SearchPorts): Promise<Found> {
  const tried: TriedRate[] = [];
  const band = new Band();
  const attempt: Attempt = async (factor) => {
    const rate = await triedRate(factor, options, ports);
    // What an interruption has cut short says nothing.
    if (ports.signal.aborted && rate.verdict === 'undecided') return rate.verdict;
    tried.push(rate);
    band.see(rate);
    ports.onTried(rate);
    return rate.verdict;
  };
  await bracketed(options, band, attempt, ports.signal);
  for (;;) {
    const factor = ports.signal.aborted ? undefined : band.next(options.precision);
    if (factor === undefined) break;
    await attempt(factor);
  }
  return concluded(tried, band, ports.signal.aborted);
}

type Attempt = (factor: number) => Promise<TriedRate['verdict']>;

/** What is known of the limit: met up to `low`, not met from `high` on, and undecided between. */
class Band {
  low: number | undefined;
  high: number | undefined;
  #undecided: readonly [number, number] | undefined;

  see({ factor, verdict }: TriedRate): void {
    const { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY } = this;
    if (verdict === 'met') {
      this.low = Math.max(low, factor);
      if (this.#undecided !== undefined && this.#undecided[0] < factor) this.#undecided = undefined;
    } else if (verdict === 'unmet') {
      this.high = Math.min(high, factor);
      if (this.#undecided !== undefined && this.#undecided[1] > factor) this.#undecided = undefined;
    } else {
      const [from, to] = this.#undecided ?? [factor, factor];
      this.#undecided = [Math.min(from, factor), Math.max(to, factor)];
    }
  }

  /** The rate that tells most of the two ends; undefined when both are close enough. */
  next(precision: number): number | undefined {
    const { low, high } = this;
    const [from, to] = this.#undecided ?? [high, low];
    return between(low, from, precision) ?? between(to, high, precision);
  }
}

/** The middle on a logarithmic scale, to four digits, if the two are not close yet. */
function between(low = 0, high = 0, precision = 0): number | undefined {
  if (low === 0 || high / low <= 1 + precision) return undefined;
  const middle = Number(Math.sqrt(low * high).toPrecision(4));
  return middle > low && middle < high ? middle : undefined;
}

/** The first rate tried is the scenario’s own. */
async function bracketed(
  { upTo }: SearchOptions,
  band: Band,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<void> {
  const first = Math.min(1, upTo);
  let verdict = await attempt(first);
  // Where too few come to judge anything, even fewer are of no use.
  for (let factor = first; verdict !== 'met' && verdict !== 'void' && factor / 2 >= LEAST; ) {
    if (signal.aborted) return;
    factor /= 2;
    verdict = await attempt(factor);
  }
  if (band.low === undefined) return;
  for (let factor = first; band.high === undefined && factor < upTo; ) {
    if (signal.aborted) return;
    factor = Math.min(upTo, factor * 2);
    await attempt(factor);
  }
}

/** Runs seeds at one rate until it is decided, or there are enough of them. */
async function triedRate(
  factor: number,
  { test, seeds, firstSeed }: SearchOptions,
  { run, signal, atOnce }: SearchPorts,
): Promise<TriedRate> {
  const trials: Trial[] = [];
  const verdict = () => {
    const count = (wanted: Trial['verdict']) =>
      trials.filter((trial) => trial.verdict === wanted).length;
    if (count('void') >= VOID_AT_MOST) return 'void';
    const decision = decided(test, count('pass'), count('fail'));
    return decision ?? (trials.length >= seeds ? 'undecided' : undefined);
  };
  while (verdict() === undefined && !signal.aborted) {
    const from = firstSeed + trials.length;
    const next = Math.min(atOnce, seeds - trials.length);
    const batch = await run(
      factor,
      Array.from({ length: next }, (_, index) => from + index),
    );
    // In the order of their seeds, and none after the decision: as if they had run one by one.
    for (const trial of batch) if (verdict() === undefined) trials.push(trial);
  }
  const met = trials.filter((trial) => trial.verdict === 'pass').length;
  const judged = trials.filter((trial) => trial.verdict !== 'void').length;
  const interval = shareInterval(met, judged, 1 - test.error);
  return { factor, verdict: verdict() ?? 'undecided', trials, interval };
}

function concluded(tried: readonly TriedRate[], band: Band, interrupted: boolean): Found {
  const { low, high } = band;
  const at = (factor: number | undefined) => tried.find((rate) => rate.factor === factor);
  const found = { tried, confirmed: at(low), refuted: at(high) };
  if (interrupted) return { ...found, ended: 'interrupted' };
  const hasVoids = tried.some(
    ({ factor, verdict }) =>
      verdict === 'void' && factor > (low ?? 0) && factor < (high ?? Number.POSITIVE_INFINITY),
  );
  if (hasVoids) return { ...found, ended: 'void' };
  if (low === undefined) return { ...found, ended: 'nothing-met' };
  return { ...found, ended: high === undefined ? 'up-to' : 'close' };
}
