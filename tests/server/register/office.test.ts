import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ServerEvent } from '../../../server/events.ts';
import type { ChangeLog } from '../../../server/register/change-log.ts';
import { Office, OfficeOperation, OfficeReceipt } from '../../../server/register/office.ts';
import { sleep } from '../../../sim/process.ts';
import { TIMED_OUT, within } from '../../../sim/waiting.ts';
import { newStores } from '../stores/stores.ts';
import { baseRegister, NEIGHBOUR, SmallOffice, START_MS, TOWN } from './small-office.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

describe('what an office enters', () => {
  test('holds at once, with a receipt', async () => {
    const small = new SmallOffice();
    await small.pass(1234.5);
    const order = { operation: 'revoke-seal', municipality: TOWN, resident: 9 };
    const outcome = await small.perform(order);
    expect(outcome).toEqual({
      ok: true,
      value: {
        municipality: TOWN,
        resident: 9,
        committedAt: '2015-06-01T10:00:01.234+09:00',
        change: { sequence: 1, version: 2 },
        repeated: false,
      },
    });
    expect(OfficeReceipt.parse(outcome.ok && outcome.value)).toEqual(outcome.ok && outcome.value);
    expect((await small.truth(9)).sealRevoked).toBe(true);
    expect((await small.answer(small.copy.resident(TOWN, 9)))?.sealRevoked).toBe(false);
  });

  test('is told once for each municipality that keeps something of it', async () => {
    const small = new SmallOffice();
    await small.pass(1500);
    await small.enter({
      operation: 'move-out',
      municipality: NEIGHBOUR,
      resident: 9,
      on: '2015-06-01',
    });
    const person = { municipality: NEIGHBOUR, resident: 9 };
    const { resident } = await small.enter({
      operation: 'move-in',
      municipality: TOWN,
      person,
      address: '本町1番',
    });
    const told = small.journal.filter(({ kind }) => kind === 'register-changed').slice(1);
    const what = {
      kind: 'register-changed',
      t: 3500,
      change: 'move-in',
      version: 3,
      mistake: false,
    };
    const there = { municipality: NEIGHBOUR, residents: [9, 8, 10, 11], families: [6] };
    const here = { municipality: TOWN, residents: [resident], families: [] };
    expect(told).toHaveLength(2);
    expect(told).toContainEqual({ ...what, ...here, resident });
    expect(told).toContainEqual({ ...what, ...there, resident });
    for (const event of small.journal) expect(ServerEvent.parse(event)).toEqual(event);
  });

  test('is not told, nor sent, again when the request comes again', async () => {
    const small = new SmallOffice();
    const order = { operation: 'hand-out-card', municipality: TOWN, resident: 9 };
    const first = await small.perform(order, 'request-1');
    await small.pass(DAY_MS);
    const again = await small.perform(order, 'request-1');
    await small.pass(DAY_MS);
    if (!first.ok || !again.ok) throw new Error('refused');
    expect(again.value).toEqual({ ...first.value, repeated: true });
    expect(small.journal.map(({ kind }) => kind)).toEqual(['register-changed', 'register-updated']);
  });

  test('is not told again after a restart', async () => {
    const log = newStores().changeLog();
    const small = new SmallOffice();
    const give = { operation: 'hand-out-card', municipality: TOWN, resident: 8 } as const;
    await small.answer(baseRegister(log).commit(give, START_MS));
    const base = baseRegister(log);
    await small.answer(base.catchUp());
    const { feed, cards, revocations, runner } = small;
    const journal = (event: ServerEvent) => small.journal.push(event);
    const clock = { runner, originMs: START_MS, journal };
    const office = new Office({ ...clock, base, feed, cards, revocations });
    await small.answer(office.perform({ ...give, resident: 6 }, START_MS));
    expect(small.journal).toMatchObject([{ kind: 'register-changed', resident: 6 }]);
  });

  test('is sent even if whoever entered it had given up waiting for the database', async () => {
    const small = new SmallOffice();
    const log = newStores().changeLog();
    const slow: ChangeLog = {
      since: (sequence) => log.since(sequence),
      *append(change) {
        const isNext = yield* log.append(change);
        yield sleep(1000);
        return isNext;
      },
    };
    const { feed, cards, revocations, runner } = small;
    const journal = (event: ServerEvent) => small.journal.push(event);
    const base = baseRegister(slow);
    const clock = { runner, originMs: START_MS, journal };
    const office = new Office({ ...clock, base, feed, cards, revocations });
    const enter = async (resident: number, ms: number) => {
      const order = OfficeOperation.parse({
        operation: 'hand-out-card',
        municipality: TOWN,
        resident,
      });
      const task = runner.spawn(within(ms, office.perform(order, small.nowMs)));
      await small.pass(5000);
      return task.ending;
    };
    expect(await enter(8, 500)).toEqual({ kind: 'returned', value: TIMED_OUT });
    expect(await enter(6, 1500)).toMatchObject({ kind: 'returned', value: { ok: true } });
    const changed = small.journal.filter(({ kind }) => kind === 'register-changed');
    expect(changed.map((event) => 'resident' in event && event.resident)).toEqual([8, 6]);
    for (const no of [8, 6]) {
      expect((await small.answer(small.copy.resident(TOWN, no)))?.cardGeneration).toBe(2);
    }
  });

  test('changes nothing and is not told if it is refused', async () => {
    const small = new SmallOffice();
    const order = { operation: 'revoke-seal', municipality: TOWN, resident: 8 };
    expect(await small.perform(order)).toEqual({ ok: false, code: 'change-impossible' });
    await small.pass(DAY_MS);
    expect(small.journal).toEqual([]);
  });
});

