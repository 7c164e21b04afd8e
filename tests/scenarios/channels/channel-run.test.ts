import { describe, expect, test } from 'vitest';
import { poissonAtLeast, poissonAtMost } from '../../../scenarios/calibration/probability.ts';
import { sourceStatistics } from '../../../scenarios/calibration/statistics-files.ts';
import { expectedIn } from '../../../scenarios/channels/channel-moves.ts';
import {
  certificatesOf,
  type PeriodTally,
  runChannels,
} from '../../../scenarios/channels/channel-run.ts';
import type { Channels, Period } from '../../../scenarios/channels/channels.ts';
import { shippedChannels } from '../../../scenarios/channels/channels-files.ts';
import { Histogram } from '../../../sim/histogram.ts';
import { demandOf } from './shipped-demand.ts';

const miyazaki = shippedChannels('miyazaki');
const pattern = demandOf('miyazaki');
const statistics = sourceStatistics();
const TYPES = { res: 'resident-record', seal: 'seal-registration' } as const;
const HALLS = ['counter', 'terminal', 'machine'] as const;

function periodOf({ periods }: Channels, name: string): Period {
  return periods.find((period) => period.name === name) as Period;
}

/** Columns of 2014 whose count is none that the published mean makes in 999 of 1,000 years. */
function misplaced(tally: PeriodTally): readonly string[] {
  return Object.entries(TYPES).flatMap(([short, type]) =>
    HALLS.map((hall) => `miy.${short}.2014.${hall}`).filter((id, at) => {
      const mean = Number(statistics.get(id)?.value);
      const count = certificatesOf(tally, HALLS[at] as string, type);
      return Math.min(poissonAtMost(count, mean), poissonAtLeast(count, mean)) < 0.0005;
    }),
  );
}

describe('who moved from 2013 to 2014', () => {
  test('makes the published columns of 2014 of those of 2013', () => {
    expect(misplaced(runChannels(miyazaki, '2014', pattern, 1))).toEqual([]);
    expect(misplaced(runChannels(miyazaki, '2014', pattern, 2))).toEqual([]);
  });

  test('is noticed where nobody moves, or those whose machine is still there as well', () => {
    const after = periodOf(miyazaki, '2014');
    const { follows } = after;
    if (follows === undefined) throw new Error('2014 follows 2013');
    const stay = { ...after, follows: { ...follows, moves: [] } };
    const still = { ...miyazaki, periods: [periodOf(miyazaki, '2013'), stay] };
    expect(misplaced(runChannels(still, '2014', pattern, 1))).toEqual([
      'miy.res.2014.terminal',
      'miy.res.2014.machine',
      'miy.seal.2014.counter',
      'miy.seal.2014.machine',
    ]);
    // As if all machines had lost their visitors in that proportion.
    const moves = follows.moves.map((move) => ({ ...move, whose: 'all' as const }));
    const everybody = {
      ...miyazaki,
      periods: [still.periods[0] as Period, { ...after, follows: { ...follows, moves } }],
    };
    expect(misplaced(runChannels(everybody, '2014', pattern, 1))).toContain('miy.res.2014.machine');
  });

  test('loses nobody: who left a machine is somewhere else, or wants none', () => {
    const tally = runChannels(miyazaki, '2014', pattern, 3);
    const base = periodOf(miyazaki, '2013');
    for (const type of Object.values(TYPES)) {
      const before = base.places.reduce((sum, { volumes }) => sum + (volumes?.value[type] ?? 0), 0);
      const nobody = [...tally.moved].filter(
        ([how]) => how.includes('>nobody/') && how.endsWith(type),
      );
      const gone = nobody.reduce((sum, [, count]) => sum + count, 0);
      const there = ['stores', ...HALLS].reduce(
        (n, hall) => n + certificatesOf(tally, hall, type),
        0,
      );
      // All of them are one Poisson process of the year before.
      expect(Math.abs(there + gone - before)).toBeLessThan(4 * Math.sqrt(before));
    }
  });

  test('brings to the stores what their demand has', () => {
    const [base, after] = [periodOf(miyazaki, '2013'), periodOf(miyazaki, '2014')];
    const stores = (type: 'resident-record' | 'seal-registration') =>
      Math.round(expectedIn('stores', type, base, after));
    expect(stores('resident-record')).toBe(Number(statistics.get('miy.conv.resident')?.value));
    expect(stores('seal-registration')).toBe(Number(statistics.get('miy.conv.seal')?.value));
    for (const [short, type] of Object.entries(TYPES)) {
      for (const hall of HALLS) {
        const due = Number(statistics.get(`miy.${short}.2014.${hall}`)?.value);
        expect(Math.abs(expectedIn(hall, type, base, after) - due)).toBeLessThan(1);
      }
    }
  });
});

