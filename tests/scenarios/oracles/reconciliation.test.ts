import { describe, expect, test } from 'vitest';
import type { Centre } from '../../../devices/bus/centre.ts';
import { scenarioIn } from '../../../scenarios/scenario-files.ts';
import type { EventOf, TraceEvent } from '../../../scenarios/trace-events.ts';
import type { Ledger } from '../../../server/ledger/ledger.ts';
import { ready } from '../../../sim/process.ts';
import { executedVirtually } from '../executed.ts';
import { broken, eventsOf, findingOf, judged, lived, smallScenario } from '../small-scenario.ts';
import { accountedJourney, changed, soundJourney, without } from '../told-journey.ts';

const said = (events: readonly TraceEvent[]) =>
  findingOf(judged(events), 'reconciliation').violations.map(({ message }) => message);

/** Judges events of a run that came to its end at an instant. */
function concluded(events: readonly TraceEvent[], t: number) {
  const end: TraceEvent = { kind: 'run-ended', t, reason: 'finished', inFlight: 0 };
  return findingOf(judged([...events, end]), 'reconciliation');
}

describe('a healthy run', () => {
  test('has four ledgers that agree, on every journey and at every kiosk', () => {
    const { judgement, events } = lived(smallScenario());
    const finding = findingOf(judgement, 'reconciliation');
    expect(finding).toMatchObject({ verdict: 'pass', unjudged: 0, violations: [], notices: [] });
    const kiosks = new Set(eventsOf('counters', events).map(({ kiosk }) => kiosk));
    const settled = eventsOf('server-settled', events).length;
    const told = eventsOf('counters', events).length - kiosks.size;
    expect(finding.judged).toBe(settled + told);
    expect(settled).toBe(eventsOf('document', events).length);
  });

  test('tells what every counter shows at its end', () => {
    const { events } = lived(smallScenario());
    const last = new Map(eventsOf('counters', events).map((event) => [event.kiosk, event]));
    const sum = (of: (event: EventOf<'counters'>) => number) =>
      [...last.values()].reduce((total, event) => total + of(event), 0);
    const paidYen = eventsOf('paid', events).reduce((total, { yen }) => total + yen, 0);
    expect(sum(({ takingsYen }) => takingsYen)).toBe(paidYen);
    expect(sum(({ sheets }) => sheets)).toBe(eventsOf('page', events).length);
  });
});

describe('a server', () => {
  test('that issues without a record in its log is found out', () => {
    const { events } = lived(smallScenario());
    const [first, ...rest] = eventsOf('server-issued', events);
    const forgotten = events.filter((event) => event !== rest[0]);
    expect(first).toBeDefined();
    expect(said(forgotten)).toEqual([
      `document ${rest[0]?.number} reached the kiosk; the server’s log says it has issued nothing`,
    ]);
  });

  test('that records no result while it says it has is not seen by this: nobody is told', () => {
    const deaf = (sound: Ledger): Ledger => ({
      claim: (claim) => sound.claim(claim),
      find: (request) => sound.find(request),
      settle: () => ready(false),
      unsettled: (kiosk) => sound.unsettled(kiosk),
    });
    const { judgement } = lived(smallScenario(), { ledger: deaf });
    expect(findingOf(judgement, 'reconciliation').verdict).toBe('inconclusive');
  });
});

describe('a kiosk', () => {
  test('that tells the server another story than its journal is found out', () => {
    const lying = (sound: Centre): Centre => ({
      openSession: (...of) => sound.openSession(...of),
      authenticate: (...of) => sound.authenticate(...of),
      issue: (...of) => sound.issue(...of),
      reportPrint: (kiosk, result) =>
        sound.reportPrint(kiosk, { ...result, outcome: 'not-printed', paidYen: 0 }),
      endSession: (...of) => sound.endSession(...of),
    });
    const { judgement } = lived(smallScenario(), { centre: lying });
    expect(broken(judgement)).toEqual(['reconciliation']);
    const finding = findingOf(judgement, 'reconciliation');
    expect(finding.violationCount).toBe(judgement.counts.completed);
    expect(finding.violations[0]?.message).toMatch(
      /^the server has not printed, 0 yen paid; the kiosk’s journal has (\d) of \1 pages, [23]00 yen kept$/,
    );
  });
});

