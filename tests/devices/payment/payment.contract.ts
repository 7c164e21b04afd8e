import { beforeEach, describe, expect, test } from 'vitest';
import { cashOf, exactly, type Tender } from '../../../devices/payment/cash.ts';
import { CASH_SETTINGS, type CashSettings } from '../../../devices/payment/cash-acceptor-model.ts';
import type { CashSlot } from '../../../devices/payment/cash-slot.ts';
import type { PaymentOutcome, PaymentUnit } from '../../../devices/payment/payment.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';
import { answerOf } from '../card/card-conversation.ts';

/** A payment unit to be tried, and whoever stands before it. */
export interface TriedPaymentUnit {
  readonly unit: PaymentUnit;
  readonly cash: CashSlot;
  /** A piece jams in it. */
  jam(): void;
}

const COLLECTED = { kind: 'collected' };
const FEE_YEN = 200;
const WITHOUT_CHANGE: CashSettings = { ...CASH_SETTINGS, float: cashOf({}) };
const coins = (yen: number): Tender => ({ kind: 'cash', pieces: exactly(yen) });
const NOTE: Tender = { kind: 'cash', pieces: cashOf({ 1000: 1 }) };

/** What every payment unit must do. */
export function paymentContract(tried: (settings?: CashSettings) => TriedPaymentUnit): void {
  describe('a payment unit', () => {
    let subject: TriedPaymentUnit;
    beforeEach(() => {
      subject = tried();
    });

    test('that was asked for nothing has collected nothing', () => {
      expect(answerOf(subject.unit.lastCollection())).toMatchObject({ kind: 'refused' });
      expect(money(subject)).toEqual({ insertedYen: 0, takingsYen: 0 });
    });

    test('counts what it has taken less what it has given back', () => {
      const { unit } = subject;
      expect(paid(subject, 200)).toEqual(COLLECTED);
      expect(paid(subject, 300)).toEqual(COLLECTED);
      expect(money(subject)).toEqual({ insertedYen: 0, takingsYen: 500 });
      answerOf(unit.refund(300));
      expect(money(subject)).toEqual({ insertedYen: 0, takingsYen: 200 });
      // The amount was collected all the same: that it was given back is another matter.
      expect(answerOf(unit.lastCollection())).toEqual(COLLECTED);
    });

    test('collects what costs nothing without anything held out', () => {
      expect(answerOf(subject.unit.collect(0))).toEqual(COLLECTED);
      expect(money(subject)).toEqual({ insertedYen: 0, takingsYen: 0 });
    });

    test('gives change, and keeps the fee alone', () => {
      subject.cash.insert(NOTE);
      expect(answerOf(subject.unit.collect(FEE_YEN))).toEqual(COLLECTED);
      expect(money(subject)).toEqual({ insertedYen: 0, takingsYen: FEE_YEN });
    });

    test('tells apart what has been inserted and what has been taken', () => {
      const { outcomes, runner } = collecting(subject);
      subject.cash.insert(coins(100));
      runner.advance(runner.now() + 1_000);
      expect([outcomes, subject.cash.missingYen]).toEqual([[], FEE_YEN - 100]);
      expect(money(subject)).toEqual({ insertedYen: 100, takingsYen: 0 });
      subject.cash.insert(coins(FEE_YEN - 100));
      runner.advance(runner.now() + 1_000);
      expect(outcomes).toEqual([COLLECTED]);
      expect(money(subject)).toEqual({ insertedYen: 0, takingsYen: FEE_YEN });
      expect(answerOf(subject.unit.lastCollection())).toEqual(COLLECTED);
    });

    test('takes nothing while it is jammed', () => {
      subject.jam();
      expect(paid(subject, FEE_YEN)).toEqual({ kind: 'refused', reason: 'jam' });
      expect(money(subject)).toEqual({ insertedYen: 0, takingsYen: 0 });
    });

    test('cannot give back what it does not hold, and says so', () => {
      const { unit } = tried(WITHOUT_CHANGE);
      expect(() => answerOf(unit.refund(FEE_YEN))).toThrow('cannot give 200 yen back');
      expect(unit.takingsYen).toBe(0);
    });

    describe('gives back an amount that is not collected', () => {
      test.each<[string, (of: TriedPaymentUnit) => void]>([
        ['jam', ({ jam }) => jam()],
        ['no-change', ({ cash }) => cash.insert(NOTE)],
        ['canceled', ({ cash }) => cash.cancel()],
        ['time-out', () => {}],
      ])('because of %s, says so, and so does the last collection', (reason, happens) => {
        subject = tried(WITHOUT_CHANGE);
        expect(paid(subject, FEE_YEN)).toEqual(COLLECTED);
        const { outcomes, runner } = collecting(subject);
        subject.cash.insert(coins(100));
        expect(money(subject)).toEqual({ insertedYen: 100, takingsYen: FEE_YEN });
        happens(subject);
        runner.advance(runner.now() + 10 * CASH_SETTINGS.timeoutMs);
        expect(outcomes).toEqual([{ kind: 'refused', reason }]);
        expect(money(subject)).toEqual({ insertedYen: 0, takingsYen: FEE_YEN });
        // Not the one before, which was collected.
        expect(answerOf(subject.unit.lastCollection())).toMatchObject({ kind: 'refused' });
      });

      test('because nobody waits for it any more, and then serves the next', () => {
        const { task, outcomes, runner } = collecting(subject);
        subject.cash.insert(coins(100));
        task.cancel();
        runner.advance(runner.now() + 1_000);
        expect(outcomes).toEqual([]);
        expect(money(subject)).toEqual({ insertedYen: 0, takingsYen: 0 });
        expect(answerOf(subject.unit.lastCollection())).toMatchObject({ kind: 'refused' });
        expect(paid(subject, FEE_YEN)).toEqual(COLLECTED);
        expect(answerOf(subject.unit.lastCollection())).toEqual(COLLECTED);
      });
    });
  });
}

function money({ unit: { insertedYen, takingsYen } }: TriedPaymentUnit) {
  return { insertedYen, takingsYen };
}

/** Asks for an amount that is held out to the yen. */
function paid({ unit, cash }: TriedPaymentUnit, yen: number): PaymentOutcome {
  cash.insert(coins(yen));
  const outcome = answerOf(unit.collect(yen));
  cash.withdraw();
  return outcome;
}

/** Asks for the fee, for which nothing is held out yet. */
function collecting({ unit }: TriedPaymentUnit) {
  const runner = new VirtualTime();
  const outcomes: PaymentOutcome[] = [];
  const task = runner.spawn(
    (function* () {
      outcomes.push(yield* unit.collect(FEE_YEN));
    })(),
  );
  runner.advance(1_000);
  return { task, runner, outcomes };
}
