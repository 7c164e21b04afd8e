import type { CertificateType } from '../../server/contract.ts';
import { empirical } from '../../sim/distribution.ts';
import type { Rng } from '../../sim/rng.ts';
import type { Scenario } from '../scenario.ts';
import { type Errand, type Residents, residentsOf, zipf } from '../traffic/crowd.ts';
import { kioskCounts } from '../traffic/kiosk-ids.ts';
import type { Demand } from './demand.ts';
import { certificatesIn } from './demand-mix.ts';
import { MONTHS, type Month } from './demand-units.ts';

/** What a citizen of a demand comes for. */
export interface DemandErrand extends Errand {
  /** Where the kiosk is, as the demand calls it. */
  readonly place: string;
  /** How many certificates are wanted, one journey each. */
  readonly copies: number;
}

/** Place in the city itself. */
const CITY = 'city';

/** Draws errands so that certificates, ages, places and copies have the shares of a demand. */
export class DemandCrowd {
  readonly #place: (rng: Rng) => string;
  readonly #kiosks: ReadonlyMap<string, (rng: Rng) => number>;
  readonly #types: ReadonlyMap<Month, (rng: Rng) => CertificateType>;
  readonly #resident: Residents;
  readonly #copies: (rng: Rng) => number;

  constructor({ municipality, stores }: Pick<Scenario, 'municipality' | 'stores'>, demand: Demand) {
    const places = placesOf(demand);
    this.#place = drawn(places);
    this.#kiosks = kiosksByPlace(places, stores);
    this.#types = new Map(
      MONTHS.map((month) => {
        const wanted = certificatesIn(demand, month);
        const shares = wanted.map(({ type, share }) => [type, share] as const);
        return [month, shares.length === 0 ? nothing(month) : drawn(shares)] as const;
      }),
    );
    this.#resident = residentsOf(municipality, demand.ages.value);
    const copies = Object.entries(demand.copies.value);
    this.#copies = drawn(copies.map(([count, share]) => [Number(count), share] as const));
  }

  draw(rng: Rng, month: Month): DemandErrand {
    const place = this.#place(rng);
    const kiosk = (this.#kiosks.get(place) as (rng: Rng) => number)(rng);
    const type = (this.#types.get(month) as (rng: Rng) => CertificateType)(rng);
    const copies = this.#copies(rng);
    return { ...this.#resident(type, rng), type, kiosk, place, copies };
  }
}

/** How many kiosks outside of the city a demand needs: one for each place that is not the city. */
export function placesOutside(demand: Pick<Demand, 'places'>): readonly string[] {
  return placesOf(demand).flatMap(([place]) => (place === CITY ? [] : [place]));
}

function placesOf({ places }: Pick<Demand, 'places'>): readonly (readonly [string, number])[] {
  return Object.entries(places.value).filter(([, share]) => share > 0);
}

/**
 * The kiosks outside, side by side: each place has at least one, and of the others as many as its
 * share, so that hot sites are found in every place.
 */
function kiosksByPlace(
  places: readonly (readonly [string, number])[],
  stores: Scenario['stores'],
): ReadonlyMap<string, (rng: Rng) => number> {
  const { inside, outside } = kioskCounts({ stores });
  const elsewhere = places.filter(([place]) => place !== CITY);
  const total = elsewhere.reduce((sum, [, share]) => sum + share, 0);
  const spare = outside - elsewhere.length;
  const kiosks = new Map([[CITY, zipf(0, inside, stores.skew)]]);
  let shareBefore = 0;
  elsewhere.forEach(([place, share], index) => {
    const first = index + Math.floor((spare * shareBefore) / total + ROUNDING);
    shareBefore += share;
    const next = index + 1 + Math.floor((spare * shareBefore) / total + ROUNDING);
    kiosks.set(place, zipf(inside + first, next - first, stores.skew));
  });
  return kiosks;
}

/** Keeps the last place from losing a kiosk to rounding. */
const ROUNDING = 1e-9;

function drawn<T>(shares: readonly (readonly [T, number])[]): (rng: Rng) => T {
  return empirical(
    shares.map(([value]) => value),
    shares.map(([, share]) => share),
  );
}

/** Nobody comes in a month that wants nothing. */
function nothing(month: Month): (rng: Rng) => never {
  return () => {
    throw new RangeError(`nobody wants anything in month ${month}`);
  };
}
