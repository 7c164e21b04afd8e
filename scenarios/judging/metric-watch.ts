import { emptySink, type Sink, sinkRecord } from '../../sim/metric.ts';
import {
  judge as judgeThreshold,
  type Selector,
  selectorText,
  type Threshold,
  type ThresholdResult,
} from '../../sim/threshold.ts';
import { ThresholdWindows } from '../../sim/threshold-windows.ts';
import type { Scenario } from '../scenario.ts';
import type { EventOf, TraceEvent, Watch } from '../trace-events.ts';
import { tagOf } from './journey-tags.ts';
import { METRICS, type Metric, type TakeSample } from './metrics.ts';
import type { MetricRecord } from './result.ts';
import { thresholdsOf } from './thresholds.ts';

/** A threshold that ends a run early. */
export interface Aborted {
  /** Metric and threshold, as the scenario writes them. */
  readonly threshold: string;
  /** When it was seen to be broken, ms since the run began. */
  readonly atMs: number;
}

/** A threshold and where its samples go: a sink that others may share, or windows of its own. */
interface Asked {
  readonly threshold: Threshold;
  readonly windows: ThresholdWindows | undefined;
  readonly sink: Sink | undefined;
}

/** How often thresholds that can end the run are looked at, ms of scenario time (k6). */
const LOOK_EVERY_MS = 2000;

/**
 * The metrics of a run and its thresholds. Every metric is kept as a whole, and apart by the tag
 * that reports tell; any other part only where a threshold asks for it. So memory and time follow
 * what is asked and not how many tags there are.
 */
