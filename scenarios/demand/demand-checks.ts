import type { z } from 'zod';
import { HOLIDAY_YEARS } from '../../server/municipalities/holidays.ts';
import { civilTime } from '../../sim/civil-time.ts';
import { instantMs, timeOfDayMs } from '../../sim/units.ts';
import { civilDayText, dayNumberOf, midnightMs } from './civil-day.ts';
import type { Demand, DemandBand } from './demand.ts';
import { DemandCalendar } from './demand-calendar.ts';
import { countedDays, DemandRate, volumeOf } from './demand-rate.ts';
import type { Surge } from './surge.ts';
import { weighedHours } from './weighed-hours.ts';

type Complain = (path: readonly (string | number)[], message: string) => void;

/** Shares are published rounded: this much may be missing from 1. */
const ROUNDING = 0.002;

/** Some hundred times what the whole country asks for at its busiest: nobody means more. */
const MOST_PER_SECOND = 10_000;

/** Contradictions that no single field of a demand can know. */
export function checkDemand(demand: Demand, context: z.RefinementCtx): void {
  let isSound = true;
  const complain: Complain = (path, message) => {
    isSound = false;
    context.addIssue({ code: 'custom', path: [...path], message, input: undefined });
  };
  checkShares(demand, complain);
  checkAges(demand, complain);
  checkOpening(demand, complain);
  checkBands(demand.hours.weekday, demand, ['hours', 'weekday'], complain);
  if (demand.hours.dayOff !== undefined) {
    checkBands(demand.hours.dayOff, demand, ['hours', 'dayOff'], complain);
  }
  checkVolume(demand, complain);
  if (!isSound) return;
  checkSurges(demand, complain);
  if (isSound) checkRate(demand, complain);
}

function checkShares(demand: Demand, complain: Complain): void {
  const { certificates, ages, places, copies } = demand;
  const sets: readonly [string, readonly number[]][] = [
    ['certificates', Object.values(certificates.value)],
    ['ages', ages.value.map(({ share }) => share)],
    ['places', Object.values(places.value)],
    ['copies', Object.values(copies.value)],
  ];
  for (const [key, shares] of sets) checkSum(shares, [key, 'value'], complain);
}

function checkSum(
  shares: readonly number[],
  path: readonly (string | number)[],
  complain: Complain,
): void {
  const sum = shares.reduce((total, share) => total + share, 0);
  if (Math.abs(sum - 1) <= ROUNDING) return;
  complain(path, `the shares add up to ${rounded(sum)}: change them so that they make 1`);
}

function checkAges({ ages }: Demand, complain: Complain): void {
  ages.value.forEach(({ from, to }, index, all) => {
    const path = ['ages', 'value', index];
    if (from > to) complain(path, 'from must not exceed to');
    const earlier = all.slice(0, index).find((other) => other.from <= to && from <= other.to);
    if (earlier === undefined) return;
    complain(path, `ages ${earlier.from} to ${earlier.to} have a share already: begin after them`);
  });
}

function checkOpening({ opening, maintenance }: Demand, complain: Complain): void {
  const { opens, closes } = opening.value;
  if (opens >= closes) complain(['opening', 'value'], 'opens must come before closes');
  maintenance.forEach(({ value: { from, to } }, index) => {
    if (instantMs(from) < instantMs(to)) return;
    complain(['maintenance', index, 'value'], 'from must come before to');
  });
}

function checkBands(
  bands: readonly DemandBand[],
  { opening }: Demand,
  path: readonly string[],
  complain: Complain,
): void {
  const { opens, closes } = opening.value;
  bands.forEach(({ when, share, curve }, index) => {
    const { from, to } = when.value;
    const there = [...path, index, 'when', 'value'];
    if (from >= to) complain(there, 'from must come before to');
    const earlier = bands
      .slice(0, index)
      .find(({ when: { value } }) => value.from < to && from < value.to);
    if (earlier !== undefined) {
      const { from: begins, to: ends } = earlier.when.value;
      complain(there, `this must not overlap the band from ${begins} to ${ends}`);
    }
    if (share.value > 0 && (from < opens || to > closes)) {
      complain(
        there,
        `the service is open from ${opens} to ${closes}: end the band there, or change \`opening\``,
      );
    }
    const hours = weighedHours(timeOfDayMs(from), timeOfDayMs(to), curve?.value);
    if (from < to && share.value > 0 && !hours.some(({ weight }) => weight > 0)) {
      complain([...path, index, 'curve'], 'give one of the band’s hours a weight');
    }
  });
  checkSum(
    bands.map(({ share }) => share.value),
    path,
    complain,
  );
}

