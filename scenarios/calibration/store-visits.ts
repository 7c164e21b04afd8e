import type { CertificateType } from '../../server/contract.ts';
import { streams } from '../../sim/rng.ts';
import { dayNumberOf, midnightMs } from '../demand/civil-day.ts';
import type { Demand } from '../demand/demand.ts';
import { DemandVisits } from '../demand/demand-visits.ts';
import type { Scenario } from '../scenario.ts';

/** A citizen of a demand at a kiosk, or one who comes there for several certificates. */
export interface StoreVisit {
  /** Civil instant, ms since 1970-01-01T00:00Z. */
  readonly atMs: number;
  readonly type: CertificateType;
  readonly place: string;
  readonly age: number;
  readonly certificates: number;
}

/** Which days of a city’s stores are lived through. */
export interface StoreStudy {
  readonly scenario: Scenario;
  /** Name of the workload: the same name has the same citizens as a run of that scenario. */
  readonly workload: string;
  readonly from: string;
  /** The last day, included. */
  readonly to: string;
}

/** The citizens who come to the stores of a city, in their order: those of a run with this seed. */
export function* storeVisits(
  { scenario, workload, from, to }: StoreStudy,
  demand: Demand,
  seed: number,
): Iterable<StoreVisit> {
  const visits = new DemandVisits(workload, demand, scenario, streams(seed));
  const [fromMs, toMs] = [midnightMs(dayNumberOf(from)), midnightMs(dayNumberOf(to) + 1)];
  let index = 0;
  for (const dueMs of visits.due(fromMs, toMs)) {
    const journeys = visits.journeysOf(index++, dueMs);
    const [first] = journeys;
    if (first === undefined) continue;
    yield {
      atMs: fromMs + dueMs,
      type: first.type,
      place: first.told?.place ?? 'city',
      age: first.age,
      certificates: journeys.length,
    };
  }
}

/** Counts by key. */
export class Counts<K = string> {
  readonly #counts = new Map<K, number>();
  total = 0;

  add(key: K, by = 1): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + by);
    this.total += by;
  }

  of(key: K): number {
    return this.#counts.get(key) ?? 0;
  }

  /** Of several keys, in their order. */
  ofAll(keys: readonly K[]): readonly number[] {
    return keys.map((key) => this.of(key));
  }
}
