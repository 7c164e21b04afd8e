import { expect, test } from 'vitest';
import { yenOf } from '../../../devices/payment/cash.ts';
import { distributionOf } from '../../../scenarios/traffic/estimate.ts';
import { recoveryOf } from '../../../scenarios/traffic/kiosk-fitting.ts';
import { cashSettingsOf, leftBehindOf } from '../../../scenarios/traffic/kiosk-settings.ts';
import { temperOf } from '../../../scenarios/traffic/temper.ts';
import { smallScenario } from '../small-scenario.ts';

test('what a scenario says of money is what the payment units hold', () => {
  const { payment } = smallScenario({ payment: { float: { 500: 1, 10: 3 }, timeout: '30s' } });
  const { float, timeoutMs } = cashSettingsOf(payment);
  expect([yenOf(float), timeoutMs]).toEqual([500 + 100 * 100 + 40 * 50 + 30, 30_000]);
});

test('what it says of things left behind is when kiosks call, and what they do', () => {
  const times = { promptAfterMs: 5_000, alarmAfterMs: 10_000, retainAfterMs: 30_000 };
  expect(leftBehindOf(smallScenario().leftBehind)).toEqual(times);
  const { leftBehind } = smallScenario({ leftBehind: { clerkAfter: '3m' } });
  expect(leftBehindOf(leftBehind)).toEqual({ ...times, clerkAfterMs: 180_000 });
  const late = { leftBehind: { promptAfter: '11s' } };
  expect(() => smallScenario(late)).toThrow('promptAfter must not exceed alarmAfter');
});

test('what it says of a printer that stops is what kiosks do', () => {
  expect(recoveryOf(smallScenario())).toEqual({ kind: 'refund' });
  const reprint = { recovery: 'reprint', recoveryTimeout: '5m' } as const;
  expect(recoveryOf(smallScenario({ printer: reprint }))).toEqual({
    kind: 'reprint',
    patienceMs: 300_000,
  });
});

test('what it says of citizens is how they behave', () => {
  const { thinkMs, behaviour, patienceMs } = temperOf(smallScenario());
  const middle = { uniform: () => 0.5 };
  expect([thinkMs.pay(middle), patienceMs(middle)]).toEqual([15_000, 300_000]);
  expect(behaviour.profiles).toEqual([]);
  expect(distributionOf({ median: '2s', p95: '9s' })(middle)).toBe(2_000);
});
