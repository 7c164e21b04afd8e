import { describe, expect, test } from 'vitest';
import { ForeignChangeLog } from '../../../server/register/base-register.ts';
import { MemoryChangeLog } from '../../../server/register/change-log.ts';
import { OfficeOperation } from '../../../server/register/office.ts';
import type { RegisterOperation } from '../../../server/register/register-operation.ts';
import type { Process } from '../../../sim/process.ts';
import { answerOf } from '../../sim/virtual.ts';
import { changeLogContract } from './change-log.contract.ts';
import { plain, registerContract } from './register.contract.ts';
import { UPDATED_ORIGIN } from './register-updates.contract.ts';
import { baseRegister, NEIGHBOUR, ORIGIN, START_MS, TOWN } from './small-office.ts';

function run<A>(process: Process<A>): A {
  return answerOf(() => process);
}

type Base = ReturnType<typeof baseRegister>;

function commit(base: Base, order: Record<string, unknown>, atMs = START_MS, requestId?: string) {
  const operation = OfficeOperation.parse({ municipality: TOWN, ...order }) as RegisterOperation;
  return run(base.commit(operation, atMs, requestId));
}

function committed(base: Base, order: Record<string, unknown>, atMs = START_MS) {
  const outcome = commit(base, order, atMs);
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value.commit;
}

