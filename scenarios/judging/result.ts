import type { SinkRecord } from '../../sim/metric.ts';
import type { ThresholdResult, Verdict } from '../../sim/threshold.ts';
import type { NationRecord } from '../nation/nation-watch.ts';
import type { Scenario } from '../scenario.ts';
import type { BlindSpot } from '../target/blind-spots.ts';
import type { Violation } from './oracle.ts';

/** What became of all citizens. offered = the sum of all the others, or the run is invalid. */
export interface Counts {
  readonly offered: number;
  readonly completed: number;
  readonly refused: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly abandoned: number;
  readonly inFlight: number;
}

/** What one oracle found. */
export interface OracleResult {
  readonly name: string;
  readonly asserts: string;
  readonly assertsJa: string;
  readonly verdict: Verdict;
  readonly judged: number;
  readonly unjudged: number;
  /** How many violations there were; `violations` holds the first of them. */
  readonly violationCount: number;
  readonly violations: readonly Violation[];
  /** How many would be violations, had the scenario not asked for the fault behind them. */
  readonly excused: number;
  /** How many things it has seen that are no violations, and must be told; `notices` has the first. */
  readonly noticeCount: number;
  readonly notices: readonly Violation[];
}

/** One reason to trust the run, or not to. */
export interface ValidityCheck {
  readonly name: string;
  readonly verdict: Verdict;
  /** One sentence with the figures. */
  readonly message: string;
}

