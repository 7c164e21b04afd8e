import { civilTime, msOfDay } from '../sim/civil-time.ts';
import type { OpeningHours } from './municipality.ts';
import type { ProblemCode } from './problems.ts';

/**
 * Why the service is closed at an instant, or undefined while it is open. Closed outside of the
 * daily window and from 12-29 to 01-03 (S4, S5). Who asks before the closing time is still served:
 * the cut-off is decided when the request arrives, not when the page is printed.
 */
export function closedBecause(hours: OpeningHours, nowMs: number): ProblemCode | undefined {
  const sinceMidnightMs = msOfDay(nowMs);
  if (sinceMidnightMs < hours.opensMs || sinceMidnightMs >= hours.closesMs) return 'out-of-hours';
  const { month, day } = civilTime(nowMs);
  const newYear = (month === 12 && day >= 29) || (month === 1 && day <= 3);
  return newYear ? 'closed-day' : undefined;
}
