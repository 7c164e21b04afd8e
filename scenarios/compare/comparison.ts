import { streams } from '../../sim/rng.ts';
import { EXIT } from '../exit-code.ts';
import { CompareRefused, type ToldRun } from './compared-run.ts';
import { LEAST_BEYOND, type Measure, measuresOf } from './measures.ts';
import {
  type Draw,
  type Interval,
  intervalOf,
  resampledChanges,
  resampledFrequency,
  resampledQuantile,
  resampledShare,
  resamplesFor,
} from './resampling.ts';
import { type SettingDifference, settingDifferences } from './setting-difference.ts';
import { type DesignEffects, designEffects, INDEPENDENT } from './time-blocks.ts';

/** How runs are compared. */
export interface ComparisonOptions {
  readonly seed: number;
  readonly resamples: number;
  /** How much worse a figure may be, as a part of what it was: 0.05 is 5 %. */
  readonly tolerance: number;
  /** Of all intervals together: 0.95. */
  readonly confidence: number;
  /** Metrics that are compared, e.g. `stage_duration{stage:issue}`; all of them if it is empty. */
  readonly metrics: readonly string[];
  /** Whether traces are read, to learn how alike journeys are that were near in time. */
  readonly blocks: boolean;
}

/**
 * What is said of a figure. worse and better: by more than the tolerance, and the widened interval
 * excludes it. within: the interval lies inside the tolerance. open: it is too wide to tell.
 * none: it happened in neither, which no ratio can compare. starved: there is too little to
 * compare.
 */
export type ChangeVerdict = 'worse' | 'better' | 'within' | 'open' | 'none' | 'starved';

/** One figure of a run as it was measured. */
export interface FigureTold {
  readonly value: number | undefined;
  readonly samples: number;
  readonly designEffect: number;
}

/** A figure of a run beside that of the first run. */
export interface Change {
  readonly selector: string;
  readonly aggregation: string;
  readonly unit: 'ms' | 'share' | 'per journey';
  readonly from: FigureTold;
  readonly to: FigureTold;
  /** Relative, e.g. 0.1 for 10 % more; undefined if there is nothing to relate it to. */
  readonly change: number | undefined;
  /** Of this figure alone. */
  readonly interval: Interval | undefined;
  /** Widened so that all of them hold together (Bonferroni): the verdict is by this one. */
  readonly together: Interval | undefined;
  readonly verdict: ChangeVerdict;
}

/** A run beside the first one. */
export interface RunComparison {
  readonly folder: string;
  readonly differences: readonly SettingDifference[];
  readonly changes: readonly Change[];
}

export interface Comparison {
  readonly options: ComparisonOptions;
  readonly runs: readonly ToldRun[];
  /** Of each run but the first. */
  readonly comparisons: readonly RunComparison[];
  /** Folders of runs without a trace, whose journeys are taken for independent. */
  readonly withoutTrace: readonly string[];
  /** Figures whose verdict counts together. */
  readonly judged: number;
  readonly exit: { readonly code: number; readonly reason: string };
}

/** Compares runs with the first of them. Throws CompareRefused where that would mean nothing. */
export async function compare(
  runs: readonly ToldRun[],
  options: ComparisonOptions,
): Promise<Comparison> {
  const measured: Measured[] = [];
  for (const run of runs) measured.push(await measuredOf(run, options));
  const [base, ...others] = measured as [Measured, ...Measured[]];
  const pairs = others.map((other) => pairsOf(base.measures, other.measures));
  const judged = pairs.flat().filter(isJudged).length;
  const alphaTogether = (1 - options.confidence) / Math.max(1, judged);
  const needed = resamplesFor(alphaTogether);
  if (options.resamples < needed) {
    throw new CompareRefused(
      `--resamples ${options.resamples}: ${judged} figures are compared, and that takes at least ${needed}; give as many, or fewer metrics with --metric`,
    );
  }
  const comparisons = others.map((other, index): RunComparison => {
    const differences = settingDifferences(base.run, other.run);
    const changes = (pairs[index] as readonly Pair[]).map((pair) =>
      changeOf(pair, [base.effects, other.effects], { ...options, alphaTogether, nth: index + 1 }),
    );
    return { folder: other.run.folder, differences, changes };
  });
  const withoutTrace = options.blocks
    ? runs.filter(({ lines }) => lines === undefined).map(({ folder }) => folder)
    : [];
  const told = { options, runs, comparisons, withoutTrace, judged };
  return { ...told, exit: exitOfComparison(runs, comparisons, judged) };
}

interface Measured {
  readonly run: ToldRun;
  readonly measures: readonly Measure[];
  readonly effects: DesignEffects;
}

async function measuredOf(run: ToldRun, options: ComparisonOptions): Promise<Measured> {
  const { metrics, blocks } = options;
  const named = (selector: string) =>
    metrics.some((metric) => selector === metric || selector.startsWith(`${metric}{`));
  const measures = measuresOf(run.summary).filter(
    ({ selector }) => metrics.length === 0 || named(selector),
  );
  const reads = blocks && run.lines !== undefined;
  return { run, measures, effects: reads ? await designEffects(run, measures) : INDEPENDENT };
}

type Pair = readonly [from: Measure, to: Measure];

