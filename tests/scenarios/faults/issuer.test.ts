import { describe, expect, test } from 'vitest';
import { eventsOf } from '../small-scenario.ts';
import { faulted, money, SOUND, soundness, tally } from './faulted.ts';

const MINUTE_MS = 60_000;
const WHEN = { at: '20m', for: '10m' };
/** Citizens due then meet the fault, and those due after it do not. */
const DURING = [20 * MINUTE_MS, 26 * MINUTE_MS] as const;
const AFTER = [30 * MINUTE_MS, 60 * MINUTE_MS] as const;

describe('issuer.error', () => {
  test('ends journeys where it strikes, with nothing charged or issued', async () => {
    const run = await faulted([{ kind: 'issuer.error', ...WHEN }]);
    expect(tally(run.endsOf(...DURING))).toEqual({ 'failed at authenticate: HTTP 500': 12 });
    expect(run.windows[0]?.struck).toBeGreaterThanOrEqual(24);
    expect(money(run).keptYen).toBe(money(run).feesYen);
    expect(tally(run.endsOf(...AFTER))['completed']).toBeGreaterThan(45);
    expect(soundness(run)).toEqual(SOUND);
  });

  test('answers after a while, if it is told to', async () => {
    const [quick, slow] = await Promise.all(
      ['0s', '30s'].map((after) => faulted([{ kind: 'issuer.error', ...WHEN, after }])),
    );
    const longest = (run: typeof quick) =>
      Math.max(...(run?.endsOf(...DURING) ?? []).map(({ ms }) => ms));
    // It is asked twice.
    expect(longest(slow) - longest(quick)).toBeGreaterThanOrEqual(50_000);
  });

  test('spares who is lucky', async () => {
    const run = await faulted([{ kind: 'issuer.error', ...WHEN, probability: 0.3 }]);
    expect(tally(run.endsOf(...DURING))['completed']).toBeGreaterThan(4);
    expect(eventsOf('asked-again', run.events).length).toBeGreaterThan(0);
    expect(soundness(run)).toEqual(SOUND);
  });
});

describe('issuer.mute', () => {
  test('leaves kiosks to their time-outs: bounded, explained, no money and no paper', async () => {
    const run = await faulted([{ kind: 'issuer.mute', ...WHEN }], { server: { timeout: '20s' } });
    const ends = run.endsOf(...DURING);
    expect(tally(ends)).toEqual({ 'timed-out at authenticate: centre did not answer': 12 });
    // Two attempts of 20 s, 2 s between them, and what the citizen took before.
    for (const { ms } of ends) expect(ms).toBeLessThan(5 * MINUTE_MS);
    const struck = new Set(ends.map(({ journey }) => journey));
    for (const kind of ['paid', 'page', 'document'] as const) {
      expect(eventsOf(kind, run.events).filter(({ journey }) => struck.has(journey))).toEqual([]);
    }
    expect(soundness(run)).toEqual(SOUND);
  });

  test('does what it is asked all the same, and the kiosk settles it later', async () => {
    const select = { operations: ['issue'] };
    const run = await faulted([{ kind: 'issuer.mute', ...WHEN, select }]);
    expect(tally(run.endsOf(...DURING))).toMatchObject({
      'timed-out at issue: centre did not answer': expect.any(Number),
    });
    expect(money(run).keptYen).toBe(money(run).feesYen);
    expect(soundness(run)).toEqual(SOUND);
  });
});

describe('issuer.slow', () => {
  test('lets each step take longer, and nobody lose anything', async () => {
    const slow = { kind: 'issuer.slow', ...WHEN, latency: '20s', jitter: '5s' };
    const [run, usual] = [await faulted([slow]), await faulted([])];
    const authentications = ({ events }: typeof run) =>
      eventsOf('stage', events)
        .filter(({ t, stage }) => stage === 'authenticate' && t > 21 * MINUTE_MS && t < DURING[1])
        .map(({ ms }) => ms);
    expect(Math.min(...authentications(run))).toBeGreaterThan(14_000);
    expect(Math.max(...authentications(run))).toBeLessThan(25_000 + 10_000);
    expect(Math.max(...authentications(usual))).toBeLessThan(10_000);
    expect(soundness(run)).toEqual(SOUND);
  });

  test('keeps its workers, so that others wait for them', async () => {
    const slow = { kind: 'issuer.slow', ...WHEN, latency: '30s' };
    const [few, many] = await Promise.all(
      [1, 16].map((workers) => faulted([slow], { server: { workers } })),
    );
    const longest = (run: typeof few) =>
      eventsOf('stage', run?.events ?? [])
        .filter(({ t, stage }) => stage === 'authenticate' && t > DURING[0] && t < DURING[1])
        .reduce((most, { ms }) => Math.max(most, ms), 0);
    expect(longest(many)).toBeLessThan(45_000);
    expect(longest(few)).toBeGreaterThan(75_000);
  });
});
