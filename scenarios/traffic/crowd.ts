import { CERTIFICATE_TYPES, type CertificateType } from '../../server/contract.ts';
import { ageOf, withinShare } from '../../server/population/population-synthetic.ts';
import { empirical } from '../../sim/distribution.ts';
import type { Rng } from '../../sim/rng.ts';
import type { Scenario } from '../scenario.ts';

/** Who comes to which kiosk and what for. */
export interface Errand {
  readonly residentNo: number;
  readonly age: number;
  readonly type: CertificateType;
  /** Index into the fleet: kiosks of the city first, then those outside. */
  readonly kiosk: number;
}

/** Draws errands so that their ages, certificates and places have the scenario's shares. */
export class Crowd {
  readonly #population: number;
  readonly #acceptance: readonly number[];
  readonly #type: (rng: Rng) => CertificateType;
  readonly #inside: (rng: Rng) => number;
  readonly #outside: (rng: Rng) => number;
  readonly #outsideShare: number;
  readonly #sealShare: number;

  constructor({ municipality, citizens, stores }: Scenario) {
    this.#population = municipality.population;
    this.#acceptance = acceptanceByAge(municipality.population, citizens.ages);
    const types = CERTIFICATE_TYPES.filter((type) => (citizens.certificates[type] ?? 0) > 0);
    this.#type = empirical(
      types,
      types.map((type) => citizens.certificates[type] ?? 0),
    );
    this.#inside = zipf(0, stores.inside, stores.skew);
    this.#outside = zipf(stores.inside, Math.max(1, stores.outside), stores.skew);
    this.#outsideShare = citizens.outsideShare;
    this.#sealShare = municipality.sealShare;
  }

  draw(rng: Rng): Errand {
    const outside = rng.uniform() < this.#outsideShare;
    const kiosk = outside ? this.#outside(rng) : this.#inside(rng);
    const type = this.#type(rng);
    // Residents are drawn evenly and kept in proportion to how often their age comes; who wants a
    // certificate of a seal has registered one.
    for (;;) {
      const residentNo = Math.floor(rng.uniform() * this.#population);
      if (type === 'seal-registration' && !withinShare(residentNo, this.#sealShare)) continue;
      const age = ageOf(residentNo);
      if (rng.uniform() < (this.#acceptance[age] ?? 0)) return { residentNo, age, type, kiosk };
    }
  }
}

/** Why nobody could ever be drawn: the setting to blame, and the remedy. Undefined if not so. */
export function whyNobodyComes({
  municipality: { population, sealShare },
  citizens: { ages, certificates },
}: Pick<Scenario, 'municipality' | 'citizens'>): Blame | undefined {
  const comes = (age: number) =>
    ages.some(({ from, to, share }) => share > 0 && from <= age && age <= to);
  const wantsSeal = (certificates['seal-registration'] ?? 0) > 0;
  let blame: Blame = {
    path: ['citizens', 'ages'],
    message: `nobody of these ages lives among ${population} residents: widen a band`,
  };
  for (let no = 0; no < Math.min(SAMPLE, population); no++) {
    if (!comes(ageOf(no))) continue;
    if (!wantsSeal || withinShare(no, sealShare)) return undefined;
    const message =
      'nobody who comes has a seal to certify: raise it, or want no seal-registration';
    blame = { path: ['municipality', 'sealShare'], message };
  }
  return blame;
}

interface Blame {
  readonly path: readonly string[];
  readonly message: string;
}

/** One kiosk of `count`, the n-th one chosen in proportion to n^−skew. */
function zipf(first: number, count: number, skew: number): (rng: Rng) => number {
  const indices = Array.from({ length: count }, (_, index) => first + index);
  return empirical(
    indices,
    indices.map((_, index) => (index + 1) ** -skew),
  );
}

/** Residents looked at to learn the share of each band in the population. */
const SAMPLE = 10_000;

/** For each age, how likely a resident drawn evenly is to be one who comes: at most 1. */
function acceptanceByAge(population: number, bands: Scenario['citizens']['ages']): number[] {
  const looked = Math.min(SAMPLE, population);
  const counts = new Array<number>(130).fill(0);
  for (let no = 0; no < looked; no++) counts[ageOf(no)] = (counts[ageOf(no)] ?? 0) + 1;
  const wanted = new Array<number>(130).fill(0);
  for (const { from, to, share } of bands) {
    const people = counts.slice(from, to + 1).reduce((sum, count) => sum + count, 0);
    if (people === 0) continue;
    for (let age = from; age <= to; age++) wanted[age] = (wanted[age] ?? 0) + share / people;
  }
  const highest = Math.max(...wanted);
  if (!(highest > 0)) throw new RangeError('nobody of the wanted ages lives in this municipality');
  return wanted.map((rate) => rate / highest);
}
