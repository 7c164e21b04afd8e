import { civilDate, DAY_MS } from '../../sim/civil-time.ts';
import { type Process, ready } from '../../sim/process.ts';
import type { Streams } from '../../sim/rng.ts';
import type {
  Domicile,
  Family,
  Register,
  Relationship,
  Resident,
  Standing,
  TaxRecord,
} from '../register/register.ts';
import {
  type District,
  districtsOf,
  Home,
  isCount,
  type Place,
  type Population,
} from './district-synthetic.ts';
import { domicileOf, homeOf } from './domicile-synthetic.ts';
import { familyOf } from './family-synthetic.ts';
import { individualNumberOf } from './individual-number-synthetic.ts';
import {
  exactAgeOf,
  householdOf,
  relationshipOf,
  sexOf,
  spread,
  withinShare,
} from './population-synthetic.ts';
import { taxRecordOf } from './tax-synthetic.ts';

/**
 * Registers whose entries are a pure function of (seed, municipality, number), made on demand,
 * so that a population of any size costs nothing. They are never written: what an office changes
 * lives in a register that is materialised from this one (`SqlRegister`).
 *
 * Its residents are objects of getters that compute each property when it is read: `copyResident`
 * makes plain data of them. Throws RangeError for a day that does not exist, a population that is
 * no count, and a place that is given twice.
 */
export function syntheticRegister(
  streams: Streams,
  places: readonly Place[],
  population: Population,
): Register {
  return new SyntheticRegister(districtsOf(streams, places, population));
}

class SyntheticRegister implements Register {
  readonly #districts: ReadonlyMap<string, District>;

  constructor(districts: readonly District[]) {
    this.#districts = new Map(districts.map((district) => [district.code, district]));
  }

  resident(municipality: string, no: number): Process<Resident | undefined> {
    const district = this.#districts.get(municipality);
    if (district === undefined || !isCount(no) || no >= district.population) {
      return ready(undefined);
    }
    return ready(new SyntheticResident(no, new Home(district, householdOf(no))));
  }

  household(municipality: string, householdNo: number): Process<readonly Resident[]> {
    const district = this.#districts.get(municipality);
    if (district === undefined || !isCount(householdNo)) return ready([]);
    return ready(residentsOf(new Home(district, householdNo)));
  }

  taxRecord(municipality: string, no: number, year: number): Process<TaxRecord | undefined> {
    const district = this.#districts.get(municipality);
    if (district === undefined || !isCount(no)) return ready(undefined);
    const household = residentsOf(new Home(district, householdOf(no)));
    return ready(taxRecordOf(district, household, no, year));
  }

  family(municipality: string, familyNo: number): Process<Family | undefined> {
    const district = this.#districts.get(municipality);
    const home = district && homeOf(district, familyNo);
    return ready(home && familyOf(home, residentsOf(home)));
  }
}

function residentsOf(home: Home): readonly Resident[] {
  const { headNo, size } = home;
  const residents: Resident[] = [];
  for (let no = headNo; no < headNo + size; no++) residents.push(new SyntheticResident(no, home));
  return residents;
}

/** Virtual runs ask for residents tens of thousands of times a second and read little of them. */
class SyntheticResident implements Resident {
  readonly no: number;
  readonly version = 1;
  readonly #home: Home;
  #nonce: string | undefined;
  #name: string | undefined;
  #birthDate: string | undefined;

  constructor(no: number, home: Home) {
    this.no = no;
    this.#home = home;
  }

  get householdNo(): number {
    return this.#home.householdNo;
  }

  get nonce(): string {
    if (this.#nonce === undefined) {
      const { streams, code } = this.#home.district;
      this.#nonce = streams.key('resident', `${code}/${this.no}`);
    }
    return this.#nonce;
  }

  get name(): string {
    this.#name ??= this.#home.nameOf(this.no);
    return this.#name;
  }

  get birthDate(): string {
    if (this.#birthDate === undefined) {
      const age = exactAgeOf(this.no);
      const years = Math.floor(age);
      const daysMs = Math.floor((age - years) * 365) * DAY_MS;
      this.#birthDate = civilDate(this.#home.district.birthdaysMs[years]! - daysMs);
    }
    return this.#birthDate;
  }

  get sex(): 'female' | 'male' {
    return sexOf(this.no);
  }

  get relationship(): Relationship {
    return relationshipOf(this.no);
  }

  get address(): string {
    return this.#home.address;
  }

  /** The day the household moved in, or the day of birth of those born into it. */
  get residentSince(): string {
    const { movedIn } = this.#home;
    return this.birthDate > movedIn ? this.birthDate : movedIn;
  }

  get domicile(): Domicile {
    return domicileOf(this.#home);
  }

  get individualNumber(): string {
    return individualNumberOf(this.#home.district.code, this.no);
  }

  get standing(): Standing {
    const { movingOutShare } = this.#home.district;
    return spread(this.no, ROOTS.movingOut) < movingOutShare ? 'moving-out' : 'resident';
  }

  get supportMeasures(): boolean {
    return spread(this.no, ROOTS.supportMeasures) < this.#home.district.supportMeasuresShare;
  }

  get inProgress(): 'nothing' {
    return 'nothing';
  }

  /** At most five years ago, as the electronic certificate on a card is valid for no longer. */
  get cardIssuedOn(): string {
    const { asOf, cardIssuedTodayShare, birthdaysMs } = this.#home.district;
    if (spread(this.no, ROOTS.cardIssuedToday) < cardIssuedTodayShare) return asOf;
    const daysAgo = 1 + Math.floor(spread(this.no, ROOTS.cardAge) * 5 * 365);
    const issuedOn = civilDate(birthdaysMs[0]! - daysAgo * DAY_MS);
    return issuedOn > this.birthDate ? issuedOn : this.birthDate;
  }

  get cardGeneration(): number {
    return 1;
  }

  get sealNumber(): string | undefined {
    if (exactAgeOf(this.no) < SEAL_AGE) return undefined;
    if (!withinShare(this.no, this.#home.district.sealRegisteredShare)) return undefined;
    return String(this.no + 1).padStart(7, '0');
  }

  get sealRevoked(): boolean {
    return false;
  }
}

/** Nobody under 15 can register a seal (印鑑登録証明事務処理要領). */
const SEAL_AGE = 15;

/** What spreads each trait over the residents. */
const ROOTS = {
  movingOut: Math.sqrt(7),
  supportMeasures: Math.sqrt(11),
  cardIssuedToday: Math.sqrt(13),
  cardAge: Math.sqrt(17),
};
