import type { MetricDefinition, MetricKind, Sink } from './metric.ts';
import { sampleCount } from './metric.ts';

/** pass, fail, or inconclusive: nothing passes for lack of data. */
export type Verdict = 'pass' | 'fail' | 'inconclusive';

/** A metric, narrowed by tags: `stage_duration{stage:print}`. */
export interface Selector {
  readonly metric: string;
  readonly tags: Readonly<Record<string, string>>;
}

const OPERATORS = {
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
  '==': (a: number, b: number) => a === b,
  '===': (a: number, b: number) => a === b,
  '!=': (a: number, b: number) => a !== b,
} as const;

type Operator = keyof typeof OPERATORS;

/** `p(95)<120000`, taken apart. */
export interface Expression {
  readonly aggregation: string;
  /** 0–100, for `p(N)` alone. */
  readonly percent?: number;
  readonly operator: Operator;
  readonly bound: number;
}

/** One promise about one metric. */
export interface Threshold {
  readonly selector: Selector;
  readonly source: string;
  readonly expression: Expression;
  /** Fewer samples make the verdict inconclusive (1; counters need none). */
  readonly minSamples: number;
  /** It has to hold in each stretch of so long, ms, and not over all of the run. */
  readonly windowMs?: number;
  /** What the bound is a multiple of; `unknown` if nobody has said it. */
  readonly baseline?: Baseline | 'unknown';
  /** The run ends early when it is broken, from this instant on, ms. */
  readonly abortFromMs?: number;
}

/** What another run has measured. */
export interface Baseline {
  readonly value: number;
  /** Which run that was. */
  readonly run: string;
}

export interface ThresholdResult {
  readonly selector: string;
  readonly source: string;
  /** NaN is told as undefined: there was nothing to measure. */
  readonly measured: number | undefined;
  readonly samples: number;
  readonly verdict: Verdict;
  /** Of one that has to hold in each window; `measured` is then the worst of them. */
  readonly windows?: Windows;
  /** What `measured` was compared with: the bound is on their ratio. */
  readonly baseline?: Baseline & { readonly ratio?: number };
  /** When the run was ended because it was broken, ms since it began. */
  readonly abortedAtMs?: number;
}

/** How a threshold fared in the windows of a run. */
export interface Windows {
  readonly lengthMs: number;
  /** Windows in which it was judged. */
  readonly judged: number;
  /** Windows with too few samples to judge. */
  readonly thin: number;
  /** Windows in which it was broken. */
  readonly broken: number;
  /** When the worst one began, ms since the run did. */
  readonly worstFromMs?: number;
}

/** k6's aggregation methods by kind of metric. */
const AGGREGATIONS: Record<MetricKind, readonly string[]> = {
  trend: ['avg', 'min', 'max', 'med', 'p(N)'],
  counter: ['count', 'rate'],
  rate: ['rate'],
  gauge: ['value'],
};

