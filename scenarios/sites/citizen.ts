import type { Lapse } from '../../devices/citizen/visit.ts';
import { type Process, ready } from '../../sim/process.ts';
import type { Around } from '../injection/site.ts';

/** What this citizen will do otherwise than the screens expect, if anything. */
export function lapseOf(
  kiosk: string,
  journey: number,
  around: Around<'citizen'>,
): Process<Lapse | undefined> {
  const call = { operation: 'visit', kiosk, key: `${journey}` };
  return around(call, () => ready<Lapse | undefined>(undefined));
}