describe('who has given notice of moving out', () => {
  const notice = { operation: 'move-out', municipality: TOWN, resident: 9, on: '2015-06-03' };

  function living(): SmallOffice {
    const small = new SmallOffice();
    small.runner.spawn(small.office.days());
    return small;
  }

  test('has gone from the midnight of the day on, and not before', async () => {
    const small = living();
    await small.enter(notice);
    await small.pass(38 * HOUR_MS - 2000 - 1);
    expect((await small.truth(9)).standing).toBe('moving-out');
    await small.pass(1);
    expect((await small.truth(9)).standing).toBe('moved-out');
    const commits = small.base.commitsSince(0);
    expect(commits.map(({ atMs }) => atMs - START_MS)).toEqual([0, 38 * HOUR_MS]);
  });

  test('goes once, on the day named last', async () => {
    const small = living();
    await small.enter(notice);
    await small.enter({ ...notice, on: '2015-06-05' });
    await small.pass(3 * DAY_MS);
    expect((await small.truth(9)).standing).toBe('moving-out');
    await small.pass(7 * DAY_MS);
    expect((await small.truth(9)).standing).toBe('moved-out');
    expect(small.base.commitsSince(0)).toHaveLength(3);
  });

  test('does not go if they have died or gone since', async () => {
    const small = living();
    await small.enter(notice);
    await small.enter({ ...notice, resident: 6 });
    await small.enter({ operation: 'die', municipality: TOWN, resident: 9 });
    await small.enter({ ...notice, resident: 6, on: '2015-06-01' });
    await small.pass(7 * DAY_MS);
    expect((await small.truth(9)).standing).toBe('deceased');
    expect(small.base.commitsSince(0)).toHaveLength(4);
  });

  test('has gone as well if nobody was there at midnight', async () => {
    const log = newStores().changeLog();
    const before = new SmallOffice();
    const base = baseRegister(log);
    const operation = OfficeOperation.parse(notice) as Parameters<typeof base.commit>[0];
    await before.answer(base.commit(operation, START_MS));
    // Started anew on the fifth, over the same log.
    const small = new SmallOffice();
    const restarted = baseRegister(log);
    await small.answer(restarted.catchUp());
    await small.pass(4 * DAY_MS);
    const { feed, cards, revocations, runner } = small;
    const clock = { runner, originMs: START_MS, journal: () => {} };
    const office = new Office({ ...clock, base: restarted, feed, cards, revocations });
    small.runner.spawn(office.days());
    await small.pass(1);
    expect((await small.answer(restarted.resident(TOWN, 9)))?.standing).toBe('moved-out');
    await small.pass(4 * DAY_MS);
    expect(restarted.commitsSince(0)).toHaveLength(2);
  });
});

describe('OfficeOperation', () => {
  const good = { operation: 'revoke-seal', municipality: TOWN, resident: 9 };

  test.each([
    ['no object', null],
    ['no operation', { municipality: TOWN, resident: 9 }],
    ['an unknown operation', { ...good, operation: 'erase' }],
    ['a field too many', { ...good, sealNumber: '1' }],
    ['a resident who is no number', { ...good, resident: '9' }],
    ['a resident below nobody', { ...good, resident: -1 }],
    ['a resident beyond all numbers', { ...good, resident: 100_000_000 }],
    ['half a resident', { ...good, resident: 0.5 }],
    ['a municipality with its check digit', { ...good, municipality: '272035' }],
    ['a day that does not exist', { ...good, operation: 'move-out', on: '2015-02-29' }],
    ['an address with a line break', { ...good, operation: 'move-within', address: '本町\n1番' }],
    ['an empty address', { ...good, operation: 'move-within', address: '' }],
    [
      'a name of one part',
      {
        operation: 'move-in',
        municipality: TOWN,
        address: '本町1番',
        person: { name: '千里', birthDate: '1980-04-01', sex: 'female' },
      },
    ],
    [
      'a negative income',
      { ...good, operation: 'set-tax-record', year: 2015, amounts: { incomeYen: -1 } },
    ],
    [
      'a domicile that no database holds',
      {
        operation: 'move-in',
        municipality: TOWN,
        address: '本町1番',
        person: { name: '千里 中', birthDate: '1980-04-01', sex: 'female', domicile: '\u0000' },
      },
    ],
    ['a PIN of five digits', { ...good, operation: 'reset-pin', pin: '12345' }],
  ])('is not %s', (_, order) => {
    expect(OfficeOperation.safeParse(order).success).toBe(false);
  });

  test('describes every operation, for the interface', () => {
    const described = new Map<string, string>();
    const visit = (part: unknown): void => {
      if (typeof part !== 'object' || part === null) return;
      const { properties, description } = part as JsonPart;
      const name = properties?.operation?.const;
      if (name !== undefined) described.set(name, description ?? '');
      for (const inner of Object.values(part)) visit(inner);
    };
    visit(z.toJSONSchema(OfficeOperation, { io: 'input' }));
    expect(described.size).toBe(23);
    expect([...described.values()]).not.toContain('');
  });
});

interface JsonPart {
  readonly properties?: { readonly operation?: { readonly const?: string } };
  readonly description?: string;
}
