import { describe, expect, test } from 'vitest';
import type { PaymentUnit } from '../../devices/payment.ts';
import { ModelPaymentUnit } from '../../devices/payment-model.ts';
import type { Printer } from '../../devices/printer.ts';
import { eventsOf } from '../scenarios/small-scenario.ts';
import { findings, SmallShop, told } from './small-shop.ts';

describe('a printer that stops', () => {
  const jamming =
    (pages: number) =>
    (sound: Printer): Printer => ({
      *print(document) {
        const printed = yield* sound.print(document);
        return { kind: 'stopped', reason: 'media-jam', pages: printed.pages.slice(0, pages) };
      },
    });

  test('gives the fee back, and the server hears that nothing was printed', () => {
    const shop = new SmallShop({ printer: jamming(0) });
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

  test('after all pages gives the fee back for nothing: the oracle sees it', () => {
    const shop = new SmallShop({ printer: jamming(1) });
    shop.serve({});
    expect(findings(shop)).toEqual(['ledger']);
  });
});

describe('a payment unit that refuses', () => {
  const broke: PaymentUnit = {
    takingsYen: 0,
    // biome-ignore lint/correctness/useYield: the port is a process.
    *collect() {
      return { kind: 'refused', reason: 'no coins' };
    },
    *refund() {},
  };

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
    const sound = new ModelPaymentUnit();
    const greedy: PaymentUnit = {
      get takingsYen() {
        return sound.takingsYen;
      },
      collect: (yen) => sound.collect(yen),
      *refund() {},
    };
    const shop = new SmallShop({
      payment: greedy,
      printer: () => ({
        // biome-ignore lint/correctness/useYield: the port is a process.
        *print() {
          return { kind: 'stopped', reason: 'media-empty', pages: [] };
        },
      }),
    });
    shop.serve({});
    expect(findings(shop)).toEqual([]);
    expect(shop.payment.takingsYen).toBe(200);
    expect(shop.ledger.totals.paidYen).toBe(0);
  });
});
