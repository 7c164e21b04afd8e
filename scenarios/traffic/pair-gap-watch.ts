import type { PairGapPoint } from '../judging/result.ts';
import type { Scenario } from '../scenario.ts';
import type { Watch } from '../trace-events.ts';
import type { PairGapWorkload } from './executors/pair-gap.ts';
import { gapMsOfPair, gapsMsOf } from './pair-gap.ts';

/** How far a gap between two requests may be off and still count, ms: a live run has its timers. */
const TOLERANCE_MS = 25;

interface Pair {
  readonly gapMs: number;
  /** When each of the two was measured, ms; undefined until then. */
  readonly atMs: [number | undefined, number | undefined];
  wrong: boolean;
}

interface Sweep {
  readonly workload: PairGapWorkload;
  readonly gapsMs: readonly number[];
  readonly pairs: Pair[];
  arrived: number;
}

/**
 * Counts wrong documents by the gap between two requests, as far as the trace shows that the gap
 * was kept. Its memory grows with the pairs of the scenario, which are bounded by its schema.
 */
export class PairGapWatch {
  readonly #sweeps: ReadonlyMap<string, Sweep>;
  /** The pairs of journeys, and which of the two each one is. */
  readonly #places = new Map<number, { readonly pair: Pair; readonly second: boolean }>();

  constructor({ workloads }: Scenario) {
    const sweeps = Object.entries(workloads).flatMap(([name, workload]) => {
      if (workload.executor !== 'pair-gap') return [];
      const sweep = { workload, gapsMs: gapsMsOf(workload), pairs: [], arrived: 0 };
      return [[name, sweep] as const];
    });
    this.#sweeps = new Map<string, Sweep>(sweeps);
  }

  readonly watch: Watch = {
    arrived: ({ t, journey, workload }) => {
      const sweep = this.#sweeps.get(workload);
      if (sweep === undefined) return;
      const index = sweep.arrived++;
      const second = index % 2 === 1;
      const number = (index - (index % 2)) / 2;
      const pair = sweep.pairs[number] ?? {
        gapMs: gapMsOfPair(sweep.gapsMs, number),
        atMs: [undefined, undefined],
        wrong: false,
      };
      sweep.pairs[number] = pair;
      this.#places.set(journey, { pair, second });
      if (sweep.workload.same === 'kiosk-queue') pair.atMs[second ? 1 : 0] = t;
    },
    requested: ({ t, journey }) => {
      const place = this.#places.get(journey);
      if (place !== undefined) place.pair.atMs[place.second ? 1 : 0] ??= t;
    },
  };

  /** Told of each violation an oracle finds. */
  violated(journey: number): void {
    const place = this.#places.get(journey);
    if (place !== undefined) place.pair.wrong = true;
  }

  /** Wrong documents by workload and gap; nothing where no workload has pairs. */
  points(): readonly PairGapPoint[] {
    return [...this.#sweeps].flatMap(([workload, { gapsMs, pairs }]) =>
      gapsMs.map((gapMs) => {
        const all = pairs.filter((pair) => pair.gapMs === gapMs);
        const kept = all.filter(isKept);
        const wrong = kept.filter((pair) => pair.wrong).length;
        return { workload, gapMs, pairs: kept.length, missed: all.length - kept.length, wrong };
      }),
    );
  }
}

function isKept({ atMs: [first, second], gapMs }: Pair): boolean {
  if (first === undefined || second === undefined) return false;
  return Math.abs(second - first - gapMs) <= TOLERANCE_MS;
}
