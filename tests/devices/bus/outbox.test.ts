import { describe, expect, test } from 'vitest';
import type { Centre, Reply } from '../../../devices/bus/centre.ts';
import { Outbox } from '../../../devices/bus/outbox.ts';
import type { PrintResult } from '../../../server/contract.ts';
import { type Process, ready } from '../../../sim/process.ts';
import { streams } from '../../../sim/rng.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';
import { Signal } from '../../../sim/waiting.ts';

const RESULT: PrintResult = {
  municipality: '27203',
  requestId: 'r1',
  outcome: 'printed',
  pagesPrinted: 1,
  paidYen: 200,
};

const GRANTED: Reply<void> = { kind: 'granted', value: undefined };
const FAILED: Reply<void> = { kind: 'failed', reason: 'no line' };
const REFUSED: Reply<void> = { kind: 'refused', code: 'issuance-unknown' };

const HOUR_MS = 3_600_000;

/** An outbox whose centre answers the n-th telling, from 0, as given; and when it was told. */
function outboxOf(answer: (nth: number) => Process<Reply<void>>, kiosk = 'in-001') {
  const runner = new VirtualTime();
  const toldAtMs: number[] = [];
  const told: PrintResult[] = [];
  const reportPrint: Centre['reportPrint'] = (_, result) => {
    toldAtMs.push(runner.now());
    told.push(result);
    return answer(toldAtMs.length - 1);
  };
  const centre = { reportPrint } as Centre;
  const rng = streams(1).stream('outbox', kiosk);
  const outbox = new Outbox(kiosk, { runner, centre, timeoutMs: 5_000, rng });
  const deposit = (result = RESULT) => runner.spawn(outbox.deposit(result));
  return { runner, outbox, toldAtMs, told, deposit };
}

describe('a result', () => {
  test.each([GRANTED, REFUSED])('that is answered at once is told once', (reply) => {
    const { runner, outbox, toldAtMs, deposit } = outboxOf(() => ready(reply));
    const task = deposit();
    runner.advance(HOUR_MS);
    expect(task.ending).toMatchObject({ kind: 'returned' });
    expect(toldAtMs).toEqual([0]);
    expect(outbox.pending).toBe(0);
  });

  test('that is not heard is told again with growing pauses, until it is', () => {
    const heard = 9;
    const told = outboxOf((nth) => ready(nth < heard ? FAILED : GRANTED));
    const { runner, outbox, toldAtMs, deposit } = told;
    deposit();
    runner.advance(0);
    expect(outbox.has('r1')).toBe(true);
    runner.advance(HOUR_MS);
    expect(toldAtMs).toHaveLength(heard + 1);
    expect(outbox.has('r1')).toBe(false);
    const pauses = toldAtMs.slice(1).map((at, index) => at - (toldAtMs[index] ?? 0));
    expect(Math.max(...pauses)).toBeLessThanOrEqual(60_000);
    const mean = (part: readonly number[]) => part.reduce((sum, ms) => sum + ms, 0) / part.length;
    expect(mean(pauses.slice(5))).toBeGreaterThan(4 * mean(pauses.slice(0, 3)));
  });

  test('is told again at another instant by every kiosk', () => {
    const pauses = ['in-001', 'in-002', 'in-003'].map((kiosk) => {
      const { runner, toldAtMs, deposit } = outboxOf(
        (nth) => ready(nth < 1 ? FAILED : GRANTED),
        kiosk,
      );
      deposit();
      runner.advance(HOUR_MS);
      return toldAtMs[1];
    });
    expect(new Set(pauses).size).toBe(3);
  });

  test('whose answer does not come is told again, and holds up nobody', () => {
    const told = outboxOf((nth) => (nth === 0 ? new Signal<never>().wait() : ready(GRANTED)));
    const { runner, outbox, toldAtMs, deposit } = told;
    const task = deposit();
    runner.advance(5_001);
    expect(task.ending).toMatchObject({ kind: 'returned' });
    expect(outbox.pending).toBe(1);
    runner.advance(HOUR_MS);
    expect(toldAtMs).toHaveLength(2);
    expect(outbox.pending).toBe(0);
  });

  test('waits for its own answer and not for that of another', () => {
    const told = outboxOf((nth) => ready(nth === 0 ? FAILED : GRANTED));
    const { runner, outbox, deposit } = told;
    deposit();
    deposit({ ...RESULT, requestId: 'r2' });
    runner.advance(0);
    expect(outbox.has('r1')).toBe(true);
    expect(outbox.has('r2')).toBe(false);
    runner.advance(HOUR_MS);
    expect(outbox.pending).toBe(0);
  });
});

describe('what the centre finds unsettled', () => {
  const unsettled = [{ municipality: '27203', requestId: 'r1' }];
  const nothing = { ...unsettled[0], outcome: 'not-printed', pagesPrinted: 0, paidYen: 0 };

  test('is told as not printed where nobody knows of it, until that is heard', () => {
    const { runner, outbox, told } = outboxOf((nth) => ready(nth < 3 ? FAILED : GRANTED));
    outbox.reconcile(unsettled);
    runner.advance(HOUR_MS);
    expect(told).toEqual([nothing, nothing, nothing, nothing]);
    expect(outbox.pending).toBe(0);
  });

  test('is left alone while a journey has it in hand, and not when it has left', () => {
    const { runner, outbox, told, deposit } = outboxOf(() => ready(GRANTED));
    outbox.announce('r1');
    outbox.reconcile(unsettled);
    runner.advance(0);
    expect(told).toEqual([]);
    deposit();
    runner.advance(0);
    expect(told).toEqual([RESULT]);
    outbox.announce('r1');
    outbox.withdraw('r1');
    outbox.reconcile(unsettled);
    runner.advance(0);
    expect(told).toEqual([RESULT, nothing]);
  });

  test('is told as it was, and at once, where its result waits to be told', () => {
    const { runner, outbox, told, deposit } = outboxOf((nth) => ready(nth < 1 ? FAILED : GRANTED));
    deposit();
    runner.advance(0);
    outbox.reconcile(unsettled);
    runner.advance(0);
    expect(told).toEqual([RESULT, RESULT]);
    expect(outbox.pending).toBe(0);
    runner.advance(HOUR_MS);
    expect(told).toHaveLength(2);
  });

  test('or not: whatever waits is told when the line is back', () => {
    const { runner, outbox, told, deposit } = outboxOf((nth) => ready(nth < 1 ? FAILED : GRANTED));
    deposit();
    runner.advance(0);
    outbox.reconcile([]);
    runner.advance(0);
    expect(told).toEqual([RESULT, RESULT]);
  });
});
