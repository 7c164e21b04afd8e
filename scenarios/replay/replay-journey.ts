import { readTrace } from '../../sim/trace.ts';
import { TraceEvent } from '../trace-events.ts';
import type { Lines } from './replay.ts';

/** A journey that no recording knows: said with the remedy. */
export class JourneyUnknown extends Error {
  override readonly name = 'JourneyUnknown';
}

/** The number of the journey that an id means: `17`, its request `r17`, or a document number. */
export async function journeyOf(lines: Lines, id: string): Promise<number> {
  let last = -1;
  for await (const event of readTrace(lines, TraceEvent)) {
    if (!('journey' in event) || event.journey === undefined) continue;
    last = Math.max(last, event.journey);
    if (String(event.journey) === id) return event.journey;
    if ('request' in event && event.request === id) return event.journey;
    if ('number' in event && event.number === id) return event.journey;
  }
  throw new JourneyUnknown(
    `no journey ${id} is in this recording: name one by its number, 0 to ${last}, by its request ` +
      `(r${Math.max(0, last)}) or by the number of its document`,
  );
}

/** Events of a recording up to an instant, of one journey or of all. */
export async function* eventsTold(
  lines: Lines,
  { journey, untilMs }: { readonly journey: number | undefined; readonly untilMs: number },
): AsyncGenerator<TraceEvent> {
  const isOf = journey === undefined ? () => true : belongsTo(journey);
  for await (const event of readTrace(lines, TraceEvent)) {
    if (event.t > untilMs) return;
    if (isOf(event)) yield event;
  }
}

/**
 * Whether an event is one journey's own, or the server's about its request. What the server says of
 * a kiosk alone is the journey's while it stands there.
 */
function belongsTo(journey: number): (event: TraceEvent) => boolean {
  const requests = new Set<string>();
  let comesTo: string | undefined;
  let standsAt: string | undefined;
  const note = (event: TraceEvent) => {
    if (event.kind === 'requested') requests.add(event.request);
    if (event.kind === 'arrived') comesTo = event.kiosk;
    // From its first stage on the journey has the kiosk to itself.
    if (event.kind === 'stage') standsAt = comesTo;
    if (event.kind === 'ended') standsAt = undefined;
  };
  return (event) => {
    if ('journey' in event && event.journey !== undefined) {
      if (event.journey !== journey) return false;
      note(event);
      return true;
    }
    if ('request' in event && event.request !== undefined) return requests.has(event.request);
    return 'kiosk' in event && event.kiosk !== undefined && event.kiosk === standsAt;
  };
}
