import type { HistogramRecord } from '../../sim/histogram.ts';
import type { Verdict } from '../../sim/threshold.ts';

/** What cannot be compared or exported, with the place and the remedy: exit 104. */
export class CompareRefused extends Error {
  override readonly name = 'CompareRefused';
}

/** A metric as it stands in summary.json. */
export type MetricTold = {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
} & (
  | { readonly type: 'trend'; readonly histogram: HistogramRecord }
  | { readonly type: 'counter'; readonly values: { readonly count: number } }
  | { readonly type: 'rate'; readonly values: { readonly passes: number; readonly fails: number } }
  | { readonly type: 'gauge'; readonly values: { readonly value?: number | undefined } }
);

/** What summary.json says of a run, as far as runs are compared and exported by it. */
export interface RunTelling {
  readonly config: {
    readonly scenario: string;
    readonly start: string;
    readonly duration: string;
    readonly clock: 'virtual' | 'real';
    readonly speed: number;
    readonly render: 'full' | 'digest';
    readonly mutant?: string | undefined;
    readonly target: string;
    readonly originMs: number;
  };
  readonly metadata: {
    readonly generatedAt: string;
    readonly wallMs: number;
    readonly scenarioMs: number;
    readonly interrupted: boolean;
  };
  readonly seed: number;
  readonly commit: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly verdicts: Readonly<Record<'valid' | 'correct' | 'fast', Verdict>>;
  readonly exit: { readonly code: number; readonly reason: string };
  readonly thresholds: readonly {
    readonly selector: string;
    readonly source: string;
    readonly measured?: number | undefined;
    readonly verdict: Verdict;
    readonly abortedAtMs?: number | undefined;
  }[];
  readonly oracles: readonly {
    readonly name: string;
    readonly verdict: Verdict;
    readonly judged: number;
    readonly violationCount: number;
  }[];
  readonly validity: readonly {
    readonly name: string;
    readonly verdict: Verdict;
    readonly message: string;
  }[];
  readonly results: {
    readonly counts: Readonly<
      Record<
        'offered' | 'completed' | 'refused' | 'failed' | 'timedOut' | 'abandoned' | 'inFlight',
        number
      >
    >;
    readonly metrics: readonly MetricTold[];
    readonly durations: { readonly widthMs: number; readonly counts: readonly number[] };
  };
}

/** The folder of a run that is over, to be compared or exported. */
export interface ToldRun {
  /** Path of the folder as it was given. */
  readonly folder: string;
  readonly summary: RunTelling;
  /** scenario.json; undefined if the folder has none. */
  readonly scenario: unknown;
  /** The lines of its trace, without their ends; undefined if it was not kept. */
  readonly lines: (() => AsyncIterable<string>) | undefined;
}