const SELECTOR = /^([a-z][a-z0-9_]*)(?:\{([^{}]*)\})?$/;
const TAG = /^\s*([a-z][a-z0-9_]*)\s*:\s*([^,{}]+?)\s*$/;
const EXPRESSION =
  /^\s*(?:(avg|min|max|med|count|rate|value)|p\((\d+(?:\.\d+)?)\))\s*(<=|>=|===|==|!=|<|>)\s*(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*$/i;

/** Parses a metric name with an optional tag filter; answers a complaint if it is neither. */
export function parseSelector(text: string): Selector | string {
  const match = SELECTOR.exec(text);
  if (match === null) return `“${text}” is not a metric; write name or name{tag:value}`;
  const tags: Record<string, string> = {};
  for (const part of (match[2] ?? '').split(',')) {
    if (part.trim() === '' && match[2] === undefined) continue;
    const tag = TAG.exec(part);
    if (tag === null) return `“${part}” in “${text}” is not a tag; write tag:value`;
    tags[tag[1] as string] = tag[2] as string;
  }
  return { metric: match[1] as string, tags };
}

/** Parses k6's threshold grammar, `aggregation op number`; answers a complaint if it is not. */
export function parseExpression(source: string): Expression | string {
  const match = EXPRESSION.exec(source);
  if (match === null) {
    return `“${source}” is not a threshold; write for example p(95)<120000, count==0 or rate<0.01`;
  }
  const operator = match[3] as Operator;
  const bound = Number(match[4]);
  if (match[2] === undefined)
    return { aggregation: (match[1] as string).toLowerCase(), operator, bound };
  const percent = Number(match[2]);
  if (percent > 100) return `p(${percent}) in “${source}”: a percentile lies between 0 and 100`;
  return { aggregation: 'p(N)', percent, operator, bound };
}

/** What is wrong with a threshold on these metrics, or undefined if nothing is. */
export function complaint(
  selector: Selector,
  expression: Expression,
  definitions: ReadonlyMap<string, MetricDefinition>,
): string | undefined {
  const definition = definitions.get(selector.metric);
  if (definition === undefined) {
    return `there is no metric “${selector.metric}”; there are ${[...definitions.keys()].join(', ')}`;
  }
  for (const [tag, value] of Object.entries(selector.tags)) {
    const values = Object.hasOwn(definition.tags, tag) ? definition.tags[tag] : undefined;
    if (values === undefined) {
      const known = Object.keys(definition.tags).join(', ') || 'none';
      return `${selector.metric} has no tag “${tag}”; it has ${known}`;
    }
    if (!values.includes(value)) {
      return `${selector.metric} has no ${tag} “${value}”; there are ${listed(values)}`;
    }
  }
  const allowed = AGGREGATIONS[definition.kind];
  if (!allowed.includes(expression.aggregation)) {
    return `${selector.metric} is a ${definition.kind}: it takes ${allowed.join(', ')}, not ${expression.aggregation}`;
  }
  return undefined;
}

/**
 * Judges one threshold by what its metric has seen in `elapsedMs`, which counts per second go by.
 */
export function judge(
  threshold: Threshold,
  sink: Sink | undefined,
  elapsedMs = Number.NaN,
): ThresholdResult {
  const { minSamples, source } = threshold;
  const selector = selectorText(threshold.selector);
  const samples = sink === undefined ? 0 : sampleCount(sink);
  const needed = sink?.kind === 'counter' ? 0 : Math.max(1, minSamples);
  const isStarved = sink === undefined || samples < needed;
  const measured = isStarved ? Number.NaN : aggregate(sink, threshold.expression, elapsedMs);
  const told = { selector, source, samples, ...comparedWith(threshold, measured) };
  if (Number.isNaN(measured)) return { ...told, measured: undefined, verdict: 'inconclusive' };
  return { ...told, measured, verdict: verdictOn(threshold, measured) };
}

/** Whether a threshold holds of a measured number. */
export function verdictOn({ expression, baseline }: Threshold, measured: number): Verdict {
  if (baseline === 'unknown') return 'inconclusive';
  const compared = baseline === undefined ? measured : ratioOf(measured, baseline.value);
  return OPERATORS[expression.operator](compared, expression.bound) ? 'pass' : 'fail';
}

/** What stands beside a measured number that is compared with another run’s. */
export function comparedWith(
  { baseline }: Threshold,
  measured: number,
): Pick<ThresholdResult, 'baseline'> {
  if (baseline === undefined || baseline === 'unknown') return {};
  const { value, run } = baseline;
  if (Number.isNaN(measured)) return { baseline: { value, run } };
  return { baseline: { value, run, ratio: ratioOf(measured, value) } };
}

/** Nothing is as much as nothing; anything is beyond all measure more than that. */
function ratioOf(measured: number, baseline: number): number {
  return measured === 0 && baseline === 0 ? 1 : measured / baseline;
}

export function selectorText({ metric, tags }: Selector): string {
  const parts = Object.entries(tags).map(([tag, value]) => `${tag}:${value}`);
  return parts.length === 0 ? metric : `${metric}{${parts.join(',')}}`;
}

/** The number that a threshold speaks of. NaN where there is none. */
export function aggregate(
  sink: Sink,
  { aggregation, percent = 50 }: Expression,
  elapsedMs = Number.NaN,
): number {
  switch (sink.kind) {
    case 'trend':
      return trendValue(sink.histogram, aggregation, percent);
    case 'counter':
      if (aggregation === 'count') return sink.count;
      return elapsedMs > 0 ? sink.count / (elapsedMs / 1000) : Number.NaN;
    case 'rate':
      return sink.trues / sink.total;
    case 'gauge':
      return sink.value ?? Number.NaN;
  }
}

function trendValue(
  histogram: (Sink & { kind: 'trend' })['histogram'],
  aggregation: string,
  percent: number,
): number {
  switch (aggregation) {
    case 'avg':
      return histogram.meanMs;
    case 'min':
      return histogram.minMs;
    case 'max':
      return histogram.maxMs;
    default:
      return histogram.percentileMs(percent);
  }
}

/** Names in a row; of many only how the row begins and ends. */
function listed(values: readonly string[]): string {
  if (values.length <= 24) return values.join(', ') || 'none';
  return `${values.slice(0, 3).join(', ')} … ${values.at(-1)} (${values.length})`;
}
