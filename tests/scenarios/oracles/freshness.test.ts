import { describe, expect, test } from 'vitest';
import type { EventOf, TraceEvent } from '../../../scenarios/trace-events.ts';
import { broken, eventsOf, findingOf, judged, lived, smallScenario } from '../small-scenario.ts';
import { accountedJourney, changed, soundJourney } from '../told-journey.ts';

const MINUTE_MS = 60_000;

/** The feed of the small town promises two minutes. */
const municipality = {
  code: '27203',
  name: '豊中市',
  issuerTitle: '豊中市長',
  population: 20_000,
  feesYen: { 'resident-record': 200, 'seal-registration': 300 },
  hours: { opens: '06:30', closes: '23:00' },
  feed: { lag: { median: '2s', p95: '6s' }, freshWithin: '2m' },
} as const;
const town = smallScenario({ municipality });

/** An office changes something of the resident of journey 0, or of whom else is named. */
function entered(t: number, changes: Partial<EventOf<'register-changed'>> = {}): TraceEvent {
  const what = { change: 'move-within', version: 2, mistake: false };
  const who = { municipality: '27203', resident: 0, residents: [0], families: [] };
  return { kind: 'register-changed', t, ...who, ...what, ...changes };
}

/** Whoever asks an hour after the run began, and is given this version. */
function asked(
  registerVersion: number | undefined,
  arrived: Partial<EventOf<'arrived'>> = {},
): readonly TraceEvent[] {
  const journey = accountedJourney(0, { atMs: 60 * MINUTE_MS });
  return changed(changed(journey, 'page', { registerVersion }), 'arrived', arrived);
}

const finding = (...events: readonly TraceEvent[]) => findingOf(judged(events, town), 'freshness');
const said = (...events: readonly TraceEvent[]) =>
  finding(...events).violations.map(({ message }) => message);

describe('a healthy run', () => {
  test('certifies nothing stale', () => {
    const { judgement, events } = lived(town);
    expect(findingOf(judgement, 'freshness')).toMatchObject({
      verdict: 'pass',
      judged: eventsOf('page', events).length,
      unjudged: 0,
      excused: 0,
      violations: [],
    });
    expect(broken(judgement)).toEqual([]);
  });
});

describe('a page', () => {
  test('of the version that an office has entered is right, or of a later one', () => {
    expect(said(entered(0), ...asked(2))).toEqual([]);
    expect(said(entered(0), ...asked(3))).toEqual([]);
  });

  test('of an older one is wrong', () => {
    expect(finding(entered(30 * MINUTE_MS), ...asked(1))).toMatchObject({
      verdict: 'fail',
      violationCount: 1,
      violations: [
        {
          journey: 0,
          asked: 'version 2',
          delivered: 'version 1',
          message:
            'sheet 1 certifies version 1 of the register; version 2 had been entered 30.0 min before the request',
        },
      ],
    });
  });

  test('may be older by what the municipality promises, and no more', () => {
    expect(said(entered(58 * MINUTE_MS), ...asked(1))).toEqual([]);
    expect(said(entered(58 * MINUTE_MS - 1), ...asked(1))).toHaveLength(1);
  });

  test('may miss what was entered after the request', () => {
    const [arrived, ...rest] = asked(1);
    expect(said(arrived as TraceEvent, ...rest, entered(61 * MINUTE_MS))).toEqual([]);
  });

  test('need have the last but one change only, while the last one is on its way', () => {
    const changes = [entered(0), entered(59 * MINUTE_MS, { version: 3 })];
    expect(said(...changes, ...asked(2))).toEqual([]);
    expect(said(...changes, ...asked(1))).toHaveLength(1);
    const older = [10, 20, 30, 59.5].map((minutes, index) =>
      entered(minutes * MINUTE_MS, { version: 2 + index }),
    );
    expect(said(...older, ...asked(4))).toEqual([]);
    expect(said(...older, ...asked(3))).toHaveLength(1);
  });

  test('of another resident, or another municipality, is none of this', () => {
    expect(said(entered(0, { residents: [1, 2], resident: 1 }), ...asked(1))).toEqual([]);
    expect(said(entered(0, { municipality: '45201' }), ...asked(1))).toEqual([]);
  });

  test('of somebody of the same household is judged by the version they share', () => {
    expect(said(entered(0, { residents: [7, 0], resident: 7 }), ...asked(1))).toHaveLength(1);
  });

  test('of a family register is judged by the family register', () => {
    const family = { type: 'family-register-full', family: 31 } as const;
    expect(said(entered(0, { residents: [] }), ...asked(1, family))).toEqual([]);
    expect(said(entered(0, { families: [31] }), ...asked(1, family))).toHaveLength(1);
    expect(said(entered(0, { families: [32] }), ...asked(1, family))).toEqual([]);
  });

  test('on which no version stands is not judged, and not passed', () => {
    expect(finding(entered(0), ...asked(undefined))).toMatchObject({
      verdict: 'inconclusive',
      judged: 0,
      unjudged: 1,
    });
    expect(finding(...soundJourney(0))).toMatchObject({ verdict: 'inconclusive', judged: 0 });
  });
});

