import type { z } from 'zod';
import { midnightMs } from '../../../scenarios/demand/civil-day.ts';
import { Demand } from '../../../scenarios/demand/demand.ts';
import { demandArrivals } from '../../../scenarios/demand/demand-arrivals.ts';
import { countedDays, DemandRate } from '../../../scenarios/demand/demand-rate.ts';
import { weighedHours } from '../../../scenarios/demand/weighed-hours.ts';
import type { LogRow } from '../../../scenarios/fit/log-row.ts';
import type { CertificateType } from '../../../server/contract.ts';
import { isoTime } from '../../../sim/civil-time.ts';
import { empirical } from '../../../sim/distribution.ts';
import { streams } from '../../../sim/rng.ts';
import { timeOfDayMs } from '../../../sim/units.ts';
import { given } from '../demand/small-demand.ts';

/** A demand in which every number differs from every other one. */
export const KNOWN: z.input<typeof Demand> = {
  demand: 1,
  name: 'known',
  volume: { by: 'count', from: '2014-04-01', to: '2015-03-31', certificates: given(26_000) },
  months: given({ 1: 0.9, 2: 0.95, 3: 1.6, 4: 1.3, 5: 0.85, 6: 1.15, 8: 0.7, 11: 1.1, 12: 0.8 }),
  weekdays: given({
    ...{ monday: 1.3, tuesday: 1, wednesday: 0.9, thursday: 0.85, friday: 1.05 },
    ...{ saturday: 1.2, sunday: 0.9, holiday: 0.75, afterHoliday: 1.2 },
  }),
  dayOffShare: given(0.24),
  hours: {
    weekday: [
      {
        when: given({ from: '06:30', to: '08:30' }),
        share: given(0.06),
        curve: given({ 6: 2, 7: 3, 8: 5 }),
      },
      {
        when: given({ from: '08:30', to: '17:15' }),
        share: given(0.68),
        curve: given({ 8: 8, 9: 13, 10: 16, 11: 13, 12: 9, 13: 12, 14: 12, 15: 10, 16: 8, 17: 3 }),
      },
      {
        when: given({ from: '17:15', to: '23:00' }),
        share: given(0.26),
        curve: given({ 17: 9, 18: 8, 19: 7, 20: 5, 21: 3, 22: 2 }),
      },
    ],
    dayOff: [
      {
        when: given({ from: '06:30', to: '08:30' }),
        share: given(0.04),
        curve: given({ 6: 1, 7: 2, 8: 4 }),
      },
      {
        when: given({ from: '08:30', to: '17:15' }),
        share: given(0.66),
        curve: given({ 8: 4, 9: 6, 10: 9, 11: 9, 12: 8, 13: 9, 14: 9, 15: 9, 16: 9, 17: 8 }),
      },
      {
        when: given({ from: '17:15', to: '23:00' }),
        share: given(0.3),
        curve: given({ 17: 8, 18: 6, 19: 5, 20: 4, 21: 2, 22: 1 }),
      },
    ],
  },
  certificates: given({ 'resident-record': 0.52, 'seal-registration': 0.39, tax: 0.09 }),
  ages: given([
    { from: 20, to: 29, share: 0.25 },
    { from: 30, to: 39, share: 0.4 },
    { from: 40, to: 49, share: 0.35 },
  ]),
  places: given({ city: 0.74, prefecture: 0.2, elsewhere: 0.06 }),
  copies: given({ 1: 0.85, 2: 0.12, 3: 0.03 }),
  overdispersion: given(0.01),
};

export function knownDemand(changes: Partial<z.input<typeof Demand>> = {}): Demand {
  return Demand.parse({ ...KNOWN, ...changes });
}

