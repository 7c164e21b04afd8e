import { describe, expect, test } from 'vitest';
import { midnightMs } from '../../../scenarios/demand/civil-day.ts';
import type { Demand } from '../../../scenarios/demand/demand.ts';
import { demandSegments } from '../../../scenarios/demand/demand-curve.ts';
import { loadDemand } from '../../../scenarios/demand/demand-files.ts';
import { DemandRate } from '../../../scenarios/demand/demand-rate.ts';
import { RateCurve } from '../../../sim/rate-curve.ts';
import { at, dayAt, given, smallDemand, wholeDay } from './small-demand.ts';

const YEAR = [at('2014-01-01 00:00'), at('2015-01-01 00:00')] as const;

/** What a day expects, where nothing tells days apart: 36,500 in the year’s 359 open days. */
const DAILY = 36_500 / 359;

function shipped(city: string): Demand {
  const reading = loadDemand(`scenarios/cities/${city}.yaml`);
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.complaints));
  return reading.demand;
}

/** Certificates expected on the days of a year that pass a test. */
function expectedOn(rate: DemandRate, passes: (day: ReturnType<typeof dayOf>) => boolean): number {
  let sum = 0;
  for (let day = dayAt('2014-01-01'); day <= dayAt('2014-12-31'); day++) {
    if (passes(dayOf(rate, day))) {
      sum += rate.expectedCertificates(midnightMs(day), midnightMs(day + 1));
    }
  }
  return sum;
}

function dayOf(rate: DemandRate, day: number) {
  return rate.calendar.dayOf(day);
}

describe('what is expected', () => {
  test('over the days counted is what was counted, whatever tells days apart', () => {
    const factors = { monday: 1.25, saturday: 0.6, holiday: 0.4, afterHoliday: 1.2 };
    const demands = [
      smallDemand(),
      smallDemand({ months: given({ 3: 1.35, 6: 1.06 }), weekdays: given(factors) }),
      smallDemand({ dayOffShare: given(0.2), weekdays: given(factors) }),
      smallDemand({ copies: given({ 1: 0.8, 3: 0.2 }), growth: given({ 2013: 1, 2014: 1.5 }) }),
    ];
    for (const demand of demands) {
      expect(new DemandRate(demand).expectedCertificates(...YEAR)).toBeCloseTo(36_500, 6);
    }
  });

  test('of a population is people × certificates × cards × channel over its fiscal year', () => {
    const volume = {
      by: 'population' as const,
      year: 2014,
      population: given(100_000),
      cardShare: given(0.5),
      channelShare: given(0.2),
    };
    const expected = (more: object) =>
      new DemandRate(smallDemand({ volume: { ...volume, ...more } })).expectedCertificates(
        at('2014-04-01 00:00'),
        at('2015-04-01 00:00'),
      );
    expect(expected({ kind: given('metropolis') })).toBeCloseTo(14_000, 6);
    expect(expected({ kind: given('city') })).toBeCloseTo(12_000, 6);
    expect(expected({ kind: given('town') })).toBeCloseTo(11_000, 6);
    expect(expected({ certificatesPerPerson: given(1.48) })).toBeCloseTo(14_800, 6);
  });

  test('in each band is its share, and in each hour that of its weight', () => {
    const rate = new DemandRate(smallDemand());
    const between = (from: string, to: string) =>
      rate.expectedCertificates(at(`2014-02-04 ${from}`), at(`2014-02-04 ${to}`));
    expect(between('06:30', '08:30')).toBeCloseTo(0.1 * DAILY, 8);
    expect(between('08:30', '17:15')).toBeCloseTo(0.6 * DAILY, 8);
    expect(between('17:15', '23:00')).toBeCloseTo(0.3 * DAILY, 8);
    const perWeight = (0.6 * DAILY) / (4 / 2 + 13 + 16 + 8 + 7 + 3 / 4);
    expect(between('10:00', '11:00')).toBeCloseTo(16 * perWeight, 8);
    expect(between('08:30', '09:00')).toBeCloseTo(2 * perWeight, 8);
    expect(between('11:00', '12:00')).toBe(0);
    expect(between('23:00', '24:00')).toBe(0);
    expect(between('00:00', '06:30')).toBe(0);
  });

  test('of days has the factors of month and weekday to each other', () => {
    const months = given({ 3: 1.5 });
    const rate = new DemandRate(smallDemand({ months, weekdays: given({ monday: 1.25 }) }));
    const on = (date: string) => rate.expectedCertificates(...wholeDay(date));
    expect(on('2014-03-03') / on('2014-03-04')).toBeCloseTo(1.25, 10);
    expect(on('2014-03-04') / on('2014-02-04')).toBeCloseTo(1.5, 10);
    // What counts days alike cannot tell them apart.
    const naive = new DemandRate(smallDemand());
    expect(naive.expectedCertificates(...wholeDay('2014-03-03'))).toBeCloseTo(DAILY, 8);
  });

  test('on days off is the share that is given, whatever their number and factors', () => {
    const off = (dayOffShare?: Demand['dayOffShare']) => {
      const rate = new DemandRate(
        smallDemand({ ...(dayOffShare && { dayOffShare }), weekdays: given({ saturday: 0.7 }) }),
      );
      return expectedOn(rate, ({ kind }) => kind === 'dayOff') / 36_500;
    };
    expect(off(given(0.23))).toBeCloseTo(0.23, 10);
    expect(off()).toBeGreaterThan(0.26);
  });

  test('of single certificates in single months raises those months', () => {
    const monthsOf = { 'seal-registration': given({ 6: 3 }) };
    const rate = new DemandRate(smallDemand({ monthsOf }));
    const on = (date: string) => rate.expectedCertificates(...wholeDay(date));
    expect(on('2014-06-03') / on('2014-05-13')).toBeCloseTo(0.7 + 0.3 * 3, 10);
  });

  test('grows by fiscal year, from 1 April on, and as little as known beyond', () => {
    const growth = given({ 2013: 1, 2014: 1.5 });
    const rate = new DemandRate(smallDemand({ growth }));
    const on = (date: string) => rate.expectedCertificates(...wholeDay(date));
    expect(on('2014-04-01') / on('2014-03-31')).toBeCloseTo(1.5, 10);
    expect(on('2016-05-10') / on('2014-05-13')).toBeCloseTo(1, 10);
    expect(on('2012-02-07') / on('2014-02-04')).toBeCloseTo(1, 10);
  });

  test('is nothing in maintenance, which the days counted have had', () => {
    const window = { from: '2014-02-04T10:00:00+09:00', to: '2014-02-04T10:30:00+09:00' };
    const rate = new DemandRate(smallDemand({ maintenance: [given(window)] }));
    const between = (from: string, to: string) =>
      rate.expectedVisits(at(`2014-02-04 ${from}`), at(`2014-02-04 ${to}`));
    expect(between('10:00', '10:30')).toBe(0);
    expect(between('10:30', '11:00')).toBeCloseTo(between('09:00', '09:30') * (16 / 13), 10);
    expect(rate.expectedCertificates(...YEAR)).toBeCloseTo(36_500, 6);
  });

  test('varies with copies and with the factors of days', () => {
    const copies = given({ 1: 0.5, 3: 0.5 });
    const rate = new DemandRate(smallDemand({ copies, overdispersion: given(0.04) }));
    const day = wholeDay('2014-02-04');
    const visits = rate.expectedVisits(...day);
    expect(visits).toBeCloseTo(DAILY / 2, 8);
    expect(rate.visitVariance(...day)).toBeCloseTo(visits + 0.04 * visits ** 2, 8);
    expect(rate.certificateVariance(...day)).toBeCloseTo(visits * 5 + 0.04 * DAILY ** 2, 8);
  });
});

