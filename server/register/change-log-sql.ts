import { type Process, perform } from '../../sim/process.ts';
import type { Database, Row, Statement } from '../database/database.ts';
import type { ChangeLog, LoggedChange } from './change-log.ts';
import { RegisterOperation } from './register-operation.ts';

const SINCE: Statement = {
  name: 'change-log.since',
  text: `
    select sequence, at_ms as "atMs", request_id as "requestId", operation from register_change
    where sequence > $1 order by sequence`,
};

const APPEND: Statement = {
  name: 'change-log.append',
  text: `
    insert into register_change (sequence, at_ms, request_id, operation)
    values ($1, $2, $3, $4)
    on conflict do nothing
    returning sequence`,
};

/** The change log in a database that `migrate` has prepared. Real time only. */
export class SqlChangeLog implements ChangeLog {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  *since(sequence: number): Process<readonly LoggedChange[]> {
    const rows = yield* perform(() => this.#database.query(SINCE, [sequence]));
    return rows.map(toChange);
  }

  *append({ sequence, atMs, requestId, operation }: LoggedChange): Process<boolean> {
    const values = [sequence, atMs, requestId ?? null, JSON.stringify(operation)];
    const rows = yield* perform(() => this.#database.query(APPEND, values));
    return rows.length > 0;
  }
}

/** Operations are read by their schema: what an earlier kofu wrote may lack a later default. */
function toChange(row: Row): LoggedChange {
  const { sequence, atMs, requestId, operation } = row as unknown as LoggedChange;
  return {
    sequence,
    atMs,
    requestId: requestId ?? undefined,
    operation: RegisterOperation.parse(operation),
  };
}
