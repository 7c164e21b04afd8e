import type { Streams } from '../../sim/rng.ts';
import type { Scenario } from '../scenario.ts';
import type { ListedVisit } from '../traffic/listed-visits.ts';
import type { Demand } from './demand.ts';
import { type ArrivalRate, demandArrivals } from './demand-arrivals.ts';
import { DemandCrowd } from './demand-crowd.ts';
import { arrivalRateOf } from './demand-portion.ts';
import type { Month } from './demand-units.ts';

/** The citizens of a workload’s demand, one after the other: who they are, and what for. */
export class DemandVisits {
  readonly #name: string;
  readonly #who: string;
  readonly #chance: Streams;
  readonly #rate: ArrivalRate;
  readonly #crowd: DemandCrowd;
  /** Names of citizens who are due and have not come yet, by their number in the run. */
  readonly #keys = new Map<number, string>();
  #count = 0;

  constructor(name: string, demand: Demand, scenario: Scenario, chance: Streams) {
    this.#name = name;
    this.#who = `${scenario.municipality.code}/${name}`;
    this.#chance = chance;
    this.#rate = arrivalRateOf(demand);
    this.#crowd = new DemandCrowd(scenario, demand);
  }

  /** When they are due, between two civil instants, ms since the first. */
  *due(fromMs: number, toMs: number): Iterable<number> {
    const window = { fromMs, toMs };
    for (const { atMs, key } of demandArrivals(this.#rate, this.#chance, this.#who, window)) {
      this.#keys.set(this.#count++, key);
      yield atMs - fromMs;
    }
  }

  /** The journeys of the n-th citizen who comes, one for each certificate that is wanted. */
  journeysOf(index: number, dueMs: number): readonly ListedVisit[] {
    const key = this.#keys.get(index) as string;
    this.#keys.delete(index);
    const as = `${this.#name}/${key}`;
    // A stream apart, so that think times are those of the name, whoever it is that comes.
    const rng = this.#chance.stream('demand-errand', `${this.#who}/${key}`);
    const { place, copies, ...errand } = this.#crowd.draw(rng, monthOf(key));
    return Array.from({ length: copies }, (_, at) => {
      const own = at === 0 ? as : `${as}/${at + 1}`;
      return { ...errand, atMs: dueMs, as: own, told: { as: own, place, copy: at + 1 } };
    });
  }
}

/** The month of a citizen’s name, `2014-03-31/10/17`. */
function monthOf(key: string): Month {
  return String(Number(key.slice(5, 7))) as Month;
}