describe('BaseRegister', () => {
  registerContract({
    register: () => baseRegister(undefined, UPDATED_ORIGIN),
    run,
    municipality: '30001',
    population: 60,
    taxYear: 2015,
  });

  test('each version holds from its commit to the next one', () => {
    const base = baseRegister();
    const addresses = ['本町1番', '本町2番', '本町3番'];
    for (const [index, address] of addresses.entries()) {
      committed(base, { operation: 'move-within', resident: 5, address }, START_MS + index * 1000);
    }
    const at = (ms: number) => run(base.asOf(START_MS + ms).resident(TOWN, 5));
    const original = plain(run(ORIGIN.resident(TOWN, 5)));
    expect(plain(at(-1))).toEqual(original);
    expect([0, 999, 1000, 1999, 2000, 9999].map((ms) => at(ms)?.address)).toEqual([
      '本町1番',
      '本町1番',
      '本町2番',
      '本町2番',
      '本町3番',
      '本町3番',
    ]);
    expect(run(base.resident(TOWN, 5))?.address).toBe('本町3番');
    expect(run(base.asOf(START_MS - 1).household(TOWN, 1)).map(plain)).toEqual([original]);
    expect(run(base.asOf(START_MS).household(TOWN, 1))).toEqual([]);
    expect(run(base.asOf(START_MS - 1).family(TOWN, 2))?.members[0]?.addresses).toHaveLength(2);
    expect(run(base.asOf(START_MS).family(TOWN, 2))?.members[0]?.addresses).toHaveLength(3);
  });

  test('tax records have a time as well', () => {
    const base = baseRegister();
    committed(base, { operation: 'set-tax-record', resident: 5, year: 2015, amounts: null });
    expect(run(base.taxRecord(TOWN, 5, 2015))).toBeUndefined();
    expect(run(base.asOf(START_MS - 1).taxRecord(TOWN, 5, 2015))).toEqual(
      run(ORIGIN.taxRecord(TOWN, 5, 2015)),
    );
  });

  test('the version committed before an instant is that of the household', () => {
    const base = baseRegister();
    committed(base, { operation: 'revoke-seal', resident: 9 }, START_MS);
    committed(base, { operation: 'hand-out-card', resident: 8 }, START_MS + 1000);
    const known = (no: number, ms: number) =>
      run(base.versionCommittedBefore(TOWN, no, START_MS + ms));
    for (const no of [8, 9, 10, 11]) {
      // Not what is committed at the very instant: the two are at the same time.
      expect([0, 0.001, 1000, 1001].map((ms) => known(no, ms))).toEqual([1, 2, 2, 3]);
    }
    expect(known(6, 5000)).toBe(1);
    expect(known(499, 5000)).toBe(1);
    expect(known(500, 5000)).toBe(0);
    expect(run(base.versionCommittedBefore(NEIGHBOUR, 9, START_MS + 5000))).toBe(1);
  });

  test('so it is of family registers', () => {
    const base = baseRegister();
    const notice = { operation: 'begin-notice', resident: 9, register: 'family' };
    const { version } = committed(base, notice);
    const known = (familyNo: number, ms: number) =>
      run(base.familyVersionCommittedBefore(TOWN, familyNo, START_MS + ms));
    expect([known(6, 0), known(6, 1), known(4, 1), known(7, 1)]).toEqual([1, version, 1, 0]);
  });

  test('one change has one version, higher than any it touches', () => {
    const base = baseRegister();
    for (let count = 0; count < 3; count++)
      committed(base, { operation: 'hand-out-card', resident: 16 });
    const wedding = { operation: 'marry', husband: 16, wife: 15, address: '本町1番' };
    const { version, updates } = committed(base, wedding);
    expect(version).toBe(5);
    const [update] = updates;
    expect(updates).toHaveLength(1);
    expect(new Set(update?.images.map((image) => image.version))).toEqual(new Set([5]));
    // Both, the parents of the wife, and three family registers.
    const keys = update?.images.map(({ kind, no }) => `${kind} ${no}`);
    expect(keys?.sort()).toEqual(
      ['resident 13', 'resident 14', 'resident 15', 'resident 16']
        .concat([
          'family 10',
          'family 12',
          `family ${run(base.resident(TOWN, 16))?.domicile.familyNo}`,
        ])
        .sort(),
    );
  });

  test('nothing is committed before what has been', () => {
    const base = baseRegister();
    expect(committed(base, { operation: 'hand-out-card', resident: 6 }, START_MS).atMs).toBe(
      START_MS,
    );
    const late = committed(base, { operation: 'hand-out-card', resident: 8 }, START_MS - 5000);
    expect(late.atMs).toBe(START_MS);
  });

  test('a request that comes again is answered as before, and another one with its id refused', () => {
    const base = baseRegister();
    const order = { operation: 'hand-out-card', resident: 6 };
    const first = commit(base, order, START_MS, 'request-1');
    const again = commit(base, order, START_MS + 9000, 'request-1');
    if (!first.ok || !again.ok) throw new Error('refused');
    expect(first.value.repeated).toBe(false);
    expect(again.value).toEqual({ ...first.value, repeated: true });
    expect(run(base.resident(TOWN, 6))?.cardGeneration).toBe(2);
    const other = { operation: 'hand-out-card', resident: 8 };
    expect(commit(base, other, START_MS, 'request-1')).toMatchObject({ code: 'request-conflict' });
    expect(base.commitsSince(0)).toHaveLength(1);
  });

  test('what is refused is not in the log', () => {
    const log = new MemoryChangeLog();
    const base = baseRegister(log);
    expect(commit(base, { operation: 'revoke-seal', resident: 8 })).toMatchObject({
      code: 'change-impossible',
    });
    expect(run(log.since(0))).toEqual([]);
  });

  test('an ordinary change after a mistake is entered beside it', () => {
    const base = baseRegister();
    committed(base, { operation: 'swapped-persons', resident: 6, other: 5 });
    committed(base, { operation: 'hand-out-card', resident: 6 });
    const truth = run(base.resident(TOWN, 6));
    const entered = run(base.entered.resident(TOWN, 6));
    expect([truth?.cardGeneration, entered?.cardGeneration]).toEqual([2, 2]);
    expect([truth?.nonce, entered?.nonce]).toEqual(
      [6, 5].map((no) => run(ORIGIN.resident(TOWN, no))?.nonce),
    );
    expect(truth?.version).toBe(entered?.version);
  });

  test('a log of other registers is told from its own', () => {
    const log = new MemoryChangeLog();
    committed(baseRegister(log), { operation: 'revoke-seal', resident: 6 });
    const other = baseRegister(log, UPDATED_ORIGIN);
    expect(() => run(other.catchUp())).toThrow(ForeignChangeLog);
    expect(() => run(other.catchUp())).toThrow(/change 1 \(revoke-seal\).*another database/i);
  });
});

describe('MemoryChangeLog', () => {
  const log = new MemoryChangeLog();
  changeLogContract({ log: () => log, run });
});
