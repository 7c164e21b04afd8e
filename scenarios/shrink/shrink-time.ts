import { dayNumber, isoTime } from '../../sim/civil-time.ts';
import { durationMs, instantMs } from '../../sim/units.ts';
import { durationText } from '../duration-text.ts';
import type { Scenario } from '../scenario.ts';
import { dueMs } from '../traffic/office-plan.ts';
import { type Candidates, inTurn, visitsIn, withVisits } from './shrink-candidates.ts';

const MINUTE_MS = 60_000;

/** The run begins with the minute of the first citizen and ends with that of the last. */
export function* durationPass(scenario: Scenario): Candidates {
  yield* inTurn(scenario, [begunLater, endedSooner]);
}

/** Civil times stay what they are. */
function begunLater(scenario: Scenario): Scenario | undefined {
  const visits = visitsIn(scenario);
  const firstMs = Math.min(...visits.map(({ at }) => durationMs(at)));
  const laterMs = Math.floor(firstMs / MINUTE_MS) * MINUTE_MS;
  if (!(laterMs > 0)) return undefined;
  const earlier = (text: string) =>
    durationText(Math.max(0, Math.round((durationMs(text) - laterMs) * 1000) / 1000));
  const startMs = instantMs(scenario.start) + laterMs;
  const days = dayNumber(startMs) - dayNumber(instantMs(scenario.start));
  const moved = visits.map((visit) => ({
    ...visit,
    at: earlier(visit.at),
    ...(visit.requestAt === undefined ? {} : { requestAt: earlier(visit.requestAt) }),
  }));
  return {
    ...withVisits(scenario, moved),
    start: isoTime(startMs).replace('.000', ''),
    office: scenario.office.map((entry) => ({ ...entry, day: Math.max(1, entry.day - days) })),
    faults: scenario.faults.map((fault) =>
      fault.on === undefined ? { ...fault, at: earlier(fault.at) } : fault,
    ),
  };
}

/** Nobody and nothing is left out by it. */
function endedSooner(scenario: Scenario): Scenario | undefined {
  const { office, faults, start, duration } = scenario;
  const lastMs = Math.max(
    ...visitsIn(scenario).map(({ at }) => durationMs(at) + 1),
    ...office.map((entry) => dueMs(entry, instantMs(start)) + 1),
    ...faults.map(({ at, for: lasts }) => durationMs(at) + durationMs(lasts ?? '1ms')),
  );
  const endMs = Math.ceil(lastMs / MINUTE_MS) * MINUTE_MS;
  return endMs < durationMs(duration) ? { ...scenario, duration: durationText(endMs) } : undefined;
}
