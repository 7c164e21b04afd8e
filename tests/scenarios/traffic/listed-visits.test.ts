import { describe, expect, test } from 'vitest';
import { Scenario } from '../../../scenarios/scenario.ts';
import { withVisits } from '../../../scenarios/shrink/shrink-candidates.ts';
import { evidenceOf } from '../../../scenarios/shrink/shrink-evidence.ts';
import { numbersGiven } from '../../../scenarios/traffic/executors/visits.ts';
import { ageOf } from '../../../server/population/population-synthetic.ts';
import { misnumbered, spoilt } from '../leaks.ts';
import { recordedText } from '../recorded.ts';
import {
  eventsOf,
  lived,
  type ScenarioData,
  scenarioData,
  smallScenario,
} from '../small-scenario.ts';

type Visit = Extract<ScenarioData['workloads'][string], { executor: 'visits' }>['citizens'][number];

const ONE: Visit = { at: '10s', kiosk: 'in-001', resident: 0, type: 'resident-record' };

function visited(citizens: readonly Visit[], changes: Partial<ScenarioData> = {}): Scenario {
  const visits = { executor: 'visits' as const, citizens: [...citizens] };
  return smallScenario({ ...changes, workloads: { visits } });
}

describe('listed citizens', () => {
  test('come when, where and as whom the list says', () => {
    const two = { ...ONE, at: '5s', kiosk: 'in-003', resident: 7, age: 33 };
    const { events } = lived(visited([ONE, two]));
    const arrived = eventsOf('arrived', events);
    expect(arrived).toMatchObject([
      { t: 5000, journey: 0, kiosk: 'in-003', resident: 7, age: 33 },
      { t: 10_000, journey: 1, kiosk: 'in-001', resident: 0, age: ageOf(0) },
    ]);
  });

  test('come after the workload has begun, and not after the run', () => {
    const citizens = [ONE, { ...ONE, at: '20m' }];
    const late = { executor: 'visits', startTime: '30m', citizens } as const;
    const { events } = lived(smallScenario({ workloads: { late } }));
    expect(eventsOf('arrived', events).map(({ t }) => t)).toEqual([1_810_000, 3_000_000]);
  });

  test('have the numbers they are given, and nobody else has them', () => {
    const day = { executor: 'constant-arrival-rate', rate: 1 / 600, duration: '1h' } as const;
    const visits = {
      executor: 'visits',
      citizens: [
        { ...ONE, journey: 1 },
        { ...ONE, journey: 9 },
      ],
    };
    const scenario = smallScenario({ workloads: { day, visits } as ScenarioData['workloads'] });
    const journeys = eventsOf('arrived', lived(scenario).events).map(({ journey }) => journey);
    expect(journeys.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 9]);
    expect(numbersGiven(scenario)).toEqual([1, 9]);
  });

  test('ask at the instant agreed on, or when they have thought, if that has passed', () => {
    const requested = (requestAt: string) =>
      eventsOf('requested', lived(visited([{ ...ONE, requestAt }])).events)[0]?.t ?? Number.NaN;
    expect(requested('7m')).toBe(420_000);
    const own = requested('11s');
    expect(own).toBeGreaterThan(11_000);
    expect(own).toBe(eventsOf('requested', lived(visited([ONE])).events)[0]?.t);
  });
});

test('a run made of the visits of another one is the same run', async () => {
  const day = { executor: 'poisson-arrival-rate', rate: 0.02, duration: '1h' } as const;
  const regulars = { executor: 'constant-vus', vus: 2, duration: '20m' } as const;
  const scenario = smallScenario({
    stores: { inside: 3, outside: 2 },
    citizens: { ...scenarioData().citizens, outsideShare: 0.3 },
    workloads: { day, regulars },
  });
  // All that is recorded, but for the name of the workload; at one instant in any order.
  const told = (text: string) =>
    text
      .split('\n')
      .map((line) => line.replace(/"workload":"[a-z]+"/, '"workload":""'))
      .toSorted();
  const begin = spoilt(misnumbered);
  const text = recordedText(scenario, 4, begin);
  const { visits } = await evidenceOf(text.trimEnd().split('\n'), scenario, undefined);
  expect(visits.length).toBeGreaterThan(60);
  expect(told(recordedText(withVisits(scenario, visits), 4, begin))).toEqual(told(text));
  // The plant: think times of somebody else.
  const own = visits.map(({ as: _, ...visit }) => visit);
  expect(told(recordedText(withVisits(scenario, own), 4, begin))).not.toEqual(told(text));
});

test.each([
  [{ at: '61m' }, 'at: nobody comes any more then'],
  [{ requestAt: '9s' }, 'requestAt: the citizen is not there yet'],
  [{ kiosk: 'in-004' }, 'kiosk: there is no such kiosk: name one of in-001 … in-003'],
  [{ resident: 20_000 }, 'resident: there are 20000 residents'],
  [{ journey: 3 }, 'journey: two have this number'],
])('a scenario with %j is refused', (changes, complaint) => {
  const citizens = [
    { ...ONE, ...changes },
    ...('journey' in changes ? [{ ...ONE, ...changes }] : []),
  ];
  const data = scenarioData({ workloads: { visits: { executor: 'visits', citizens } } });
  const issues = Scenario.safeParse(data).error?.issues ?? [];
  const told = issues
    .map(({ path, message }) => `${path.slice(4).join('.')}: ${message}`)
    .join('\n');
  expect(told).toContain(complaint);
});
