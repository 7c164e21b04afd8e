import { describe, expect, test } from 'vitest';
import { cashOf, exactly } from '../../../devices/payment/cash.ts';
import { CASH_SETTINGS } from '../../../devices/payment/cash-acceptor-model.ts';
import type { PaymentOutcome } from '../../../devices/payment/payment.ts';
import { ModelPaymentUnit } from '../../../devices/payment/payment-model.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';
import { answerOf } from '../card/card-conversation.ts';

const COLLECTED = { kind: 'collected' };

function pay(unit: ModelPaymentUnit, yen: number): PaymentOutcome {
  unit.insert({ kind: 'cash', pieces: exactly(yen) });
  return answerOf(unit.collect(yen));
}

test('a payment unit counts what it has taken less what it has given back', () => {
  const unit = new ModelPaymentUnit();
  expect(unit.takingsYen).toBe(0);
  expect(pay(unit, 200)).toEqual(COLLECTED);
  expect(pay(unit, 300)).toEqual(COLLECTED);
  expect(unit.takingsYen).toBe(500);
  answerOf(unit.refund(200));
  expect(unit.takingsYen).toBe(300);
});

test('what costs nothing is collected without anything held out', () => {
  expect(answerOf(new ModelPaymentUnit().collect(0))).toEqual(COLLECTED);
});

describe('an amount that is not collected', () => {
  const refusals: readonly [string, (unit: ModelPaymentUnit) => void][] = [
    ['jam', (unit) => unit.acceptor.jam()],
    ['no-change', (unit) => unit.insert({ kind: 'cash', pieces: cashOf({ 1000: 1 }) })],
    ['canceled', () => {}],
    ['time-out', () => {}],
  ];

  test.each(refusals)('because of %s is given back, and the unit says so', (reason, happens) => {
    const unit = new ModelPaymentUnit({ ...CASH_SETTINGS, float: cashOf({}) });
    const runner = new VirtualTime();
    const outcomes: PaymentOutcome[] = [];
    runner.spawn(
      (function* () {
        outcomes.push(yield* unit.collect(200));
      })(),
    );
    runner.advance(1_000);
    unit.insert({ kind: 'cash', pieces: cashOf({ 100: 1 }) });
    expect([unit.insertedYen, unit.missingYen]).toEqual([100, 100]);
    happens(unit);
    if (reason === 'canceled') unit.cancel();
    runner.advance(10_000_000);
    expect(outcomes).toEqual([{ kind: 'refused', reason }]);
    expect([unit.insertedYen, unit.takingsYen]).toEqual([0, 0]);
    expect(answerOf(unit.lastCollection())).toEqual({ kind: 'refused', reason: 'rollback' });
  });

  test('because nobody waits for it any more is given back as well', () => {
    const unit = new ModelPaymentUnit();
    const runner = new VirtualTime();
    const task = runner.spawn(unit.collect(200));
    runner.advance(0);
    unit.insert({ kind: 'cash', pieces: cashOf({ 100: 1 }) });
    expect(unit.insertedYen).toBe(100);
    task.cancel();
    runner.advance(0);
    expect([unit.insertedYen, unit.takingsYen]).toEqual([0, 0]);
  });
});

test('a unit that was asked for nothing has collected nothing', () => {
  const { kind } = answerOf(new ModelPaymentUnit().lastCollection());
  expect(kind).toBe('refused');
});

test('to give back what there is not is a broken promise', () => {
  const unit = new ModelPaymentUnit({ ...CASH_SETTINGS, float: cashOf({}) });
  expect(() => answerOf(unit.refund(200))).toThrow('cannot give 200 yen back');
});
