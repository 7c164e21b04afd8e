import { describe, expect, test } from 'vitest';
import { ModelPaymentUnit } from '../../../devices/payment/payment-model.ts';
import { ready } from '../../../sim/process.ts';
import { eventsOf } from '../../scenarios/small-scenario.ts';
import { empty, findings, jamming, paymentWith, SmallShop, told } from '../small-shop.ts';

describe('a printer that stops', () => {
  test('gives the fee back, and the server hears that nothing was printed', () => {
    const shop = new SmallShop({ printer: jamming });
    expect(shop.serve({})).toEqual([{ outcome: 'failed', stage: 'print', reason: 'media-jam' }]);
    expect(told(shop)).toEqual([
      'requested',
      'server-issued',
      'document',
      'paid',
      'refunded',
      'ended',
    ]);
    expect(eventsOf('refunded', shop.events)[0]?.yen).toBe(200);
    expect(shop.payment.takingsYen).toBe(0);
    expect(shop.ledger.totals).toEqual({ claimed: 1, printed: 0, notPrinted: 1, paidYen: 0 });
    expect(findings(shop)).toEqual([]);
  });

  test('after all pages has printed the document: there is nothing to give back', () => {
    const shop = new SmallShop({ printer: (sound) => jamming(sound, 1) });
    expect(shop.serve({})).toEqual([{ outcome: 'completed', stage: 'take', reason: '' }]);
    expect(shop.payment.takingsYen).toBe(200);
    expect(shop.ledger.totals).toEqual({ claimed: 1, printed: 1, notPrinted: 0, paidYen: 200 });
    expect(findings(shop)).toEqual([]);
  });
});

describe('a payment unit that refuses', () => {
  const broke = paymentWith(new ModelPaymentUnit(), {
    collect: () => ready({ kind: 'refused', reason: 'no coins' }),
  });

  test('ends the journey before anything is printed', () => {
    const shop = new SmallShop({ payment: broke });
    expect(shop.serve({})).toEqual([
      { outcome: 'failed', stage: 'pay', reason: 'payment no coins' },
    ]);
    expect(told(shop)).toEqual(['requested', 'server-issued', 'document', 'ended']);
    expect(shop.ledger.totals).toEqual({ claimed: 1, printed: 0, notPrinted: 1, paidYen: 0 });
  });
});

describe('a payment unit', () => {
  test('that keeps the fee where it should give it back shows in its own counter alone', () => {
    const greedy = paymentWith(new ModelPaymentUnit(), { refund: () => ready(undefined) });
    const shop = new SmallShop({ payment: greedy, printer: empty });
    shop.serve({});
    expect(findings(shop)).toEqual(['reconciliation']);
    expect(shop.payment.takingsYen).toBe(200);
    expect(shop.ledger.totals.paidYen).toBe(0);
  });
});
