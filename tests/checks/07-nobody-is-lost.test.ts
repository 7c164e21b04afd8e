import { expect, test } from 'vitest';
import { Judge } from '../../scenarios/judging/judge.ts';
import type { TraceEvent } from '../../scenarios/trace-events.ts';
import { conservation as law } from '../../scenarios/trust/conservation.ts';
import { streams } from '../../sim/rng.ts';
import { durationMs, instantMs } from '../../sim/units.ts';
import { lived, smallScenario } from '../scenarios/small-scenario.ts';

/** A busy town where some lose patience, cut off at any instant. */
const scenario = smallScenario({
  duration: '20m',
  workloads: { day: { executor: 'poisson-arrival-rate', rate: 1 / 20, duration: '20m' } },
});
const rng = streams(11).stream('cuts', 0);
const runs = Array.from({ length: 20 }, (_, index) =>
  lived(scenario, {}, { seed: index + 1, untilMs: 60_000 + rng.uniform() * 1_500_000 }),
);

/** The law, by a recorder that sees these events of a run, which itself counted those in flight. */
function conservation(events: readonly TraceEvent[], inFlight: number) {
  const judge = new Judge(scenario, instantMs(scenario.start), durationMs(scenario.duration));
  for (const event of events) judge.accept(event);
  judge.accept({ kind: 'run-ended', t: 0, reason: 'interrupted', inFlight });
  return judge.conclude().validity[0]?.verdict;
}

test('wherever a run is cut off, offered = ended + in flight', () => {
  for (const { events, inFlight } of runs) expect(conservation(events, inFlight)).toBe('pass');
  expect(runs.filter(({ inFlight }) => inFlight > 0).length).toBeGreaterThan(10);
});

test('the law is an equality, and of a trace without an end nobody knows', () => {
  const counts = { offered: 9, completed: 3, refused: 1, failed: 1, timedOut: 1, abandoned: 1 };
  const verdict = (inFlight: number, known = true) => law({ ...counts, inFlight }, known).verdict;
  expect([verdict(2), verdict(1), verdict(3)]).toEqual(['pass', 'fail', 'fail']);
  expect(verdict(2, false)).toBe('inconclusive');
});

test('a recorder that drops those who gave up, as cancelled tasks are dropped, breaks the law', () => {
  const dropping = runs.map(({ events, inFlight }) => {
    const kept = events.filter((event) => event.kind !== 'ended' || event.outcome !== 'abandoned');
    return { lost: events.length - kept.length, verdict: conservation(kept, inFlight) };
  });
  expect(dropping.filter(({ lost }) => lost > 0).length).toBeGreaterThan(5);
  for (const { lost, verdict } of dropping) expect(verdict).toBe(lost > 0 ? 'fail' : 'pass');
});
