import { civilDate, DAY_MS } from '../../sim/civil-time.ts';
import type { Process } from '../../sim/process.ts';
import type { Family, Register, Resident, TaxRecord } from './register.ts';
import { type EntryKey, type EntryRecord, keyText } from './register-update.ts';
import { copyResident } from './resident-copy.ts';

/** An entry as a change leaves it, before the change has a version. */
export type NewEntry = EntryKey & EntryRecord;

/** The next free number of each kind: what is entered anew takes one. */
export interface FreeNumbers {
  readonly resident: number;
  readonly household: number;
  readonly family: number;
  readonly seal: number;
}

/** What a change works on. */
export interface ChangeGround {
  /** The registers as they were before. */
  readonly register: Register;
  /** Civil time at which it is made, ms since 1970-01-01T00:00Z. */
  readonly nowMs: number;
  readonly free: FreeNumbers;
  /** A nonce for a resident who is entered anew. */
  nonce(municipality: string, no: number): string;
  /** The municipality's name, which addresses in a 戸籍の附票 begin with. */
  placeName(municipality: string): string;
  /** Years of the tax records of a resident that earlier changes have touched. */
  taxYears(municipality: string, no: number): Iterable<number>;
}

/** The entries that one change reads and writes, before it is committed. */
export class ChangeSet {
  /** yyyy-mm-dd. */
  readonly today: string;
  readonly yesterday: string;
  readonly #ground: ChangeGround;
  readonly #free: { -readonly [K in keyof FreeNumbers]: number };
  readonly #written = new Map<string, NewEntry>();

  constructor(ground: ChangeGround) {
    this.#ground = ground;
    this.today = civilDate(ground.nowMs);
    this.yesterday = civilDate(ground.nowMs - DAY_MS);
    this.#free = { ...ground.free };
  }

  /** The numbers that are free once this change has been made. */
  get free(): FreeNumbers {
    return this.#free;
  }

  /** What has been written, and not only goes along with it. */
  get written(): readonly NewEntry[] {
    return [...this.#written.values()];
  }

  /** A number of this kind that nothing has yet. */
  take(kind: keyof FreeNumbers): number {
    const number = this.#free[kind];
    this.#free[kind] = number + 1;
    return number;
  }

  nonce(municipality: string, no: number): string {
    return this.#ground.nonce(municipality, no);
  }

  placeName(municipality: string): string {
    return this.#ground.placeName(municipality);
  }

  *resident(municipality: string, no: number): Process<Resident | undefined> {
    const written = this.#written.get(keyText({ kind: 'resident', municipality, no }));
    if (written?.kind === 'resident') return written.record;
    const resident = yield* this.#ground.register.resident(municipality, no);
    return resident && copyResident(resident);
  }

  /** Everybody of a household, in no order. */
  *household(municipality: string, householdNo: number): Process<readonly Resident[]> {
    const before = yield* this.#ground.register.household(municipality, householdNo);
    const members = new Map(before.map((member) => [member.no, member]));
    for (const entry of this.#written.values()) {
      if (entry.kind !== 'resident' || entry.municipality !== municipality) continue;
      const { no, record } = entry;
      if (record?.householdNo === householdNo) members.set(no, record);
      else members.delete(no);
    }
    return [...members.values()].map(copyResident);
  }

  *family(municipality: string, no: number): Process<Family | undefined> {
    const written = this.#written.get(keyText({ kind: 'family', municipality, no }));
    if (written?.kind === 'family') return written.record;
    return yield* this.#ground.register.family(municipality, no);
  }

  put(municipality: string, record: Resident): void {
    this.#write({ kind: 'resident', municipality, no: record.no, record });
  }

  putFamily(municipality: string, record: Family): void {
    this.#write({ kind: 'family', municipality, no: record.no, record });
  }

  putTax(municipality: string, no: number, year: number, record: TaxRecord | undefined): void {
    this.#write({ kind: 'tax', municipality, no, year, record });
  }

  /** Takes the entry of a resident out of the register. */
  remove(municipality: string, no: number): void {
    this.#write({ kind: 'resident', municipality, no, record: undefined });
  }

  /** Writes what another register has of an entry. */
  *copy(key: EntryKey, from: Register): Process {
    const { municipality, no } = key;
    if (key.kind === 'family') {
      const record = yield* from.family(municipality, no);
      this.#write({ kind: 'family', municipality, no, record });
    } else if (key.kind === 'tax') {
      const record = yield* from.taxRecord(municipality, no, key.year);
      this.#write({ ...key, kind: 'tax', record });
    } else {
      const resident = yield* from.resident(municipality, no);
      const record = resident && copyResident(resident);
      this.#write({ kind: 'resident', municipality, no, record });
    }
  }

  /**
   * All entries the change leaves behind: what has been written, everybody else of the households
   * that are touched, and every tax record of these residents that is not as it has always been.
   */
  *entries(): Process<readonly NewEntry[]> {
    const entries = new Map(this.#written);
    const add = (entry: NewEntry) => {
      const key = keyText(entry);
      if (!entries.has(key)) entries.set(key, entry);
    };
    for (const { municipality, householdNo } of yield* this.#touched()) {
      for (const record of yield* this.household(municipality, householdNo)) {
        add({ kind: 'resident', municipality, no: record.no, record });
      }
    }
    const ground = this.#ground;
    for (const { kind, municipality, no } of [...entries.values()]) {
      if (kind !== 'resident') continue;
      for (const year of ground.taxYears(municipality, no)) {
        const record = yield* ground.register.taxRecord(municipality, no, year);
        add({ kind: 'tax', municipality, no, year, record });
      }
    }
    return [...entries.values()];
  }

  /** The households that somebody was in or is in whose entry, or tax record, has been written. */
  *#touched(): Process<readonly { municipality: string; householdNo: number }[]> {
    const households = new Map<string, { municipality: string; householdNo: number }>();
    const add = (municipality: string, resident: Resident | undefined) => {
      if (resident === undefined) return;
      const { householdNo } = resident;
      households.set(`${municipality}/${householdNo}`, { municipality, householdNo });
    };
    for (const { kind, municipality, no } of this.#written.values()) {
      if (kind === 'family') continue;
      add(municipality, yield* this.#ground.register.resident(municipality, no));
      add(municipality, yield* this.resident(municipality, no));
    }
    return [...households.values()];
  }

  #write(entry: NewEntry): void {
    this.#written.set(keyText(entry), entry);
  }
}
