import { type Process, sleep } from '../../sim/process.ts';
import type { Progress } from '../kiosk/progress.ts';
import type { LeftBehind, Visit } from './visit.ts';

/** How long a kiosk waits before it calls after a citizen, ms; not published, inferred. */
export const ALARM_AFTER_MS = 10_000;

/** How long after that it takes in what lies there, ms; not published, inferred. */
export const RETAIN_AFTER_MS = 30_000;

/** A kiosk that takes in what nobody fetches. */
const RETRACTING: LeftBehind = {
  promptAfterMs: 5_000,
  alarmAfterMs: ALARM_AFTER_MS,
  retainAfterMs: RETAIN_AFTER_MS,
};

/**
 * Sees to what a citizen has left: says so, raises the alarm, and when nobody comes takes it in
 * (CardReader.Move, Printer.RetractMedia) or keeps the kiosk shut till a clerk has taken it. The
 * next citizen is served only then: nobody else is to have it.
 */
export function* callBack(progress: Progress): Process {
  const { ports, visit, kioskId: kiosk } = progress;
  const { slot, printer, emit, runner, leftBehind = RETRACTING } = ports;
  const { lapse, journey } = visit;
  if (lapse?.kind !== 'forgets') return;
  const { what: left, backAfterMs } = lapse;
  const lies = left === 'card' ? slot.occupied : printer.sheetsInTray > 0;
  // What is not forgotten is taken along.
  if (left === 'card') printer.takeSheets();
  else slot.remove();
  if (!lies) return;
  const { promptAfterMs, alarmAfterMs, retainAfterMs, clerkAfterMs } = leftBehind;
  yield sleep(promptAfterMs);
  progress.prompt({ prompt: `${left}-left` });
  yield sleep(alarmAfterMs - promptAfterMs);
  emit({ kind: 'alarm', t: runner.now(), journey, kiosk, left });
  const liesMs = retainAfterMs + (clerkAfterMs ?? 0);
  const comesInTime = backAfterMs <= liesMs;
  yield sleep(comesInTime ? backAfterMs : liesMs);
  if (left === 'card') slot.remove();
  else printer.takeSheets();
  const gone = clerkAfterMs === undefined ? 'retained' : 'handed-over';
  const fate = comesInTime ? 'fetched' : gone;
  emit({ kind: 'left-behind', t: runner.now(), journey, kiosk, left, fate });
}

/** Whether this citizen will leave without it. */
export function forgets({ lapse }: Visit, what: 'card' | 'paper'): boolean {
  return lapse?.kind === 'forgets' && lapse.what === what;
}
