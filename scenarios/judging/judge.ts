import { JOURNEY_TARGET_MS } from '../../devices/kiosk/stages.ts';
import type { MetricKind, Sink } from '../../sim/metric.ts';
import { emptySink, sinkRecord } from '../../sim/metric.ts';
import { judge as judgeThreshold, type Verdict } from '../../sim/threshold.ts';
import { TroubleWatch } from '../cases/expectations.ts';
import type { Scenario } from '../scenario.ts';
import { BLIND_SPOTS } from '../target/blind-spots.ts';
import type { EventOf, TraceEvent, Watch } from '../trace-events.ts';
import { PairGapWatch } from '../traffic/pair-gap-watch.ts';
import { METRICS } from './metrics.ts';
import type { Oracle, OracleWatch, Violation } from './oracle.ts';
import { ORACLES } from './oracles.ts';
import type { Counts, Judgement, MetricRecord, OracleResult, ValidityCheck } from './result.ts';
import { thresholdsOf } from './thresholds.ts';
import { Timeline } from './timeline.ts';

/** Violations kept word for word per oracle; all of them are counted. */
const VIOLATIONS_KEPT = 100;
/** The same of notices. */
const NOTICES_KEPT = 20;

interface OracleState {
  readonly oracle: Oracle;
  readonly watch: OracleWatch;
  readonly violations: Violation[];
  count: number;
  readonly notices: Violation[];
  noticeCount: number;
}

/**
 * Reads a trace, event by event, and judges it: metrics, thresholds, oracles. The same judge sits
 * beside a live run, a virtual run and an old recording. Its memory is bounded by what is in
 * flight.
 */
export class Judge {
  readonly #scenario: Scenario;
  readonly #handlers = new Map<string, ((event: never) => void)[]>();
  readonly #metrics = new Map<string, { record: MetricRecord; sink: Sink }>();
  readonly #oracles: OracleState[];
  readonly #timeline: Timeline;
  readonly #pairGap: PairGapWatch;
  readonly #trouble: TroubleWatch;
  readonly #checks: ValidityCheck[] = [];
  #runEnded: EventOf<'run-ended'> | undefined;
  /** Whether the server is somebody else's. */
  #isForeign = false;
  #offered = 0;
  readonly #ended = { completed: 0, refused: 0, failed: 0, 'timed-out': 0, abandoned: 0 };