describe('whoever must be refused', () => {
  const seal = { type: 'seal-registration' } as const;

  test.each([
    ['whose seal was revoked', { change: 'revoke-seal' }, seal, 'has no seal registered'],
    ['who has died', { change: 'die' }, {}, 'has died'],
    ['who has moved out', { change: 'move-out' }, {}, 'has moved out'],
  ])('%s and is issued something is wrong, even at the right version', (_, change, what, why) => {
    expect(said(entered(0, change), ...asked(2, what))).toEqual([
      `document 27203-0000001 was issued to somebody who ${why}, for 60.0 min`,
    ]);
    expect(said(entered(59 * MINUTE_MS, change), ...asked(1, what))).toEqual([]);
  });

  test('for a seal gets everything else', () => {
    expect(said(entered(0, { change: 'revoke-seal' }), ...asked(2))).toEqual([]);
  });

  test('is not any more who has a seal registered again, or has come back', () => {
    const again = entered(30 * MINUTE_MS, { change: 'register-seal', version: 3 });
    expect(said(entered(0, { change: 'revoke-seal' }), again, ...asked(3, seal))).toEqual([]);
    const back = entered(30 * MINUTE_MS, { change: 'move-in', version: 3 });
    expect(said(entered(0, { change: 'move-out' }), back, ...asked(3))).toEqual([]);
  });
});

describe('while a fault of the feed is on', () => {
  const fault = (means: string, fromMs: number, toMs: number): readonly TraceEvent[] => [
    { kind: 'fault-began', t: fromMs, fault: `${means}-1`, means },
    { kind: 'fault-ended', t: toMs, fault: `${means}-1`, struck: 3 },
  ];

  test('what is stale is excused, and told', () => {
    const [began, ended] = fault('feed.lost', 0, 50 * MINUTE_MS);
    const found = finding(
      began as TraceEvent,
      entered(10 * MINUTE_MS),
      ended as TraceEvent,
      ...asked(1),
    );
    expect(found).toMatchObject({ verdict: 'pass', violationCount: 0, excused: 1, noticeCount: 1 });
    expect(found.notices[0]?.message).toMatch(
      /^excused by a fault of the feed: sheet 1 certifies version 1 /,
    );
  });

  test('so is a revoked seal', () => {
    const [began, ended] = fault('feed.late', 11 * MINUTE_MS, 50 * MINUTE_MS);
    const revoked = entered(10 * MINUTE_MS, { change: 'revoke-seal' });
    const found = finding(
      revoked,
      began as TraceEvent,
      ended as TraceEvent,
      ...asked(1, { type: 'seal-registration' }),
    );
    expect(found).toMatchObject({ violationCount: 0, excused: 2 });
  });

  test('what had long been on its way before, or was entered after, is not', () => {
    const before = [entered(0), ...fault('feed.lost', 10 * MINUTE_MS, 50 * MINUTE_MS)];
    expect(finding(...before, ...asked(1))).toMatchObject({ violationCount: 1, excused: 0 });
    const after = [...fault('feed.lost', 0, 10 * MINUTE_MS), entered(20 * MINUTE_MS)];
    expect(finding(...after, ...asked(1))).toMatchObject({ violationCount: 1, excused: 0 });
  });

  test('of another kind, nothing is excused', () => {
    const other = [...fault('issuer.error', 0, 59 * MINUTE_MS), entered(10 * MINUTE_MS)];
    expect(said(...other, ...asked(1))).toHaveLength(1);
  });
});
