import { describe, expect, test } from 'vitest';
import { eventsOf } from '../small-scenario.ts';
import {
  type FaultData,
  type Faulted,
  faulted,
  money,
  SOUND,
  soundness,
  tally,
} from './faulted.ts';

const MINUTE_MS = 60_000;
const WHEN = { at: '20m', for: '10m' };
const DURING = [20 * MINUTE_MS, 26 * MINUTE_MS] as const;
const ONE = { select: { nodes: ['node-1'] } };

const atTwoNodes = (faults: readonly FaultData[], server = {}) =>
  faulted(faults, { server: { nodes: 2, ...server } });

/** Journeys that broke while the fault was on, in all. */
function brokenOf(run: Faulted): number {
  const counts = tally(run.endsOf(...DURING));
  return Object.entries(counts)
    .filter(([how]) => /^(failed|timed-out)/.test(how))
    .reduce((sum, [, count]) => sum + count, 0);
}

describe('node.hung', () => {
  test('goes on being given work, half of which is never answered in time', async () => {
    const run = await atTwoNodes([{ kind: 'node.hung', ...WHEN, ...ONE }], { timeout: '30s' });
    const struck = run.windows[0]?.struck ?? 0;
    expect(struck).toBeGreaterThan(10);
    const reasons = eventsOf('asked-again', run.events).map(({ reason }) => reason);
    expect(new Set(reasons)).toEqual(new Set(['time-out']));
    expect(soundness(run)).toEqual(SOUND);
    expect(money(run).keptYen).toBe(money(run).feesYen);
  });

  test('holds back the answers to what it had in hand', async () => {
    const run = await faulted([{ kind: 'node.hung', at: '20m', for: '1m' }]);
    const [began, over] = [20 * MINUTE_MS, 21 * MINUTE_MS];
    const answered = eventsOf('stage', run.events).filter(
      ({ t, stage }) => (stage === 'issue' || stage === 'authenticate') && t > began && t < over,
    );
    expect(answered).toEqual([]);
    expect(soundness(run)).toEqual(SOUND);
  });
});

describe('node.capped', () => {
  test('refuses what is more than it takes at once, and counts only that', async () => {
    const capped = { kind: 'node.capped', ...WHEN };
    const tight = await faulted([{ ...capped, connections: 1 }]);
    const wide = await faulted([{ ...capped, connections: 100 }]);
    expect(tight.windows[0]?.struck).toBeGreaterThan(5);
    expect(wide.windows[0]?.struck).toBe(0);
    expect(new Set(eventsOf('asked-again', tight.events).map(({ reason }) => reason))).toEqual(
      new Set(['HTTP 503']),
    );
    expect([soundness(tight), soundness(wide)]).toEqual([SOUND, SOUND]);
  });
});

describe('node.crash', () => {
  test('breaks off what it had in hand, and is left out until it is back', async () => {
    const run = await atTwoNodes([{ kind: 'node.crash', ...WHEN, ...ONE }]);
    // Its balancer has found out by the next probe: few are struck, and they are served elsewhere.
    expect(run.windows[0]?.struck).toBeLessThanOrEqual(3);
    expect(brokenOf(run)).toBe(0);
    expect(soundness(run)).toEqual(SOUND);
  });

  test('of the only node stops the service, and keeps what was in the database', async () => {
    const run = await faulted([{ kind: 'node.crash', ...WHEN }]);
    expect(tally(run.endsOf(...DURING))).toEqual({ 'failed at authenticate: HTTP 503': 12 });
    expect(tally(run.endsOf(30 * MINUTE_MS, 60 * MINUTE_MS))['completed']).toBeGreaterThan(45);
    const numbers = eventsOf('document', run.events).map(({ number }) => number);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(soundness(run)).toEqual(SOUND);
  });

  test('gives workers and places in the print stage back', async () => {
    const crash = { kind: 'node.crash', for: '10s' };
    const crashes = Array.from({ length: 15 }, (_, index) => ({
      ...crash,
      at: `${300 + 41 * index}s`,
    }));
    const run = await faulted(crashes, { server: { workers: 1, printImages: { workers: 1 } } });
    expect(run.windows.reduce((sum, { struck }) => sum + struck, 0)).toBeGreaterThan(0);
    expect(tally(run.endsOf(20 * MINUTE_MS, 60 * MINUTE_MS))).not.toHaveProperty(
      'timed-out at issue: centre did not answer',
    );
    expect(soundness(run)).toEqual(SOUND);
  });
});

describe('node.rolling-restart', () => {
  test('of drained nodes is noticed by nobody', async () => {
    const run = await atTwoNodes([{ kind: 'node.rolling-restart', at: '20m' }]);
    expect(run.windows[0]).toMatchObject({ t: 23.5 * MINUTE_MS, struck: 0 });
    expect(brokenOf(run)).toBe(0);
    expect(soundness(run)).toEqual(SOUND);
  });

  test('without draining breaks off what was in hand, at one node after the other', async () => {
    const restart = { kind: 'node.rolling-restart', at: '20m', drain: '0s', down: '2m' };
    const run = await atTwoNodes([restart], { probeEvery: '1m' });
    expect(run.windows[0]?.t).toBe(24.5 * MINUTE_MS);
    expect(run.windows[0]?.struck).toBeGreaterThan(0);
    expect(soundness(run)).toEqual(SOUND);
  });
});

describe('node.wrong-build', () => {
  const pairs = {
    workloads: {
      pairs: {
        executor: 'pair-gap',
        gap: { from: '0s', to: '0s', step: '1s' },
        pairs: 10,
        spacing: '5m',
      },
    },
  } as const;
  const wrong = { kind: 'node.wrong-build', mutant: 'M3', for: '58m' };

  test('issues wrong documents while it is on, and the oracles see it', async () => {
    const run = await faulted([wrong], pairs);
    const violations = soundness(run).violations;
    expect(violations.length).toBeGreaterThan(0);
    expect(soundness(run).broken).toContain('page-ownership');
  });

  test('on one node of two harms nobody whom the other one serves', async () => {
    const run = await faulted([{ ...wrong, select: { nodes: ['node-2'] } }], {
      ...pairs,
      server: { nodes: 2 },
    });
    const all = await faulted([wrong], { ...pairs, server: { nodes: 2 } });
    expect(soundness(run).violations.length).toBeLessThanOrEqual(soundness(all).violations.length);
    expect(run.windows[0]?.struck).toBeLessThan(all.windows[0]?.struck ?? 0);
  });
});
