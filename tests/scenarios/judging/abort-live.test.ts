import { expect, test } from 'vitest';
import { digestFidelity } from '../../../scenarios/fidelity.ts';
import { executedLive } from '../executed.ts';
import { eventsOf, smallScenario } from '../small-scenario.ts';

test('a live run ends by the same code', async () => {
  const scenario = smallScenario({
    stores: { inside: 60 },
    workloads: {
      day: { executor: 'constant-arrival-rate', rate: 1, timeUnit: '30s', duration: '1h' },
    },
    thresholds: { journeys: [{ threshold: 'count<3', abortOnFail: true }] },
  });
  const { execution, events } = await executedLive(scenario, digestFidelity(scenario), {
    speed: 300,
  });
  const [result] = execution.judgement.thresholds;
  expect(result).toMatchObject({ verdict: 'fail', abortedAtMs: execution.scenarioMs });
  expect(eventsOf('ended', events).length).toBeGreaterThanOrEqual(3);
  expect(execution.scenarioMs).toBeLessThan(3_000_000);
  expect(execution.interrupted).toBe(false);
  expect(events.at(-1)).toMatchObject({ kind: 'run-ended', threshold: 'journeys count<3' });
});