function checkVolume({ volume, growth }: Demand, complain: Complain): void {
  if (volume.by === 'population') {
    const { kind, certificatesPerPerson } = volume;
    if ((kind === undefined) === (certificatesPerPerson === undefined)) {
      complain(['volume'], 'give either `kind` or `certificatesPerPerson`');
    }
  } else if (volume.from > volume.to) {
    complain(['volume', 'from'], 'from must not be after to');
  }
  if (growth !== undefined && Object.keys(growth.value).length === 0) {
    complain(['growth', 'value'], 'name at least one year, or leave growth out');
  }
  const { first, last } = HOLIDAY_YEARS;
  const days = countedDays({ volume });
  const isKnown = days.every((day) => {
    // A day more on either side: what follows a holiday, and what a month ends with.
    const years = [day - 1, day + 31].map((each) => civilTime(midnightMs(each)).year);
    return years.every((year) => year >= first && year <= last);
  });
  if (isKnown) return;
  complain(['volume'], `count in ${first} to ${last - 1}: holidays are known for these years`);
}

function checkSurges(demand: Demand, complain: Complain): void {
  const calendar = new DemandCalendar(demand);
  const names = demand.surges.map(({ name }) => name);
  demand.surges.forEach((surge, index) => {
    const path = ['surges', index];
    if (names.indexOf(surge.name) < index) {
      complain([...path, 'name'], 'another surge has this name: name it anew');
    }
    const why = whyNoSurge(daysOf(surge), calendar);
    if (why !== undefined) complain(path, why);
  });
}

function whyNoSurge(
  [first, last]: readonly [number, number],
  calendar: DemandCalendar,
): string | undefined {
  if (first > last) return 'from must come before to';
  const years = [first, last + 1].map((day) => civilTime(midnightMs(day)).year);
  if (years.some((year) => year < HOLIDAY_YEARS.first || year > HOLIDAY_YEARS.last)) {
    return `holidays are known for ${HOLIDAY_YEARS.first} to ${HOLIDAY_YEARS.last} only`;
  }
  for (let day = first; day <= Math.min(last, first + LONG_DAYS); day++) {
    if (!calendar.dayOf(day).isClosed) return undefined;
  }
  const days = `${civilDayText(first)}${last > first ? ` to ${civilDayText(last)}` : ''}`;
  return `nobody can come, as ${days} is closed: choose another day, or open it`;
}

const LONG_DAYS = 400;

/** The first and the last day that a surge is about; any one for those of every month. */
function daysOf(surge: Surge): readonly [number, number] {
  switch (surge.kind) {
    case 'month-end':
      return [SOME_OPEN_DAY, SOME_OPEN_DAY + LONG_DAYS];
    case 'launch-day':
      return [dayNumberOf(surge.on), dayNumberOf(surge.on)];
    case 'campaign':
      return [dayNumberOf(surge.from), dayNumberOf(surge.to)];
    case 'disaster': {
      const day = dayNumberOf(surge.from.slice(0, 10));
      return [day, day + 1];
    }
    case 'recovery': {
      const day = dayNumberOf(surge.from.slice(0, 10));
      // An outage has to last: from one instant to the next.
      return instantMs(surge.from) < instantMs(surge.to) ? [day, day + LONG_DAYS] : [day, day - 1];
    }
  }
}

const SOME_OPEN_DAY = dayNumberOf('2014-02-03');

function checkRate(demand: Demand, complain: Complain): void {
  let rate: DemandRate;
  try {
    rate = new DemandRate(demand);
  } catch (error) {
    complain(['volume'], (error as Error).message);
    return;
  }
  const [first, last] = countedDays(demand);
  const surged = demand.surges.flatMap((surge) => daysOf(surge).slice(0, 1));
  const days = [...new Set([first, Math.min(first + 6, last), ...surged])];
  const peak = Math.max(
    0,
    ...days.flatMap((day) => rate.daySegments(day).map((segment) => segment.fromPerSecond)),
  );
  if (peak <= MOST_PER_SECOND) return;
  const told = `${Math.round(peak).toLocaleString('en')} visits a second`;
  complain(
    ['volume'],
    `${volumeOf(demand)} certificates make ${told}, more than ${MOST_PER_SECOND}: give a smaller volume`,
  );
}

function rounded(value: number): string {
  return String(Math.round(value * 10_000) / 10_000);
}