describe('the cities that come with kofu', () => {
  test('Miyazaki expects what S5 counted, by band, in all, and in its two months', () => {
    const rate = new DemandRate(shipped('miyazaki'));
    const days = Array.from({ length: 181 }, (_, index) => dayAt('2014-01-01') + index);
    const sum = (from: number, to: number, kind?: string) =>
      days
        .filter((day) => kind === undefined || dayOf(rate, day).kind === kind)
        .reduce((total, day) => {
          const startMs = midnightMs(day);
          const [begins, ends] = [startMs + from * 3_600_000, startMs + to * 3_600_000];
          return total + rate.expectedCertificates(begins, ends);
        }, 0);
    expect(sum(0, 24)).toBeCloseTo(26_182, 4);
    // The shares are written to five places.
    expect(Math.abs(sum(0, 8.5, 'weekday') - 830)).toBeLessThan(1);
    expect(Math.abs(sum(8.5, 17.25, 'weekday') - 14_574)).toBeLessThan(1);
    expect(Math.abs(sum(17.25, 24, 'weekday') - 4_756)).toBeLessThan(1);
    expect(Math.abs(sum(0, 24, 'dayOff') - 6_022)).toBeLessThan(1);
    const month = (from: string, to: string) =>
      rate.expectedCertificates(at(`${from} 00:00`), at(`${to} 00:00`));
    expect(month('2014-03-01', '2014-04-01') / 31).toBeCloseTo(195, 1);
    expect(month('2014-06-01', '2014-07-01') / 30).toBeCloseTo(153, 1);
  });

  test('Toyonaka has its Mondays first, and a quarter outside', () => {
    const toyonaka = shipped('toyonaka');
    const rate = new DemandRate(toyonaka);
    const week = Array.from({ length: 7 }, (_, index) => dayAt('2015-06-01') + index).map((day) =>
      rate.expectedVisits(midnightMs(day), midnightMs(day + 1)),
    );
    expect(week.indexOf(Math.max(...week))).toBe(0);
    expect(1 - (toyonaka.places.value['city'] ?? 0)).toBeGreaterThan(0.25);
  });
});

test('the curve of a run is that of the demand, from its own beginning', () => {
  const demand = smallDemand({ months: given({ 3: 1.5 }) });
  const rate = new DemandRate(demand);
  const begins = at('2014-02-28 10:20');
  const curve = new RateCurve(demandSegments(demand, begins, 3 * 86_400_000));
  expect(curve.expected).toBeCloseTo(rate.expectedVisits(begins, begins + 3 * 86_400_000), 8);
  expect(curve.ratePerSecond(0) * 1200).toBeCloseTo(
    rate.expectedVisits(begins, begins + 1_200_000),
    8,
  );
});
