import { describe, expect, test } from 'vitest';
import { ModelPaymentUnit } from '../../../devices/payment/payment-model.ts';
import { paymentAckLost } from '../../../scenarios/faults/payment-ack-lost.ts';
import { paymentJam } from '../../../scenarios/faults/payment-jam.ts';
import { paymentNoChange } from '../../../scenarios/faults/payment-no-change.ts';
import { paymentTimeout } from '../../../scenarios/faults/payment-timeout.ts';
import { ready } from '../../../sim/process.ts';
import { findings, paymentWith, SmallShop } from '../../devices/small-shop.ts';
import { eventsOf } from '../small-scenario.ts';
import { CALM, fatesWithin, GOOD, MINUTE_MS } from './fates.ts';
import { faulted, SOUND, soundness } from './faulted.ts';

const WHILE = { at: '20m', for: '20m' } as const;
const [FROM_MS, UNTIL_MS] = [20 * MINUTE_MS, 30 * MINUTE_MS];

/** Nobody has paid, nothing was printed, and the server knows it. */
const unpaid = (reason: string) => ({
  saw: `failed at pay: payment ${reason}`,
  kept: 'nothing' as const,
  refunds: 0,
  pages: '',
  server: 'not-printed' as const,
});

test.each([
  [paymentJam.kind, 'jam'],
  [paymentNoChange.kind, 'no-change'],
  [paymentTimeout.kind, 'time-out'],
])('%s: nobody is charged, and nothing is printed', async (kind, reason) => {
  const run = await faulted([{ kind, ...WHILE }], CALM);
  expect(soundness(run)).toEqual(SOUND);
  expect(fatesWithin(run, FROM_MS, UNTIL_MS)).toEqual([unpaid(reason)]);
  for (const { saw } of fatesWithin(run, 41 * MINUTE_MS, 60 * MINUTE_MS))
    expect(saw).toBe(GOOD.saw);
});

test('of those who need change as many are turned away as there are', async () => {
  const fault = { kind: paymentNoChange.kind, probability: 0.4, ...WHILE };
  const run = await faulted([fault], CALM);
  expect(soundness(run)).toEqual(SOUND);
  expect(fatesWithin(run, FROM_MS, UNTIL_MS)).toHaveLength(2);
});

test('for a fee that does not come the payment unit waits its time', async () => {
  const run = await faulted([{ kind: paymentTimeout.kind, after: '4m', ...WHILE }], CALM);
  const waited = eventsOf('stage', run.events).filter(({ stage, ms }) => {
    return stage === 'pay' && ms > 4 * MINUTE_MS;
  });
  expect(waited.length).toBeGreaterThan(20);
});

describe(paymentAckLost.kind, () => {
  test('is made up for: the kiosk asks what has become of the fee', async () => {
    const run = await faulted([{ kind: paymentAckLost.kind, after: '30s', ...WHILE }], CALM);
    expect(soundness(run)).toEqual(SOUND);
    for (const fate of fatesWithin(run, FROM_MS, UNTIL_MS)) expect(fate).toMatchObject(GOOD);
    const struck = eventsOf('fault-ended', run.events)[0]?.struck ?? 0;
    expect(struck).toBeGreaterThan(20);
    const late = eventsOf('stage', run.events).filter(({ stage, ms }) => {
      return stage === 'pay' && ms > 30_000;
    });
    expect(late.length).toBeGreaterThanOrEqual(struck);
  });

  test('a kiosk that takes silence for a refusal keeps the fee: the counters tell', () => {
    const unit = new ModelPaymentUnit();
    const deaf = paymentWith(unit, {
      *collect(yen) {
        yield* unit.collect(yen);
        return { kind: 'refused', reason: 'no answer' };
      },
    });
    const shop = new SmallShop({ payment: deaf });
    shop.serve({});
    expect(findings(shop)).toEqual(['reconciliation']);
  });

  test('a unit that is never heard again ends the journey before anything is printed', () => {
    const unit = new ModelPaymentUnit();
    const silent = paymentWith(unit, {
      collect: () => ready({ kind: 'unheard' }),
      lastCollection: () => ready({ kind: 'unheard' }),
    });
    const shop = new SmallShop({ payment: silent });
    const end = { outcome: 'failed', stage: 'pay', reason: 'payment unheard' };
    expect(shop.serve({})).toEqual([end]);
    expect(shop.ledger.totals).toEqual({ claimed: 1, printed: 0, notPrinted: 1, paidYen: 0 });
  });
});
