import { isWeekday } from '../../server/municipalities/holidays.ts';
import { msOfDay } from '../../sim/civil-time.ts';
import { timeOfDayMs } from '../../sim/units.ts';

/** Parts of the week as S5 counts them. */
export const DAY_PARTS = ['early', 'in-hours', 'night', 'day-off'] as const;
export type DayPart = (typeof DAY_PARTS)[number];

/** S5 prints no edges: those of office hours are inferred. */
const OPENS_MS = timeOfDayMs('08:30');
const CLOSES_MS = timeOfDayMs('17:15');

/** Whether offices are open, on weekdays before or after that, or not at all that day. */
export function dayPartOf(atMs: number): DayPart {
  if (!isWeekday(atMs)) return 'day-off';
  if (msOfDay(atMs) < OPENS_MS) return 'early';
  return msOfDay(atMs) < CLOSES_MS ? 'in-hours' : 'night';
}
