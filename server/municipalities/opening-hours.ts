import { civilDate, dayNumber, msOfDay } from '../../sim/civil-time.ts';
import { CERTIFICATE_TYPES, type CertificateType } from '../contract.ts';
import type { ProblemCode } from '../problems.ts';
import { isWeekday } from './holidays.ts';
import type { Maintenance, OpeningHours, ServiceCalendar } from './municipality.ts';

type Closed = Extract<ProblemCode, 'out-of-hours' | 'closed-day' | 'maintenance'>;

/**
 * Why nothing of a type is issued at an instant (civil time, ms since 1970-01-01T00:00Z), or
 * undefined if it is; without a type, why nothing at all is issued. The cut-off is decided when a
 * request arrives, not when its page is printed: who asks a millisecond before closing time is
 * served. Throws RangeError for hours on weekdays in a year whose holidays are not known.
 */
export function closedBecause(
  calendar: ServiceCalendar,
  nowMs: number,
  type?: CertificateType,
): Closed | undefined {
  const day = dayOf(calendar, nowMs);
  if (type !== undefined) return closedThen(day.hours[type], nowMs);
  let closed: Closed = 'out-of-hours';
  for (const hours of day.onOffer) {
    const because = closedThen(hours, nowMs);
    if (because === undefined) return undefined;
    if (RANK[because] > RANK[closed]) closed = because;
  }
  return closed;
}

/** Of several reasons the one that keeps what is nearest to being open is told. */
const RANK: Readonly<Record<Closed, number>> = {
  'out-of-hours': 0,
  'closed-day': 1,
  maintenance: 2,
};

/** One day of a calendar, worked out once, as every step of every session asks for it. */
interface Day {
  readonly number: number;
  readonly hours: Readonly<Record<CertificateType, HoursOfDay>>;
  /** The hours of all certificates on offer, equal ones once. */
  readonly onOffer: readonly HoursOfDay[];
}

interface HoursOfDay {
  readonly opensMs: number;
  readonly closesMs: number;
  readonly isClosedDay: boolean;
  readonly maintenance: readonly Maintenance[];
}

function closedThen(hours: HoursOfDay, nowMs: number): Closed | undefined {
  const sinceMidnightMs = msOfDay(nowMs);
  if (sinceMidnightMs < hours.opensMs || sinceMidnightMs >= hours.closesMs) return 'out-of-hours';
  if (hours.isClosedDay) return 'closed-day';
  for (const { fromMs, toMs } of hours.maintenance) {
    if (nowMs >= fromMs && nowMs < toMs) return 'maintenance';
  }
  return undefined;
}

/** The day each calendar was asked about last. */
const DAYS = new WeakMap<ServiceCalendar, Day>();

function dayOf(calendar: ServiceCalendar, nowMs: number): Day {
  const known = DAYS.get(calendar);
  const number = dayNumber(nowMs);
  if (known?.number === number) return known;
  const day = workedOut(calendar, nowMs, number);
  DAYS.set(calendar, day);
  return day;
}

function workedOut(calendar: ServiceCalendar, nowMs: number, number: number): Day {
  const isClosedDay = isClosedYearly(calendar, nowMs);
  const today = calendar.maintenance.filter(
    ({ fromMs, toMs }) => dayNumber(fromMs) <= number && dayNumber(toMs) >= number,
  );
  const hoursOf = (hours: OpeningHours, maintenance: readonly Maintenance[]): HoursOfDay => ({
    opensMs: hours.opensMs,
    closesMs: hours.closesMs,
    isClosedDay: isClosedDay || (hours.weekdaysOnly && !isWeekday(nowMs)),
    maintenance,
  });
  const ordinary = hoursOf(calendar.hours, today);
  const entries = CERTIFICATE_TYPES.map((type) => {
    const own = calendar.hoursOf[type];
    const concerns = today.filter(({ types }) => types === undefined || types.includes(type));
    const isOrdinary = own === undefined && concerns.length === today.length;
    return [type, isOrdinary ? ordinary : hoursOf(own ?? calendar.hours, concerns)] as const;
  });
  const hours = Object.fromEntries(entries) as Readonly<Record<CertificateType, HoursOfDay>>;
  const types = calendar.types ?? CERTIFICATE_TYPES;
  return { number, hours, onOffer: [...new Set(types.map((type) => hours[type]))] };
}

/** Whether the day lies in a closure of every year, which may last into the next year. */
function isClosedYearly({ closedDays }: ServiceCalendar, nowMs: number): boolean {
  const today = civilDate(nowMs).slice(5);
  // Days of this form compare as their letters do.
  return closedDays.some(({ from, to }) =>
    from <= to ? from <= today && today <= to : from <= today || today <= to,
  );
}
