import { Pool, types } from 'pg';
import {
  type Database,
  DatabaseUnreachable,
  type Row,
  type Statement,
  type Value,
} from './database.ts';

/** Connections to the server; more wait in the pool's queue (facts: libraries.md, table 3). */
const CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Opens a PostgreSQL server, 15 or later, by its `postgresql://user:password@host:port/database`.
 * Rejects with the address (never the password) and the remedy if it cannot be reached. A failed
 * statement rejects with the SQLSTATE in the error's `code`.
 */
export async function openPostgres(url: string): Promise<Database> {
  const address = withoutPassword(url);
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    types: { getTypeParser },
  });
  // A connection lost while idle leaves the pool by itself; the next query opens another one.
  pool.on('error', () => {});
  try {
    const { rows } = await pool.query('show server_version');
    return new Postgres(pool, `PostgreSQL ${rows[0]?.server_version}`);
  } catch (error) {
    await pool.end();
    throw unreachable(address, error);
  }
}

class Postgres implements Database {
  readonly description: string;
  readonly #pool: Pool;

  constructor(pool: Pool, description: string) {
    this.#pool = pool;
    this.description = description;
  }

  async query(statement: Statement, values: readonly Value[] = []): Promise<readonly Row[]> {
    const { name, text } = statement;
    return (await this.#pool.query<Row>({ name, text, values: [...values] })).rows;
  }

  async run(sql: string): Promise<void> {
    await this.#pool.query(sql);
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

/** int8 comes as text by default, because it may exceed 2⁵³; counts and milliseconds do not. */
const getTypeParser: typeof types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format as 'text');

function withoutPassword(url: string): string {
  let address: URL;
  try {
    address = new URL(url);
  } catch {
    throw new DatabaseUnreachable(
      `a database is named by postgresql://user:password@host:port/database`,
    );
  }
  address.password = '';
  address.search = '';
  return address.href;
}

/** Remedies by the code of node (errno) or of PostgreSQL (SQLSTATE). */
const REMEDIES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'start PostgreSQL there, or correct host and port',
  ENOTFOUND: 'correct the host name',
  EAI_AGAIN: 'correct the host name',
  '28P01': 'correct user and password',
  '28000': 'correct the user',
  '3D000': 'create this database with createdb',
};

function unreachable(address: string, error: unknown): Error {
  const { message, code = '' } = error as Error & { readonly code?: string };
  const reason = message === '' ? code : message;
  const remedy = REMEDIES[code] ?? 'check that PostgreSQL runs there and accepts connections';
  return new DatabaseUnreachable(
    `cannot reach the database ${address} (${reason}): ${remedy}, or name none to use the embedded one`,
    { cause: error },
  );
}
