import { expect, test } from 'vitest';
import { whyNoCitizens } from '../../../scenarios/demand/citizens-of-demand.ts';
import { smallScenario } from '../small-scenario.ts';
import { given, smallDemand } from './small-demand.ts';

const { municipality } = smallScenario();

/** Why the citizens of a demand could not come to a small town. */
function refusals(changes: Parameters<typeof smallDemand>[0], outside = 4): readonly string[] {
  const { stores } = smallScenario({ stores: { inside: 3, outside } });
  const workloads = { day: { executor: 'calendar' as const, demand: smallDemand(changes) } };
  const scenario = { municipality, stores, workloads: { day: { ...workloads.day, ...COMMON } } };
  return whyNoCitizens(scenario).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

const COMMON = { startTime: '0s', factors: {} };

test('places outside of the city need kiosks there, one for each', () => {
  const places = given({ city: 0.5, north: 0.2, east: 0.2, south: 0.1, west: 0 });
  expect(refusals({ places }, 3)).toEqual([]);
  expect(refusals({ places }, 2)).toEqual([
    'stores.outside: the demand goes to north, east, south outside of the city: ' +
      'have 3 kiosks or more there, one for each',
  ]);
});

test('ages need people, and seals somebody who has one', () => {
  const ages = given([{ from: 118, to: 120, share: 1 }]);
  expect(refusals({ ages })).toEqual([
    expect.stringMatching(/^workloads\.day\.demand\.ages: nobody of these ages lives among/),
  ]);
});

test('a scenario refuses what they could not do', () => {
  const demand = smallDemand({ places: given({ city: 0.5, elsewhere: 0.5 }) });
  const workloads = { day: { executor: 'calendar' as const, demand } };
  expect(() => smallScenario({ workloads })).toThrow(/one for each/);
  expect(() => smallScenario({ workloads, stores: { inside: 3, outside: 1 } })).not.toThrow();
});
