import { type Process, perform } from '../../sim/process.ts';
import type { Database, Statement } from '../database/database.ts';
import type { Revocation } from './revocation.ts';

const ADD: Statement = {
  name: 'revocation.add',
  text: `
    insert into revocation as earlier (serial, revoked_at_ms, reason) values ($1, $2, $3)
    on conflict (serial) do update
      set revoked_at_ms = excluded.revoked_at_ms, reason = excluded.reason
      where excluded.revoked_at_ms < earlier.revoked_at_ms`,
};

const ALL: Statement = {
  name: 'revocation.all',
  text: `
    select serial, revoked_at_ms as "revokedAtMs", reason from revocation
    order by revoked_at_ms, serial`,
};

/** Where an authority keeps its revocations over a restart: `RevocationAuthority` takes them. */
export class SqlRevocations {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Keeps a revocation, or the earlier one of two of the same certificate. */
  *add({ serial, revokedAtMs, reason }: Revocation): Process {
    const values = [serial, Math.floor(revokedAtMs), reason];
    yield* perform(() => this.#database.query(ADD, values));
  }

  /** All of them, the first one first. */
  *all(): Process<readonly Revocation[]> {
    const rows = yield* perform(() => this.#database.query(ALL));
    return rows as unknown as readonly Revocation[];
  }
}
