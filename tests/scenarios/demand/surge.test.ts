import { describe, expect, test } from 'vitest';
import { DemandRate } from '../../../scenarios/demand/demand-rate.ts';
import { at, type DemandData, given, smallDemand, wholeDay } from './small-demand.ts';

const plain = new DemandRate(smallDemand());

type SurgeData = NonNullable<DemandData['surges']>[number];
type MonthEnd = Extract<SurgeData, { kind: 'month-end' }>;

function under(...surges: readonly SurgeData[]): DemandRate {
  return new DemandRate(smallDemand({ surges: [...surges] }));
}

/** How much more is expected between two instants than without the surge. */
function factor(rate: DemandRate, from: string, to: string): number {
  const span = [at(from), at(to)] as const;
  return rate.expectedVisits(...span) / plain.expectedVisits(...span);
}

function factorOn(rate: DemandRate, date: string): number {
  return rate.expectedVisits(...wholeDay(date)) / plain.expectedVisits(...wholeDay(date));
}

describe('a month end', () => {
  const on = (rate: DemandRate, date: string) => Math.round(factorOn(rate, date) * 1000) / 1000;
  const monthEnd = (more: Partial<MonthEnd>): MonthEnd => {
    return { kind: 'month-end', name: 'end', factor: given(2), withinVolume: false, ...more };
  };

  test('is of the last weekdays, holidays and closed days not counted', () => {
    const rate = under(monthEnd({ days: 2 }));
    expect(['03-27', '03-28', '03-30', '03-31'].map((day) => on(rate, `2014-${day}`))).toEqual([
      1, 2, 1, 2,
    ]);
    // May 2014 ends with a Saturday, December with closed days.
    expect(['05-29', '05-30', '05-31'].map((day) => on(rate, `2014-${day}`))).toEqual([2, 2, 1]);
    expect(['12-24', '12-25', '12-26'].map((day) => on(rate, `2014-${day}`))).toEqual([1, 2, 2]);
  });

  test('is of the last Monday of March where that is meant', () => {
    const rate = under(monthEnd({ weekday: 'monday', months: ['3'] }));
    expect(['03-24', '03-28', '03-31', '04-28'].map((day) => on(rate, `2014-${day}`))).toEqual([
      1, 1, 2, 1,
    ]);
    // In 2015 the last Monday is the day before the last.
    expect(['03-23', '03-30', '03-31'].map((day) => on(rate, `2015-${day}`))).toEqual([1, 2, 1]);
  });

  test('is part of the volume, if nothing else is said', () => {
    const { withinVolume: _, ...data } = monthEnd({});
    const year = [at('2014-01-01 00:00'), at('2015-01-01 00:00')] as const;
    expect(under(data).expectedCertificates(...year)).toBeCloseTo(36_500, 6);
    expect(under(monthEnd({})).expectedCertificates(...year)).toBeGreaterThan(37_000);
  });
});

test('a launch day falls evenly, day by day, to what is usual', () => {
  const rate = under({
    kind: 'launch-day',
    name: 'launch',
    on: '2014-02-03',
    factor: given(5),
    days: 4,
  });
  const factors = [2, 3, 4, 5, 6, 7].map((day) => factorOn(rate, `2014-02-0${day}`));
  [1, 5, 4, 3, 2, 1].forEach((due, index) => {
    expect(factors[index]).toBeCloseTo(due, 10);
  });
});

test('a campaign is as much on each of its days, the last one included', () => {
  const rate = under({
    kind: 'campaign',
    name: 'half-price',
    from: '2014-02-03',
    to: '2014-02-05',
    factor: given(1.5),
  });
  const factors = [2, 3, 4, 5, 6].map((day) => factorOn(rate, `2014-02-0${day}`));
  [1, 1.5, 1.5, 1.5, 1].forEach((due, index) => {
    expect(factors[index]).toBeCloseTo(due, 10);
  });
});

