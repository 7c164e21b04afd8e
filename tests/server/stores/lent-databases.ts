import { inject } from 'vitest';
import type { Database, Row, Statement, Value } from '../../../server/database/database.ts';
import { openPglite } from '../../../server/database/database-pglite.ts';
import { openPostgres } from '../../../server/database/database-postgres.ts';
import { migrate } from '../../../server/database/schema.ts';

/**
 * Databases are lent to servers of the tests and come back: to start one for every server would
 * take longer than all that the tests do. These are free, in this worker of the test runner.
 */
const free: Database[] = [];
/** What is lent for the test that is running, and for its whole file. */
const lentToTest = new Set<LentDatabase>();
const lentToFile = new Set<LentDatabase>();
let inTest = false;
let opened = 0;

/** An empty database until the test is over, or the file if no test is running. */
export function lend(): Database {
  const lent = new LentDatabase();
  (inTest ? lentToTest : lentToFile).add(lent);
  return lent;
}

export function testBegins(): void {
  inTest = true;
}

export async function testEnds(): Promise<void> {
  inTest = false;
  await giveBack(lentToTest);
}

export async function fileEnds(): Promise<void> {
  await giveBack(lentToFile);
}

async function giveBack(lent: Set<LentDatabase>): Promise<void> {
  for (const database of lent) await database.close();
  lent.clear();
}

/** A database that is taken from the free ones, or opened, when it is first asked something. */
class LentDatabase implements Database {
  #database: Promise<Database> | undefined;
  #description = 'a database that nobody has asked anything';
  #isClosed = false;
  readonly #pending = new Set<Promise<unknown>>();

  get description(): string {
    return this.#description;
  }

  query(statement: Statement, values: readonly Value[] = []): Promise<readonly Row[]> {
    return this.#ask((database) => database.query(statement, values));
  }

  run(sql: string): Promise<void> {
    return this.#ask((database) => database.run(sql));
  }

  /** Waits for what it has been asked: the next one to have it is not to see any of it. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#pending);
    if (this.#database !== undefined) free.push(await this.#database);
  }

  async #ask<A>(question: (database: Database) => Promise<A>): Promise<A> {
    if (this.#isClosed) throw new Error('this database was lent until the end of the test');
    this.#database ??= emptyDatabase();
    const answer = this.#database.then((database) => {
      this.#description = database.description;
      return question(database);
    });
    this.#pending.add(answer);
    try {
      return await answer;
    } finally {
      this.#pending.delete(answer);
    }
  }
}

async function emptyDatabase(): Promise<Database> {
  const database = free.pop() ?? (await newDatabase());
  await database.run(EMPTY);
  return database;
}

/** Every table but the record of the migrations; deleting a few rows is faster than truncating. */
const EMPTY = `
  do $$ declare name text; begin
    for name in
      select tablename from pg_tables where schemaname = 'public' and tablename <> 'migration'
    loop execute format('delete from %I', name); end loop;
  end $$`;

async function newDatabase(): Promise<Database> {
  const database = inject('stores') === 'PGlite' ? await openPglite() : await newPostgres();
  await migrate(database);
  return database;
}

/** A database of its own on the PostgreSQL server of this run. */
async function newPostgres(): Promise<Database> {
  const url = new URL(inject('postgresUrl') ?? '');
  opened += 1;
  const name = `tests_${process.pid}_${opened}`;
  const server = await openPostgres(url.href);
  await server.run(`create database ${name}`);
  await server.close();
  url.pathname = name;
  return openPostgres(url.href);
}
