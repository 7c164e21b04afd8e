import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../../server/database/database.ts';
import { openPglite } from '../../../server/database/database-pglite.ts';
import { openPostgres } from '../../../server/database/database-postgres.ts';
import { MIGRATIONS, migrate } from '../../../server/database/schema.ts';
import { databaseContract } from './database.contract.ts';
import { freePort, type StartedPostgres, startPostgres } from './postgres.ts';

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

  // The last test: it closes the database of this block.
  test('is closed for good', async () => {
    const late = database.query({ name: 'test.late', text: 'select 1 as one' });
    await expect(late).resolves.toEqual([{ one: 1 }]);
    await database.close();
    await expect(database.query({ name: 'test.late', text: 'select 1 as one' })).rejects.toThrow();
    await expect(database.run('select 1')).rejects.toThrow();
  });
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

  test('opens what a process leaves behind that is killed: all that was answered is there', async () => {
    const [alive, killed] = [join(directory, 'alive'), join(directory, 'killed')];
    const first = await openPglite({ directory: alive });
    await first.run('create table answered (no integer)');
    await first.query({ name: 'test.insert', text: 'insert into answered values ($1)' }, [7]);
    await cp(alive, killed, { recursive: true });
    const second = await openPglite({ directory: killed });
    const rows = await second.query({ name: 'test.answered', text: 'select no from answered' });
    expect(rows).toEqual([{ no: 7 }]);
    await second.close();
    await first.close();
  });

  test('is not misled by a directory that was never finished', async () => {
    const wanted = join(directory, 'wanted');
    await mkdir(`${wanted}.unfinished`);
    await writeFile(join(`${wanted}.unfinished`, 'PG_VERSION'), 'half');
    const database = await openPglite({ directory: wanted });
    expect(await migrate(database)).toHaveLength(MIGRATIONS.length);
    await database.close();
  });

  test('leaves alone what another process has open, for as long as that lives', async () => {
    const shared = join(directory, 'shared');
    await (await openPglite({ directory: shared })).close();
    await writeFile(join(shared, 'kofu.pid'), `${process.ppid}`);
    const refused = openPglite({ directory: shared });
    await expect(refused).rejects.toThrow(`process ${process.ppid} has it open`);
    await writeFile(join(shared, 'kofu.pid'), `${2 ** 22 + 1}`);
    await (await openPglite({ directory: shared })).close();
  });

  test('rejects where it cannot work', async () => {
    const file = join(directory, 'file');
    await writeFile(file, '');
    const refused = openPglite({ directory: file });
    await expect(refused).rejects.toThrow(`cannot use the database in ${file}`);
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
