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
  {
    id: '003-register-versions',
    // What an issuing server knows: entries of all registers as they were taken last, an entry of
    // the register of origin when it is first read. `year` is that of a tax record and otherwise 0;
    // an entry that has been taken out has no record. `register_change` is what the base systems
    // follow from; its operations are compared as texts, so they are kept as such.
    sql: `
      drop table resident;
      create table register_entry (
        municipality text not null,
        kind text not null check (kind in ('resident', 'family', 'tax')),
        no integer not null,
        year integer not null,
        household_no integer,
        version integer not null,
        record jsonb,
        primary key (municipality, kind, no, year)
      );
      create index register_household on register_entry (municipality, household_no)
        where kind = 'resident';
      create table register_history (
        municipality text not null,
        kind text not null,
        no integer not null,
        year integer not null,
        version integer not null,
        taken_at_ms bigint not null,
        change_sequence integer not null,
        record jsonb,
        primary key (municipality, kind, no, year, version)
      );
      create table register_change (
        sequence integer primary key,
        at_ms double precision not null,
        request_id text unique,
        operation json not null
      );`,
  },
  {
    id: '004-cards',
    // last_entry names the PIN entry that was counted last: a request made again counts once.
    sql: `
      create table registered_card (
        municipality text not null,
        card_id text not null,
        kind text not null check (kind in ('basic-resident', 'citizen')),
        resident_no integer not null,
        generation integer not null,
        usable_from_ms bigint not null,
        pin_digest text not null,
        wrong_pins integer not null default 0,
        last_entry text not null default '',
        registered boolean not null default true,
        primary key (municipality, card_id)
      );
      create table use_registration (
        municipality text not null,
        residence text not null,
        resident_no integer not null,
        generation integer not null,
        family_no integer not null,
        applied_at_ms bigint not null,
        usable_from_ms bigint not null,
        primary key (municipality, residence, resident_no, generation)
      );
      create table revocation (
        serial text primary key,
        revoked_at_ms bigint not null,
        reason text not null
      );`,
  },
  {
    id: '005-durability',
    // Found at each start and by each kiosk that comes back: few at a time, so a partial index.
    sql: `
      alter table issuance
        add column residence text not null default '',
        add column options text not null default '';
      create index issuance_unsettled on issuance (kiosk_id) where state = 'claimed';
      create table document_key (document_number text primary key, key bytea not null);`,
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
