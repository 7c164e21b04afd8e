import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '../../../scenarios/trace-events.ts';
import { beforeRun } from '../../../scenarios/trust/before-run-system.ts';
import { CeilingWatch, ceilingOf } from '../../../scenarios/trust/ceiling.ts';
import { eventsOf, lived, smallScenario } from '../small-scenario.ts';

/** Three kiosks, and so many citizens a second. */
const town = (rate: number, outsideShare = 0) =>
  smallScenario({
    stores: { inside: 3, ...(outsideShare > 0 ? { outside: 1 } : {}) },
    duration: '2h',
    citizens: { ...smallScenario().citizens, outsideShare },
    workloads: { day: { executor: 'constant-arrival-rate', rate, duration: '2h' } },
  });

describe('what kiosks can serve', () => {
  test('is kiosks ÷ time at a kiosk, as long as that time really takes', () => {
    const { kiosks, serviceMs, perSecond } = ceilingOf(town(0.001));
    const { events } = lived(town(0.004));
    const done = eventsOf('ended', events).filter(({ outcome }) => outcome === 'completed');
    const queued = eventsOf('queued', events).reduce((sum, { ms }) => sum + ms, 0);
    const meanMs = (done.reduce((sum, { ms }) => sum + ms, 0) - queued) / done.length;
    expect(Math.abs(meanMs / serviceMs - 1)).toBeLessThan(0.15);
    expect(perSecond).toBeCloseTo((kiosks * 1000) / serviceMs, 12);
  });

  test('is less where half of them go to one of four', () => {
    const [even, uneven] = [ceilingOf(town(0.001)), ceilingOf(town(0.001, 0.5))];
    expect(uneven.kiosks).toBe(4);
    expect(uneven.perSecond / even.perSecond).toBeCloseTo(2 / 3, 9);
  });

  test('is asked for by the busiest quarter of an hour of all workloads together', () => {
    const scenario = smallScenario({
      duration: '3h',
      workloads: {
        day: { executor: 'poisson-arrival-rate', rate: 0.01, duration: '3h' },
        rush: { executor: 'poisson-arrival-rate', rate: 0.02, startTime: '1h', duration: '30m' },
      },
    });
    expect(ceilingOf(scenario).askedPerSecond).toBeCloseTo(0.03, 9);
  });
});

describe('a scenario', () => {
  const { perSecond, impossiblePerSecond } = ceilingOf(town(0.001));
  const looked = (rate: number) => beforeRun(town(rate), { time: 'virtual' });

  test('below the ceiling has nothing to be told of', () => {
    expect(looked(0.9 * perSecond)).toEqual({ refusal: undefined, warning: undefined });
  });

  test('above it is warned of, and beyond all possibility refused', () => {
    const above = looked(1.5 * perSecond);
    expect(above.refusal).toBeUndefined();
    expect(above.warning).toMatch(/1\.5 times the .* of 3 kiosks ÷ \d+ s a citizen/);
    expect(looked(1.1 * impossiblePerSecond).refusal).toMatch(
      /lower the rate, or give the stores about \d+ kiosks$/,
    );
  });
});

describe('a run', () => {
  const { perSecond } = ceilingOf(town(0.001));
  const check = (rate: number, workload = 'day') => {
    const watch = new CeilingWatch(town(rate));
    const { events } = lived(town(rate));
    for (const event of events) {
      const told: TraceEvent = event.kind === 'arrived' ? { ...event, workload } : event;
      watch.watch[told.kind]?.(told as never);
    }
    return watch.check();
  };

  test('in which more came than kiosks can serve says so, and is no worse for it', () => {
    expect(check(0.5 * perSecond)).toBeUndefined();
    expect(check(3 * perSecond)).toMatchObject({ name: 'ceiling', verdict: 'pass' });
    expect(check(3 * perSecond)?.message).toMatch(/^[\d.]+\/s are asked for .* 3\.\d times the/);
  });

  test('counts nobody who came again, or whom no workload has sent', () => {
    expect(check(3 * perSecond, 'day~again')).toBeUndefined();
  });
});
