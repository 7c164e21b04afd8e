import type { Database } from './database.ts';

/** One step of the schema, applied once and never changed afterwards. */
export interface Migration {
  readonly id: string;
  readonly sql: string;
}

/** The schema, step by step, in SQL that PostgreSQL 15 and the embedded one both take. */
export const MIGRATIONS: readonly Migration[] = [
  {
    id: '001-register',
    sql: `
      create table resident (
        municipality text not null,
        no integer not null,
        household_no integer not null,
        nonce text not null,
        name text not null,
        birth_date date not null,
        sex text not null check (sex in ('female', 'male')),
        address text not null,
        resident_since date not null,
        seal_number text,
        version integer not null default 1,
        primary key (municipality, no)
      );
      create index resident_household on resident (municipality, household_no);`,
  },
  {
    id: '002-ledger',
    // Who writes a request id into claimed_request first has made a new claim. It is a table of
    // its own because the entry needs its serial when it is written, and the serial may only be
    // drawn when the claim is known to be new.
    sql: `
      create table claimed_request (request_id text primary key);
      create table document_counter (
        municipality text primary key,
        serial bigint not null
      );
      create table issuance (
        request_id text primary key,
        kiosk_id text not null,
        municipality text not null,
        resident_no integer not null,
        type text not null,
        pages integer not null,
        fee_yen integer not null,
        issued_at_ms bigint not null,
        register_version integer not null,
        serial bigint not null,
        state text not null default 'claimed' check (state in ('claimed', 'printed', 'not-printed')),
        paid_yen integer,
        unique (municipality, serial)
      );`,
  },
];

/** Any number; whoever migrates this schema takes this lock first. */
const LOCK = 'select pg_advisory_xact_lock(5262847);';

const APPLIED = { name: 'migration.applied', text: 'select id from migration' };

/**
 * Brings the schema up to date and answers the ids of the steps it applied. Each step and its
 * record are one transaction: it is applied whole or not at all, and once, even if several servers
 * start at the same time. Rejects with the database's error if a step fails.
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<readonly string[]> {
  await database.run(`${LOCK} create table if not exists migration (id text primary key);`);
  const done: string[] = [];
  for (const { id, sql } of migrations) {
    if (await isApplied(database, id)) continue;
    try {
      await database.run(`${LOCK} insert into migration (id) values ('${id}'); ${sql}`);
      done.push(id);
    } catch (error) {
      // Another server was faster: its record made ours fail.
      if (!(await isApplied(database, id))) throw error;
    }
  }
  return done;
}

async function isApplied(database: Database, id: string): Promise<boolean> {
  return (await database.query(APPLIED)).some((row) => row['id'] === id);
}