test('totals scale the places and keep how they share them', () => {
  const ichikawa = shippedChannels('ichikawa');
  // A tenth of them, which is as telling and ten times as fast.
  const totals = {
    value: { 'resident-record': 30_979, 'seal-registration': 19_510, other: 3159 },
    origin: 'planted',
  };
  const periods = [{ ...periodOf(ichikawa, 'fy2009'), totals }];
  const tally = runChannels({ ...ichikawa, periods }, 'fy2009', demandOf('ichikawa'), 1);
  const all = (type: 'resident-record' | 'other') =>
    [...tally.channels.keys()].reduce((sum, name) => sum + certificatesOf(tally, name, type), 0);
  expect(Math.abs(all('resident-record') - 30_979)).toBeLessThan(4 * Math.sqrt(30_979));
  expect(Math.abs(all('other') - 3159)).toBeLessThan(4 * Math.sqrt(3159));
  const machines = certificatesOf(tally, 'machine', 'resident-record') / all('resident-record');
  expect(machines).toBeCloseTo(30_705 / 342_469, 2);
  // Stores had opened for 58 days, with one in a thousand of them.
  expect(certificatesOf(tally, 'stores', 'seal-registration')).toBeLessThan(60);
});

describe('queues', () => {
  const base = periodOf(miyazaki, '2013');
  /** The week observed, with so many machines. */
  const withMachines = (count: number): PeriodTally => {
    const places = base.places.map((place) =>
      place.of === 'machine' ? { ...place, count: { value: count, origin: 'planted' } } : place,
    );
    const period = { ...base, places };
    return runChannels({ ...miyazaki, periods: [period] }, '2013', pattern, 1);
  };
  const waits = (tally: PeriodTally, percent: number) => {
    const histogram = Histogram.fromRecord(tally.channels.get('machine')?.waitMs as never);
    const ms = histogram.percentileMs(percent);
    histogram.dispose();
    return ms;
  };

  test('grow where machines are taken away, and nobody else is disturbed', () => {
    const [nine, four] = [withMachines(9), withMachines(4)];
    expect(waits(four, 95)).toBeGreaterThan(3 * waits(nine, 95));
    const counters = (tally: PeriodTally) => JSON.stringify(tally.channels.get('counter'));
    expect(counters(four)).toBe(counters(nine));
  });

  test('are of the days observed, and everybody who comes is served', () => {
    const tally = withMachines(9);
    const { visitMs, waitMs, certificates } = tally.channels.get('machine') ?? {};
    expect(visitMs?.count).toBe(waitMs?.count);
    const all = [...(certificates?.values() ?? [])].reduce((sum, count) => sum + count, 0);
    expect(visitMs?.count).toBeGreaterThan(2000);
    expect(visitMs?.count).toBeLessThan(all / 20);
  });

  test('are the same for the same seed', () => {
    expect(JSON.stringify([...withMachines(9).channels])).toBe(
      JSON.stringify([...withMachines(9).channels]),
    );
  });
});
