import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '../../../scenarios/trace-events.ts';
import { IterationsWatch } from '../../../scenarios/trust/iterations.ts';
import { eventsOf, lived, type ScenarioData, smallScenario } from '../small-scenario.ts';

type Workloads = ScenarioData['workloads'];

const EACH = { executor: 'per-vu-iterations', vus: 2, iterations: 5000 } as const;
const SHARED = { executor: 'shared-iterations', vus: 2, iterations: 3 } as const;

/** What a run of an hour says of the journeys it was asked for, and how many have begun. */
function run(workloads: Workloads, untilMs = Number.POSITIVE_INFINITY) {
  const { events, judgement } = lived(smallScenario({ workloads }), {}, { untilMs });
  const check = judgement.validity.find(({ name }) => name === 'iterations');
  return { check, begun: eventsOf('arrived', events).length };
}

/** The check of a trace of which only so many arrivals and the end are known. */
function told(workloads: Workloads, arrivals: readonly string[], end?: object) {
  const watch = new IterationsWatch(smallScenario({ workloads }));
  for (const workload of arrivals) watch.watch.arrived?.({ workload } as never);
  if (end !== undefined) watch.watch['run-ended']?.(end as TraceEvent as never);
  return watch.check();
}

describe('journeys that were asked for and never begun', () => {
  test('are told of with their number, and the run is no worse for it', () => {
    const { check, begun } = run({ tries: { ...EACH, maxDuration: '20m' } });
    expect(begun).toBeGreaterThan(2);
    expect(check).toEqual({
      name: 'iterations',
      verdict: 'pass',
      message: `tries: ${begun} of 10,000 iterations were begun before maxDuration was over: raise it, or ask for fewer`,
    });
  });

  test('are the run’s where it is over before maxDuration, or there is none', () => {
    for (const maxDuration of ['1h', undefined]) {
      const { check, begun } = run({ tries: { ...EACH, ...(maxDuration && { maxDuration }) } });
      expect(check?.message).toBe(
        `tries: ${begun} of 10,000 iterations were begun before the run was over: have it last longer, or ask for fewer`,
      );
    }
    // The workload begins late enough for its maxDuration to end after the run.
    const late = run({ tries: { ...EACH, startTime: '50m', maxDuration: '20m' } });
    expect(late.check?.message).toContain('before the run was over');
  });

  test('are none where all have begun, or nobody asked for a number', () => {
    expect(run({ few: SHARED }).check).toBeUndefined();
    expect(run({ many: { executor: 'constant-vus', duration: '1h' } }).check).toBeUndefined();
  });

  test('are counted for each workload by itself, and whoever comes again is none of them', () => {
    const workloads = { few: SHARED, each: { ...EACH, vus: 1, iterations: 2 } };
    const begun = ['few', 'few', 'few~again', 'each', 'each'];
    expect(told(workloads, begun)?.message).toMatch(/^few: 2 of 3 iterations [^;]*$/);
    expect(told(workloads, ['few', 'few', 'each'])?.message).toMatch(
      /^few: 2 of 3 .*; each: 1 of 2 /,
    );
    expect(told(workloads, [...begun, 'few'])).toBeUndefined();
  });

  test('of a run that broke off are not blamed on its time', () => {
    const end = { kind: 'run-ended', t: 60_000, reason: 'interrupted' };
    expect(told({ few: SHARED }, ['few'], end)?.message).toBe(
      'few: 1 of 3 iterations were begun before the run broke off',
    );
    expect(told({ few: SHARED }, ['few'])?.message).toContain('broke off');
  });
});
