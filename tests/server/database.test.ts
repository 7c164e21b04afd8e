import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../server/database.ts';
import { openPglite } from '../../server/database-pglite.ts';
import { openPostgres } from '../../server/database-postgres.ts';
import { SqlLedger } from '../../server/ledger-sql.ts';
import type { Register } from '../../server/register.ts';
import { SqlRegister } from '../../server/register-sql.ts';
import { syntheticRegister } from '../../server/resident-synthetic.ts';
import { MIGRATIONS, migrate } from '../../server/schema.ts';
import { RealTime } from '../../sim/real-time.ts';
import { streams } from '../../sim/rng.ts';
import { databaseContract } from './database.contract.ts';
import { ledgerContract, newClaim, newMunicipality } from './ledger.contract.ts';
import { freePort, type StartedPostgres, startPostgres } from './postgres.ts';
import { plain, registerContract } from './register.contract.ts';

const POPULATION = 135;
const origin = syntheticRegister(
  streams(1),
  ['27203', '12203'].map((code) => ({ code, population: POPULATION })),
  { asOf: '2015-07-01' },
);
const time = new RealTime();
let postgres: StartedPostgres;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres?.stop());

const databases: readonly (readonly [string, RegExp, () => Promise<Database>])[] = [
  ['PGlite', /^PGlite \d+\.\d+\.\d+ \(PostgreSQL \d+\.\d+\)$/, () => openPglite()],
  ['PostgreSQL', /^PostgreSQL \d+\.\d+$/, () => openPostgres(postgres.url)],
];

describe.each(databases)('%s', (_, description, open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
    expect(await migrate(database)).toEqual(MIGRATIONS.map(({ id }) => id));
  });

  test('says what it is', () => expect(database.description).toMatch(description));

  describe('as a database', () => databaseContract(() => database));

  describe('with SqlLedger', () => {
    ledgerContract(() => new SqlLedger(database));

    test('records what was paid', async () => {
      const ledger = new SqlLedger(database);
      const municipality = newMunicipality();
      const [paid, open] = [newClaim(municipality), newClaim(municipality)];
      for (const claim of [paid, open]) await time.run(ledger.claim(claim));
      await time.run(ledger.settle(paid.requestId, 'printed', 150));
      const text =
        'select request_id, paid_yen from issuance where municipality = $1 order by serial';
      expect(await database.query({ name: 'test.paid', text }, [municipality])).toEqual([
        { request_id: paid.requestId, paid_yen: 150 },
        { request_id: open.requestId, paid_yen: null },
      ]);
    });
  });

  describe('with SqlRegister', () => {
    registerContract({
      register: () => new SqlRegister(database, origin),
      run: (process) => time.run(process),
      municipality: '27203',
      population: POPULATION,
    });

    test('takes a household from its origin once, even if many ask', async () => {
      const counting = new Counting();
      const register = new SqlRegister(database, counting);
      const expected = (await time.run(origin.household('12203', 0))).map(plain);
      const ask = () => time.run(register.household('12203', 0));
      for (const members of await Promise.all(Array.from({ length: 10 }, ask))) {
        expect(members.map(plain)).toEqual(expected);
      }
      const asked = counting.households;
      expect(await ask()).toEqual(expected);
      expect(plain(await time.run(register.resident('12203', 1)))).toEqual(expected[1]);
      expect(counting.households).toBe(asked);
    });

    test('answers what an office has changed, not the origin', async () => {
      const register = new SqlRegister(database, origin);
      const before = plain(await time.run(register.resident('12203', 7)))!;
      await database.run(`
        update resident set seal_number = null, address = '本町1丁目1番1号', version = version + 1
        where municipality = '12203' and no = 7`);
      const after = { ...before, sealNumber: undefined, address: '本町1丁目1番1号', version: 2 };
      expect(await time.run(register.resident('12203', 7))).toEqual(after);
      expect(await time.run(register.household('12203', before.householdNo))).toContainEqual(after);
    });
  });

  // The last test: it closes the database of this block.
  test('is closed for good', async () => {
    const late = database.query({ name: 'test.late', text: 'select 1 as one' });
    await expect(late).resolves.toEqual([{ one: 1 }]);
    await database.close();
    await expect(database.query({ name: 'test.late', text: 'select 1 as one' })).rejects.toThrow();
    await expect(database.run('select 1')).rejects.toThrow();
  });
});

