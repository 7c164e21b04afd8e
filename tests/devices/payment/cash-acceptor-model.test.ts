import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cashOf, exactly, inPiecesOf, type Tender, yenOf } from '../../../devices/payment/cash.ts';
import type { CashAnswer, CashEvent } from '../../../devices/payment/cash-acceptor.ts';
import { CASH_SETTINGS, CashAcceptorModel } from '../../../devices/payment/cash-acceptor-model.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';
import { answerOf } from '../card/card-conversation.ts';

const FEE_YEN = 200;
const SUCCESS = { completionCode: 'success' };
const coins = (yen: number): Tender => ({ kind: 'cash', pieces: exactly(yen) });
const note: Tender = { kind: 'cash', pieces: cashOf({ 1000: 1 }) };
const card = (balanceYen: number): Tender => ({ kind: 'e-money', balanceYen });

/** A unit with so much change, and what it tells. */
function unitWith(float = CASH_SETTINGS.float) {
  const unit = new CashAcceptorModel({ ...CASH_SETTINGS, float });
  const told: CashEvent[] = [];
  unit.listen((event) => told.push(event));
  return { unit, told };
}

/** What coins and notes lie in it, yen. */
function storedYen(unit: CashAcceptorModel): number {
  return answerOf(unit.getStorage()).reduce((sum, { value, count }) => sum + value * count, 0);
}

function collected(unit: CashAcceptorModel, tender: Tender, yen = FEE_YEN): CashAnswer {
  unit.insert(tender);
  expect(answerOf(unit.cashInStart(yen))).toEqual(SUCCESS);
  const taken = answerOf(unit.cashIn());
  expect(taken).toEqual(SUCCESS);
  return answerOf(unit.cashInEnd());
}

describe('a transaction', () => {
  test('takes what is asked for and no more, and stows it', () => {
    const { unit, told } = unitWith();
    const before = storedYen(unit);
    unit.insert(coins(FEE_YEN + 300));
    answerOf(unit.cashInStart(FEE_YEN));
    expect([unit.missingYen, unit.insertedYen]).toEqual([FEE_YEN, 0]);
    expect(answerOf(unit.cashIn())).toEqual(SUCCESS);
    // A coin of 500 came first: what is too much is change.
    expect([unit.missingYen, unit.insertedYen, unit.takingsYen]).toEqual([0, 500, 0]);
    expect(answerOf(unit.cashInEnd())).toEqual(SUCCESS);
    expect([unit.insertedYen, unit.takingsYen]).toEqual([0, FEE_YEN]);
    expect(storedYen(unit) - before).toBe(FEE_YEN);
    expect(told.map(({ name }) => name)).toEqual(['insertItems', 'subCashIn', 'itemsPresented']);
    expect(told.at(-1)).toEqual({ name: 'itemsPresented', cash: cashOf({ 100: 3 }) });
    expect(answerOf(unit.getCashInStatus())).toMatchObject({ status: 'ok', askedYen: FEE_YEN });
  });

  test('that is rolled back gives everything back, and takes nothing', () => {
    const { unit, told } = unitWith();
    const before = storedYen(unit);
    answerOf(unit.cashInStart(FEE_YEN));
    unit.insert(coins(100));
    expect([unit.insertedYen, unit.missingYen]).toEqual([100, 100]);
    answerOf(unit.cashInRollback());
    expect([unit.insertedYen, unit.takingsYen, storedYen(unit) - before]).toEqual([0, 0, 0]);
    expect(told.at(-1)).toEqual({ name: 'itemsPresented', cash: cashOf({ 100: 1 }) });
    expect(answerOf(unit.getCashInStatus())).toMatchObject({ status: 'rollback' });
  });

  test('is one at a time, and has to be begun', () => {
    const { unit } = unitWith();
    const inactive = { completionCode: 'commandErrorCode', errorCode: 'noCashInActive' };
    for (const command of ['cashIn', 'cashInEnd', 'cashInRollback'] as const) {
      expect(answerOf(unit[command]())).toEqual(inactive);
    }
    answerOf(unit.cashInStart(FEE_YEN));
    const active = { completionCode: 'commandErrorCode', errorCode: 'cashInActive' };
    expect(answerOf(unit.cashInStart(FEE_YEN))).toEqual(active);
    expect(answerOf(unit.getCashInStatus())).toMatchObject({ status: 'active' });
  });

  test('waits for the rest of the amount, and then no longer', () => {
    const { unit } = unitWith();
    const runner = new VirtualTime();
    const answers: [CashAnswer, number][] = [];
    const ask = function* () {
      yield* unit.cashInStart(FEE_YEN);
      answers.push([yield* unit.cashIn(), runner.now()]);
      yield* unit.cashInRollback();
    };
    runner.spawn(ask());
    runner.advance(1_000);
    unit.insert(coins(100));
    runner.advance(30_000);
    expect(answers).toEqual([]);
    unit.insert(coins(100));
    runner.advance(30_000);
    expect(answers).toEqual([[SUCCESS, 30_000]]);
    runner.spawn(ask());
    runner.advance(40_000);
    unit.cancel();
    runner.spawn(ask());
    runner.advance(10_000_000);
    expect(answers.slice(1)).toEqual([
      [{ completionCode: 'canceled' }, 40_000],
      [{ completionCode: 'timeOut' }, 40_000 + CASH_SETTINGS.timeoutMs],
    ]);
  });
});

