import { beforeAll, describe, expect, test } from 'vitest';
import { EXIT, exitOf, verdictsOf } from '../../scenarios/exit-code.ts';
import { loadScenario } from '../../scenarios/scenario-files.ts';
import type { EventOf } from '../../scenarios/trace-events.ts';
import { type Executed, executedVirtually } from './executed.ts';
import { eventsOf } from './small-scenario.ts';

/** The day in which an office moves somebody out, revokes a seal, hands out a card, and errs. */
let day: Executed;

async function officeDay() {
  const reading = await loadScenario('scenarios/toyonaka-office-day.yaml', []);
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.complaints));
  return reading.scenario;
}

beforeAll(async () => {
  day = await executedVirtually(await officeDay(), { seed: 1 });
});

type Change = EventOf<'register-changed'>['change'];

/** When the office had entered a change, and when the issuing server had taken it. */
function timesOf(change: Change) {
  const [changed] = eventsOf('register-changed', day.events).filter((e) => e.change === change);
  const [updated] = eventsOf('register-updated', day.events).filter((e) => e.change === change);
  if (changed === undefined || updated === undefined) throw new Error(`no ${change} in the trace`);
  return { resident: changed.resident, enteredMs: changed.t, knownMs: updated.t };
}

/**
 * What became of a resident's journeys for a certificate, or any, that asked the server between two
 * instants: minutes before and after are left out, in which a journey is under way.
 */
function outcomes(resident: number, fromMs: number, toMs: number, type?: string): string[] {
  const minutesMs = 5 * 60_000;
  const journeys = new Map(
    eventsOf('arrived', day.events)
      .filter((event) => event.resident === resident && (type ?? event.type) === event.type)
      .map((event) => [event.journey, event.t]),
  );
  const ends = eventsOf('ended', day.events).filter(({ journey, outcome, t }) => {
    const dueMs = journeys.get(journey);
    if (dueMs === undefined || outcome === 'abandoned') return false;
    return dueMs > fromMs && t < toMs - minutesMs;
  });
  return [...new Set(ends.map(({ outcome, reason }) => (reason === '' ? outcome : reason)))];
}

const CLOSING_MS = 16.5 * 3_600_000;

describe('the office’s day in Toyonaka', () => {
  test('is green', () => {
    const { judgement, interrupted } = day.execution;
    const { code } = exitOf(verdictsOf(judgement), { ...judgement, interrupted });
    expect(code).toBe(EXIT.pass);
  });

  test('ends for who has moved out as soon as the issuing server knows', () => {
    const { resident, enteredMs, knownMs } = timesOf('move-out');
    expect(outcomes(resident, 0, enteredMs)).toEqual(['completed']);
    expect(outcomes(resident, enteredMs, knownMs)).toEqual(['completed']);
    expect(outcomes(resident, knownMs, CLOSING_MS)).toEqual(['moved-out']);
  });

  test('has certificates of a revoked seal issued until then', () => {
    const { resident, enteredMs, knownMs } = timesOf('revoke-seal');
    const seal = 'seal-registration';
    expect(outcomes(resident, enteredMs, knownMs, seal)).toEqual(['completed']);
    expect(outcomes(resident, knownMs, CLOSING_MS, seal)).toEqual(['seal-revoked']);
    expect(outcomes(resident, knownMs, CLOSING_MS, 'resident-record')).toEqual(['completed']);
  });

  test('refuses the card that was handed out: it is unknown, then of today', () => {
    const { resident, enteredMs, knownMs } = timesOf('hand-out-card');
    expect(outcomes(resident, 0, enteredMs)).toEqual(['completed']);
    expect(outcomes(resident, enteredMs, knownMs)).toEqual(['card-not-registered']);
    expect(outcomes(resident, knownMs, CLOSING_MS)).toEqual(['card-not-yet-usable']);
  });

  test('refuses a good card from the mistake to its correction', () => {
    const { resident, knownMs } = timesOf('wrong-flag');
    const corrected = timesOf('correct');
    expect(outcomes(resident, 0, knownMs)).toEqual(['completed']);
    expect(outcomes(resident, knownMs, corrected.enteredMs)).toEqual(['card-not-registered']);
    expect(outcomes(resident, corrected.knownMs, CLOSING_MS)).toEqual(['completed']);
    const mistakes = eventsOf('register-changed', day.events).filter(({ mistake }) => mistake);
    expect(mistakes.map(({ change }) => change)).toEqual(['wrong-flag']);
  });

  test('tells every refusal by its code', () => {
    const reasons = day.execution.judgement.endReasons
      .filter(({ outcome }) => outcome === 'refused')
      .map(({ reason }) => reason);
    expect(reasons).toEqual(
      expect.arrayContaining([
        'moved-out',
        'seal-revoked',
        'card-not-registered',
        'card-not-yet-usable',
      ]),
    );
  });

  test('is the same again by the same seed, and another by another', async () => {
    const again = await executedVirtually(await officeDay(), { seed: 1 });
    expect(JSON.stringify(again.events)).toBe(JSON.stringify(day.events));
    const other = await executedVirtually(await officeDay(), { seed: 2 });
    const lags = (run: Executed) => eventsOf('register-updated', run.events).map(({ t }) => t);
    expect(lags(other)).toHaveLength(lags(day).length);
    expect(lags(other)).not.toEqual(lags(day));
  });
});