describe('of the events of a journey', () => {
  test('four that agree are right', () => {
    const judgement = judged([...accountedJourney(0), ...accountedJourney(1)]);
    expect(broken(judgement)).toEqual([]);
    expect(findingOf(judgement, 'reconciliation')).toMatchObject({ verdict: 'pass', unjudged: 0 });
  });

  test.each<[string, Partial<EventOf<'server-settled'>>, string]>([
    ['not printed', { outcome: 'not-printed' }, 'the server has not printed, 200 yen paid'],
    ['another fee', { paidYen: 300 }, 'the server has printed, 300 yen paid'],
  ])('a server that has recorded %s is wrong', (_, result, message) => {
    expect(said(changed(accountedJourney(0), 'server-settled', result))).toEqual([
      `${message}; the kiosk’s journal has 1 of 1 pages, 200 yen kept`,
    ]);
  });

  test('a result told twice is right, told in two ways it is wrong', () => {
    const settled = eventsOf('server-settled', accountedJourney(0))[0] as EventOf<'server-settled'>;
    const told = (second: EventOf<'server-settled'>) =>
      said(
        accountedJourney(0).flatMap((event) =>
          event.kind === 'server-settled' ? [event, second as TraceEvent] : [event],
        ),
      );
    expect(told(settled)).toEqual([]);
    expect(told({ ...settled, outcome: 'not-printed', paidYen: 0 })).toEqual([
      'request r0 was settled as printed, 200 yen paid and as not printed, 0 yen paid',
    ]);
    expect(said([...accountedJourney(0), settled])).toEqual([]);
  });

  test('another document in the log than at the kiosk is wrong', () => {
    const other = changed(accountedJourney(0), 'server-issued', { number: '27203-0000009' });
    expect(said(other)).toEqual([
      'document 27203-0000001 reached the kiosk; the server’s log says it has issued 27203-0000009',
    ]);
  });

  test('a counter that moves by another amount than the journal is wrong, and told once', () => {
    const [first, second] = [accountedJourney(0), accountedJourney(1)];
    const moved = (by: Partial<EventOf<'counters'>>) => {
      let nth = 0;
      return [...first, ...second].map((event) => {
        if (event.kind !== 'counters') return event;
        nth += 1;
        const { takingsYen, sheets } = event;
        // From the end of the first journey on, the counter is ahead.
        const ahead = nth > 1;
        return {
          ...event,
          takingsYen: takingsYen + (ahead ? (by.takingsYen ?? 0) : 0),
          sheets: sheets + (ahead ? (by.sheets ?? 0) : 0),
        };
      });
    };
    expect(said(moved({ takingsYen: 200 }))).toEqual([
      'the payment unit’s counter has moved by 200 yen that are not in the kiosk’s journal',
    ]);
    expect(said(moved({ takingsYen: -200 }))).toHaveLength(1);
    expect(said(moved({ sheets: 1 }))).toEqual([
      'the printer’s counter has moved by 1 sheets that are not in the kiosk’s journal',
    ]);
  });

  test('what a device had counted before the run is nobody’s', () => {
    const old = [...accountedJourney(0), ...accountedJourney(1)].map((event) =>
      event.kind === 'counters'
        ? { ...event, takingsYen: event.takingsYen + 123_400, sheets: event.sheets + 987 }
        : event,
    );
    expect(said(old)).toEqual([]);
  });
});

