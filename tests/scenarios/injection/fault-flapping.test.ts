import { expect, test } from 'vitest';
import { flaps } from '../../../scenarios/injection/fault-flapping.ts';

test('what flaps is down first, and comes and goes for ever', () => {
  const pulses = flaps({ flapping: { down: '20s', up: '1m' } })[Symbol.iterator]();
  expect([pulses.next().value, pulses.next().value, pulses.next().value]).toEqual([
    { fromMs: 0, untilMs: 20_000 },
    { fromMs: 80_000, untilMs: 100_000 },
    { fromMs: 160_000, untilMs: 180_000 },
  ]);
});

test('what does not flap is down all the time', () => {
  expect([...flaps({})]).toEqual([{ fromMs: 0, untilMs: Number.POSITIVE_INFINITY }]);
});
