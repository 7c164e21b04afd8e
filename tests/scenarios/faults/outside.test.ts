import { describe, expect, test } from 'vitest';
import { eventsOf, scenarioData } from '../small-scenario.ts';
import { faulted, money, municipalityWith, SOUND, soundness, tally } from './faulted.ts';

const MINUTE_MS = 60_000;
const WHEN = { at: '20m', for: '10m' };
const DURING = [20 * MINUTE_MS, 26 * MINUTE_MS] as const;

describe('jpki.down', () => {
  test('lets nobody in, says so, and charges nothing', async () => {
    const run = await faulted([{ kind: 'jpki.down', ...WHEN }]);
    expect(tally(run.endsOf(...DURING))).toEqual({ 'failed at authenticate: HTTP 503': 12 });
    const codes = eventsOf('server-refused', run.events).map(({ code }) => code);
    expect(new Set(codes)).toEqual(new Set(['jpki-unavailable']));
    expect(run.windows[0]?.struck).toBe(codes.length);
    expect(money(run).keptYen).toBe(money(run).feesYen);
    expect(soundness(run)).toEqual(SOUND);
  });

  test('before it begins nobody notices that it is planned', async () => {
    const run = await faulted([{ kind: 'jpki.down', ...WHEN }]);
    expect(tally(run.endsOf(0, 15 * MINUTE_MS))).toEqual({ completed: 30 });
  });
});

describe('jpki.slow', () => {
  test('makes the authentication longer, and nothing else', async () => {
    const run = await faulted([{ kind: 'jpki.slow', ...WHEN, latency: '12s' }]);
    const stages = (name: string) =>
      eventsOf('stage', run.events)
        .filter(({ t, stage }) => stage === name && t > 21 * MINUTE_MS && t < DURING[1])
        .map(({ ms }) => ms);
    expect(Math.min(...stages('authenticate'))).toBeGreaterThan(12_000);
    expect(Math.min(...stages('issue'))).toBeLessThan(12_000);
    expect(soundness(run)).toEqual(SOUND);
  });
});

describe('clock.skew', () => {
  const { municipality } = scenarioData();
  const untilTen = {
    municipality: { ...municipality, hours: { opens: '06:30', closes: '10:00' } },
  };
  const skew = { kind: 'clock.skew', at: '30m', for: '40m', by: '30m' };
  const twoHours = {
    duration: '90m',
    workloads: { day: { executor: 'constant-arrival-rate', rate: 1 / 30, duration: '90m' } },
  } as const;

  test('ahead closes early', async () => {
    const run = await faulted([skew], { ...untilTen, ...twoHours });
    expect(tally(run.endsOf(32 * MINUTE_MS, 55 * MINUTE_MS))).toEqual({
      'refused at authenticate: out-of-hours': 46,
    });
    expect(soundness(run)).toEqual(SOUND);
  });

  test('behind issues nothing that is dated wrongly, nor after closing time', async () => {
    const run = await faulted([{ ...skew, direction: 'behind' }], { ...untilTen, ...twoHours });
    expect(tally(run.endsOf(32 * MINUTE_MS, 65 * MINUTE_MS))).toEqual({
      'failed at issue: HTTP 502': 66,
    });
    expect(eventsOf('server-refused', run.events).map(({ code }) => code)).toContain(
      'issuer-clock-wrong',
    );
    expect(soundness(run)).toEqual(SOUND);
  });
});

describe('demand.held', () => {
  test('brings everybody afterwards, as many as without it', async () => {
    const [held, usual] = [
      await faulted([{ kind: 'demand.held', ...WHEN, over: '5m' }]),
      await faulted([]),
    ];
    const arrivals = (run: typeof held, fromMinute: number, untilMinute: number) =>
      eventsOf('arrived', run.events).filter(
        ({ t }) => t >= fromMinute * MINUTE_MS && t < untilMinute * MINUTE_MS,
      ).length;
    expect(arrivals(held, 20, 30)).toBe(0);
    expect(arrivals(held, 30, 35)).toBe(10 + 20);
    expect(arrivals(held, 0, 60)).toBe(arrivals(usual, 0, 60));
    expect(held.windows[0]?.struck).toBe(20);
    expect(soundness(held)).toEqual(SOUND);
  });

  test('holds back a part, by chance', async () => {
    const run = await faulted([{ kind: 'demand.held', ...WHEN, over: '5m', probability: 0.5 }]);
    expect(run.windows[0]?.struck).toBeGreaterThan(3);
    expect(run.windows[0]?.struck).toBeLessThan(17);
  });
});

describe('the feed', () => {
  const municipality = municipalityWith({ lag: { median: '2s', p95: '6s' }, nightly: '10:30' });
  const entries = (at: string, residents: readonly number[]) =>
    residents.map((resident) => ({
      at,
      enter: {
        operation: 'set-support-measures' as const,
        municipality: '27203',
        resident,
        on: true,
      },
    }));
  const office = [...entries('09:10', [101, 211, 321]), ...entries('09:25', [431, 541, 651])];
  const town = { municipality, office, duration: '2h', workloads: morning('2h') };
  const changes = (run: Awaited<ReturnType<typeof faulted>>) =>
    eventsOf('register-updated', run.events).map(({ resident, lagMs, by }) => {
      return { resident, lagMinutes: Math.round(lagMs / MINUTE_MS), by };
    });

  test('feed.late delays what changes while it is on', async () => {
    const run = await faulted([{ kind: 'feed.late', ...WHEN, by: '20m' }], town);
    const late = changes(run).filter(({ lagMinutes }) => lagMinutes === 20);
    expect(late.map(({ resident }) => resident).sort()).toEqual([431, 541, 651]);
    expect(run.windows[0]?.struck).toBe(3);
    expect(soundness(run)).toEqual(SOUND);
  });

  test('feed.lost leaves it to the nightly batch', async () => {
    const run = await faulted([{ kind: 'feed.lost', ...WHEN }], town);
    const nightly = changes(run).filter(({ by }) => by === 'nightly');
    expect(nightly.map(({ resident }) => resident).sort()).toEqual([431, 541, 651]);
    expect(run.windows[0]?.struck).toBe(3);
  });

  test('feed.lost can be about one kind of change', async () => {
    const select = { operations: ['revoke-seal'] };
    const run = await faulted([{ kind: 'feed.lost', ...WHEN, select }], town);
    expect(changes(run).filter(({ by }) => by === 'nightly')).toEqual([]);
    expect(run.windows[0]?.struck).toBe(0);
  });

  test('feed.repeated brings nothing new the second time', async () => {
    const run = await faulted([{ kind: 'feed.repeated', ...WHEN }], town);
    expect(run.windows[0]?.struck).toBe(3);
    expect(changes(run)).toHaveLength(6);
    expect(soundness(run)).toEqual(SOUND);
  });
});

function morning(duration: string) {
  return { day: { executor: 'constant-arrival-rate' as const, rate: 1 / 30, duration } };
}