  constructor(scenario: Scenario, originMs: number, durationMs: number) {
    this.#scenario = scenario;
    this.#timeline = new Timeline(durationMs);
    this.#pairGap = new PairGapWatch(scenario);
    this.#trouble = new TroubleWatch(scenario);
    this.#oracles = ORACLES.map((oracle) => this.#begin(oracle, originMs));
    this.#watch(this.#measure());
    this.#watch(this.#timeline.watch);
    this.#watch(this.#pairGap.watch);
    for (const watch of this.#trouble.watches) this.#watch(watch);
    for (const { watch } of this.#oracles) this.#watch(watch.watch);
  }

  /** Takes the next event of the trace. */
  accept(event: TraceEvent): void {
    const handlers = this.#handlers.get(event.kind);
    if (handlers === undefined) return;
    for (const handle of handlers) handle(event as never);
  }

  /** How many violations all oracles have found so far. */
  get violations(): number {
    return this.#oracles.reduce((sum, { count }) => sum + count, 0);
  }

  /** How many journeys have been offered and have ended so far. */
  get progress(): { readonly offered: number; readonly ended: number } {
    return { offered: this.#offered, ended: this.#endedCount };
  }

  /**
   * What the trace says. How many journeys are still under way the run has counted by itself, and
   * said when it ended; where it could not, nobody can tell whether one was lost.
   */
  conclude(): Judgement {
    const { completed, refused, failed, abandoned } = this.#ended;
    const missing = this.#offered - this.#endedCount;
    const counts: Counts = {
      offered: this.#offered,
      completed,
      refused,
      failed,
      timedOut: this.#ended['timed-out'],
      abandoned,
      inFlight: this.#runEnded?.inFlight ?? missing,
    };
    this.#addUpStages();
    const pairGap = this.#pairGap.points();
    const thresholds = thresholdsOf(this.#scenario.thresholds).map((threshold) => {
      const { metric, tags } = threshold.selector;
      return judgeThreshold(threshold, this.#metrics.get(keyOf(metric, tags))?.sink);
    });
    const applies = ({ watch }: OracleState) => watch.applies?.() ?? true;
    const oracles = this.#oracles.filter(applies).map(conclusionOf);
    const leftOut = this.#oracles.filter((state) => !applies(state));
    const endReasons = this.#timeline.endReasons();
    const heard = { counts, oracles, endReasons };
    return {
      ...heard,
      metrics: [...this.#metrics.values()].map(({ record, sink }) => ({
        ...record,
        sink: sinkRecord(sink),
      })),
      thresholds,
      validity: [
        conservation(counts, this.#runEnded?.inFlight !== undefined),
        ...unended(counts, this.#runEnded),
        ...this.#checks,
      ],
      timeline: this.#timeline.record(),
      durations: this.#timeline.durations(),
      ...(pairGap.length === 0 ? {} : { pairGap }),
      ...(leftOut.length === 0 ? {} : { oraclesLeftOut: leftOut.map(({ oracle }) => oracle.name) }),
      ...(this.#isForeign ? { blindSpots: BLIND_SPOTS } : {}),
      ...this.#trouble.conclude(heard),
    };
  }

  get #endedCount(): number {
    const { completed, refused, failed, abandoned } = this.#ended;
    return completed + refused + failed + abandoned + this.#ended['timed-out'];
  }

  #begin(oracle: Oracle, originMs: number): OracleState {
    const { name } = oracle;
    const violations: Violation[] = [];
    const notices: Violation[] = [];
    const tagged = this.#counter('wrong_documents', { oracle: name });
    const all = this.#counter('wrong_documents', {});
    const report = (violation: Omit<Violation, 'oracle'>) => {
      state.count += 1;
      tagged.count += 1;
      all.count += 1;
      this.#timeline.violated(violation.t);
      this.#pairGap.violated(violation.journey);
      if (violations.length < VIOLATIONS_KEPT) violations.push({ oracle: name, ...violation });
    };
    const notice = (noticed: Omit<Violation, 'oracle'>) => {
      state.noticeCount += 1;
      if (notices.length < NOTICES_KEPT) notices.push({ oracle: name, ...noticed });
    };
    const watch = oracle.begin(this.#scenario, originMs, report, notice);
    const state: OracleState = { oracle, watch, violations, count: 0, notices, noticeCount: 0 };
    return state;
  }

  #watch(watch: Watch): void {
    for (const [kind, handle] of Object.entries(watch)) {
      const handlers = this.#handlers.get(kind) ?? [];
      handlers.push(handle as (event: never) => void);
      this.#handlers.set(kind, handlers);
    }
  }

  #measure(): Watch {
    const types = new Map<number, string>();
    const stages = new Map<string, Sink & { kind: 'trend' }>();
    for (const stage of METRICS.get('stage_duration')?.tags['stage'] ?? []) {
      stages.set(stage, this.#trend('stage_duration', { stage }));
    }
    const waiting = this.#trend('kiosk_waiting', {});
    const askedAgain = this.#counter('asked_again', {});
    const ended = this.#measureEnded(types);
    return {
      arrived: ({ journey, type }) => {
        this.#offered += 1;
        types.set(journey, type);
      },
      stage: ({ stage, ms }) => {
        stages.get(stage)?.histogram.record(ms);
      },
      queued: ({ ms }) => waiting.histogram.record(ms),
      'asked-again': () => {
        askedAgain.count += 1;
      },
      'run-began': ({ target }) => {
        this.#isForeign = target !== undefined;
      },
      'run-ended': (event) => {
        this.#runEnded = event;
      },
      checked: ({ name, verdict, message }) => {
        this.#checks.push({ name, verdict, message });
      },
      ended,
    };
  }

  #measureEnded(types: Map<number, string>): (event: EventOf<'ended'>) => void {
    const durations = this.#trend('journey_duration', {});
    const byType = new Map<string, Sink & { kind: 'trend' }>();
    for (const type of METRICS.get('journey_duration')?.tags['type'] ?? []) {
      byType.set(type, this.#trend('journey_duration', { type }));
    }
    const journeys = this.#counter('journeys', {});
    const byOutcome = new Map<string, Sink & { kind: 'counter' }>();
    for (const outcome of Object.keys(this.#ended)) {
      byOutcome.set(outcome, this.#counter('journeys', { outcome }));
    }
    const over = this.#counter('tx_over_180s', {});
    const shareOver = this.#rate('share_over_180s');
    const broken = this.#rate('journeys_broken');
    return ({ journey, outcome, ms }) => {
      this.#ended[outcome] += 1;
      journeys.count += 1;
      const counter = byOutcome.get(outcome);
      if (counter !== undefined) counter.count += 1;
      broken.total += 1;
      if (outcome === 'failed' || outcome === 'timed-out') broken.trues += 1;
      const type = types.get(journey) ?? '';
      types.delete(journey);
      if (outcome !== 'completed' && outcome !== 'timed-out') return;
      durations.histogram.record(ms);
      byType.get(type)?.histogram.record(ms);
      shareOver.total += 1;
      if (ms > JOURNEY_TARGET_MS) {
        over.count += 1;
        shareOver.trues += 1;
      }
    };
  }

  /** All stages together: added up once at the end, and not at each of twelve stages a journey. */
  #addUpStages(): void {
    const key = keyOf('stage_duration', {});
    if (this.#metrics.has(key)) return;
    const parts = [...this.#metrics.values()].filter(
      ({ record }) => record.name === 'stage_duration',
    );
    const all = this.#trend('stage_duration', {});
    for (const { sink } of parts) if (sink.kind === 'trend') all.histogram.add(sink.histogram);
  }

  #trend(name: string, tags: Readonly<Record<string, string>>): Sink & { kind: 'trend' } {
    return this.#sink(name, tags, 'trend') as Sink & { kind: 'trend' };
  }

  #counter(name: string, tags: Readonly<Record<string, string>>): Sink & { kind: 'counter' } {
    return this.#sink(name, tags, 'counter') as Sink & { kind: 'counter' };
  }

  #rate(name: string): Sink & { kind: 'rate' } {
    return this.#sink(name, {}, 'rate') as Sink & { kind: 'rate' };
  }

  #sink(name: string, tags: Readonly<Record<string, string>>, kind: MetricKind): Sink {
    const key = keyOf(name, tags);
    const known = this.#metrics.get(key);
    if (known !== undefined) return known.sink;
    const sink = emptySink(kind);
    this.#metrics.set(key, { record: { name, tags, sink: sinkRecord(sink) }, sink });
    return sink;
  }
}