/** Durations of journeys, completed or timed out; percentiles to half a per cent. */
export interface WarmUpFigures {
  readonly count: number;
  readonly meanMs: number;
  readonly medMs: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

/** Where the durations of a run settle (MSER-5), and what they are without what was before. */
export type WarmUp = {
  /** Journeys of one batch, in the order in which they ended. */
  readonly batchOf: number;
  readonly whole: WarmUpFigures;
} & (
  | { readonly settled: false }
  | {
      readonly settled: true;
      /** Journeys that are cut off, and when the last of them ended, ms since the run began. */
      readonly journeys: number;
      readonly untilMs: number;
      readonly without: WarmUpFigures;
    }
);

/** Counts of one stretch of scenario time, by the instant at which things happened. */
export interface TimelineBucket {
  /** ms since the run began. */
  readonly fromMs: number;
  readonly offered: number;
  readonly ended: Readonly<Record<string, number>>;
  readonly over180s: number;
  readonly violations: number;
}

/** Durations of journeys counted in equal bins, for drawing. */
export interface DurationBins {
  readonly widthMs: number;
  /** Counts of [0, width), [width, 2·width) …; the last one holds all the longer ones. */
  readonly counts: readonly number[];
}

/** How journeys ended, by stage and reason, most frequent first. */
export interface EndReason {
  readonly outcome: string;
  readonly stage: string;
  readonly reason: string;
  readonly count: number;
}

/** Pairs of citizens who asked a given gap apart, and how many of them had a wrong document. */
export interface PairGapPoint {
  readonly workload: string;
  readonly gapMs: number;
  /** Pairs whose requests were that far apart. */
  readonly pairs: number;
  /** Pairs whose requests were not, or were not made. */
  readonly missed: number;
  /** Of `pairs`, those with a violation of any oracle. */
  readonly wrong: number;
}

/** One time that a fault was on, and when the service was as before again. */
export interface FaultRecord {
  /** Name of the fault in its run, e.g. `link.cut#1`. */
  readonly fault: string;
  /** Kind of the fault, and what it does in a sentence of each language. */
  readonly means: string;
  readonly en: string;
  readonly ja: string;
  /** ms since the run began. */
  readonly beganMs: number;
  readonly endedMs?: number;
  /** How often it had an effect. */
  readonly struck?: number;
  /** When no fault was on any more: its own end, or that of another one. */
  readonly calmMs?: number;
  /** From `calmMs` to the last sign of trouble, ms. */
  readonly troubleMs?: number;
  /** Whether enough journeys without any trouble have followed. */
  readonly recovered: boolean;
}

/** What a scenario expects of its run, and what came out. */
export interface ExpectationResult {
  readonly kind:
    | 'violations'
    | 'notices'
    | 'excused'
    | 'journeys'
    | 'events'
    | 'struck'
    | 'recovered';
  /** Oracle, kind of end or event, or fault; `*` are all oracles that are not named. */
  readonly name: string;
  /** e.g. `>=1`, or `<=10m`. */
  readonly expected: string;
  /** A count; of recoveries ms. */
  readonly measured?: number;
  readonly verdict: Verdict;
}

/** A metric sub-series as it is told: name, tags, what it has seen. */
export interface MetricRecord {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly sink: SinkRecord;
}

/** What the trace says, once it has been read to its end. */
export interface Judgement {
  readonly counts: Counts;
  readonly metrics: readonly MetricRecord[];
  readonly thresholds: readonly ThresholdResult[];
  readonly oracles: readonly OracleResult[];
  /** Oracles that found nothing in the run that is theirs to judge; only where there are some. */
  readonly oraclesLeftOut?: readonly string[];
  /** What no oracle could judge; only where the server is somebody else's. */
  readonly blindSpots?: readonly BlindSpot[];
  readonly validity: readonly ValidityCheck[];
  /** Only where there are enough journeys to tell. */
  readonly warmUp?: WarmUp;
  readonly timeline: { readonly bucketMs: number; readonly buckets: readonly TimelineBucket[] };
  readonly durations: DurationBins;
  readonly endReasons: readonly EndReason[];
  /** Only where a workload has pairs. */
  readonly pairGap?: readonly PairGapPoint[];
  /** Only of a nation. */
  readonly nation?: NationRecord;
  /** Only where the scenario plans faults. */
  readonly faults?: readonly FaultRecord[];
  /** Only where the scenario expects something. */
  readonly expectations?: readonly ExpectationResult[];
}

/** The three verdicts that never hide each other. */
export interface Verdicts {
  /** Did the generator keep its schedule, and is every sample accounted for? */
  readonly valid: Verdict;
  /** Was every document right? */
  readonly correct: Verdict;
  /** Was it fast enough? */
  readonly fast: Verdict;
}

/** A mutant as reports tell of it. */
export interface PlantedMutant {
  readonly id: string;
  readonly ja: string;
  readonly en: string;
}

/** How the run was made: everything needed to repeat it and to know what its figures mean. */
export interface RunSetting {
  readonly scenario: Scenario;
  /** Path of the scenario file as it was given. */
  readonly scenarioFile: string;
  readonly seed: number;
  readonly clock: 'virtual' | 'real';
  /** Scenario time over wall time; 1 in virtual time, where it means nothing. */
  readonly speed: number;
  readonly render: 'full' | 'digest';
  /** The published fault that was planted into the server: its figures are of no sound one. */
  readonly mutant?: PlantedMutant | undefined;
  /** What the server was, e.g. the reference server over HTTP with its database. */
  readonly target: string;
  /** Civil time of t = 0, ms since 1970-01-01T00:00Z. */
  readonly originMs: number;
  readonly commit: string;
  readonly versions: Readonly<Record<string, string>>;
  /** The command that repeats the run. */
  readonly command: string;
}

/** A whole run, ready to be told. */
export interface RunResult extends Judgement {
  readonly setting: RunSetting;
  readonly verdicts: Verdicts;
  readonly exit: { readonly code: number; readonly reason: string };
  readonly interrupted: boolean;
  /** Wall-clock time at which the run was begun, ISO 8601. */
  readonly generatedAt: string;
  readonly wallMs: number;
  /** Scenario time that has passed. */
  readonly scenarioMs: number;
  readonly events: number;
  /** Pages kept as pictures: file names within the run folder, with what they are. */
  readonly pages: readonly { readonly file: string; readonly caption: string }[];
}
