import assert from 'node:assert/strict';
import { faker } from '@faker-js/faker/locale/ja';
import { civilDate, DAY_MS, instantOf } from '../sim/civil-time.ts';
import { exponential } from '../sim/distribution.ts';
import { type Process, ready } from '../sim/process.ts';
import type { Rng, Streams } from '../sim/rng.ts';
import {
  exactAgeOf,
  headOf,
  householdOf,
  sexOf,
  sizeOf,
  withinShare,
} from './population-synthetic.ts';
import type { Register, Resident } from './register.ts';

/** A municipality to be populated. */
export interface Place {
  /** 全国地方公共団体コード without check digit. */
  readonly code: string;
  readonly population: number;
  /** 町名 that addresses are made of (a few that every city has). */
  readonly towns?: readonly string[];
}

export interface Population {
  /** yyyy-mm-dd: the day on which the ages of the pyramid hold. */
  readonly asOf: string;
  /** Share of the residents aged 15 and over whose seal is registered (0.6, inference). */
  readonly sealRegisteredShare?: number;
}

/**
 * A register whose residents are a pure function of (seed, municipality, number), made on demand,
 * so that a population of any size costs nothing. It is never written: what an office changes
 * lives in a register that is materialised from it (`SqlRegister`).
 *
 * Its residents are objects of getters that compute each property when it is first read; copy
 * them property by property, a spread copies nothing. Throws RangeError for a day that does not
 * exist or a population that is no count.
 */
export function syntheticRegister(
  streams: Streams,
  places: readonly Place[],
  { asOf, sealRegisteredShare = 0.6 }: Population,
): Register {
  const birthdaysMs = anniversariesMs(asOf);
  const districts = new Map<string, District>();
  for (const { code, population, towns = TOWNS } of places) {
    if (!(Number.isSafeInteger(population) && population >= 0 && towns.length > 0)) {
      throw new RangeError(`${code} cannot have ${population} residents in ${towns.length} towns`);
    }
    districts.set(code, { code, population, towns, birthdaysMs, sealRegisteredShare, streams });
  }
  return new SyntheticRegister(districts);
}

/** What the residents of one municipality have in common. */
interface District extends Required<Place> {
  readonly streams: Streams;
  /** Index: completed years of age. Value: the day whose birthday is the reference day. */
  readonly birthdaysMs: readonly number[];
  readonly sealRegisteredShare: number;
}

class SyntheticRegister implements Register {
  readonly #districts: ReadonlyMap<string, District>;

  constructor(districts: ReadonlyMap<string, District>) {
    this.#districts = districts;
  }

  resident(municipality: string, no: number): Process<Resident | undefined> {
    const district = this.#districts.get(municipality);
    if (district === undefined || !counts(no) || no >= district.population) {
      return ready(undefined);
    }
    return ready(new SyntheticResident(district, no, new Home(district, householdOf(no))));
  }

  household(municipality: string, householdNo: number): Process<readonly Resident[]> {
    const district = this.#districts.get(municipality);
    if (district === undefined || !counts(householdNo)) return ready([]);
    const head = headOf(householdNo);
    const end = Math.min(head + sizeOf(householdNo), district.population);
    const home = new Home(district, householdNo);
    const members: Resident[] = [];
    for (let no = head; no < end; no++) members.push(new SyntheticResident(district, no, home));
    return ready(members);
  }
}

function counts(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** Virtual runs ask for residents tens of thousands of times a second and read little of them. */
class SyntheticResident implements Resident {
  readonly no: number;
  readonly version = 1;
  readonly #district: District;
  readonly #home: Home;
  #nonce: string | undefined;
  #name: string | undefined;
  #birthDate: string | undefined;

  constructor(district: District, no: number, home: Home) {
    this.no = no;
    this.#district = district;
    this.#home = home;
  }

  get householdNo(): number {
    return this.#home.householdNo;
  }

  get nonce(): string {
    const { streams, code } = this.#district;
    this.#nonce ??= streams.key('resident', `${code}/${this.no}`);
    return this.#nonce;
  }

  get name(): string {
    if (this.#name === undefined) {
      const { streams, code } = this.#district;
      const rng = streams.stream('given-name', `${code}/${this.no}`);
      this.#name = `${this.#home.familyName} ${pick(rng, GIVEN_NAMES[this.sex])}`;
    }
    return this.#name;
  }

  get birthDate(): string {
    if (this.#birthDate === undefined) {
      const age = exactAgeOf(this.no);
      const years = Math.floor(age);
      const daysMs = Math.floor((age - years) * 365) * DAY_MS;
      this.#birthDate = civilDate(this.#district.birthdaysMs[years]! - daysMs);
    }
    return this.#birthDate;
  }

  get sex(): 'female' | 'male' {
    return sexOf(this.no);
  }

  get address(): string {
    return this.#home.address;
  }

  /** The day the household moved in, or the day of birth of those born into it. */
  get residentSince(): string {
    const { movedIn } = this.#home;
    return this.birthDate > movedIn ? this.birthDate : movedIn;
  }

  get sealNumber(): string | undefined {
    if (exactAgeOf(this.no) < SEAL_AGE) return undefined;
    if (!withinShare(this.no, this.#district.sealRegisteredShare)) return undefined;
    return String(this.no + 1).padStart(7, '0');
  }
}

/** Nobody under 15 can register a seal (印鑑登録証明事務処理要領). */
const SEAL_AGE = 15;

/** What those who live together share. */
class Home {
  readonly householdNo: number;
  readonly #district: District;
  #made: { familyName: string; address: string; movedIn: string } | undefined;

  constructor(district: District, householdNo: number) {
    this.#district = district;
    this.householdNo = householdNo;
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

  #make() {
    if (this.#made === undefined) {
      const { streams, code, towns, birthdaysMs } = this.#district;
      const rng = streams.stream('household', `${code}/${this.householdNo}`);
      const familyName = pick(rng, FAMILY_NAMES);
      const address = `${pick(rng, towns)}${upTo(rng, 6)}丁目${upTo(rng, 30)}番${upTo(rng, 20)}号`;
      const years = Math.min(STAY_YEARS(rng), exactAgeOf(headOf(this.householdNo)));
      const movedIn = civilDate(birthdaysMs[0]! - Math.floor(years * 365.25) * DAY_MS);
      this.#made = { familyName, address, movedIn };
    }
    return this.#made;
  }
}

/** Years since a household moved in; inference. */
const STAY_YEARS = exponential(15);

/** Place names found in cities all over Japan. */
const TOWNS = ['本町', '中央', '栄町', '緑町', '東町', '西町', '南町', '北町', '旭町', '幸町'];

const { person } = faker.definitions;
const FAMILY_NAMES = names(person.last_name?.generic);
const GIVEN_NAMES = {
  female: names(person.first_name?.female),
  male: names(person.first_name?.male),
};

function names(list: readonly string[] | undefined): readonly string[] {
  assert(list !== undefined && list.length > 0, 'the Japanese locale of faker lists names');
  return list;
}

function pick<T>(rng: Rng, values: readonly T[]): T {
  return values[Math.floor(rng.uniform() * values.length)] as T;
}

/** 1 … `most`. */
function upTo(rng: Rng, most: number): number {
  return 1 + Math.floor(rng.uniform() * most);
}

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