describe('change', () => {
  test('is given for a note, in coins', () => {
    const { unit, told } = unitWith();
    expect(collected(unit, note)).toEqual(SUCCESS);
    expect(told.at(-1)).toEqual({ name: 'itemsPresented', cash: exactly(800) });
  });

  test('that there is not is no collection: shortage', () => {
    const { unit } = unitWith(cashOf({ 500: 1, 100: 2 }));
    expect(collected(unit, note)).toEqual({
      completionCode: 'commandErrorCode',
      errorCode: 'shortage',
    });
    answerOf(unit.cashInRollback());
    expect([unit.takingsYen, unit.insertedYen, storedYen(unit)]).toEqual([0, 0, 700]);
    expect(collected(unit, coins(FEE_YEN))).toEqual(SUCCESS);
  });

  test('is never the last coins that a refund would need', () => {
    // 800 could be changed, and after that 200 could not be given back.
    const { unit } = unitWith(cashOf({ 500: 1, 100: 3 }));
    expect(collected(unit, note)).toMatchObject({ errorCode: 'shortage' });
    const { unit: enough } = unitWith(cashOf({ 500: 1, 100: 5 }));
    expect(collected(enough, note)).toEqual(SUCCESS);
    expect(answerOf(enough.dispense(FEE_YEN))).toEqual(SUCCESS);
  });

  test('that runs low is told, value by value', () => {
    const { unit, told } = unitWith(cashOf({ 500: 6, 100: 30 }));
    collected(unit, note);
    expect(told.filter(({ name }) => name === 'storageThreshold')).toEqual([
      {
        name: 'storageThreshold',
        unit: { value: 500, type: 'cashRecycle', count: 5, status: 'low' },
      },
    ]);
  });
});

describe('e-money', () => {
  test('pays all of it, and a refund goes back onto the card', () => {
    const { unit } = unitWith();
    const before = storedYen(unit);
    expect(collected(unit, card(5_000))).toEqual(SUCCESS);
    expect([unit.takingsYen, storedYen(unit) - before]).toEqual([FEE_YEN, 0]);
    expect(answerOf(unit.getCashInStatus())).toMatchObject({ eMoneyYen: FEE_YEN });
    answerOf(unit.dispense(FEE_YEN));
    expect([unit.takingsYen, storedYen(unit) - before]).toEqual([0, 0]);
  });

  test('of which there is too little is not taken, and coins then are', () => {
    const { unit, told } = unitWith();
    answerOf(unit.cashInStart(FEE_YEN));
    unit.insert(card(FEE_YEN - 1));
    expect(unit.missingYen).toBe(FEE_YEN);
    expect(told).toContainEqual({ name: 'inputRefuse', reason: 'balance' });
    expect(answerOf(unit.getCashInStatus())).toMatchObject({ numOfRefused: 1 });
    unit.insert(coins(FEE_YEN));
    expect(answerOf(unit.cashIn())).toEqual(SUCCESS);
  });
});

