import type { Begin } from '../../scenarios/shrink/shrink-trial.ts';
import { beginInDigests } from '../../scenarios/shrink/shrink-trial.ts';
import type { EventOf, TraceEvent } from '../../scenarios/trace-events.ts';

/** Alters the events of a run as a faulty server would have. */
export type Leak = () => Spoil;
type Spoil = (event: TraceEvent) => TraceEvent;

/** A true world whose pages are spoilt by a leak. */
export function spoilt(leak: Leak): Begin {
  return (scenario, seed, emit) => {
    const spoil = leak();
    return beginInDigests(scenario, seed, (event) => emit(spoil(event)));
  };
}

/** Pages of others: whose page a journey is given instead of its own is decided by `victim`. */
function pagesOfOthers(victim: (event: TraceEvent) => number | undefined): Spoil {
  const owners = new Map<number, string>();
  const stolen = new Map<number, string>();
  return (event) => {
    if (event.kind === 'arrived') owners.set(event.journey, event.owner);
    const other = victim(event);
    if (other !== undefined && event.kind === 'requested') {
      stolen.set(event.journey, owners.get(other) ?? '');
    }
    const owner = event.kind === 'page' ? stolen.get(event.journey) : undefined;
    return event.kind === 'page' && owner !== undefined ? { ...event, owner } : event;
  };
}

/** Of two requests less than a second apart, the later one is answered with the earlier’s page. */
export const sameSecond: Leak = () => {
  let last: EventOf<'requested'> | undefined;
  return pagesOfOthers((event) => {
    if (event.kind !== 'requested') return undefined;
    const before = last;
    last = event;
    return before !== undefined && event.t - before.t < 1000 ? before.journey : undefined;
  });
};

/** With so many requests under way at once, the last one is answered with the first one’s page. */
export function crowded(limit: number): Leak {
  return () => {
    const waiting = new Set<number>();
    return pagesOfOthers((event) => {
      if (event.kind === 'document' || event.kind === 'ended') waiting.delete(event.journey);
      if (event.kind !== 'requested') return undefined;
      waiting.add(event.journey);
      const [first] = waiting;
      return waiting.size >= limit ? first : undefined;
    });
  };
}

/** No page bears the number of its document. */
export const misnumbered: Leak = () => (event) =>
  event.kind === 'page' ? { ...event, number: `${event.number}0` } : event;