/** The rows of a log of citizens of a demand; one object, written anew for each. */
export function* rowsOf(demand: Demand, seed: number): Iterable<LogRow> {
  const rate = new DemandRate(demand);
  const chance = streams(seed);
  const rng = chance.stream('log', demand.name);
  const drawn = <T>(shares: readonly (readonly [T, number])[]) => {
    const draw = empirical(
      shares.map(([value]) => value),
      shares.map(([, share]) => share),
    );
    return () => draw(rng);
  };
  const type = drawn(Object.entries(demand.certificates.value) as [CertificateType, number][]);
  const age = drawn(demand.ages.value.map(({ from, share }) => [from, share] as const));
  const place = drawn(Object.entries(demand.places.value));
  const copies = drawn(Object.entries(demand.copies.value));
  const [first, last] = countedDays(demand);
  const window = { fromMs: midnightMs(first), toMs: midnightMs(last + 1) };
  for (const { atMs } of demandArrivals(rate, chance, '27203/log', window)) {
    yield {
      atMs: Math.floor(atMs),
      type: type(),
      store: `shop-${Math.floor(rng.uniform() * 40)}`,
      municipality: undefined,
      place: place(),
      age: age() + Math.floor(rng.uniform() * 10),
      copies: Number(copies()),
    };
  }
}

/** The same as a file, line by line, the header first. */
export function* logOf(demand: Demand, seed: number): Iterable<string> {
  yield 'issued_at,certificate,shop,place,age,copies';
  for (const { atMs, type, store, place, age, copies } of rowsOf(demand, seed)) {
    const at = isoTime(atMs).slice(0, 23).replace('T', ' ');
    yield [at, type, store, place, age, copies].join();
  }
}

/** What the numbers of a demand are in the measure in which a fit tells them, by their paths. */
export function truthOf(demand: Demand): ReadonlyMap<string, number> {
  const rate = new DemandRate(demand);
  const [first, last] = countedDays(demand);
  const days = Array.from({ length: last - first + 1 }, (_, at) => rate.calendar.dayOf(first + at));
  const open = days.filter(({ isClosed }) => !isClosed);
  const truth = new Map<string, number>();
  if (demand.volume.by === 'count') {
    truth.set('volume.certificates', demand.volume.certificates.value);
  }
  const factor = (month: string) => demand.months?.value[month as '1'] ?? 1;
  const mean = open.reduce((sum, { month }) => sum + factor(month), 0) / open.length;
  for (const { month } of open) truth.set(`months.${month}`, factor(month) / mean);
  const weekdays: Record<string, number | undefined> = demand.weekdays?.value ?? {};
  for (const names of [WEEKDAYS, DAYS_OFF]) {
    const sum = names.reduce((all, name) => all + (weekdays[name] ?? 1), 0);
    for (const name of names) {
      truth.set(`weekdays.${name}`, ((weekdays[name] ?? 1) * names.length) / sum);
    }
  }
  truth.set('weekdays.afterHoliday', weekdays['afterHoliday'] ?? 1);
  if (demand.dayOffShare !== undefined) truth.set('dayOffShare', demand.dayOffShare.value);
  for (const kind of ['weekday', 'dayOff'] as const) {
    demand.hours[kind]?.forEach(({ when, share, curve }, index) => {
      const path = `hours.${kind}[${index}]`;
      truth.set(`${path}.share`, share.value);
      const [from, to] = [when.value.from, when.value.to].map(timeOfDayMs) as [number, number];
      const hours = weighedHours(from, to, curve?.value);
      const total = hours.reduce((sum, { weight }) => sum + weight, 0);
      for (const { fromMs, toMs, weight } of hours) {
        const percent = (100 * share.value * weight) / total / ((toMs - fromMs) / HOUR_MS);
        truth.set(`${path}.curve.${Math.floor(fromMs / HOUR_MS)}`, percent);
      }
    });
  }
  const maps = { certificates: demand.certificates, places: demand.places, copies: demand.copies };
  for (const [name, { value }] of Object.entries(maps)) {
    for (const [key, share] of Object.entries(value)) truth.set(`${name}.${key}`, share);
  }
  demand.ages.value.forEach(({ share }, index) => {
    truth.set(`ages[${index}].share`, share);
  });
  return truth.set('overdispersion', demand.overdispersion.value);
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];
const DAYS_OFF = ['saturday', 'sunday', 'holiday'];
const HOUR_MS = 3_600_000;
