import type { Verdict } from '../../sim/threshold.ts';
import { TroubleWatch } from '../cases/expectations.ts';
import { asWhole } from '../nation/components.ts';
import { NationWatch } from '../nation/nation-watch.ts';
import type { Scenario } from '../scenario.ts';
import { BLIND_SPOTS } from '../target/blind-spots.ts';
import type { EventOf, TraceEvent, Watch } from '../trace-events.ts';
import { PairGapWatch } from '../traffic/pair-gap-watch.ts';
import { conservation, unended } from '../trust/conservation.ts';
import { Trust } from '../trust/trust.ts';
import { type Aborted, MetricWatch } from './metric-watch.ts';
import type { Oracle, OracleWatch, Violation } from './oracle.ts';
import { ORACLES } from './oracles.ts';
import type { Counts, Judgement, OracleResult, ValidityCheck } from './result.ts';
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
  readonly #metrics: MetricWatch;
  readonly #oracles: OracleState[];
  readonly #timeline: Timeline;
  readonly #pairGap: PairGapWatch;
  readonly #trouble: TroubleWatch;
  readonly #trust: Trust;
  readonly #nation: NationWatch;
  readonly #checks: ValidityCheck[] = [];
  #runEnded: EventOf<'run-ended'> | undefined;
  /** Whether the server is somebody else's. */
  #isForeign = false;
  #offered = 0;
  #lastMs = 0;
  readonly #ended = { completed: 0, refused: 0, failed: 0, 'timed-out': 0, abandoned: 0 };

  constructor(scenario: Scenario, originMs: number, durationMs: number) {
    this.#scenario = scenario;
    this.#metrics = new MetricWatch(scenario);
    this.#timeline = new Timeline(durationMs);
    this.#pairGap = new PairGapWatch(scenario);
    this.#trouble = new TroubleWatch(scenario);
    this.#trust = new Trust(asWhole(scenario));
    this.#nation = new NationWatch(scenario, durationMs);
    this.#oracles = ORACLES.map((oracle) => this.#begin(oracle, originMs));
    for (const watch of [this.#count(), ...this.#metrics.watches]) this.#watch(watch);
    this.#watch(this.#timeline.watch);
    this.#watch(this.#pairGap.watch);
    this.#watch(this.#nation.watch);
    for (const watch of [...this.#trouble.watches, ...this.#trust.watches]) this.#watch(watch);
    for (const { watch } of this.#oracles) this.#watch(watch.watch);
  }

  /** Takes the next event of the trace. */
  accept(event: TraceEvent): void {
    this.#metrics.look(event);
    this.#lastMs = event.t;
    const handlers = this.#handlers.get(event.kind);
    if (handlers === undefined) return;
    for (const handle of handlers) handle(event as never);
  }

  /** The threshold that ends the run early, and when it was seen broken; undefined if none. */
  get aborted(): Aborted | undefined {
    return this.#metrics.aborted;
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
    const pairGap = this.#pairGap.points();
    const applies = ({ watch }: OracleState) => watch.applies?.() ?? true;
    const oracles = this.#oracles.filter(applies).map(conclusionOf);
    const leftOut = this.#oracles.filter((state) => !applies(state));
    const endReasons = this.#timeline.endReasons();
    const heard = { counts, oracles, endReasons };
    const warmUp = this.#trust.warmUp();
    const nation = this.#nation.record();
    return {
      ...heard,
      metrics: this.#metrics.records(),
      thresholds: this.#metrics.thresholds(this.#runEnded?.t ?? this.#lastMs),
      validity: [
        conservation(counts, this.#runEnded?.inFlight !== undefined),
        ...unended(counts, this.#runEnded),
        ...this.#trust.checks(),
        ...this.#checks,
      ],
      timeline: this.#timeline.record(),
      durations: this.#timeline.durations(),
      ...(warmUp === undefined ? {} : { warmUp }),
      ...(pairGap.length === 0 ? {} : { pairGap }),
      ...(nation === undefined ? {} : { nation }),
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
    const report = (violation: Omit<Violation, 'oracle'>) => {
      state.count += 1;
      this.#metrics.violated(name, violation.t);
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

  /** What is heard of the run itself, and of how many come and go. */
  #count(): Watch {
    return {
      arrived: () => {
        this.#offered += 1;
      },
      ended: ({ outcome }) => {
        this.#ended[outcome] += 1;
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
    };
  }
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
