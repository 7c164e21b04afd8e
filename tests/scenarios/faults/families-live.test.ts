import { beforeAll, describe, expect, test } from 'vitest';
import { digestFidelity } from '../../../scenarios/fidelity.ts';
import type { Scenario } from '../../../scenarios/scenario.ts';
import { executedLive } from '../executed.ts';
import { eventsOf, findingOf, scenarioData } from '../small-scenario.ts';
import { CALM } from './fates.ts';
import { type FaultData, type Faulted, money, seen, soundness, townWith } from './faulted.ts';

const MINUTE_MS = 60_000;

/** Families of faults in a live server, over HTTP and SQL; those stand side by side that can. */
const PLAN: readonly (FaultData & { readonly at: string; readonly for: string })[] = [
  { kind: 'issuer.slow', at: '10m', for: '12m', latency: '80ms' },
  { kind: 'database.slow', at: '10m', for: '12m', latency: '60ms' },
  { kind: 'issuer.error', at: '26m', for: '12m' },
  { kind: 'issuer.mute', at: '42m', for: '12m' },
  { kind: 'database.locked', at: '58m', for: '12m' },
  { kind: 'demand.held', at: '74m', for: '12m', over: '2m' },
  { kind: 'feed.late', at: '12m', for: '20m', by: '30m' },
  { kind: 'feed.lost', at: '38m', for: '20m' },
  { kind: 'feed.repeated', at: '66m', for: '20m' },
  { kind: 'clock.skew', at: '92m', for: '12m', by: '14h' },
];

const { municipality } = scenarioData();

const marked = (at: string, resident: number) => ({
  at,
  enter: {
    operation: 'set-support-measures' as const,
    municipality: '27203',
    resident,
    on: true,
  },
});

/** A citizen a minute, none of whom is put off by waiting. */
function calmTown(faults: readonly FaultData[], duration: string, changes: object): Scenario {
  return townWith(faults, {
    ...CALM,
    duration,
    // Longer than any machine takes: the run ends when the last citizen has gone.
    gracefulStop: '12h',
    stores: { inside: 60 },
    workloads: { day: { executor: 'constant-arrival-rate', rate: 1 / 60, duration } },
    keepPages: 0,
    ...changes,
  });
}

async function lived(scenario: Scenario): Promise<Faulted> {
  const fidelity = digestFidelity(scenario);
  const run = seen(await executedLive(scenario, fidelity, { speed: 600 }));
  await fidelity.close();
  return run;
}

/**
 * Where a fault is in the trace: what it does comes after its beginning there. Instants would not
 * tell it, as on a machine that is held up what is seen later may bear an earlier one.
 */
function windowOf({ events }: Faulted, kind: string) {
  const from = events.findIndex((event) => event.kind === 'fault-began' && event.means === kind);
  const until = events.findIndex(
    (event) => event.kind === 'fault-ended' && event.fault === `${kind}#1`,
  );
  const [began, ended] = [events[from], events[until]];
  const struck = ended?.kind === 'fault-ended' ? ended.struck : Number.NaN;
  const [fromMs, untilMs] = [began?.t ?? Number.NaN, ended?.t ?? Number.NaN];
  return { from, until, fromMs, untilMs, struck, before: events.slice(0, from) };
}

const minutes = (text: string) => Number(text.slice(0, -1));

