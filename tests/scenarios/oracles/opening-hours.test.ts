import { describe, expect, test } from 'vitest';
import { Scenario } from '../../../scenarios/scenario.ts';
import type { CertificateType } from '../../../server/contract.ts';
import { instantMs } from '../../../sim/units.ts';
import {
  broken,
  eventsOf,
  findingOf,
  judged,
  lived,
  type ScenarioData,
  scenarioData,
  smallScenario,
} from '../small-scenario.ts';
import { changed, soundJourney } from '../told-journey.ts';

const { municipality } = scenarioData();

/** A town that closes in the middle of the run. */
const CLOSING = {
  municipality: { ...municipality, hours: { opens: '06:30', closes: '09:30' } },
} satisfies Partial<ScenarioData>;

const HOUR_MS = 3_600_000;

describe('a healthy run', () => {
  test('issues nothing after it has closed', () => {
    const { judgement, events } = lived(smallScenario(CLOSING));
    expect(findingOf(judgement, 'opening-hours')).toMatchObject({
      verdict: 'pass',
      violations: [],
    });
    const refusals = eventsOf('ended', events).filter(({ reason }) => reason === 'out-of-hours');
    expect(refusals.length).toBeGreaterThan(5);
    expect(findingOf(judgement, 'opening-hours').judged).toBeGreaterThan(5);
  });

  test('on a closed day issues nothing at all: there is nothing to judge', () => {
    const { judgement } = lived(smallScenario({ start: '2015-12-29T09:00:00+09:00' }));
    expect(judgement.counts.completed).toBe(0);
    expect(judgement.endReasons).toMatchObject([{ outcome: 'refused', reason: 'closed-day' }]);
    expect(findingOf(judgement, 'opening-hours').verdict).toBe('inconclusive');
  });
});

describe('a server', () => {
  test('that knows no closing time is found out', () => {
    const server = Scenario.parse(scenarioData());
    const { judgement, events } = lived(smallScenario(CLOSING), { server });
    const late = eventsOf('requested', events).filter(({ t }) => t >= HOUR_MS / 2);
    const finding = findingOf(judgement, 'opening-hours');
    expect(finding).toMatchObject({ verdict: 'fail', violationCount: late.length });
    expect(finding.violations[0]?.message).toMatch(
      /^document 27203-\d{7} was asked for at 6\/1 09:\d\d$/,
    );
    expect(broken(judgement)).toEqual(['opening-hours']);
  });

  test('whose clock is a day behind is found out on a closed day', () => {
    const closed = smallScenario({ start: '2015-12-29T09:00:00+09:00' });
    const serverOriginMs = instantMs('2015-12-28T09:00:00+09:00');
    const { judgement } = lived(closed, { serverOriginMs });
    expect(broken(judgement)).toEqual(['opening-hours']);
    expect(findingOf(judgement, 'opening-hours').violations[0]?.message).toMatch(/at 12\/29 09:/);
  });
});

describe('a request', () => {
  const town = (start: string) =>
    smallScenario({
      start,
      municipality: { ...municipality, hours: { opens: '06:30', closes: '23:00' } },
    });
  const violations = (start: string, atMs = 0) =>
    findingOf(judged(soundJourney(0, { atMs }), town(start)), 'opening-hours').violationCount;

  test.each([
    ['2015-06-01T06:29:59+09:00', 1],
    ['2015-06-01T06:30:00+09:00', 0],
    ['2015-06-01T22:59:59+09:00', 0],
    ['2015-06-01T23:00:00+09:00', 1],
    ['2015-06-01T00:00:00+09:00', 1],
    ['2015-12-28T12:00:00+09:00', 0],
    ['2015-12-29T12:00:00+09:00', 1],
    ['2015-12-31T12:00:00+09:00', 1],
    ['2016-01-01T12:00:00+09:00', 1],
    ['2016-01-03T22:59:59+09:00', 1],
    ['2016-01-04T06:30:00+09:00', 0],
  ])('of %s that is answered makes %i violations', (start, count) => {
    expect(violations(start)).toBe(count);
  });

  test('is judged by the civil time of its own instant', () => {
    expect(violations('2015-06-01T06:00:00+09:00', HOUR_MS / 2)).toBe(0);
    expect(violations('2015-06-01T06:00:00+09:00', HOUR_MS / 2 - 1)).toBe(1);
    expect(violations('2015-12-28T12:00:00+09:00', 24 * HOUR_MS)).toBe(1);
  });

  test('made in time may be answered after closing', () => {
    const events = soundJourney(0, { atMs: HOUR_MS - 1 }).map((event) =>
      event.kind === 'document' ? { ...event, t: HOUR_MS + 60_000 } : event,
    );
    const judgement = judged(events, town('2015-06-01T22:00:00+09:00'));
    expect(findingOf(judgement, 'opening-hours').verdict).toBe('pass');
  });
});

