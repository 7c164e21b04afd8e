import { describe, expect, test } from 'vitest';
import { eventsOf } from '../small-scenario.ts';
import { type Faulted, faulted, money, SOUND, soundness, tally } from './faulted.ts';

const MINUTE_MS = 60_000;
const WHEN = { at: '20m', for: '10m' };
const DURING = [20 * MINUTE_MS, 26 * MINUTE_MS] as const;

/** Durations of authentications while the fault was on, ms. */
function authentications({ events }: Faulted): readonly number[] {
  return eventsOf('stage', events)
    .filter(({ t, stage }) => stage === 'authenticate' && t > DURING[0] && t < DURING[1])
    .map(({ ms }) => ms);
}

describe('database.slow', () => {
  test('makes each statement wait; a kiosk waits for several', async () => {
    const run = await faulted([{ kind: 'database.slow', ...WHEN, latency: '3s' }]);
    expect(Math.min(...authentications(run))).toBeGreaterThan(4_000);
    expect(tally(run.endsOf(...DURING))).toEqual({ completed: 12 });
    expect(soundness(run)).toEqual(SOUND);
  });

  test('can be about one kind of statement only', async () => {
    const select = { operations: ['claim'] };
    const run = await faulted([{ kind: 'database.slow', ...WHEN, latency: '9s', select }]);
    expect(Math.max(...authentications(run))).toBeLessThan(9_000);
    const claims = eventsOf('requested', run.events).filter(
      ({ t }) => t > DURING[0] && t < DURING[1],
    );
    expect(run.windows[0]?.struck).toBeGreaterThanOrEqual(claims.length);
    expect(soundness(run)).toEqual(SOUND);
  });
});

describe('database.locked', () => {
  test('times kiosks out; when it is over all goes on, and nobody has paid for nothing', async () => {
    const run = await faulted([{ kind: 'database.locked', ...WHEN }]);
    expect(tally(run.endsOf(...DURING))).toEqual({
      'timed-out at authenticate: centre did not answer': 12,
    });
    expect(money(run).keptYen).toBe(money(run).feesYen);
    expect(soundness(run)).toEqual(SOUND);
  });

  test('lets a claim through that nobody waits for any more, and no document twice', async () => {
    const select = { operations: ['claim'] };
    const run = await faulted([{ kind: 'database.locked', ...WHEN, select }]);
    const issued = eventsOf('server-issued', run.events);
    const fetched = new Set(eventsOf('document', run.events).map(({ request }) => request));
    expect(issued.filter(({ request }) => !fetched.has(request)).length).toBeGreaterThan(0);
    expect(money(run).keptYen).toBe(money(run).feesYen);
    expect(soundness(run)).toEqual(SOUND);
  });
});
