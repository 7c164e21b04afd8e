import { describe, expect, test } from 'vitest';
import { exitOf, verdictsOf } from '../../scenarios/exit-code.ts';
import { Aftermath } from '../../scenarios/injection/fault-aftermath.ts';
import type { ValidityCheck } from '../../scenarios/judging/result.ts';
import type { TraceEvent } from '../../scenarios/trace-events.ts';
import { executedVirtually } from '../scenarios/executed.ts';
import { townWith } from '../scenarios/faults/faulted.ts';
import { judged } from '../scenarios/small-scenario.ts';
import { changed, soundJourney } from '../scenarios/told-journey.ts';

const scenario = townWith([{ kind: 'issuer.error', at: '5m', for: '5m', probability: 1 }]);
const recorded = executedVirtually(scenario).then(({ events }) => events);

/** What the probe at the end says of these events. */
function probed(events: readonly TraceEvent[]): ValidityCheck {
  const aftermath = new Aftermath();
  for (const event of events) aftermath.see(event);
  return aftermath.check([], []);
}

function exit(check: ValidityCheck): number {
  const judgement = { ...judged(soundJourney(0)), validity: [check] };
  return exitOf(verdictsOf(judgement), { ...judgement, interrupted: false }).code;
}

test('after the last fault more than ninety citizens are served without any trouble', async () => {
  const check = probed(await recorded);
  expect(check.verdict).toBe('pass');
  expect(Number(/then (\d+) clean/.exec(check.message)?.[1])).toBeGreaterThan(90);
});

describe('the run is void', () => {
  test('if a fault was never ended', async () => {
    const check = probed((await recorded).filter(({ kind }) => kind !== 'fault-ended'));
    expect([check.verdict, exit(check)]).toEqual(['fail', 97]);
  });

  test('if what was ended goes on to strike', async () => {
    const events = await recorded;
    const last = events.findLastIndex(({ kind }) => kind === 'ended');
    const struck = changed([events[last] as TraceEvent], 'ended', { outcome: 'failed' });
    const check = probed([...events.slice(0, last), ...struck]);
    expect([check.verdict, exit(check)]).toEqual(['fail', 97]);
  });
});

test('whoever looks at all journeys together sees neither', async () => {
  const events = await recorded;
  const brokenShare = (all: readonly TraceEvent[]) => {
    const ends = all.flatMap((event) => (event.kind === 'ended' ? [event] : []));
    return ends.filter(({ outcome }) => outcome === 'failed').length / ends.length;
  };
  const last = events.findLastIndex(({ kind }) => kind === 'ended');
  const struck = changed([events[last] as TraceEvent], 'ended', { outcome: 'failed' });
  const all = brokenShare(events);
  expect(all).toBeGreaterThan(0);
  expect(brokenShare([...events.slice(0, last), ...struck]) / all).toBeLessThan(1.2);
});
