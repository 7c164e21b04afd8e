import { describe, expect, test } from 'vitest';
import type { PinResult } from '../../../devices/events.ts';
import type { TraceEvent } from '../../../scenarios/trace-events.ts';
import { broken, eventsOf, findingOf, judged, lived, smallScenario } from '../small-scenario.ts';
import { accountedJourney, changed, soundJourney, without } from '../told-journey.ts';

const CARD = 77;

/** Somebody with the card types PINs, at one visit, and this is what comes of them. */
function typed(...results: readonly PinResult[]): readonly TraceEvent[] {
  const by = { t: 0, journey: 9, kiosk: 'in-001', card: CARD, countedBy: 'municipality' } as const;
  return results.map((result) => ({ kind: 'pin-entered', ...by, result }));
}

/** A whole journey with that card, whose PIN was right. */
const served = without(accountedJourney(0), 'pin-entered').flatMap((event) =>
  event.kind === 'requested' ? [...typed('right').map(ofJourney), event] : [event],
);

function ofJourney(event: TraceEvent): TraceEvent {
  return event.kind === 'pin-entered' ? { ...event, journey: 0 } : event;
}

function elsewhere(event: TraceEvent): TraceEvent {
  return event.kind === 'pin-entered' ? { ...event, kiosk: 'in-002' } : event;
}

const reset = (change: string): TraceEvent => {
  return { kind: 'card-changed', t: 0, municipality: '27203', card: CARD, change };
};

const said = (...events: readonly TraceEvent[]) =>
  findingOf(judged(events), 'pin-lock').violations.map(({ message }) => message);

describe('a healthy run', () => {
  const forgetful = smallScenario({
    citizens: {
      ages: [{ from: 20, to: 79, share: 1 }],
      certificates: { 'resident-record': 1 },
      behaviour: { pinErrorShare: 0.6, abandonShare: 0 },
      cards: { 'my-number': 1, 'basic-resident': 1 },
    },
    municipality: {
      code: '27203',
      name: '豊中市',
      issuerTitle: '豊中市長',
      population: 20,
      feesYen: { 'resident-record': 200 },
      hours: { opens: '06:30', closes: '23:00' },
      methods: ['jpki', 'card-ap'],
    },
  });

  test('locks cards of both methods, also for later visits, and none too late', () => {
    const { judgement, events } = lived(forgetful);
    const finding = findingOf(judgement, 'pin-lock');
    const entries = eventsOf('pin-entered', events);
    expect(finding).toMatchObject({ verdict: 'pass', judged: entries.length, violations: [] });
    for (const countedBy of ['card', 'municipality']) {
      const of = entries.filter((entry) => entry.countedBy === countedBy);
      expect(new Set(of.map(({ result }) => result))).toEqual(
        new Set(['right', 'wrong', 'locked']),
      );
    }
  });

  test('does not say whose card it is', () => {
    const { events } = lived(forgetful);
    for (const { card } of eventsOf('pin-entered', events)) expect(card).toBeGreaterThan(1e9);
  });
});

describe('of wrong PINs in a row', () => {
  test('two and a right one are nothing, and begin a new row', () => {
    expect(said(...typed('wrong', 'wrong', 'right', 'wrong', 'wrong', 'right'))).toEqual([]);
  });

  test('the third locks the card, and it stays so', () => {
    expect(said(...typed('wrong', 'wrong', 'locked', 'locked', 'locked'))).toEqual([]);
  });

  test('the third must not let another be typed', () => {
    expect(said(...typed('wrong', 'wrong', 'wrong'))).toEqual([
      'after 3 wrong PINs in a row the municipality lets another be typed',
    ]);
  });

  test('a right one after three must not be taken, nor any later', () => {
    expect(said(...typed('wrong', 'wrong', 'locked', 'right', 'right'))).toEqual([
      'after 3 wrong PINs in a row the municipality took another',
      'after 3 wrong PINs in a row the municipality took another',
    ]);
  });

  test('those of several visits count together, those of another card do not', () => {
    const elsewhere = typed('wrong', 'wrong').map(
      (event) => ({ ...event, card: 78 }) as TraceEvent,
    );
    expect(said(...typed('wrong', 'wrong'), ...elsewhere, ...typed('right'))).toEqual([]);
    const again = typed('wrong').map((event) => ({ ...event, journey: 12 }) as TraceEvent);
    expect(said(...typed('wrong', 'wrong'), ...again)).toHaveLength(1);
  });

  test('one that nobody has answered may have ended the row', () => {
    expect(said(...typed('wrong', 'wrong', 'unknown', 'wrong', 'wrong'))).toEqual([]);
    expect(said(...typed('wrong', 'wrong', 'locked', 'unknown', 'right'))).toHaveLength(1);
  });

  test.each(['reset-pin', 'unregister-card', 'register-card'])('%s ends the row', (change) => {
    expect(said(...typed('wrong', 'wrong', 'locked'), reset(change), ...typed('right'))).toEqual(
      [],
    );
  });
});

describe('a document', () => {
  test('after a right PIN is right', () => {
    expect(broken(judged(served))).toEqual([]);
  });

  test('for a card that says it is locked is wrong', () => {
    const locked = changed(served, 'pin-entered', { result: 'locked' });
    expect(said(...locked)).toEqual(['document 27203-0000001 was issued without a right PIN']);
  });

  test('is right though the card is locked elsewhere, once its PIN was right', () => {
    const [before, after] = [served.slice(0, 5), served.slice(5)];
    expect(before.some(({ kind }) => kind === 'pin-entered')).toBe(true);
    expect(said(...before, ...typed('wrong', 'wrong', 'locked').map(elsewhere), ...after)).toEqual(
      [],
    );
  });

  test('without a right PIN is wrong', () => {
    const never = without(accountedJourney(1), 'pin-entered');
    expect(said(...served, ...never)).toEqual([
      'document 27203-0000002 was issued without a right PIN',
    ]);
  });
});

test('a trace that tells of no PIN is not judged, and not passed', () => {
  expect(findingOf(judged(soundJourney(0)), 'pin-lock')).toMatchObject({
    verdict: 'inconclusive',
    judged: 0,
    violationCount: 0,
  });
});