export class MetricWatch {
  readonly #scenario: Scenario;
  readonly #sinks = new Map<string, { readonly selector: Selector; readonly sink: Sink }>();
  readonly #asked: readonly Asked[];
  readonly #violated: ((oracle: string, t: number) => void)[] = [];
  /** Who is on a journey. */
  readonly #arrived = new Map<number, EventOf<'arrived'>>();
  readonly watches: Watch[] = [];
  #aborted: (Aborted & { readonly asked: Asked }) | undefined;
  /** When to look next whether a threshold ends the run. */
  #lookAtMs = Number.POSITIVE_INFINITY;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.watches.push({
      arrived: (event) => void this.#arrived.set(event.journey, event),
    });
    for (const metric of METRICS.values()) this.#measure(metric);
    this.#asked = thresholdsOf(scenario.thresholds).map((threshold) => this.#ask(threshold));
    // Last of all, as all the others ask who it was.
    this.watches.push({ ended: ({ journey }) => void this.#arrived.delete(journey) });
    if (this.#asked.some(({ threshold }) => threshold.abortFromMs !== undefined))
      this.#lookAtMs = 0;
  }

  /** The threshold that ends the run early; undefined if none does. */
  get aborted(): Aborted | undefined {
    return this.#aborted;
  }

  /** An oracle has found something. */
  violated(oracle: string, t: number): void {
    for (const take of this.#violated) take(oracle, t);
  }

  /** Looks whether a threshold ends the run, where it is time to: before the next event counts. */
  look({ kind, t }: TraceEvent): void {
    if (t < this.#lookAtMs || this.#aborted !== undefined) return;
    if (kind === 'checked' || kind === 'run-ended') return;
    this.#lookAtMs = (Math.floor(t / LOOK_EVERY_MS) + 1) * LOOK_EVERY_MS;
    const broken = this.#asked.find((asked) => endsRun(asked, t));
    if (broken === undefined) return;
    const { selector, source } = broken.threshold;
    this.#aborted = { asked: broken, atMs: t, threshold: `${selectorText(selector)} ${source}` };
  }

  /** How the thresholds fared in a run that ended at this instant. */
  thresholds(endMs: number): readonly ThresholdResult[] {
    this.#addUpStages();
    return this.#asked.map((asked) => {
      const result = resultOf(asked, endMs);
      if (asked !== this.#aborted?.asked) return result;
      return { ...result, abortedAtMs: this.#aborted.atMs };
    });
  }

  /** All that was kept. */
  records(): readonly MetricRecord[] {
    this.#addUpStages();
    return [...this.#sinks.values()].map(({ selector: { metric, tags }, sink }) => ({
      name: metric,
      tags,
      sink: sinkRecord(sink),
    }));
  }

  #measure({ name, apart, tags, samples }: Metric): void {
    if (samples === undefined) {
      this.#measureOracles(name, tags['oracle'] ?? []);
      return;
    }
    // All stages together are added up once at the end, and not at each of twelve a journey.
    const all = name === STAGES ? undefined : this.#sink({ metric: name, tags: {} });
    const parts = new Map<string, Sink>();
    for (const value of apart === undefined ? [] : (tags[apart] ?? [])) {
      parts.set(value, this.#sink({ metric: name, tags: { [apart as string]: value } }));
    }
    const partOf: (journey: number, part?: string) => string | undefined =
      apart === 'type' ? (journey) => this.#arrived.get(journey)?.type : (_, part) => part;
    this.watches.push(
      samples((journey, _, value, part) => {
        if (all !== undefined) add(all, value);
        if (apart === undefined) return;
        const one = parts.get(partOf(journey, part) ?? '');
        if (one !== undefined) add(one, value);
      }),
    );
  }

  #measureOracles(name: string, oracles: readonly string[]): void {
    const parts = new Map(
      oracles.map((oracle) => [oracle, this.#sink({ metric: name, tags: { oracle } })]),
    );
    const all = this.#sink({ metric: name, tags: {} });
    this.#violated.push((oracle) => {
      add(all, 1);
      const one = parts.get(oracle);
      if (one !== undefined) add(one, 1);
    });
  }

  /** Sees to it that there is what a threshold asks for. */
  #ask(threshold: Threshold): Asked {
    const { selector, windowMs } = threshold;
    const metric = METRICS.get(selector.metric);
    if (metric === undefined) return { threshold, windows: undefined, sink: undefined };
    if (windowMs !== undefined) {
      const windows = new ThresholdWindows(threshold, windowMs, metric.kind);
      this.#feed(metric, selector, (t, value) => add(windows.at(t), value));
      return { threshold, windows, sink: undefined };
    }
    const known = this.#sinks.get(keyOf(selector));
    if (known !== undefined) return { threshold, windows: undefined, sink: known.sink };
    const sink = this.#sink(selector);
    this.#feed(metric, selector, (_, value) => add(sink, value));
    return { threshold, windows: undefined, sink };
  }

  /** Has the samples of a part of a metric taken. */
  #feed(metric: Metric, { tags }: Selector, take: (t: number, value: number) => void): void {
    const { part: own, samples } = metric;
    const wanted = own === undefined ? undefined : tags[own];
    if (samples === undefined) {
      const { oracle: wantedOracle } = tags;
      this.#violated.push((oracle, t) => {
        if (wantedOracle === undefined || oracle === wantedOracle) take(t, 1);
      });
      return;
    }
    const whose = Object.entries(tags)
      .filter(([tag]) => tag !== own)
      .map(([tag, value]) => ({ of: tagOf(tag, this.#scenario), value }));
    const picked: TakeSample = (journey, t, value, part) => {
      if (wanted !== undefined && part !== wanted) return;
      if (whose.length > 0) {
        const arrived = this.#arrived.get(journey);
        if (arrived === undefined) return;
        for (const tag of whose) if (tag.of(arrived) !== tag.value) return;
      }
      take(t, value);
    };
    this.watches.push(samples(picked));
  }

  #addUpStages(): void {
    const selector = { metric: STAGES, tags: {} };
    if (this.#sinks.has(keyOf(selector))) return;
    const parts = [...this.#sinks.values()].filter(isStage);
    const all = this.#sink(selector);
    for (const { sink } of parts) {
      if (sink.kind === 'trend' && all.kind === 'trend') all.histogram.add(sink.histogram);
    }
  }

  #sink(selector: Selector): Sink {
    const { kind = 'counter' } = METRICS.get(selector.metric) ?? {};
    const sink = emptySink(kind);
    this.#sinks.set(keyOf(selector), { selector, sink });
    return sink;
  }
}

/** The one metric with a sample for each of the twelve stages of a journey. */
const STAGES = 'stage_duration';

function isStage({ selector: { metric, tags } }: { readonly selector: Selector }): boolean {
  const names = Object.keys(tags);
  return metric === STAGES && names.length === 1 && names[0] === 'stage';
}

/** Whether a threshold is broken that is to end the run, at this instant. */
function endsRun({ threshold, windows, sink }: Asked, nowMs: number): boolean {
  const { abortFromMs } = threshold;
  if (abortFromMs === undefined || nowMs < abortFromMs) return false;
  windows?.closeUntil(nowMs);
  if (windows !== undefined) return windows.isBroken;
  return judgeThreshold(threshold, sink, nowMs).verdict === 'fail';
}

function resultOf({ threshold, windows, sink }: Asked, endMs: number): ThresholdResult {
  windows?.closeUntil(endMs);
  return windows?.result() ?? judgeThreshold(threshold, sink, endMs);
}

function add(sink: Sink, value: number): void {
  switch (sink.kind) {
    case 'trend':
      sink.histogram.record(value);
      return;
    case 'counter':
      sink.count += value;
      return;
    case 'rate':
      sink.total += 1;
      sink.trues += value;
      return;
    case 'gauge':
      sink.value = value;
  }
}

function keyOf({ metric, tags }: Selector): string {
  const parts = Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${metric}{${parts.map(([tag, value]) => `${tag}:${value}`).join(',')}}`;
}
