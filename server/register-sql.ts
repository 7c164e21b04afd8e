import { type Process, perform } from '../sim/process.ts';
import type { Database, Row, Statement } from './database.ts';
import type { Register, Resident } from './register.ts';

const RESIDENT = `
  no, household_no as "householdNo", nonce, name, to_char(birth_date, 'YYYY-MM-DD') as "birthDate",
  sex, address, to_char(resident_since, 'YYYY-MM-DD') as "residentSince",
  seal_number as "sealNumber", version`;

const BY_NUMBER: Statement = {
  name: 'register.resident',
  text: `select ${RESIDENT} from resident where municipality = $1 and no = $2`,
};

const BY_HOUSEHOLD: Statement = {
  name: 'register.household',
  text: `
    select ${RESIDENT} from resident where municipality = $1 and household_no = $2
    order by birth_date, no`,
};

const MATERIALISE: Statement = {
  name: 'register.materialise',
  text: `
    insert into resident (municipality, no, household_no, nonce, name, birth_date, sex, address,
      resident_since, seal_number, version)
    select $1, no, "householdNo", nonce, name, "birthDate", sex, address, "residentSince",
      "sealNumber", version
    from json_to_recordset($2::json) as origin (no integer, "householdNo" integer, nonce text,
      name text, "birthDate" date, sex text, address text, "residentSince" date,
      "sealNumber" text, version integer)
    on conflict (municipality, no) do nothing`,
};

/**
 * The register in a database that `migrate` has prepared, materialised on demand: a household that
 * has no rows yet is taken from the register of origin, written, and from then on the rows are
 * what counts. Real time only.
 */
export class SqlRegister implements Register {
  readonly #database: Database;
  readonly #origin: Register;

  constructor(database: Database, origin: Register) {
    this.#database = database;
    this.#origin = origin;
  }

  *resident(municipality: string, no: number): Process<Resident | undefined> {
    if (!isNumber(no)) return undefined;
    const [row] = yield* perform(() => this.#database.query(BY_NUMBER, [municipality, no]));
    if (row !== undefined) return toResident(row);
    const original = yield* this.#origin.resident(municipality, no);
    if (original === undefined) return undefined;
    const household = yield* this.household(municipality, original.householdNo);
    return household.find((resident) => resident.no === no);
  }

  *household(municipality: string, householdNo: number): Process<readonly Resident[]> {
    if (!isNumber(householdNo)) return [];
    const key = [municipality, householdNo];
    const rows = yield* perform(() => this.#database.query(BY_HOUSEHOLD, key));
    if (rows.length > 0) return rows.map(toResident);
    const originals = yield* this.#origin.household(municipality, householdNo);
    if (originals.length === 0) return [];
    const values = [municipality, JSON.stringify(originals.map(copy))];
    yield* perform(() => this.#database.query(MATERIALISE, values));
    // Read again: another server may have written the household first, and changed it since.
    const written = yield* perform(() => this.#database.query(BY_HOUSEHOLD, key));
    return written.map(toResident);
  }
}

/** Whether a row can have this number at all: the database refuses other integers. */
function isNumber(no: number): boolean {
  return no === Math.trunc(no) && Math.abs(no) < 2 ** 31;
}

/** A resident may be an object of getters, which neither JSON nor a spread sees. */
function copy(resident: Resident): Resident {
  const { no, householdNo, nonce, name, birthDate, sex, address, residentSince } = resident;
  const { sealNumber, version } = resident;
  return {
    no,
    householdNo,
    nonce,
    name,
    birthDate,
    sex,
    address,
    residentSince,
    sealNumber,
    version,
  };
}

/** The statements name their columns as the resident does; SQL's null is no seal. */
function toResident(row: Row): Resident {
  return { ...row, sealNumber: row['sealNumber'] ?? undefined } as unknown as Resident;
}