test('a jam sends back what came in, and nothing is taken till it is cleared', () => {
  const { unit, told } = unitWith();
  answerOf(unit.cashInStart(FEE_YEN));
  unit.insert(coins(100));
  unit.jam();
  expect(answerOf(unit.cashIn())).toEqual({ completionCode: 'hardwareError' });
  answerOf(unit.cashInRollback());
  expect([unit.takingsYen, unit.insertedYen]).toEqual([0, 0]);
  expect(told).toContainEqual({ name: 'storageError', failure: 'cashUnitError' });
  expect(answerOf(unit.cashInStart(FEE_YEN))).toEqual({ completionCode: 'hardwareError' });
  expect(answerOf(unit.getStorage()).every(({ status }) => status === 'inoperative')).toBe(true);
  unit.clear();
  expect(collected(unit, coins(FEE_YEN))).toEqual(SUCCESS);
});

interface Payment {
  readonly yen: number;
  readonly means: 'coins' | 'coin-500' | 'note' | 'card';
  readonly isRefunded: boolean;
}

const HELD_OUT: Record<Payment['means'], (yen: number) => Tender> = {
  coins,
  'coin-500': (yen) => ({ kind: 'cash', pieces: inPiecesOf(500, yen) }),
  note: (yen) => ({ kind: 'cash', pieces: inPiecesOf(1000, yen) }),
  card: () => card(20_000),
};

/** What is kept of a payment, as its payer sees it: the fee, or nothing. */
function keptOf(unit: CashAcceptorModel, { yen, means, isRefunded }: Payment): number {
  unit.insert(HELD_OUT[means](yen));
  answerOf(unit.cashInStart(yen));
  const isIn = answerOf(unit.cashIn()).completionCode === 'success';
  const isKept = isIn && answerOf(unit.cashInEnd()).completionCode === 'success';
  unit.withdraw();
  if (!isKept) answerOf(unit.cashInRollback());
  else if (isRefunded) expect(answerOf(unit.dispense(yen))).toEqual(SUCCESS);
  return isKept && !isRefunded ? yen : 0;
}

test('whatever is paid and refunded, no yen appears or goes, and every refund is there', () => {
  const payment = fc.record({
    yen: fc.integer({ min: 0, max: 90 }).map((tens) => tens * 10),
    means: fc.constantFrom(...(Object.keys(HELD_OUT) as Payment['means'][])),
    isRefunded: fc.boolean(),
  });
  const float = fc.record({ 500: fc.nat(3), 100: fc.nat(9), 50: fc.nat(4), 10: fc.nat(9) });
  fc.assert(
    fc.property(float, fc.array(payment, { maxLength: 12 }), (pieces, payments) => {
      const { unit } = unitWith(cashOf(pieces));
      const kept = payments.map((each) => ({ ...each, keptYen: keptOf(unit, each) }));
      const sumOf = (some: typeof kept) => some.reduce((sum, { keptYen }) => sum + keptYen, 0);
      expect(unit.takingsYen).toBe(sumOf(kept));
      expect(unit.insertedYen).toBe(0);
      const inCash = kept.filter(({ means }) => means !== 'card');
      expect(storedYen(unit) - yenOf(cashOf(pieces))).toBe(sumOf(inCash));
    }),
    { numRuns: 300 },
  );
});
