import { CERTIFICATE_TYPES, type CertificateType } from '../../server/contract.ts';
import { ageOf, withinShare } from '../../server/population/population-synthetic.ts';
import { empirical } from '../../sim/distribution.ts';
import type { Rng } from '../../sim/rng.ts';
import type { Scenario } from '../scenario.ts';
import { kioskCounts } from './kiosk-ids.ts';

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
  readonly #resident: Residents;
  readonly #type: (rng: Rng) => CertificateType;
  readonly #inside: (rng: Rng) => number;
  readonly #outside: (rng: Rng) => number;
  readonly #outsideShare: number;

  constructor(scenario: Scenario) {
    const { municipality, citizens, stores } = scenario;
    const { inside, outside } = kioskCounts(scenario);
    this.#resident = residentsOf(municipality, citizens.ages);
    const types = CERTIFICATE_TYPES.filter((type) => (citizens.certificates[type] ?? 0) > 0);
    this.#type = empirical(
      types,
      types.map((type) => citizens.certificates[type] ?? 0),
    );
    this.#inside = zipf(0, inside, stores.skew);
    this.#outside = zipf(inside, Math.max(1, outside), stores.skew);
    this.#outsideShare = citizens.outsideShare;
  }

  draw(rng: Rng): Errand {
    const outside = rng.uniform() < this.#outsideShare;
    const kiosk = outside ? this.#outside(rng) : this.#inside(rng);
    const type = this.#type(rng);
    return { ...this.#resident(type, rng), type, kiosk };
  }
}

/** Draws who wants a certificate of this type. */
export type Residents = (
  type: CertificateType,
  rng: Rng,
) => { readonly residentNo: number; readonly age: number };

/**
 * Residents drawn evenly and kept in proportion to how often their age comes; who wants a
 * certificate of a seal has registered one.
 */
export function residentsOf(
  { population, sealShare }: Pick<Scenario['municipality'], 'population' | 'sealShare'>,
  ages: Scenario['citizens']['ages'],
): Residents {
  const acceptance = acceptanceByAge(population, ages);
  return (type, rng) => {
    for (;;) {
      const residentNo = Math.floor(rng.uniform() * population);
      if (type === 'seal-registration' && !withinShare(residentNo, sealShare)) continue;
      const age = ageOf(residentNo);
      if (rng.uniform() < (acceptance[age] ?? 0)) return { residentNo, age };
    }
  };
}

/** Why nobody could ever be drawn: the setting to blame, and the remedy. Undefined if not so. */
export function whyNobodyComes({
  municipality: { population, sealShare },
  citizens: { ages, certificates },
}: {
  readonly municipality: Pick<Scenario['municipality'], 'population' | 'sealShare'>;
  readonly citizens: Pick<Scenario['citizens'], 'ages' | 'certificates'>;
}): Blame | undefined {
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
export function zipf(first: number, count: number, skew: number): (rng: Rng) => number {
  const indices = Array.from({ length: count }, (_, index) => first + index);
  return empirical(
    indices,
    indices.map((_, index) => (index + 1) ** -skew),
  );
}

/** Residents looked at to learn the share of each band in the population. */
const SAMPLE = 10_000;

/** What was worked out for bands of ages, by residents looked at: many cities may share them. */
const accepted = new WeakMap<Scenario['citizens']['ages'], Map<number, readonly number[]>>();

/** For each age, how likely a resident drawn evenly is to be one who comes: at most 1. */
function acceptanceByAge(population: number, bands: Scenario['citizens']['ages']) {
  const looked = Math.min(SAMPLE, population);
  const known = accepted.get(bands) ?? new Map<number, readonly number[]>();
  accepted.set(bands, known);
  const acceptance = known.get(looked) ?? acceptanceAmong(looked, bands);
  known.set(looked, acceptance);
  return acceptance;
}

function acceptanceAmong(looked: number, bands: Scenario['citizens']['ages']): readonly number[] {
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
