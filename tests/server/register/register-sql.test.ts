import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database, Statement, Value } from '../../../server/database/database.ts';
import { openPglite } from '../../../server/database/database-pglite.ts';
import { openPostgres } from '../../../server/database/database-postgres.ts';
import { migrate } from '../../../server/database/schema.ts';
import type { ChangeLog } from '../../../server/register/change-log.ts';
import { SqlChangeLog } from '../../../server/register/change-log-sql.ts';
import { SqlRegister } from '../../../server/register/register-sql.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { type StartedPostgres, startPostgres } from '../database/postgres.ts';
import { changeLogContract } from './change-log.contract.ts';
import { plain, registerContract } from './register.contract.ts';
import { registerUpdatesContract, UPDATED_ORIGIN } from './register-updates.contract.ts';
import { baseRegister, ORIGIN, START_MS, TOWN } from './small-office.ts';

const time = new RealTime();
let postgres: StartedPostgres;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres?.stop());

const databases: readonly (readonly [string, () => Promise<Database>])[] = [
  ['PGlite', () => openPglite()],
  ['PostgreSQL', () => openPostgres(postgres.url)],
];

describe.each(databases)('over %s', (_, open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
    await migrate(database);
  });
  afterAll(() => database?.close());

  describe('SqlRegister', () => {
    const run = <A>(process: Parameters<typeof time.run<A>>[0]) => time.run(process);
    const copy = () => new SqlRegister(database, UPDATED_ORIGIN);
    registerContract({ register: copy, run, municipality: '31999', population: 60, taxYear: 2015 });
    registerUpdatesContract({ copy, run, histories: 4 });

    test('asks one statement a read, once what is read is there', async () => {
      const counting = new CountingDatabase(database);
      const register = new SqlRegister(counting, ORIGIN);
      const read = async () => {
        await time.run(register.resident(TOWN, 6));
        await time.run(register.household(TOWN, 2));
        await time.run(register.taxRecord(TOWN, 6, 2015));
        await time.run(register.family(TOWN, 4));
      };
      await read();
      counting.names.length = 0;
      await read();
      const entry = 'register.entry';
      expect(counting.names).toEqual([entry, 'register.household', entry, entry]);
    });

    test('takes a household from its origin as a whole, and once', async () => {
      const register = new SqlRegister(database, ORIGIN);
      const expected = (await time.run(ORIGIN.household(TOWN, 3))).map(plain);
      const ask = () => time.run(register.household(TOWN, 3));
      // Whoever is asked for first brings the others along.
      await time.run(register.resident(TOWN, 10));
      const text = `select count(*)::integer as count from register_entry
        where municipality = $1 and household_no = 3`;
      const count = () => database.query({ name: 'test.household', text }, [TOWN]);
      expect(await count()).toEqual([{ count: expected.length }]);
      expect((await ask()).map(plain)).toEqual(expected);
      expect(await count()).toEqual([{ count: expected.length }]);
    });

    test('takes a household many ask for at once', async () => {
      const register = new SqlRegister(database, ORIGIN);
      const expected = (await time.run(ORIGIN.household(TOWN, 5))).map(plain);
      const ask = () => time.run(register.household(TOWN, 5));
      for (const members of await Promise.all(Array.from({ length: 10 }, ask))) {
        expect(members.map(plain)).toEqual(expected);
      }
    });

    test('shows no household half updated, whenever it is read', async () => {
      const base = baseRegister();
      const register = new SqlRegister(database, ORIGIN);
      const seen = new Set<string>();
      let over = false;
      const reading = async () => {
        while (!over) {
          const members = await time.run(register.household(TOWN, 0));
          const addresses = new Set(members.map(({ address }) => address));
          const versions = new Set(members.map(({ version }) => version));
          seen.add(`${members.length}/${addresses.size}/${versions.size}`);
        }
      };
      const readers = [reading(), reading(), reading()];
      for (let count = 1; count <= 20; count++) {
        const move = { operation: 'move-within', municipality: TOWN, resident: 0 } as const;
        const address = `本町${count}丁目`;
        const moved = base.commit({ ...move, who: 'household', address }, START_MS);
        const outcome = await time.run(moved);
        if (!outcome.ok) throw new Error(outcome.code);
        for (const update of outcome.value.commit.updates) {
          await time.run(register.take(update, START_MS));
        }
      }
      over = true;
      await Promise.all(readers);
      expect([...seen]).toEqual(['5/1/1']);
    });

    test('keeps what it has taken, and when', async () => {
      const base = baseRegister();
      const register = new SqlRegister(database, ORIGIN);
      const order = { municipality: TOWN, resident: 5 };
      for (const [lateMs, operation] of ['hand-out-card', 'hand-out-card'].entries()) {
        const commit = base.commit({ operation: operation as 'hand-out-card', ...order }, START_MS);
        const outcome = await time.run(commit);
        if (!outcome.ok) throw new Error(outcome.code);
        const [update] = outcome.value.commit.updates;
        await time.run(register.take(update!, START_MS + lateMs));
        await time.run(register.take(update!, START_MS + 99));
      }
      const text = `select version, taken_at_ms as at, change_sequence as sequence,
          (record->>'cardGeneration')::integer as card
        from register_history where municipality = $1 and no = 5 order by version`;
      expect(await database.query({ name: 'test.history', text }, [TOWN])).toEqual([
        { version: 2, at: START_MS, sequence: 1, card: 2 },
        { version: 3, at: START_MS + 1, sequence: 2, card: 3 },
      ]);
    });
  });

  describe('SqlChangeLog', () => {
    beforeAll(() => database.run('delete from register_change'));
    changeLogContract({
      log: (): ChangeLog => new SqlChangeLog(database),
      run: (process) => time.run(process),
    });
  });
});

/** Notes what is asked of a database. */
class CountingDatabase implements Database {
  readonly names: string[] = [];
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  get description(): string {
    return this.#database.description;
  }

  query(statement: Statement, values: readonly Value[] = []) {
    this.names.push(statement.name);
    return this.#database.query(statement, values);
  }

  run(sql: string) {
    return this.#database.run(sql);
  }

  close() {
    return this.#database.close();
  }
}
