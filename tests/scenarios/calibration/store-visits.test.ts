import { expect, test } from 'vitest';
import { storeVisits } from '../../../scenarios/calibration/store-visits.ts';
import { executeVirtual } from '../../../scenarios/execution.ts';
import { digestFidelity } from '../../../scenarios/fidelity.ts';
import { scenarioIn } from '../../../scenarios/scenario-files.ts';
import { instantMs } from '../../../sim/units.ts';
import { demandOf } from '../channels/shipped-demand.ts';

test('the citizens who are counted are those of a run of the same scenario and seed', async () => {
  const scenario = await scenarioIn('scenarios/toyonaka-2015.yaml', [
    { path: ['duration'], value: '5d' },
  ]);
  const came: string[] = [];
  const originMs = instantMs(scenario.start);
  await executeVirtual(scenario, 9, digestFidelity(scenario), {
    record: (event) => {
      // Further certificates are asked for one after the other, whenever the one before is done.
      if (event.kind !== 'arrived' || event.workload.endsWith('~again') || event.copy !== 1) return;
      came.push([originMs + event.t, event.type, event.place, event.age].join(' '));
    },
    signal: new AbortController().signal,
    breathe: async () => {},
    onProgress: () => {},
  });
  const where = { scenario, workload: 'quarter', from: '2015-04-01', to: '2015-04-05' };
  const counted = [...storeVisits(where, demandOf('toyonaka'), 9)].map(
    ({ atMs, type, place, age }) => [atMs, type, place, age].join(' '),
  );
  expect(came.length).toBeGreaterThan(300);
  // The run’s clock is exact to the microsecond.
  const minutes = (texts: readonly string[]) =>
    texts.map((text) => text.replace(/^[\d.]+/, (ms) => (Number(ms) / 60_000).toFixed(1))).sort();
  expect(minutes(counted)).toEqual(minutes(came));
});
