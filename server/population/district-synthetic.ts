import { civilDate, DAY_MS, instantOf } from '../../sim/civil-time.ts';
import { exponential } from '../../sim/distribution.ts';
import type { Streams } from '../../sim/rng.ts';
import { MOST_RESIDENTS } from './individual-number-synthetic.ts';
import { someAddress, someFamilyName, someGivenName, TOWNS } from './names-synthetic.ts';
import {
  exactAgeOf,
  headOf,
  householdOf,
  relationshipOf,
  sexOf,
  sizeOf,
} from './population-synthetic.ts';

/** A municipality to be populated. */
export interface Place {
  /** 全国地方公共団体コード without check digit. */
  readonly code: string;
  /** As it stands in a 本籍 and on a 戸籍の附票; without it, 市区町村 and the code. */
  readonly name?: string;
  readonly population: number;
  /** 町名 that addresses are made of (a few that every city has). */
  readonly towns?: readonly string[];
}

/** What the residents of all places are like. Shares that are not given are 0: nothing unusual. */
export interface Population {
  /** yyyy-mm-dd: the day on which the ages of the pyramid hold. */
  readonly asOf: string;
  /** Share of the residents aged 15 and over whose seal is registered (0.6, inference). */
  readonly sealRegisteredShare?: number;
  /** Share of the households whose family register another municipality keeps. */
  readonly domicileElsewhereShare?: number;
  /** Share of the residents who have given notice of moving out. */
  readonly movingOutShare?: number;
  /** Share of the residents whom 支援措置 protect. */
  readonly supportMeasuresShare?: number;
  /** Share of the residents whose card was handed out on the day `asOf`. */
  readonly cardIssuedTodayShare?: number;
}

/** What the residents of one municipality have in common. */
export interface District extends Required<Place>, Required<Population> {
  readonly streams: Streams;
  /** Where it stands in `all`. */
  readonly index: number;
  /** The districts of the register, this one among them. */
  readonly all: readonly District[];
  readonly households: number;
  /** Index: completed years of age. Value: the day whose birthday is the reference day. */
  readonly birthdaysMs: readonly number[];
}

/**
 * The districts of these places. Throws RangeError for a day that does not exist, a population
 * that is no count or too large, and a place named twice.
 */
export function districtsOf(
  streams: Streams,
  places: readonly Place[],
  population: Population,
): readonly District[] {
  const birthdaysMs = anniversariesMs(population.asOf);
  const all: District[] = [];
  for (const { code, name = `市区町村${code}`, population: people, towns = TOWNS } of places) {
    if (!(isCount(people) && people <= MOST_RESIDENTS && towns.length > 0)) {
      throw new RangeError(`${code} cannot have ${people} residents in ${towns.length} towns`);
    }
    if (all.some((other) => other.code === code)) throw new RangeError(`${code} is given twice`);
    all.push({
      sealRegisteredShare: 0.6,
      domicileElsewhereShare: 0,
      movingOutShare: 0,
      supportMeasuresShare: 0,
      cardIssuedTodayShare: 0,
      ...population,
      streams,
      index: all.length,
      all,
      code,
      name,
      population: people,
      towns,
      households: people === 0 ? 0 : householdOf(people - 1) + 1,
      birthdaysMs,
    });
  }
  return all;
}

/** 0, 1, 2 … */
export function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** What those who live together share. */
export class Home {
  readonly district: District;
  readonly householdNo: number;
  #made: { familyName: string; address: string; movedIn: string } | undefined;

  constructor(district: District, householdNo: number) {
    this.district = district;
    this.householdNo = householdNo;
  }

  /** The number of the eldest. */
  get headNo(): number {
    return headOf(this.householdNo);
  }

  /** How many live here; the last household of a population may be cut off. */
  get size(): number {
    return Math.min(sizeOf(this.householdNo), this.district.population - this.headNo);
  }

  get familyName(): string {
    return this.#make().familyName;
  }

  get address(): string {
    return this.#make().address;
  }

  /** yyyy-mm-dd. */
  get movedIn(): string {
    return this.#make().movedIn;
  }

  /** 氏名 of somebody who lives here. */
  nameOf(no: number): string {
    return `${this.familyName} ${this.#givenNameOf(no)}`;
  }

  /** No child bears a name that somebody of the family had before it. */
  #givenNameOf(no: number): string {
    const { streams, code } = this.district;
    const rng = streams.stream('given-name', `${code}/${no}`);
    const sex = sexOf(no);
    let name = someGivenName(rng, sex);
    if (relationshipOf(no) !== 'child') return name;
    const taken = Array.from({ length: no - this.headNo }, (_, place) =>
      this.#givenNameOf(this.headNo + place),
    );
    while (taken.includes(name)) name = someGivenName(rng, sex);
    return name;
  }

  #make() {
    if (this.#made === undefined) {
      const { streams, code, towns, birthdaysMs } = this.district;
      const rng = streams.stream('household', `${code}/${this.householdNo}`);
      const familyName = someFamilyName(rng);
      const address = someAddress(rng, towns);
      const years = Math.min(STAY_YEARS(rng), exactAgeOf(this.headNo));
      const movedIn = civilDate(birthdaysMs[0]! - Math.floor(years * 365.25) * DAY_MS);
      this.#made = { familyName, address, movedIn };
    }
    return this.#made;
  }
}

/** Years since a household moved in; inference. */
const STAY_YEARS = exponential(15);

/** The days 0, 1, … 105 years before `asOf`; 28 February stands in for a missing 29th. */
function anniversariesMs(asOf: string): readonly number[] {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(asOf);
  const [year, month, day] = (match?.slice(1) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) {
    throw new RangeError(`${asOf} is not a date of the form yyyy-mm-dd`);
  }
  if (instantOf(year, month, day) === undefined) throw new RangeError(`there is no day ${asOf}`);
  return Array.from(
    { length: OLDEST + 1 },
    (_, years) => instantOf(year - years, month, day) ?? instantOf(year - years, 2, 28)!,
  );
}

const OLDEST = 105;
