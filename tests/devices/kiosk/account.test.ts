import { describe, expect, test } from 'vitest';
import type { KioskPorts, Visit } from '../../../devices/citizen/visit.ts';
import type { KioskEvent } from '../../../devices/events.ts';
import { Account } from '../../../devices/kiosk/account.ts';
import { exactly } from '../../../devices/payment/cash.ts';
import { ModelPaymentUnit } from '../../../devices/payment/payment-model.ts';
import type { PrintResult } from '../../../server/contract.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';

const SESSION = { sessionId: 's1', challenge: new Uint8Array(8) };
const PAGE = { reading: { kind: 'unreadable', reason: 'torn' } } as const;

/** A kiosk that notes what it says and what it tells the centre. */
function kiosk() {
  const runner = new VirtualTime();
  const payment = new ModelPaymentUnit();
  const said: KioskEvent[] = [];
  const told: PrintResult[] = [];
  const outbox = {
    announce: () => {},
    // biome-ignore lint/correctness/useYield: the port is a process.
    *deposit(result: PrintResult) {
      told.push(result);
    },
  };
  const emit = (event: KioskEvent) => said.push(event);
  const ports = { runner, payment, outbox, emit } as unknown as KioskPorts;
  const account = new Account('in-001', ports, { journey: 7, municipality: '27203' } as Visit);
  const collect = (yen: number) => {
    payment.insert({ kind: 'cash', pieces: exactly(yen) });
    runner.spawn(payment.collect(yen));
    account.paid(yen);
  };
  const makeGood = () => {
    runner.spawn(account.makeGood());
    runner.advance(0);
  };
  return { account, payment, said, told, collect, makeGood };
}

describe('an account', () => {
  test('in which nothing was asked for is not open, and owes nothing', () => {
    const { account, said, told, makeGood } = kiosk();
    expect(account.isOpen).toBe(false);
    makeGood();
    expect([said, told]).toEqual([[], []]);
  });

  test.each([
    [0, 'not-printed', 0],
    [1, 'not-printed', 0],
    [2, 'printed', 450],
  ] as const)('of two pages of which %i came out is made good as %s', (out, outcome, paidYen) => {
    const { account, payment, said, told, collect, makeGood } = kiosk();
    account.open(SESSION);
    account.expect(2);
    collect(450);
    account.deliver([PAGE, PAGE].slice(0, out));
    expect(account.isWhole).toBe(out === 2);
    makeGood();
    const result = { municipality: '27203', requestId: 'r7', sessionId: 's1' };
    expect(told).toEqual([{ ...result, outcome, pagesPrinted: out, paidYen }]);
    expect(payment.takingsYen).toBe(paidYen);
    expect(said.filter(({ kind }) => kind === 'refunded')).toHaveLength(paidYen === 0 ? 1 : 0);
    expect(account.isOpen).toBe(false);
    makeGood();
    expect(told).toHaveLength(1);
  });

  test('counts the sheets of both times when it is printed in two', () => {
    const { account, said } = kiosk();
    account.expect(3);
    account.deliver([PAGE]);
    account.deliver([PAGE, PAGE]);
    const sheets = said.map((event) => event.kind === 'page-unreadable' && event.sheet);
    expect(sheets).toEqual([1, 2, 3]);
    expect(account.isWhole).toBe(true);
  });
});
