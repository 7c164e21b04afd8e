import type { ValidityCheck } from '../judging/result.ts';
import type { Watch } from '../trace-events.ts';
import { StepArea } from './area.ts';

/** Little's law is looked at for each minute of scenario time (facts: measurement.md §3, 6). */
const WINDOW_MS = 60_000;

/** So many minutes are looked at one by one, some three days; then windows are twice as long. */
const WINDOWS = 4_096;

/** How far the two sides may lie apart. */
const TOLERANCE = 0.05;

/** Fewer journeys than this say nothing of a mean; a minute with less than one of them neither. */
const FEWEST_JOURNEYS = 20;
const FEWEST_IN_FLIGHT = 1;

/**
 * Little's law, L = λ·W, in its exact finite form: over any window the area below the number of
 * journeys in flight is the time that all journeys spent in it. One side is counted from the
 * instants at which citizens fell due and left, the other one from the durations that were
 * measured, so that whoever measures a part of the waiting only, because a pool or a cap made
 * users wait before the clock was started, has too little of it. Those who are in flight at an
 * edge count for what they spent within it, so that the law holds for a minute in which journeys
 * of three are under way.
 */
export class InFlightWatch {
  readonly #seen = new StepArea(WINDOW_MS);
  readonly #measured = new StepArea(WINDOW_MS);
  /** When whoever is under way was due. */
  readonly #open = new Map<number, number>();
  #arrived = 0;
  #ended = 0;
  #lastMs = 0;
  #windowMs = WINDOW_MS;

  readonly watch: Watch = {
    arrived: ({ journey, t }) => {
      this.#arrived += 1;
      this.#seen.step(t, 1);
      this.#keepBounded();
      this.#open.set(journey, t);
      this.#lastMs = Math.max(this.#lastMs, t);
    },
    ended: ({ journey, t, ms }) => {
      this.#ended += 1;
      this.#seen.step(t, -1);
      this.#measured.step(t - ms, 1);
      this.#measured.step(t, -1);
      this.#open.delete(journey);
      this.#lastMs = Math.max(this.#lastMs, t);
    },
    'run-ended': ({ t }) => {
      this.#lastMs = Math.max(this.#lastMs, t);
    },
  };

  #keepBounded(): void {
    if (this.#seen.length <= WINDOWS) return;
    this.#seen.coarsen();
    this.#measured.coarsen();
    this.#windowMs *= 2;
  }

  /** What came out; undefined where there were too few journeys to speak of a mean. */
  check(): ValidityCheck | undefined {
    if (this.#ended < FEWEST_JOURNEYS) return undefined;
    for (const dueMs of this.#open.values()) this.#measured.step(dueMs, 1);
    this.#open.clear();
    const seen = this.#seen.windows(this.#lastMs);
    const measured = this.#measured.windows(this.#lastMs);
    const whole = { seen: sum(seen), measured: sum(measured) };
    const worst = worstOf(seen, measured, this.#windowMs);
    const apart = Math.max(apartBy(whole.seen, whole.measured), worst.apart);
    const inFlight = whole.seen / this.#lastMs;
    const perMinute = (this.#arrived * WINDOW_MS) / this.#lastMs;
    const meanMs = whole.measured / this.#arrived;
    const law = `${figure(inFlight)} in flight on average, ${figure(perMinute)} a minute × ${figure(meanMs / 1000)} s = ${figure((perMinute * meanMs) / WINDOW_MS)}`;
    const minutes = this.#windowMs / WINDOW_MS;
    const where = worst.apart > 0 ? ` (minute ${worst.window * minutes + 1})` : '';
    const windows = minutes === 1 ? 'minutes' : `windows of ${minutes} minutes`;
    return {
      name: 'little',
      verdict: apart > TOLERANCE ? 'fail' : 'pass',
      message: `${law}; in the worst of ${seen.length} ${windows} ${percent(worst.apart)} apart${where}, limit ${percent(TOLERANCE)}`,
    };
  }
}

function worstOf(seen: readonly number[], measured: readonly number[], windowMs: number) {
  let worst = { window: 0, apart: 0 };
  seen.forEach((area, window) => {
    const other = measured[window] ?? 0;
    if (Math.max(area, other) < FEWEST_IN_FLIGHT * windowMs) return;
    const apart = apartBy(area, other);
    if (apart > worst.apart) worst = { window, apart };
  });
  return worst;
}

/** Relative to the larger side; what rounding to the µs makes of it is nothing. */
function apartBy(a: number, b: number): number {
  const larger = Math.max(a, b);
  if (larger <= 0) return 0;
  const apart = Math.abs(a - b) / larger;
  return apart < 1e-6 ? 0 : apart;
}

function sum(values: readonly number[]): number {
  return values.reduce((before, value) => before + value, 0);
}

function figure(value: number): string {
  return Number(value.toPrecision(3)).toString();
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
