import { type Process, sleep } from '../../sim/process.ts';
import type { Progress } from '../kiosk/progress.ts';
import type { Visit } from './visit.ts';

/** How long a kiosk waits before it calls after a citizen, ms; not published, inferred. */
export const ALARM_AFTER_MS = 10_000;

/** How long after that it takes in what lies there, ms; not published, inferred. */
export const RETAIN_AFTER_MS = 30_000;

/**
 * Sees to what a citizen has left: calls by voice, lamp and screen, and when nobody comes takes it
 * in, before the next citizen is served. Nobody else is to have it.
 */
export function* callBack({ ports, visit, kioskId: kiosk }: Progress): Process {
  const { slot, printer, emit, runner } = ports;
  const { lapse, journey } = visit;
  if (lapse?.kind !== 'forgets') return;
  const { what: left, backAfterMs } = lapse;
  const lies = left === 'card' ? slot.occupied : printer.sheetsInTray > 0;
  // What is not forgotten is taken along.
  if (left === 'card') printer.takeSheets();
  else slot.remove();
  if (!lies) return;
  yield sleep(ALARM_AFTER_MS);
  emit({ kind: 'alarm', t: runner.now(), journey, kiosk, left });
  const comesInTime = backAfterMs <= RETAIN_AFTER_MS;
  yield sleep(comesInTime ? backAfterMs : RETAIN_AFTER_MS);
  if (left === 'card') slot.remove();
  else printer.takeSheets();
  const fate = comesInTime ? 'fetched' : 'retained';
  emit({ kind: 'left-behind', t: runner.now(), journey, kiosk, left, fate });
}

/** Whether this citizen will leave without it. */
export function forgets({ lapse }: Visit, what: 'card' | 'paper'): boolean {
  return lapse?.kind === 'forgets' && lapse.what === what;
}
