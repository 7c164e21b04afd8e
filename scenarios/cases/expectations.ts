import type { Verdict } from '../../sim/threshold.ts';
import { durationMs } from '../../sim/units.ts';
import { RecoveryWatch } from '../judging/recovery.ts';
import type {
  Counts,
  EndReason,
  ExpectationResult,
  FaultRecord,
  Judgement,
  OracleResult,
} from '../judging/result.ts';
import type { Scenario } from '../scenario.ts';
import type { Watch } from '../trace-events.ts';
import { countSource, type Expected, faultNames, isCount } from './expect.ts';

/** Watches what a trouble case is about: its faults, and what must come of them. */
export class TroubleWatch {
  readonly #recovery: RecoveryWatch;
  readonly #expectations: ExpectationWatch;
  readonly watches: readonly Watch[];

  constructor(scenario: Scenario) {
    this.#recovery = new RecoveryWatch(scenario);
    this.#expectations = new ExpectationWatch(scenario);
    const { watch: counting } = this.#expectations;
    this.watches = scenario.faults.length > 0 ? [this.#recovery.watch, counting] : [counting];
  }

  /** Only what the scenario asks for. */
  conclude(heard: Heard): Pick<Judgement, 'faults' | 'expectations'> {
    const faults = this.#recovery.records();
    const expectations = this.#expectations.conclude(heard, faults);
    return {
      ...(faults.length === 0 ? {} : { faults }),
      ...(expectations.length === 0 ? {} : { expectations }),
    };
  }
}

/** What the judge has heard of all journeys. */
type Heard = Pick<Judgement, 'counts' | 'oracles' | 'endReasons'>;

/** Counts what a scenario expects of its trace, and says in the end whether it was so. */
export class ExpectationWatch {
  readonly #scenario: Scenario;
  readonly #events = new Map<string, number>();
  readonly watch: Watch;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    const kinds = Object.keys(scenario.expect?.events ?? {});
    const entries = kinds.map((kind) => [kind, () => this.#count(kind)] as const);
    this.watch = Object.fromEntries(entries);
  }

  /** Nothing where the scenario expects nothing. */
  conclude(judgement: Heard, faults: readonly FaultRecord[]): readonly ExpectationResult[] {
    const { expect: expected } = this.#scenario;
    if (expected === undefined) return [];
    const names = faultNames(this.#scenario.faults);
    return [
      ...violations(expected, judgement.oracles),
      ...told('notices', expected.notices, judgement.oracles, ({ noticeCount }) => noticeCount),
      ...told('excused', expected.excused, judgement.oracles, ({ excused }) => excused),
      ...journeys(expected, judgement),
      ...Object.entries(expected.events).map(([kind, count]) =>
        counted('events', kind, count, this.#events.get(kind) ?? 0),
      ),
      ...names.map((name) => struck(name, expected.struck[name] ?? '>=1', faults)),
      ...recoveries(expected, faults),
    ];
  }

  #count(kind: string): void {
    this.#events.set(kind, (this.#events.get(kind) ?? 0) + 1);
  }
}

/** What is not asserted: an oracle that may find something, and need not. */
const ANY = '>=0';

/** What an oracle found is known from what it has judged, and that it found nothing likewise. */
function violations(
  { violations: named }: Expected,
  oracles: readonly OracleResult[],
): readonly ExpectationResult[] {
  const of = Object.entries(named).map(([name, count]) => {
    const oracle = oracles.find((one) => one.name === name);
    const found = oracle?.violationCount ?? 0;
    return counted('violations', name, count, found, count !== ANY && isStarved(oracle));
  });
  const others = oracles.filter(({ name }) => !Object.hasOwn(named, name));
  const found = others.reduce((sum, { violationCount }) => sum + violationCount, 0);
  const hasJudged = others.some(({ judged }) => judged > 0);
  return [...of, counted('violations', '*', 0, found, !hasJudged)];
}

function told(
  kind: 'notices' | 'excused',
  named: Expected['notices'],
  oracles: readonly OracleResult[],
  countOf: (oracle: OracleResult) => number,
): readonly ExpectationResult[] {
  return Object.entries(named).map(([name, count]) => {
    const oracle = oracles.find((one) => one.name === name);
    const found = oracle === undefined ? 0 : countOf(oracle);
    return counted(kind, name, count, found, oracle === undefined || oracle.judged === 0);
  });
}

function isStarved(oracle: OracleResult | undefined): boolean {
  if (oracle === undefined) return true;
  return oracle.violationCount === 0 && (oracle.judged === 0 || oracle.unjudged > 0);
}

function journeys(
  { journeys: all }: Expected,
  { counts, endReasons }: Pick<Judgement, 'counts' | 'endReasons'>,
): readonly ExpectationResult[] {
  return all.map(({ outcome, stage, reason, count }) => {
    const ends = [...endReasons, completed(counts)].filter(
      (end) =>
        (outcome === undefined || end.outcome === outcome) &&
        (stage === undefined || end.stage === stage) &&
        (reason === undefined || end.reason === reason),
    );
    const sum = ends.reduce((total, end) => total + end.count, 0);
    const name = [outcome, stage, reason].filter((part) => part !== undefined).join(' · ');
    // If nobody came, nobody can have ended in any way, and that shows nothing.
    return counted('journeys', name, count, sum, counts.offered === 0);
  });
}

/** Those who have their paper end at the last stage, without a reason. */
function completed({ completed: count }: Counts): EndReason {
  return { outcome: 'completed', stage: 'take', reason: '', count };
}

function struck(
  name: string,
  expected: number | string,
  faults: readonly FaultRecord[],
): ExpectationResult {
  const occurrences = faults.filter(({ fault }) => fault === name);
  const sum = occurrences.reduce((total, occurrence) => total + (occurrence.struck ?? 0), 0);
  return counted('struck', name, expected, sum);
}

function counted(
  kind: ExpectationResult['kind'],
  name: string,
  expected: number | string,
  measured: number,
  isUnknown = false,
): ExpectationResult {
  const verdict = isCount(measured, expected) ? (isUnknown ? 'inconclusive' : 'pass') : 'fail';
  return { kind, name, expected: countSource(expected), measured, verdict };
}

function recoveries(
  { recovered }: Expected,
  faults: readonly FaultRecord[],
): readonly ExpectationResult[] {
  if (recovered === undefined) return [];
  const { within } = recovered;
  const worst = new Map<string, ExpectationResult>();
  for (const record of faults) {
    const { fault, troubleMs } = record;
    const verdict = recoveryVerdict(record, durationMs(within));
    const known = worst.get(fault);
    if (known !== undefined && RANKS[known.verdict] >= RANKS[verdict]) {
      if (known.verdict !== verdict || (known.measured ?? 0) >= (troubleMs ?? 0)) continue;
    }
    const told = { kind: 'recovered', name: fault, expected: `<=${within}`, verdict } as const;
    worst.set(fault, troubleMs === undefined ? told : { ...told, measured: troubleMs });
  }
  return [...worst.values()];
}

const RANKS: Readonly<Record<Verdict, number>> = { pass: 0, inconclusive: 1, fail: 2 };

function recoveryVerdict({ troubleMs, recovered }: FaultRecord, withinMs: number): Verdict {
  if (troubleMs === undefined) return 'inconclusive';
  if (troubleMs > withinMs) return 'fail';
  return recovered ? 'pass' : 'inconclusive';
}