describe('a municipality with a calendar of its own:', () => {
  const violations = (changes: object, start: string, type: CertificateType = 'tax') => {
    const scenario = smallScenario({ start, municipality: { ...municipality, ...changes } });
    const events = changed(soundJourney(0), 'arrived', { type });
    return findingOf(judged(events, scenario), 'opening-hours').violationCount;
  };
  const office = { opens: '09:00', closes: '17:00', weekdaysOnly: true };
  const hoursOf = { tax: office };

  test.each([
    ['2015-06-01T08:59:59+09:00', 1, 'too early'],
    ['2015-06-01T09:00:00+09:00', 0, 'a Monday'],
    ['2015-06-01T17:00:00+09:00', 1, 'too late'],
    ['2015-06-06T12:00:00+09:00', 1, 'a Saturday'],
    ['2015-05-06T12:00:00+09:00', 1, 'a substitute holiday on a Wednesday'],
    ['2015-12-30T12:00:00+09:00', 1, 'the turn of the year'],
  ])('a certificate of its own hours, asked for at %s, makes %i violations: %s', (start, count) => {
    expect(violations({ hoursOf }, start)).toBe(count);
  });

  test('its hours are not those of the others', () => {
    expect(violations({ hoursOf }, '2015-06-06T20:00:00+09:00', 'resident-record')).toBe(0);
  });

  test('it may be open at the turn of the year, and closed in summer', () => {
    const closedDays = [{ from: '08-13', to: '08-15' }];
    expect(violations({ closedDays }, '2015-12-30T12:00:00+09:00')).toBe(0);
    expect(violations({ closedDays }, '2015-08-12T12:00:00+09:00')).toBe(0);
    expect(violations({ closedDays }, '2015-08-13T12:00:00+09:00')).toBe(1);
    expect(violations({ closedDays }, '2015-08-15T12:00:00+09:00')).toBe(1);
    expect(violations({ closedDays }, '2015-08-16T12:00:00+09:00')).toBe(0);
  });

  test('it may have announced maintenance, of everything or of some certificates', () => {
    const [from, to] = ['2015-06-01T17:30+09:00', '2015-06-02T09:00+09:00'];
    const all = { maintenance: [{ from, to }] };
    const some = { maintenance: [{ from, to, types: ['seal-registration'] }] };
    expect(violations(all, '2015-06-01T17:29:59+09:00')).toBe(0);
    expect(violations(all, '2015-06-01T17:30:00+09:00')).toBe(1);
    expect(violations(all, '2015-06-02T08:59:59+09:00')).toBe(1);
    expect(violations(all, '2015-06-02T09:00:00+09:00')).toBe(0);
    expect(violations(some, '2015-06-01T17:30:00+09:00')).toBe(0);
    expect(violations(some, '2015-06-01T17:30:00+09:00', 'seal-registration')).toBe(1);
  });

  test('its server keeps to it', () => {
    const feesYen = { ...municipality.feesYen, tax: 200 };
    const citizens = { ...scenarioData().citizens, certificates: { tax: 1 } };
    const closing = { tax: { opens: '06:30', closes: '09:30' } };
    const scenario = smallScenario({
      municipality: { ...municipality, feesYen, hoursOf: closing },
      citizens,
    });
    const { judgement } = lived(scenario);
    expect(findingOf(judgement, 'opening-hours').verdict).toBe('pass');
    expect(judgement.counts.completed).toBeGreaterThan(5);
    expect(judgement.counts.refused).toBeGreaterThan(5);
    const server = smallScenario({ municipality: { ...municipality, feesYen }, citizens });
    expect(broken(lived(scenario, { server }).judgement)).toEqual(['opening-hours']);
  });
});
