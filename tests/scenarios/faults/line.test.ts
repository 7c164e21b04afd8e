import { describe, expect, test } from 'vitest';
import { eventsOf } from '../small-scenario.ts';
import { type Faulted, faulted, money, SOUND, soundness, tally } from './faulted.ts';

const MINUTE_MS = 60_000;
const WHEN = { at: '20m', for: '10m' };
const DURING = [20 * MINUTE_MS, 26 * MINUTE_MS] as const;
const QUICK = { server: { timeout: '20s' } };

function askedAgain({ events }: Faulted): ReadonlySet<string> {
  return new Set(eventsOf('asked-again', events).map(({ reason }) => reason));
}

describe('line.slow', () => {
  test('makes requests late, and loses none', async () => {
    const run = await faulted([{ kind: 'line.slow', ...WHEN, latency: '5s', jitter: '1s' }]);
    const authentications = eventsOf('stage', run.events)
      .filter(({ t, stage }) => stage === 'authenticate' && t > 21 * MINUTE_MS && t < DURING[1])
      .map(({ ms }) => ms);
    // A session is opened and a card authenticated: two requests.
    expect(Math.min(...authentications)).toBeGreaterThan(8_000);
    expect(tally(run.endsOf(...DURING))).toEqual({ completed: 12 });
    expect(soundness(run)).toEqual(SOUND);
  });
});

describe('line.lossy', () => {
  const issue = { select: { operations: ['issue'] } };

  test('of a lost request the server knows nothing', async () => {
    const run = await faulted([{ kind: 'line.lossy', ...WHEN, loses: 'request', ...issue }], QUICK);
    const ends = run.endsOf(...DURING);
    expect(tally(ends)).toEqual({ 'timed-out at issue: centre did not answer': 12 });
    const issued = new Set(eventsOf('server-issued', run.events).map(({ request }) => request));
    for (const { journey } of ends) expect(issued.has(`r${journey}`)).toBe(false);
    expect(soundness(run)).toEqual(SOUND);
  });

  test('of a lost answer it has made a document, which nobody prints or pays for', async () => {
    const run = await faulted([{ kind: 'line.lossy', ...WHEN, loses: 'answer', ...issue }], QUICK);
    const ends = run.endsOf(...DURING);
    expect(tally(ends)).toEqual({ 'timed-out at issue: centre did not answer': 12 });
    const issued = new Set(eventsOf('server-issued', run.events).map(({ request }) => request));
    expect(ends.some(({ journey }) => issued.has(`r${journey}`))).toBe(true);
    const settled = eventsOf('server-settled', run.events);
    for (const { journey } of ends) {
      const told = settled.filter(({ request }) => request === `r${journey}`);
      expect(told.map(({ outcome, paidYen }) => [outcome, paidYen])).not.toContainEqual(
        expect.arrayContaining(['printed']),
      );
    }
    expect(soundness(run)).toEqual(SOUND);
  });

  test('loses now the one and now the other, and asking again mostly helps', async () => {
    const run = await faulted([{ kind: 'line.lossy', ...WHEN, probability: 0.3 }], QUICK);
    expect(askedAgain(run)).toEqual(new Set(['time-out']));
    expect(tally(run.endsOf(...DURING))['completed']).toBeGreaterThan(6);
    expect(money(run).keptYen).toBe(money(run).feesYen);
    expect(soundness(run)).toEqual(SOUND);
  });
});

describe('line.cut', () => {
  test('is told to citizens at once, and cuts nobody else off', async () => {
    const select = { kiosks: ['in-00*'] };
    const run = await faulted([{ kind: 'line.cut', ...WHEN, select }]);
    const ends = run.endsOf(...DURING);
    const cutOff = ends.filter(({ kiosk }) => kiosk.startsWith('in-00'));
    expect(tally(cutOff)).toEqual({
      'failed at authenticate: unreachable: the line is cut': cutOff.length,
    });
    expect(cutOff.length).toBeGreaterThan(0);
    const others = ends.filter(({ kiosk }) => !kiosk.startsWith('in-00'));
    expect(tally(others)).toEqual({ completed: others.length });
    expect(soundness(run)).toEqual(SOUND);
  });
});

describe('line.storm', () => {
  test('breaks off what is under way, which is asked again with success', async () => {
    const run = await faulted([{ kind: 'line.storm', at: '20m' }]);
    expect(run.windows[0]).toMatchObject({ t: 20 * MINUTE_MS + 1 });
    expect(run.windows[0]?.struck).toBeGreaterThan(0);
    const again = eventsOf('asked-again', run.events);
    expect(again).toHaveLength(run.windows[0]?.struck ?? 0);
    expect(askedAgain(run)).toEqual(new Set(['unreachable: the line broke']));
    expect(tally(run.endsOf(15 * MINUTE_MS, DURING[1]))).toEqual({ completed: 22 });
    expect(soundness(run)).toEqual(SOUND);
  });
});

describe('line.lost-answer', () => {
  test('after payment: told until it is heard, recorded once, charged once', async () => {
    const run = await faulted([{ kind: 'line.lost-answer', ...WHEN, probability: 0.7 }]);
    expect(run.windows[0]?.struck).toBeGreaterThan(10);
    expect(tally(run.endsOf(...DURING))).toEqual({ completed: 12 });
    expect(money(run).keptYen).toBe(money(run).feesYen);
    const settled = eventsOf('server-settled', run.events);
    const outcomes = new Map(settled.map(({ request, outcome }) => [request, outcome]));
    for (const { request } of eventsOf('paid', run.events)) {
      expect(outcomes.get(request)).toBe('printed');
    }
    expect(settled.length).toBeGreaterThan(outcomes.size);
    const again = eventsOf('told-again', run.events);
    expect(again.length).toBeGreaterThanOrEqual(settled.length - outcomes.size);
    for (const { request } of again) expect(outcomes.get(request)).toBe('printed');
    expect(soundness(run)).toEqual(SOUND);
  });
});

test('without any trouble nothing is told twice, and the trace does not speak of it', async () => {
  expect(eventsOf('told-again', (await faulted([])).events)).toEqual([]);
});