describe('SqlLedger on several connections', () => {
  test('answers equal claims that had to wait for each other', async () => {
    const database = await openPostgres(postgres.url);
    const ledger = new SqlLedger(database);
    const municipality = newMunicipality();
    await time.run(ledger.claim(newClaim(municipality)));
    const other = new Client(postgres.url);
    await other.connect();
    const values = [municipality];
    await other.query('begin');
    await other.query('select from document_counter where municipality = $1 for update', values);
    // The first of them waits for the counter, the others for the first.
    const wanted = newClaim(municipality);
    const claims = Promise.all([1, 2, 3].map(() => time.run(ledger.claim(wanted))));
    await until(other, 'select count(*) = 3 as met from pg_locks where not granted');
    await other.query('commit');
    await other.end();
    const answers = await claims;
    expect(answers.map(({ entry }) => entry.serial)).toEqual([2, 2, 2]);
    expect(answers.filter(({ repeated }) => repeated)).toHaveLength(2);
    await database.close();
  });

  async function until(client: Client, condition: string): Promise<void> {
    while (!(await client.query(condition)).rows[0]?.met);
  }
});

describe('openPglite', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kofu-pglite-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  test('keeps its data in a directory', async () => {
    const kept = { directory: join(directory, 'new', 'kept') };
    const first = await openPglite(kept);
    await migrate(first);
    await first.close();
    const second = await openPglite(kept);
    expect(await migrate(second)).toEqual([]);
    await second.close();
  });

  test('copies new databases from what the first start has prepared', async () => {
    const text = 'select system_identifier::text as drawn_by_initdb from pg_control_system()';
    const drawn: unknown[] = [];
    for (const name of ['one', 'two']) {
      const copy = await openPglite({ directory: join(directory, name) });
      drawn.push(...(await copy.query({ name: 'test.identity', text })));
      await copy.close();
    }
    expect(drawn).toHaveLength(2);
    expect(drawn[0]).toEqual(drawn[1]);
  });

  test('rejects where it cannot work', async () => {
    const file = join(directory, 'file');
    await writeFile(file, '');
    await expect(openPglite({ directory: file })).rejects.toThrow();
  });
});

describe('openPostgres', () => {
  const secret = 'pw-that-must-not-show';

  async function failure(url: string): Promise<string> {
    const error: unknown = await openPostgres(url).catch((reason) => reason);
    expect(error).toBeInstanceOf(Error);
    const { message } = error as Error;
    expect(message).not.toContain(secret);
    return message;
  }

  test('says where nobody listens, and what to do', async () => {
    const port = await freePort();
    const message = await failure(`postgresql://kofu:${secret}@127.0.0.1:${port}/kofu`);
    expect(message).toContain(`postgresql://kofu@127.0.0.1:${port}/kofu`);
    expect(message).toContain('start PostgreSQL');
  });

  test('tells a wrong password from a missing database', async () => {
    const { host } = new URL(postgres.url);
    const user = await failure(`postgresql://postgres:${secret}@${host}/postgres`);
    expect(user).toContain('correct user and password');
    const database = await failure(postgres.url.replace(/postgres$/, `nowhere?x=${secret}`));
    expect(database).toContain('create this database');
  });

  test('explains what it takes for an address', async () => {
    expect(await failure(secret)).toContain('postgresql://user:password@host:port/database');
  });
});

/** Counts how many households are asked of the origin. */
class Counting implements Register {
  households = 0;

  resident(municipality: string, no: number) {
    return origin.resident(municipality, no);
  }

  household(municipality: string, householdNo: number) {
    this.households += 1;
    return origin.household(municipality, householdNo);
  }
}