function keyOf(name: string, tags: Readonly<Record<string, string>>): string {
  const parts = Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${name}{${parts.map(([tag, value]) => `${tag}:${value}`).join(',')}}`;
}

function conclusionOf(state: OracleState): OracleResult {
  const { oracle, watch, violations, count: violationCount, notices, noticeCount } = state;
  const judged = watch.judged();
  const unjudged = watch.unjudged?.() ?? 0;
  const excused = watch.excused?.() ?? 0;
  const starved: Verdict = judged === 0 || unjudged > 0 ? 'inconclusive' : 'pass';
  const { name, asserts, assertsJa } = oracle;
  const verdict = violationCount > 0 ? 'fail' : starved;
  const figures = { judged, unjudged, violationCount, violations, excused, noticeCount, notices };
  return { name, asserts, assertsJa, verdict, ...figures };
}

/** Nobody may get lost: the law every run asserts of itself. */
function conservation(counts: Counts, known: boolean): ValidityCheck {
  const { offered, completed, refused, failed, timedOut, abandoned, inFlight } = counts;
  const sum = completed + refused + failed + timedOut + abandoned + inFlight;
  const parts = `${completed} completed + ${refused} refused + ${failed} failed + ${timedOut} timed out + ${abandoned} abandoned + ${inFlight} in flight`;
  if (!known) {
    const message = `the trace has no end: of ${offered} offered, nobody knows who was in flight`;
    return { name: 'conservation', verdict: 'inconclusive', message };
  }
  return {
    name: 'conservation',
    verdict: sum === offered ? 'pass' : 'fail',
    message: `${offered} offered ${sum === offered ? '=' : '≠'} ${parts}`,
  };
}

/** Who never ends is in no latency and no ledger: a run that leaves some behind is not judged. */
function unended(
  { inFlight }: Counts,
  runEnded: EventOf<'run-ended'> | undefined,
): readonly ValidityCheck[] {
  if (inFlight === 0 || runEnded?.reason !== 'finished') return [];
  const message = `${inFlight} journeys had not ended when the graceful stop was over`;
  return [{ name: 'all-ended', verdict: 'inconclusive', message }];
}
