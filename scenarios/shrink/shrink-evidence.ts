import { readTrace } from '../../sim/trace.ts';
import { durationMs, instantMs } from '../../sim/units.ts';
import { durationText } from '../duration-text.ts';
import { Judge } from '../judging/judge.ts';
import type { Violation } from '../judging/oracle.ts';
import type { OracleResult } from '../judging/result.ts';
import type { Scenario } from '../scenario.ts';
import { type EventOf, TraceEvent } from '../trace-events.ts';
import { type VisitsWorkload, visitsOf } from '../traffic/executors/visits.ts';
import type { Workload } from '../traffic/workloads.ts';

/** A run has nothing to shrink, or not what was asked for: said with the remedy. */
export class ShrinkRefused extends Error {
  override readonly name = 'ShrinkRefused';
}

export type ShrunkVisit = VisitsWorkload['citizens'][number];

/** What a recording shows: an oracle has alarmed, and these citizens had come. */
export interface Evidence {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly violation: Violation;
  /** Oracles that alarmed beside the one of the violation. */
  readonly others: readonly string[];
  /** All citizens of the run one by one, in the order in which they were due. */
  readonly visits: readonly ShrunkVisit[];
  /**
   * The same, each with the instant of the request: who was ahead at the kiosk, or in the way at
   * the server, need not come again for it.
   */
  readonly appointed: readonly ShrunkVisit[];
  /** When the citizen of the violation was due, ms; its own time if it names no journey. */
  readonly cameMs: number;
}

/**
 * Reads a recording for what an oracle alarmed at first: the one that is named, or the first in
 * the order of the reports. Throws ShrinkRefused if it did not alarm, TraceError if the recording
 * is damaged.
 */
export async function evidenceOf(
  lines: AsyncIterable<string> | Iterable<string>,
  scenario: Scenario,
  oracle: string | undefined,
): Promise<Evidence> {
  const judge = new Judge(scenario, instantMs(scenario.start), durationMs(scenario.duration));
  const arrivals = new Arrivals(scenario);
  let seed = 0;
  for await (const event of readTrace(lines, TraceEvent)) {
    judge.accept(event);
    if (event.kind === 'run-began') seed = seedOf(event);
    if (event.kind === 'arrived') arrivals.arrived(event);
    if (event.kind === 'requested') arrivals.requested(event);
  }
  const { oracles } = judge.conclude();
  const violation = firstOf(oracles, oracle);
  const others = alarmed(oracles).filter((name) => name !== violation.oracle);
  const [visits, appointed] = [arrivals.inOrder(), arrivals.appointed()];
  const cameMs = arrivals.cameMs(violation.journey) ?? violation.t;
  return { scenario, seed, violation, others, visits, appointed, cameMs };
}

/** Trials are run on the reference server, which does not have the mistakes of another one. */
function seedOf({ seed, target }: EventOf<'run-began'>): number {
  if (target === undefined) return seed;
  throw new ShrinkRefused(
    `this run was against ${target}, whose mistakes trials in virtual time do not have: give kofu run --target a smaller scenario by --set`,
  );
}

function alarmed(oracles: readonly OracleResult[]): readonly string[] {
  return oracles.filter(({ violationCount }) => violationCount > 0).map(({ name }) => name);
}

function firstOf(oracles: readonly OracleResult[], wanted: string | undefined): Violation {
  const names = alarmed(oracles);
  if (wanted !== undefined && !oracles.some(({ name }) => name === wanted)) {
    const known = oracles.map(({ name }) => name).join(', ');
    throw new ShrinkRefused(`no oracle is called ${wanted}: name one of ${known}`);
  }
  const chosen = names.find((name) => wanted === undefined || name === wanted);
  const [violation] = oracles.find(({ name }) => name === chosen)?.violations ?? [];
  if (violation !== undefined) return violation;
  throw new ShrinkRefused(
    wanted === undefined || names.length === 0
      ? 'no oracle alarmed in this run, so there is nothing to shrink'
      : `${wanted} did not alarm in this run: name one that did with --oracle (${names.join(', ')})`,
  );
}

interface Arrival {
  readonly dueMs: number;
  /** When the certificate was asked for, ms. */
  requestedMs?: number;
  /** Whether an instant for the request had been agreed on. */
  readonly agreed: boolean;
  visit: ShrunkVisit;
}

/** Who came in a run, as visits that repeat their choices. */
class Arrivals {
  readonly #scenario: Scenario;
  readonly #visits: Arrival[] = [];
  /** Journeys by number: where they stand in the list. */
  readonly #places = new Map<number, number>();
  readonly #counts = new Map<string, number>();
  readonly #listed = new Map<string, ReturnType<typeof visitsOf>>();

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
  }

  arrived(event: EventOf<'arrived'>): void {
    const { t, journey, workload, kiosk, resident, age, type } = event;
    const index = this.#counts.get(workload) ?? 0;
    this.#counts.set(workload, index + 1);
    const { as: counted, agreed } = this.#originOf(workload, index);
    const as = event.as ?? counted;
    const visit = { at: durationText(t), kiosk, resident, age, type, as, journey };
    this.#places.set(journey, this.#visits.length);
    this.#visits.push({ dueMs: t, agreed, visit });
  }

  /** Those who had agreed on an instant ask at that instant again. */
  requested({ t, journey }: EventOf<'requested'>): void {
    const known = this.#visits[this.#places.get(journey) ?? -1];
    if (known === undefined) return;
    known.requestedMs = t;
    if (known.agreed) known.visit = { ...known.visit, requestAt: durationText(t) };
  }

  cameMs(journey: number): number | undefined {
    return this.#visits[this.#places.get(journey) ?? -1]?.dueMs;
  }

  inOrder(): readonly ShrunkVisit[] {
    return this.#sorted().map(({ visit }) => visit);
  }

  appointed(): readonly ShrunkVisit[] {
    return this.#sorted().map(({ visit, requestedMs }) =>
      requestedMs === undefined ? visit : { ...visit, requestAt: durationText(requestedMs) },
    );
  }

  #sorted(): readonly Arrival[] {
    return this.#visits.toSorted((one, other) => one.dueMs - other.dueMs);
  }

  /** The stream of chance that a workload’s citizen had, and whether an instant was agreed on. */
  #originOf(name: string, index: number): { readonly as: string; readonly agreed: boolean } {
    const own = `${name}/${index}`;
    const workload: Workload | undefined = this.#scenario.workloads[name];
    if (workload?.executor === 'pair-gap') {
      return { as: `${name}/${Math.floor(index / 2)}`, agreed: workload.same !== 'kiosk-queue' };
    }
    if (workload?.executor !== 'visits') return { as: own, agreed: false };
    const listed = this.#listed.get(name) ?? visitsOf(name, workload, this.#scenario);
    this.#listed.set(name, listed);
    const visit = listed[index];
    return { as: visit?.as ?? own, agreed: visit?.requestAtMs !== undefined };
  }
}
