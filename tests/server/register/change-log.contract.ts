import { expect, test } from 'vitest';
import type { ChangeLog, LoggedChange } from '../../../server/register/change-log.ts';
import { OfficeOperation } from '../../../server/register/office.ts';
import type { RegisterOperation } from '../../../server/register/register-operation.ts';
import type { Process } from '../../../sim/process.ts';
import { answerOf } from '../../sim/virtual.ts';
import { baseRegister, START_MS, TOWN } from './small-office.ts';

/** What every change log keeps to; the one given is empty before the first test. */
export function changeLogContract({
  log,
  run,
}: {
  readonly log: () => ChangeLog;
  readonly run: <A>(process: Process<A>) => A | Promise<A>;
}): void {
  const logged = (sequence: number, resident: number): LoggedChange => ({
    sequence,
    atMs: START_MS + sequence + 0.125,
    operation: { operation: 'hand-out-card', municipality: TOWN, resident },
    requestId: sequence === 1 ? 'request-1' : undefined,
  });

  test('it keeps changes as they are, in their order', async () => {
    for (const sequence of [1, 2, 3]) {
      expect(await run(log().append(logged(sequence, 6)))).toBe(true);
    }
    expect(await run(log().since(0))).toEqual([1, 2, 3].map((sequence) => logged(sequence, 6)));
    expect(await run(log().since(2))).toEqual([logged(3, 6)]);
    expect(await run(log().since(3))).toEqual([]);
  });

  test('a sequence number is taken once', async () => {
    expect(await run(log().append(logged(3, 7)))).toBe(false);
    expect(await run(log().since(2))).toEqual([logged(3, 6)]);
    const together = await Promise.all([0, 1, 2, 3].map((no) => run(log().append(logged(4, no)))));
    expect(together.filter((isFirst) => isFirst)).toHaveLength(1);
    expect(await run(log().since(3))).toHaveLength(1);
  });

  test('base registers over one log are the same, whoever commits', async () => {
    const known = (await run(log().since(0))).length;
    expect(known).toBe(4);
    const [here, there] = [baseRegister(log()), baseRegister(log())];
    const orders: readonly unknown[] = [
      { operation: 'hand-out-card', municipality: TOWN, resident: 8 },
      { operation: 'marry', municipality: TOWN, husband: 16, wife: 15, address: '本町1番' },
      { operation: 'duplicate', municipality: TOWN, resident: 0 },
      { operation: 'move-out', municipality: TOWN, resident: 9, on: '2015-07-01' },
    ];
    for (const [index, order] of orders.entries()) {
      const operation = OfficeOperation.parse(order) as RegisterOperation;
      const base = index % 2 === 0 ? here : there;
      const outcome = await run(base.commit(operation, START_MS + 10));
      expect(outcome.ok).toBe(true);
    }
    await run(here.catchUp());
    await run(there.catchUp());
    expect(there.commitsSince(0)).toEqual(here.commitsSince(0));
    expect(here.commitsSince(0)).toHaveLength(8);
    const later = baseRegister(log());
    await run(later.catchUp());
    expect(later.commitsSince(0)).toEqual(here.commitsSince(0));
    for (const no of [0, 8, 9, 15, 16]) {
      const now = (base: typeof here) => answerOf(() => base.entered.resident(TOWN, no));
      expect(now(later)).toEqual(now(here));
    }
  });

  test('two that commit at once do not overwrite each other', async () => {
    const [here, there] = [baseRegister(log()), baseRegister(log())];
    const give = { operation: 'hand-out-card', municipality: TOWN, resident: 11 } as const;
    const outcomes = await Promise.all([
      run(here.commit(give, START_MS)),
      run(there.commit(give, START_MS)),
      run(here.commit(give, START_MS, 'same')),
      run(there.commit(give, START_MS, 'same')),
    ]);
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    await run(here.catchUp());
    expect((await run(here.resident(TOWN, 11)))?.cardGeneration).toBe(4);
  });
}