/** Figures that either run has; one that the other lacks has no samples there. */
function pairsOf(from: readonly Measure[], to: readonly Measure[]): readonly Pair[] {
  const nameOf = ({ selector, aggregation }: Measure) => `${selector} ${aggregation}`;
  const others = new Map(to.map((measure) => [nameOf(measure), measure]));
  const both = from.map((measure): Pair => {
    const name = nameOf(measure);
    const other = others.get(name) ?? nothingOf(measure);
    others.delete(name);
    return [measure, other];
  });
  const added = [...others.values()].map((measure): Pair => [nothingOf(measure), measure]);
  return [...both, ...added].filter(([a, b]) => a.samples > 0 || b.samples > 0);
}

function nothingOf({ selector, aggregation, kind }: Measure): Measure {
  return { selector, aggregation, kind, samples: 0, hits: 0, value: undefined, enough: false };
}

function isJudged([from, to]: Pair): boolean {
  return from.enough && to.enough;
}

function changeOf(
  pair: Pair,
  effects: readonly [DesignEffects, DesignEffects],
  how: ComparisonOptions & { readonly alphaTogether: number; readonly nth: number },
): Change {
  const { seed, nth, resamples, confidence, alphaTogether, tolerance } = how;
  const [from, to] = pair;
  const { selector, aggregation, kind } = from;
  const designEffect = [effects[0](from), effects[1](to)] as const;
  const told = {
    selector,
    aggregation,
    unit: UNITS[kind],
    from: { value: from.value, samples: from.samples, designEffect: designEffect[0] },
    to: { value: to.value, samples: to.samples, designEffect: designEffect[1] },
    change: relative(from.value, to.value),
  };
  const none = { interval: undefined, together: undefined };
  if (!isJudged(pair)) return { ...told, ...none, verdict: 'starved' };
  const isNothing = kind !== 'quantile' && from.hits === 0 && to.hits === 0;
  if (isNothing) return { ...told, ...none, verdict: 'none' };
  const chance = streams(seed);
  const entity = `${nth}/${selector}/${aggregation}`;
  const changes = resampledChanges(
    { draw: drawOf(from, designEffect[0]), rng: chance.stream('compare-from', entity) },
    { draw: drawOf(to, designEffect[1]), rng: chance.stream('compare-to', entity) },
    resamples,
  );
  const interval = intervalOf(changes, 1 - confidence);
  const together = intervalOf(changes, alphaTogether);
  return { ...told, interval, together, verdict: verdictOf(interval, together, tolerance) };
}

const UNITS = { quantile: 'ms', share: 'share', frequency: 'per journey' } as const;

/** From nothing to nothing there is no change, and from nothing to something no relation. */
function relative(from: number | undefined, to: number | undefined): number | undefined {
  if (from === undefined || to === undefined) return undefined;
  if (from === to) return 0;
  return from === 0 ? undefined : to / from - 1;
}

/** Samples that are alike count for fewer. */
function drawOf(measure: Measure, designEffect: number): Draw {
  const { kind, distribution, share = 0 } = measure;
  const samples = measure.samples / designEffect;
  const hits = measure.hits / designEffect;
  switch (kind) {
    case 'quantile':
      return resampledQuantile(share, samples, (at) => distribution?.quantileMs(at) ?? Number.NaN);
    case 'share':
      return resampledShare(hits, samples);
    case 'frequency':
      return resampledFrequency(hits, samples);
  }
}

function verdictOf(interval: Interval, together: Interval, tolerance: number): ChangeVerdict {
  if (together.low > tolerance) return 'worse';
  if (together.high < -tolerance) return 'better';
  return interval.low >= -tolerance && interval.high <= tolerance ? 'within' : 'open';
}

/** A wrong document and an invalid run outrank what a comparison can say. */
function exitOfComparison(
  runs: readonly ToldRun[],
  comparisons: readonly RunComparison[],
  judged: number,
): Comparison['exit'] {
  for (const code of [EXIT.wrongDocument, EXIT.invalidRun] as const) {
    const broken = runs.filter(({ summary }) => summary.exit.code === code);
    const reasons = broken.map(({ folder, summary }) => `${folder}: ${summary.exit.reason}`);
    if (broken.length > 0) return { code, reason: reasons.join('; ') };
  }
  const worse = comparisons.flatMap(({ folder, changes }) =>
    changes
      .filter(({ verdict }) => verdict === 'worse')
      .map(({ selector, aggregation }) => ({ folder, name: `${selector} ${aggregation}` })),
  );
  if (worse.length > 0) {
    const told = comparisons.flatMap(({ folder }) => {
      const names = worse.filter((one) => one.folder === folder).map(({ name }) => name);
      return names.length === 0 ? [] : [`${names.join(', ')} in ${folder}`];
    });
    return { code: EXIT.thresholdFailed, reason: `got worse: ${told.join('; ')}` };
  }
  if (judged === 0) {
    const reason = `not enough data to compare: a share takes 20 journeys, a percentile ${LEAST_BEYOND} durations beyond it`;
    return { code: EXIT.inconclusive, reason };
  }
  const open = comparisons
    .flatMap(({ changes }) => changes)
    .filter(({ verdict }) => verdict === 'open').length;
  const rest = open === 0 ? '' : `; ${open} have intervals too wide to exclude one`;
  return { code: EXIT.pass, reason: `no regression shown in ${judged} figures${rest}` };
}
