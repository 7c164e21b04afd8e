import { CERTIFICATE_TYPES } from '../../server/contract.ts';
import { dayNumber, msOfDay } from '../../sim/civil-time.ts';
import { timeOfDayMs } from '../../sim/units.ts';
import type { Demand } from '../demand/demand.ts';
import { DemandCalendar, type DemandDay } from '../demand/demand-calendar.ts';
import { FitRefused } from './fit-refused.ts';
import type { LogRow } from './log-row.ts';
import { ShareCounts } from './share-counts.ts';

/** What of a log is counted. */
export interface CountRules {
  readonly opening: { readonly opens: string; readonly closes: string };
  readonly closedDays: Demand['closedDays']['value'];
  /** Numbers of the first and the last day, where they are given. */
  readonly firstDay?: number | undefined;
  readonly lastDay?: number | undefined;
  /** Only rows of this municipality, as the log calls it. */
  readonly municipality?: string | undefined;
  /** Days that are not to be learned from, by number. */
  readonly leftOutDays?: ReadonlySet<number> | undefined;
}

/** Rows that are no part of a demand, by why. */
export type LeftOut =
  | 'outside-hours'
  | 'closed-day'
  | 'outside-period'
  | 'left-out-day'
  | 'other-municipality';

/** A day with its rows. */
export interface CountedDay {
  readonly day: DemandDay;
  readonly visits: number;
  readonly certificates: number;
}

const MINUTES = 1440;
const MINUTE_MS = 60_000;
const TYPES = new Map(CERTIFICATE_TYPES.map((type, index) => [type, index]));

/** Distinct names kept of stores and municipalities, and of places. */
const MOST_NAMES = 200_000;
const MOST_PLACES = 50;
const AGE_GROUPS = 13;
const MOST_COPIES = 10;

/** Counts of a log by day and hour, which are all that a fit needs of it: no rows are kept. */
export class LogCounts {
  readonly calendar: DemandCalendar;
  readonly rules: CountRules;
  readonly hours = new ShareCounts(24);
  readonly types = new ShareCounts(CERTIFICATE_TYPES.length);
  readonly ages = new ShareCounts(AGE_GROUPS);
  readonly places = new ShareCounts(MOST_PLACES);
  readonly copies = new ShareCounts(MOST_COPIES);
  /** Minutes of the day of rows that are counted, of weekdays and of days off. */
  readonly minutes = { weekday: new Float64Array(MINUTES), dayOff: new Float64Array(MINUTES) };
  /** Of all rows of the period, whether the service is open or not. */
  readonly allMinutes = new Float64Array(MINUTES);
  readonly typesByHour = Array.from({ length: 24 }, () => new Float64Array(TYPES.size));
  readonly placeNames: string[] = [];
  readonly leftOut = new Map<LeftOut, number>();
  readonly stores = new Map<string, number>();
  readonly municipalities = new Map<string, number>();
  readonly #days = new Map<number, { day: DemandDay; visits: number; certificates: number }>();
  readonly #opensMs: number;
  readonly #closesMs: number;
  #rows = 0;

  constructor(rules: CountRules) {
    this.rules = rules;
    const { opening, closedDays } = rules;
    this.calendar = new DemandCalendar({ closedDays: { value: closedDays, origin: 'given' } });
    this.#opensMs = timeOfDayMs(opening.opens);
    this.#closesMs = timeOfDayMs(opening.closes);
  }

  /** Rows that are counted: visits, if a row can stand for several certificates. */
  get rows(): number {
    return this.#rows;
  }

  /** The days that have rows, in their order. */
  get days(): readonly CountedDay[] {
    return [...this.#days.values()].sort((one, other) => one.day.number - other.day.number);
  }

  add(row: LogRow): void {
    if (row.municipality !== undefined) count(this.municipalities, row.municipality);
    const number = dayNumber(row.atMs);
    const why = this.#whyUnasked(row, number);
    if (why !== undefined) {
      this.#leave(why);
      return;
    }
    const sinceMidnightMs = msOfDay(row.atMs);
    const minute = Math.floor(sinceMidnightMs / MINUTE_MS);
    this.allMinutes[minute] = (this.allMinutes[minute] as number) + 1;
    const known = this.#days.get(number);
    const day = known?.day ?? this.calendar.dayOf(number);
    if (day.isClosed) this.#leave('closed-day');
    else if (sinceMidnightMs < this.#opensMs || sinceMidnightMs >= this.#closesMs) {
      this.#leave('outside-hours');
    } else {
      const counted = known ?? { day, visits: 0, certificates: 0 };
      if (known === undefined) this.#days.set(number, counted);
      counted.visits += 1;
      counted.certificates += row.copies ?? 1;
      this.#count(row, day, minute);
    }
  }

  /** Why a row is none of those that are asked for. */
  #whyUnasked(row: LogRow, day: number): LeftOut | undefined {
    const { municipality, firstDay = day, lastDay = day, leftOutDays } = this.rules;
    if (municipality !== undefined && row.municipality !== municipality) {
      return 'other-municipality';
    }
    if (day < firstDay || day > lastDay) return 'outside-period';
    return leftOutDays?.has(day) === true ? 'left-out-day' : undefined;
  }

  #count(row: LogRow, { number, kind }: DemandDay, minute: number): void {
    this.#rows += 1;
    const minutes = this.minutes[kind];
    minutes[minute] = (minutes[minute] as number) + 1;
    const hour = Math.floor(minute / 60);
    const type = TYPES.get(row.type) as number;
    const byHour = this.typesByHour[hour] as Float64Array;
    byHour[type] = (byHour[type] as number) + 1;
    this.hours.add(number, hour);
    this.types.add(number, type);
    if (row.age !== undefined) this.ages.add(number, Math.floor(row.age / 10));
    if (row.place !== undefined) this.places.add(number, this.#placeOf(row.place));
    if (row.copies !== undefined) this.copies.add(number, row.copies - 1);
    if (row.store !== undefined) count(this.stores, row.store);
  }

  #placeOf(place: string): number {
    const known = this.placeNames.indexOf(place);
    if (known >= 0) return known;
    if (this.placeNames.length === MOST_PLACES) {
      throw new FitRefused(
        `there are more than ${MOST_PLACES} places, ${place} for one: put them together, e.g. ` +
          `--map-place ${place}=elsewhere`,
      );
    }
    return this.placeNames.push(place) - 1;
  }

  #leave(why: LeftOut): void {
    this.leftOut.set(why, (this.leftOut.get(why) ?? 0) + 1);
  }
}

function count(counts: Map<string, number>, name: string): void {
  const before = counts.get(name);
  if (before === undefined && counts.size >= MOST_NAMES) return;
  counts.set(name, (before ?? 0) + 1);
}