describe('a disaster', () => {
  const rate = under({
    kind: 'disaster',
    name: 'quake',
    from: '2014-02-04T17:30:00+09:00',
    rises: '1h',
    lasts: '1h',
    fades: '2h',
    factor: given(4),
  });

  test('rises, lasts and fades along straight lines', () => {
    // Demand is even from 17:15 to 23:00, so that factors can be told from it alone.
    expect(factor(rate, '2014-02-04 17:15', '2014-02-04 17:30')).toBeCloseTo(1, 10);
    expect(factor(rate, '2014-02-04 17:30', '2014-02-04 18:30')).toBeCloseTo(2.5, 10);
    expect(factor(rate, '2014-02-04 17:30', '2014-02-04 18:00')).toBeCloseTo(1.75, 10);
    expect(factor(rate, '2014-02-04 18:30', '2014-02-04 19:30')).toBeCloseTo(4, 10);
    expect(factor(rate, '2014-02-04 19:30', '2014-02-04 21:30')).toBeCloseTo(2.5, 10);
    expect(factor(rate, '2014-02-04 20:30', '2014-02-04 21:30')).toBeCloseTo(1.75, 10);
    expect(factor(rate, '2014-02-04 21:30', '2014-02-04 23:00')).toBeCloseTo(1, 10);
    expect(factorOn(rate, '2014-02-05')).toBeCloseTo(1, 10);
  });

  test('brings nobody at night', () => {
    const night = under({
      kind: 'disaster',
      name: 'quake',
      from: '2014-02-04T22:00:00+09:00',
      lasts: '12h',
      factor: given(3),
    });
    expect(night.expectedVisits(at('2014-02-04 23:00'), at('2014-02-05 06:30'))).toBe(0);
    expect(factor(night, '2014-02-05 06:30', '2014-02-05 10:00')).toBeCloseTo(3, 10);
    expect(factor(night, '2014-02-05 10:00', '2014-02-05 23:00')).toBeCloseTo(1, 10);
  });
});

describe('a recovery', () => {
  const outage = {
    kind: 'recovery' as const,
    name: 'flush',
    from: '2014-02-04T08:30:00+09:00',
    to: '2014-02-04T12:00:00+09:00',
    returns: given(0.6),
  };
  const held = plain.expectedVisits(at('2014-02-04 08:30'), at('2014-02-04 12:00'));
  const more = (rate: DemandRate, from: string, to: string) =>
    rate.expectedVisits(at(from), at(to)) - plain.expectedVisits(at(from), at(to));

  test('holds back and brings its share of that afterwards, most at once', () => {
    const rate = under({ ...outage, over: '2h' });
    expect(factor(rate, '2014-02-04 08:30', '2014-02-04 12:00')).toBe(0);
    expect(more(rate, '2014-02-04 12:00', '2014-02-04 14:00')).toBeCloseTo(0.6 * held, 8);
    // Along a straight line three quarters come in the first half.
    expect(more(rate, '2014-02-04 12:00', '2014-02-04 13:00')).toBeCloseTo(0.45 * held, 8);
    expect(more(rate, '2014-02-04 14:00', '2014-02-04 23:00')).toBeCloseTo(0, 8);
  });

  test('waits for the morning where the kiosks close', () => {
    const rate = under({ ...outage, to: '2014-02-04T22:00:00+09:00', over: '12h' });
    const evening = plain.expectedVisits(at('2014-02-04 08:30'), at('2014-02-04 22:00'));
    expect(rate.expectedVisits(at('2014-02-04 23:00'), at('2014-02-05 06:30'))).toBe(0);
    const back =
      more(rate, '2014-02-04 22:00', '2014-02-04 23:00') +
      more(rate, '2014-02-05 06:30', '2014-02-05 10:00');
    expect(back).toBeCloseTo(0.6 * evening, 8);
    expect(more(rate, '2014-02-05 10:00', '2014-02-05 23:00')).toBeCloseTo(0, 8);
  });

  test('lets those come all the same who do', () => {
    const rate = under({ ...outage, during: given(0.3), over: '2h' });
    expect(factor(rate, '2014-02-04 08:30', '2014-02-04 12:00')).toBeCloseTo(0.3, 10);
  });
});

test('surges at the same time multiply each other', () => {
  const rate = under(
    { kind: 'campaign', name: 'one', from: '2014-02-03', to: '2014-02-03', factor: given(1.5) },
    { kind: 'launch-day', name: 'two', on: '2014-02-03', factor: given(2) },
  );
  expect(factorOn(rate, '2014-02-03')).toBeCloseTo(3, 10);
});
