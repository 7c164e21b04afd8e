import { expect, test } from 'vitest';
import type { Database } from '../../../server/database/database.ts';
import { migrate } from '../../../server/database/schema.ts';

/** What every database keeps to. */
export function databaseContract(database: () => Database): void {
  test('answers rows of plain values, bigint and counts as numbers', async () => {
    const text = `
      select $1::text as word, $2::integer as small, $3::bigint as large, $4::boolean as truth,
        null as nothing, count(*) as counted from generate_series(1, 3)`;
    const values = ['𠮷野 「引用」', -7, 1_435_708_800_000, true];
    expect(await database().query({ name: 'test.values', text }, values)).toEqual([
      {
        word: '𠮷野 「引用」',
        small: -7,
        large: 1_435_708_800_000,
        truth: true,
        nothing: null,
        counted: 3,
      },
    ]);
    const none = { name: 'test.null', text: 'select $1::text as word where $2::boolean' };
    expect(await database().query(none, [null, true])).toEqual([{ word: null }]);
    expect(await database().query(none, [null, false])).toEqual([]);
  });

  test('parses and plans a named statement once', async () => {
    const name = 'test.planned';
    const statement = { name, text: 'select $1::integer + 1 as next' };
    for (const value of [1, 2, 3]) {
      expect(await database().query(statement, [value])).toEqual([{ next: value + 1 }]);
    }
    const plans = {
      name: 'test.plans',
      text: `select generic_plans + custom_plans as executed from pg_prepared_statements
        where name = $1`,
    };
    expect(await database().query(plans, [name])).toEqual([{ executed: 3 }]);
  });

  test('refuses one name for two statements', async () => {
    await database().query({ name: 'test.taken', text: 'select 1 as one' });
    await expect(database().query({ name: 'test.taken', text: 'select 2' })).rejects.toThrow(
      /must be unique.*test\.taken/,
    );
  });

  test('rejects with the SQLSTATE and goes on', async () => {
    const divide = { name: 'test.divide', text: 'select 1 / $1::integer as quotient' };
    await expect(database().query(divide, [0])).rejects.toMatchObject({ code: '22012' });
    await expect(database().query({ name: 'test.bad', text: 'selec 1' })).rejects.toMatchObject({
      code: '42601',
    });
    await expect(database().run('selec 1')).rejects.toMatchObject({ code: '42601' });
    expect(await database().query(divide, [1])).toEqual([{ quotient: 1 }]);
    const good = { name: 'test.bad', text: 'select 1 as one' };
    expect(await database().query(good)).toEqual([{ one: 1 }]);
  });

  test('runs several statements as one transaction', async () => {
    await database().run('create table half (no integer); insert into half values (1);');
    const count = { name: 'test.half', text: 'select count(*) as rows from half' };
    const second = 'insert into half values (2); insert into nowhere values (1);';
    await expect(database().run(second)).rejects.toMatchObject({ code: '42P01' });
    expect(await database().query(count)).toEqual([{ rows: 1 }]);
  });

  test('answers questions asked at the same time each with its own rows', async () => {
    const statement = { name: 'test.echo', text: 'select $1::integer as no' };
    const asked = Array.from({ length: 50 }, (_, no) => no);
    const answers = await Promise.all(asked.map((no) => database().query(statement, [no])));
    expect(answers).toEqual(asked.map((no) => [{ no }]));
  });

  test('lets the event loop turn while it computes', async () => {
    const order: string[] = [];
    const long = 'select count(*) as counted from generate_series(1, 300000)';
    const answer = database().query({ name: 'test.long', text: long });
    const noted = answer.then(() => order.push('answer'));
    setImmediate(() => order.push('turn'));
    await noted;
    expect(order).toEqual(['turn', 'answer']);
  });

  test('migrates once, also when two servers start at the same time', async () => {
    const steps = [
      { id: 'test-1', sql: 'create table first_step (no integer);' },
      { id: 'test-2', sql: 'create table second_step (no integer);' },
    ];
    const done = await Promise.all([migrate(database(), steps), migrate(database(), steps)]);
    expect(done.flat().sort()).toEqual(['test-1', 'test-2']);
    expect(await migrate(database(), steps)).toEqual([]);
  });

  test('a migration that fails leaves nothing behind and is tried again', async () => {
    const failing = { id: 'test-3', sql: 'create table third (no integer); selec 1;' };
    await expect(migrate(database(), [failing])).rejects.toMatchObject({ code: '42601' });
    const late = { id: 'test-3', sql: 'create table third (no integer); select 1 / 0;' };
    await expect(migrate(database(), [late])).rejects.toMatchObject({ code: '22012' });
    const corrected = { id: 'test-3', sql: 'create table third (no integer);' };
    expect(await migrate(database(), [corrected])).toEqual(['test-3']);
  });
}
