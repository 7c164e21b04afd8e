import type { EventOf, TraceEvent } from '../../scenarios/trace-events.ts';

/** The events of a journey in which all goes well, at one instant. */
export function soundJourney(journey: number, { atMs = 0, pages = 1 } = {}): TraceEvent[] {
  const kiosk = 'in-001';
  const request = `r${journey}`;
  const number = `27203-${String(journey + 1).padStart(7, '0')}`;
  const owner = `nonce-${journey}`;
  const type = 'resident-record' as const;
  const resident = { municipality: '27203', resident: journey };
  const by = { t: atMs, journey, kiosk };
  const printed = Array.from({ length: pages }, (_, index): TraceEvent => {
    const at = { sheet: index + 1, page: index + 1, of: pages };
    return { kind: 'page', ...by, ...at, owner, request, number };
  });
  const issued = { request, number, repeated: false };
  return [
    { kind: 'arrived', ...by, workload: 'day', ...resident, owner, age: 40, type },
    { kind: 'requested', ...by, request },
    { kind: 'server-issued', t: atMs, kiosk, ...issued, type, ...resident },
    { kind: 'document', ...by, ...issued, pages, feeYen: 200 },
    { kind: 'paid', ...by, request, yen: 200 },
    ...printed,
    { kind: 'ended', ...by, outcome: 'completed', stage: 'take', reason: '', ms: 100_000 },
  ];
}

/**
 * The same journey with all that devices and server account for beside it. Journeys of one kiosk
 * follow one another from 0, all of so many pages.
 */
export function accountedJourney(journey: number, { atMs = 0, pages = 1 } = {}): TraceEvent[] {
  const kiosk = 'in-001';
  const request = `r${journey}`;
  const by = { t: atMs, journey, kiosk };
  const counted = (journeys: number): TraceEvent => {
    const counters = { takingsYen: 200 * journeys, sheets: pages * journeys };
    return { kind: 'counters', ...by, ...counters };
  };
  const clear = { cards: 0, jobs: 0, sheets: 0, yen: 0, memory: [] };
  const [arrived, ...rest] = changed(soundJourney(journey, { atMs, pages }), 'page', {
    registerVersion: 1,
  });
  return [
    arrived as TraceEvent,
    counted(journey),
    { kind: 'pin-entered', ...by, card: journey, result: 'right', countedBy: 'card' },
    ...withMore(
      rest,
      { kind: 'server-settled', t: atMs, kiosk, request, outcome: 'printed', paidYen: 200 },
      { kind: 'cleared', ...by, ...clear },
      counted(journey + 1),
    ),
  ];
}

/** The same events, all those of one kind changed. */
export function changed<K extends TraceEvent['kind']>(
  events: readonly TraceEvent[],
  kind: K,
  changes: Partial<EventOf<K>>,
): TraceEvent[] {
  return events.map((event) => (event.kind === kind ? { ...event, ...changes } : event));
}

/** The same events without those of some kinds. */
export function without(
  events: readonly TraceEvent[],
  ...kinds: readonly TraceEvent['kind'][]
): TraceEvent[] {
  return events.filter(({ kind }) => !kinds.includes(kind));
}

/** The same events with others before the end. */
export function withMore(
  events: readonly TraceEvent[],
  ...more: readonly TraceEvent[]
): TraceEvent[] {
  return [...without(events, 'ended'), ...more, ...events.filter(({ kind }) => kind === 'ended')];
}

/** The kiosk says that it gave the journey's fee back. */
export function refund(journey: number, yen = 200): TraceEvent {
  return { kind: 'refunded', t: 0, journey, kiosk: 'in-001', request: `r${journey}`, yen };
}
