import { type Process, perform } from '../../sim/process.ts';
import type { Database, Row, Statement } from '../database/database.ts';
import { inHouseholdOrder } from './household-order.ts';
import type { Family, Register, Resident, TaxRecord } from './register.ts';
import type { EntryImage, EntryKey, RegisterCopy, RegisterUpdate } from './register-update.ts';
import { copyResident } from './resident-copy.ts';

const ENTRY: Statement = {
  name: 'register.entry',
  text: `
    select record from register_entry
    where municipality = $1 and kind = $2 and no = $3 and year = $4`,
};

const HOUSEHOLD: Statement = {
  name: 'register.household',
  text: `
    select record from register_entry
    where municipality = $1 and household_no = $2 and kind = 'resident'`,
};

const INCOMING = `
  json_to_recordset($2::json) as incoming (kind text, no integer, year integer,
    "householdNo" integer, version integer, record jsonb)`;

/** Entries that have never been read before; another server may be writing the same ones. */
const MATERIALISE: Statement = {
  name: 'register.materialise',
  text: `
    insert into register_entry (municipality, kind, no, year, household_no, version, record)
    select $1, kind, no, year, "householdNo", version, record from ${INCOMING}
    on conflict (municipality, kind, no, year) do nothing
    returning no`,
};

/** Takes what is newer, in one step, and keeps a record of it. */
const TAKE: Statement = {
  name: 'register.take',
  text: `
    with taken as (
      insert into register_entry as entry
        (municipality, kind, no, year, household_no, version, record)
      select $1, kind, no, year, "householdNo", version, record from ${INCOMING}
      on conflict (municipality, kind, no, year) do update set
        household_no = excluded.household_no, version = excluded.version, record = excluded.record
        where entry.version < excluded.version
      returning kind, no, year, version, record
    ), kept as (
      insert into register_history
        (municipality, kind, no, year, version, taken_at_ms, change_sequence, record)
      select $1, kind, no, year, version, $3, $4, record from taken
    )
    select count(*)::integer as count from taken`,
};

/**
 * The registers in a database that `migrate` has prepared, materialised on demand: an entry that
 * has no row yet is taken from the register of origin, a resident together with the household, and
 * from then on the rows are what counts. One statement a read, once it is there. Real time only.
 */
export class SqlRegister implements RegisterCopy {
  readonly #database: Database;
  readonly #origin: Register;

  constructor(database: Database, origin: Register) {
    this.#database = database;
    this.#origin = origin;
  }

  *resident(municipality: string, no: number): Process<Resident | undefined> {
    const key = { kind: 'resident', municipality, no } as const;
    const row = yield* this.#entry(key);
    if (row !== undefined) return toResident(row);
    const original = yield* this.#origin.resident(municipality, no);
    if (original === undefined) return undefined;
    const { householdNo } = original;
    const members = yield* this.#originals(municipality, householdNo);
    if (members !== undefined) return members.find((member) => member.no === no);
    const written = yield* this.#entry(key);
    return written && toResident(written);
  }

  *household(municipality: string, householdNo: number): Process<readonly Resident[]> {
    if (!isNumber(householdNo)) return [];
    const members = yield* this.#members(municipality, householdNo);
    if (members.length > 0) return members;
    const originals = yield* this.#originals(municipality, householdNo);
    return originals ?? (yield* this.#members(municipality, householdNo));
  }

  *taxRecord(municipality: string, no: number, year: number): Process<TaxRecord | undefined> {
    const key = { kind: 'tax', municipality, no, year } as const;
    const row = yield* this.#entry(key);
    if (row !== undefined) return recordOf<TaxRecord>(row);
    const record = yield* this.#origin.taxRecord(municipality, no, year);
    if (record === undefined) return undefined;
    const isNew = yield* this.#materialise(municipality, [{ ...key, version: 1, record }]);
    if (isNew) return record;
    const written = yield* this.#entry(key);
    return written && recordOf<TaxRecord>(written);
  }

  *family(municipality: string, no: number): Process<Family | undefined> {
    const key = { kind: 'family', municipality, no } as const;
    const row = yield* this.#entry(key);
    if (row !== undefined) return recordOf<Family>(row);
    const record = yield* this.#origin.family(municipality, no);
    if (record === undefined) return undefined;
    const { version } = record;
    const isNew = yield* this.#materialise(municipality, [{ ...key, version, record }]);
    if (isNew) return record;
    const written = yield* this.#entry(key);
    return written && recordOf<Family>(written);
  }

  *take(update: RegisterUpdate, takenAtMs: number): Process<boolean> {
    const { municipality, sequence, images } = update;
    const values = [municipality, incoming(images), Math.floor(takenAtMs), sequence];
    const rows = yield* perform(() => this.#database.query(TAKE, values));
    return Number(rows[0]?.['count']) > 0;
  }

  *#entry(key: EntryKey): Process<Row | undefined> {
    const { municipality, kind, no } = key;
    const year = key.kind === 'tax' ? key.year : 0;
    if (!isNumber(no) || !isNumber(year)) return undefined;
    const values = [municipality, kind, no, year];
    const [row] = yield* perform(() => this.#database.query(ENTRY, values));
    return row;
  }

  *#members(municipality: string, householdNo: number): Process<readonly Resident[]> {
    const values = [municipality, householdNo];
    const rows = yield* perform(() => this.#database.query(HOUSEHOLD, values));
    return inHouseholdOrder(rows.flatMap((row) => toResident(row) ?? []));
  }

  /**
   * Writes a household as the origin has it, and answers it; undefined if somebody of it is written
   * already, by another server at this moment or because they have moved: read it again then.
   */
  *#originals(municipality: string, householdNo: number): Process<readonly Resident[] | undefined> {
    const residents = (yield* this.#origin.household(municipality, householdNo)).map(copyResident);
    const images = residents.map((record): EntryImage => {
      const { no, version } = record;
      return { kind: 'resident', municipality, no, version, record };
    });
    return (yield* this.#materialise(municipality, images)) ? residents : undefined;
  }

  /** Writes entries that have no row yet; answers whether that was so of all of them. */
  *#materialise(municipality: string, images: readonly EntryImage[]): Process<boolean> {
    if (images.length === 0) return true;
    const values = [municipality, incoming(images)];
    const rows = yield* perform(() => this.#database.query(MATERIALISE, values));
    return rows.length === images.length;
  }
}

/** Whether a row can have this number at all: the database refuses other integers. */
function isNumber(no: number): boolean {
  return no === Math.trunc(no) && Math.abs(no) < 2 ** 31;
}

/** Images as the statements read them; a record that is not there is SQL's null. */
function incoming(images: readonly EntryImage[]): string {
  return JSON.stringify(
    images.map((image) => ({
      kind: image.kind,
      no: image.no,
      year: image.kind === 'tax' ? image.year : 0,
      householdNo: image.kind === 'resident' ? image.record?.householdNo : undefined,
      version: image.version,
      record: image.record,
    })),
  );
}

function recordOf<T>(row: Row): T | undefined {
  return (row['record'] as T | null) ?? undefined;
}

/** JSON has no undefined: a seal that is not registered is not in it. */
function toResident(row: Row): Resident | undefined {
  const resident = recordOf<Resident>(row);
  return resident && { ...resident, sealNumber: resident.sealNumber };
}
