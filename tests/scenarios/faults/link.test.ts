import { describe, expect, test } from 'vitest';
import { eventsOf } from '../small-scenario.ts';
import { faulted, money, SOUND, soundness, tally } from './faulted.ts';

const MINUTE_MS = 60_000;
const WHEN = { at: '20m', for: '10m' };
const DURING = [20 * MINUTE_MS, 26 * MINUTE_MS] as const;

describe('link.cut', () => {
  test('ends journeys at once with a reason, and takes no money', async () => {
    const run = await faulted([{ kind: 'link.cut', ...WHEN }]);
    const ends = run.endsOf(...DURING);
    expect(tally(ends)).toEqual({ 'failed at authenticate: HTTP 503': 12 });
    const struck = new Set(ends.map(({ journey }) => journey));
    expect(eventsOf('paid', run.events).filter(({ journey }) => struck.has(journey))).toEqual([]);
    expect(money(run).keptYen).toBe(money(run).feesYen);
    expect(soundness(run)).toEqual(SOUND);
  });

  test('keeps print results at the kiosks until it is over', async () => {
    const run = await faulted([{ kind: 'link.cut', ...WHEN }]);
    const completed = eventsOf('ended', run.events).filter(({ t, outcome }) => {
      return outcome === 'completed' && t > 20 * MINUTE_MS && t < 30 * MINUTE_MS;
    });
    const settled = new Map(eventsOf('server-settled', run.events).map((e) => [e.request, e.t]));
    expect(completed.length).toBeGreaterThan(0);
    const late = completed.filter(({ journey }) => {
      return (settled.get(`r${journey}`) ?? Number.NaN) >= 30 * MINUTE_MS;
    });
    expect(late.length).toBeGreaterThan(0);
    for (const { journey } of completed) expect(settled.has(`r${journey}`)).toBe(true);
  });

  test('that flaps lets some through', async () => {
    const flapping = { down: '20s', up: '20s' };
    const run = await faulted([{ kind: 'link.cut', ...WHEN, flapping }]);
    const counts = tally(run.endsOf(...DURING));
    expect(counts['completed']).toBeGreaterThan(0);
    expect(Object.keys(counts).length).toBeGreaterThan(1);
    expect(run.windows).toHaveLength(1);
    expect(soundness(run)).toEqual(SOUND);
  });
});

describe('link.slow', () => {
  test('takes longer, and no worker meanwhile', async () => {
    const slow = { kind: 'link.slow', ...WHEN, latency: '20s' };
    const run = await faulted([slow], { server: { workers: 1 } });
    const authentications = eventsOf('stage', run.events)
      .filter(({ t, stage }) => stage === 'authenticate' && t > DURING[0] && t < DURING[1])
      .map(({ ms }) => ms);
    expect(Math.min(...authentications)).toBeGreaterThan(20_000);
    expect(Math.max(...authentications)).toBeLessThan(60_000);
    expect(soundness(run)).toEqual(SOUND);
  });
});