describe('a result that is still on its way when the journey is over', () => {
  const late = (t: number, events = accountedJourney(1)) => {
    const [settled] = eventsOf('server-settled', events);
    return [
      ...accountedJourney(0),
      ...without(events, 'server-settled'),
      { ...settled, t },
    ] as const;
  };

  test('is reconciled when it comes', () => {
    const events = late(60_000) as readonly TraceEvent[];
    expect(concluded(events, 700_000)).toMatchObject({ verdict: 'pass', unjudged: 0 });
    const wrong = changed(events, 'server-settled', { paidYen: 0 });
    expect(concluded(wrong, 700_000).violationCount).toBe(2);
  });

  const never = [...accountedJourney(0), ...without(accountedJourney(1), 'server-settled')];

  test('and never comes is wrong, if it had ten minutes', () => {
    expect(concluded(never, 600_000).violations.map(({ message }) => message)).toEqual([
      'the server does not know what became of request r1; 1 pages were printed and 200 yen kept',
    ]);
    expect(concluded(never, 599_000)).toMatchObject({ verdict: 'inconclusive', unjudged: 1 });
  });

  test('and never comes is left undecided while a fault was on', () => {
    const fault = { fault: 'link.cut-1', means: 'link.cut' };
    const disturbed: TraceEvent[] = [
      { kind: 'fault-began', t: 0, ...fault },
      ...never,
      { kind: 'fault-ended', t: 500_000, fault: 'link.cut-1', struck: 1 },
    ];
    expect(concluded(disturbed, 900_000)).toMatchObject({ violationCount: 0, unjudged: 1 });
    expect(concluded(disturbed, 1_200_000)).toMatchObject({ violationCount: 1, unjudged: 0 });
  });

  test('of what came to nothing is noticed', () => {
    const nothing = changed(without(never, 'page', 'paid', 'counters'), 'ended', {
      outcome: 'timed-out',
    });
    const { violationCount, unjudged, notices } = concluded(
      nothing.filter(
        (event) => !('journey' in event && event.journey === 0) || event.kind === 'requested',
      ),
      900_000,
    );
    expect({ violationCount, unjudged }).toEqual({ violationCount: 0, unjudged: 0 });
    expect(notices.map(({ message }) => message)).toContain(
      'the server does not know what became of request r1; nothing was paid or printed',
    );
  });
});

test('what is issued after the kiosk has given it up is noticed', () => {
  const [arrived, , , issued] = soundJourney(0);
  const requested = soundJourney(0)[1] as TraceEvent;
  const ended = changed(soundJourney(0), 'ended', { outcome: 'timed-out' }).at(-1) as TraceEvent;
  const log = soundJourney(0)[2] as TraceEvent;
  expect(issued?.kind).toBe('document');
  const { notices } = findingOf(
    judged([arrived as TraceEvent, requested, ended, log]),
    'reconciliation',
  );
  expect(notices.map(({ message }) => message)).toEqual([
    'document 27203-0000001 was issued to request r0 after the kiosk had given it up',
  ]);
});

describe('a trace', () => {
  test('of a server that keeps no log has three ledgers, and says so', () => {
    const foreign = without(accountedJourney(0), 'server-issued', 'server-settled');
    const finding = findingOf(judged(foreign), 'reconciliation');
    expect(finding).toMatchObject({ verdict: 'pass', judged: 1, unjudged: 0, violationCount: 0 });
    expect(finding.notices.map(({ message }) => message)).toEqual([
      'the trace has no server log: the other three ledgers were reconciled',
    ]);
  });

  test('that tells of no results and no counters is not judged, and not passed', () => {
    expect(findingOf(judged(soundJourney(0)), 'reconciliation')).toMatchObject({
      verdict: 'inconclusive',
      judged: 0,
      unjudged: 1,
      violationCount: 0,
    });
  });

  test('in which a kiosk’s devices fall silent is not passed', () => {
    const silent = accountedJourney(1).filter(({ kind }) => kind !== 'counters');
    const finding = concluded([...accountedJourney(0), ...silent], 1);
    expect(finding).toMatchObject({ verdict: 'inconclusive', unjudged: 1, violationCount: 0 });
  });
});

test.each([3, 6])(
  'what a kiosk gave back last of all is reconciled, too: seed %i',
  async (seed) => {
    const scenario = await scenarioIn('scenarios/trouble/dev-7a-paid-and-not-printed.yaml', []);
    const { events, execution } = await executedVirtually(scenario, { seed });
    const kiosks = new Set(eventsOf('refunded', events).map(({ kiosk }) => kiosk));
    const lastPaid = eventsOf('paid', events).filter(({ kiosk }) => kiosks.has(kiosk));
    const refunded = new Set(eventsOf('refunded', events).map(({ journey }) => journey));
    const last = new Map(lastPaid.map(({ kiosk, journey }) => [kiosk, journey]));
    // Its counters show what they showed before: nothing but their telling it closes the journal.
    expect([...last.values()].some((journey) => refunded.has(journey))).toBe(true);
    const finding = findingOf(execution.judgement, 'reconciliation');
    expect(finding).toMatchObject({ verdict: 'pass', unjudged: 0, violationCount: 0 });
  },
);