describe('families of faults, live', () => {
  let run: Faulted;

  beforeAll(async () => {
    run = await lived(
      calmTown(PLAN, '125m', {
        municipality: {
          ...municipality,
          feed: { lag: { median: '2s', p95: '6s' }, nightly: '10:53' },
        },
        office: [marked('09:22', 101), marked('09:48', 211), marked('10:16', 321)],
        server: { timeout: '5s' },
      }),
    );
  });

  /** Longest answers to those who were served while a fault was on, ms of the server’s own time. */
  function longest(kind: string): number {
    const { from, until } = windowOf(run, kind);
    const stages = eventsOf('stage', run.events.slice(from, until));
    const asked = stages.filter(({ stage }) => stage === 'authenticate' || stage === 'issue');
    return Math.max(0, ...asked.map(({ ms }) => ms));
  }

  /** Ends of journeys for this reason, before a fault and since. */
  function ends(kind: string, reason: string) {
    const { from, before } = windowOf(run, kind);
    const of = (events: Faulted['events']) =>
      eventsOf('ended', events).filter((event) => event.reason === reason).length;
    return { before: of(before), since: of(run.events.slice(from)) };
  }

  test.each(PLAN)('$kind begins and ends as planned, and strikes', ({ kind, at, for: lasts }) => {
    const { fromMs, untilMs, struck } = windowOf(run, kind);
    expect(fromMs / MINUTE_MS).toBe(minutes(at));
    expect(untilMs / MINUTE_MS).toBe(minutes(at) + minutes(lasts));
    expect(struck).toBeGreaterThan(0);
  });

  test('all are off in the end, and nothing was wrong for them', () => {
    expect(soundness(run)).toMatchObject({ violations: [], faultsOff: 'pass', inFlight: 0 });
    expect(money(run).keptYen).toBe(money(run).feesYen);
    const last = run.endsOf(115 * MINUTE_MS, 125 * MINUTE_MS);
    expect(last.length).toBe(10);
    expect(new Set(last.map(({ outcome }) => outcome))).toEqual(new Set(['completed']));
  });

  test('an issuing server and a database that are slow are felt by who asks', () => {
    expect(longest('issuer.slow')).toBeGreaterThanOrEqual(80 + 60);
  });

  test('errors of an issuing server end journeys, each asked twice', () => {
    const { before, since } = ends('issuer.error', 'HTTP 500');
    expect(before).toBe(0);
    expect(since).toBeGreaterThan(0);
    expect(windowOf(run, 'issuer.error').struck).toBeGreaterThanOrEqual(2 * since);
  });

  test('an issuing server that cannot answer is asked again', () => {
    const { from } = windowOf(run, 'issuer.mute');
    const { from: next } = windowOf(run, 'database.locked');
    expect(eventsOf('asked-again', run.events.slice(from, next)).length).toBeGreaterThan(0);
  });

  test('a lock of the database holds up who asks, until it is gone', () => {
    const { until } = windowOf(run, 'database.locked');
    // Twelve minutes are 1.2 s of the server’s own time; who came in the middle waits for the rest.
    const after = eventsOf('stage', run.events.slice(until));
    expect(after.filter(({ ms, stage }) => stage === 'authenticate' && ms > 300)).not.toEqual([]);
  });

  test('demand that is held back comes all at once', () => {
    const { fromMs, untilMs, struck } = windowOf(run, 'demand.held');
    const arrivals = (from: number, until: number) =>
      eventsOf('arrived', run.events).filter(({ t }) => t >= from && t < until).length;
    // All citizens come as much later as the run took to begin.
    expect(arrivals(fromMs + 2 * MINUTE_MS, untilMs)).toBe(0);
    expect(arrivals(untilMs, untilMs + 4 * MINUTE_MS)).toBeGreaterThanOrEqual(11 + 3);
    expect(struck).toBeGreaterThanOrEqual(11);
  });

  test('a clock that is wrong closes the service, and it opens again', () => {
    const { before, since } = ends('clock.skew', 'out-of-hours');
    expect(before).toBe(0);
    expect(since).toBeGreaterThan(0);
  });

  test('the feed is late, loses what the night brings, and brings nothing new twice', () => {
    const updates = eventsOf('register-updated', run.events);
    const of = (resident: number) => updates.filter((event) => event.resident === resident);
    expect(of(101)).toMatchObject([{ by: 'update' }]);
    expect(of(101)[0]?.lagMs).toBeGreaterThan(30 * MINUTE_MS);
    expect(of(211)).toMatchObject([{ by: 'nightly' }]);
    expect(of(321)).toMatchObject([{ by: 'update' }]);
    expect(of(321)[0]?.lagMs).toBeLessThan(30 * MINUTE_MS);
  });
});

test('a wrong build of a node is wrong while it is on, and no trouble makes it so after that', async () => {
  const givenUp = { kind: 'issuer.slow', for: '10m', latency: '5m' };
  const drawings = { select: { operations: ['print-image'] } };
  const run = await lived(
    calmTown(
      [
        { kind: 'node.wrong-build', mutant: 'M5', at: '5m', for: '30m' },
        { ...givenUp, ...drawings, at: '10m' },
        { ...givenUp, ...drawings, at: '40m' },
      ],
      '65m',
      { server: { attempts: 1, printImages: { workers: 8, timeout: '300ms' } } },
    ),
  );
  const { from, until, fromMs, untilMs, struck } = windowOf(run, 'node.wrong-build');
  expect([fromMs, untilMs]).toEqual([5 * MINUTE_MS, 35 * MINUTE_MS]);
  expect(struck).toBeGreaterThan(0);
  expect(run.windows.map((each) => each.struck > 0)).toEqual([true, true, true]);
  const { violations } = findingOf(run.execution.judgement, 'page-ownership');
  expect(violations.length).toBeGreaterThan(0);
  const wrong = new Set(violations.map(({ journey }) => journey));
  run.events.forEach((event, index) => {
    if (event.kind === 'page' && wrong.has(event.journey)) expect(index).toBeGreaterThan(from);
    if (event.kind === 'requested' && wrong.has(event.journey)) expect(index).toBeLessThan(until);
  });
  expect(soundness(run)).toMatchObject({ faultsOff: 'pass', inFlight: 0 });
});
