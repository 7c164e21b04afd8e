import { type Process, perform } from '../../sim/process.ts';
import type { Database, Statement } from '../database/database.ts';
import type { CardHolder } from '../issuing.ts';
import type { UseRegistration, UseRegistrations } from './use-registrations.ts';

const FIND: Statement = {
  name: 'use-registration.find',
  text: `
    select family_no as "familyNo", applied_at_ms as "appliedAtMs", usable_from_ms as "usableFromMs"
    from use_registration
    where municipality = $1 and residence = $2 and resident_no = $3 and generation = $4`,
};

const ADD: Statement = {
  name: 'use-registration.add',
  text: `
    insert into use_registration (municipality, residence, resident_no, generation, family_no,
      applied_at_ms, usable_from_ms)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (municipality, residence, resident_no, generation) do nothing
    returning 1 as added`,
};

/** Registrations for use in a database that `migrate` has prepared. Real time only. */
export class SqlUseRegistrations implements UseRegistrations {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  *find(municipality: string, holder: CardHolder): Process<UseRegistration | undefined> {
    const key = keyOf(municipality, holder);
    const [row] = yield* perform(() => this.#database.query(FIND, key));
    return row as unknown as UseRegistration | undefined;
  }

  *add(municipality: string, holder: CardHolder, use: UseRegistration): Process<boolean> {
    const { familyNo, appliedAtMs, usableFromMs } = use;
    const key = keyOf(municipality, holder);
    const values = [...key, familyNo, Math.floor(appliedAtMs), Math.floor(usableFromMs)];
    const rows = yield* perform(() => this.#database.query(ADD, values));
    return rows.length > 0;
  }
}

function keyOf(municipality: string, holder: CardHolder): readonly (string | number)[] {
  const { residence, residentNo, generation } = holder;
  return [municipality, residence, residentNo, generation];
}
