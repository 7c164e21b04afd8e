import { isHoliday, isWeekday } from '../../server/municipalities/holidays.ts';
import { civilDate, civilTime } from '../../sim/civil-time.ts';
import { midnightMs } from './civil-day.ts';
import type { Demand } from './demand.ts';
import { MONTHS, type Month } from './demand-units.ts';

/** A day as demand sees it. */
export interface DemandDay {
  readonly number: number;
  /** `2014-03-31`. */
  readonly date: string;
  readonly month: Month;
  /** The year that began on the last 1 April. */
  readonly fiscalYear: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly kind: 'weekday' | 'dayOff';
  readonly isHoliday: boolean;
  /** Nobody comes all day. */
  readonly isClosed: boolean;
  /** The day before was a holiday or closed. */
  readonly followsHoliday: boolean;
}

/** The days of a demand; throws RangeError for years whose holidays are not known. */
export class DemandCalendar {
  readonly #closedDays: Demand['closedDays']['value'];

  constructor({ closedDays }: Pick<Demand, 'closedDays'>) {
    this.#closedDays = closedDays.value;
  }

  dayOf(number: number): DemandDay {
    const atMs = midnightMs(number);
    const { year, month, weekday } = civilTime(atMs);
    const before = midnightMs(number - 1);
    return {
      number,
      date: civilDate(atMs),
      month: MONTHS[month - 1] as Month,
      fiscalYear: month < APRIL ? year - 1 : year,
      weekday,
      kind: isWeekday(atMs) ? 'weekday' : 'dayOff',
      isHoliday: isHoliday(atMs),
      isClosed: this.#isClosed(atMs),
      followsHoliday: this.#isClosed(before) || isHoliday(before),
    };
  }

  /** Days that compare as their letters do; a closure may run into the next year. */
  #isClosed(atMs: number): boolean {
    const today = civilDate(atMs).slice(5);
    return this.#closedDays.some(({ from, to }) =>
      from <= to ? from <= today && today <= to : from <= today || today <= to,
    );
  }
}

const APRIL = 4;
