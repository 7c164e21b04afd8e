import { describe, expect, test } from 'vitest';
import { Scenario } from '../../../scenarios/scenario.ts';
import { printerSpeeds } from '../../../scenarios/traffic/fleet.ts';
import { kioskCounts, kioskIds, templateOf } from '../../../scenarios/traffic/kiosk-ids.ts';
import { streams } from '../../../sim/rng.ts';
import { eventsOf, lived, scenarioData, smallScenario } from '../small-scenario.ts';

const FAST = { template: 'chain-a', count: 2, printer: { firstPage: fixed('5s'), nextPage: '1s' } };
const SLOW = { template: 'chain-b', count: 1, outside: true, model: 'M2', software: '1.4' };

function fixed(time: string) {
  return { median: time, p95: time };
}

const { citizens } = scenarioData();

function complaints(stores: unknown): readonly string[] {
  const parsed = Scenario.safeParse({ ...scenarioData(), stores });
  return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'));
}

describe('a fleet', () => {
  const stores = { inside: 1, outside: 1, fleet: [FAST, SLOW] };

  test('has names after its templates, those of the city first', () => {
    const scenario = smallScenario({ stores });
    expect(kioskIds(scenario)).toEqual([
      'in-001',
      'chain-a-001',
      'chain-a-002',
      'out-001',
      'chain-b-001',
    ]);
    expect(kioskCounts(scenario)).toEqual({ inside: 3, outside: 2 });
    expect(kioskIds(scenario).map(templateOf)).toEqual([
      'in',
      'chain-a',
      'chain-a',
      'out',
      'chain-b',
    ]);
  });

  test('is served by those whom citizens go to, inside and outside', () => {
    const everywhere = { ...citizens, outsideShare: 0.5 };
    const { events } = lived(
      smallScenario({
        stores,
        citizens: everywhere,
        workloads: { day: { executor: 'constant-arrival-rate', rate: 0.02, duration: '1h' } },
      }),
    );
    const used = new Set(eventsOf('ended', events).map(({ kiosk }) => kiosk));
    expect([...used].sort()).toEqual([...kioskIds(smallScenario({ stores }))].sort());
  });

  test('prints as fast as its template says, and as all do where it says nothing', () => {
    const scenario = smallScenario({
      stores,
      printer: { firstPage: fixed('30s'), nextPage: '7s' },
    });
    const speedOf = printerSpeeds(scenario);
    const firstMs = (id: string) => speedOf(id).firstPageMs(streams(1).stream('printer', id));
    expect([firstMs('chain-a-002'), firstMs('chain-b-001'), firstMs('in-001')]).toEqual([
      5_000, 30_000, 30_000,
    ]);
    expect([speedOf('chain-a-001').nextPageMs, speedOf('chain-b-001').nextPageMs]).toEqual([
      1_000, 7_000,
    ]);
    expect(speedOf('chain-a-001')).toBe(speedOf('chain-a-002'));
    const printMs = eventsOf('stage', lived(scenario).events)
      .filter(({ stage }) => stage === 'print')
      .map(({ ms }) => ms);
    // Some have a second page.
    expect([...new Set(printMs)].sort((a, b) => a - b)).toEqual([5_000, 6_000, 30_000]);
  });

  test('of templates alone gives a run as if its kiosks were counted, but for their names', () => {
    const counted = lived(smallScenario({ stores: { inside: 3 } })).events;
    const made = lived(smallScenario({ stores: { fleet: [{ template: 'shop', count: 3 }] } }));
    const renamed = JSON.stringify(counted).replaceAll('"in-00', '"shop-00');
    // Chance of a printer and of an outbox is that of its name: compared is what citizens do.
    const lives = (text: string) =>
      (JSON.parse(text) as { kind: string; kiosk?: string; t: number }[])
        .filter(({ kind }) => kind === 'arrived')
        .map(({ t, kiosk }) => `${t} ${kiosk}`);
    expect(lives(JSON.stringify(made.events))).toEqual(lives(renamed));
  });
});

test.each([
  [{ fleet: [] }, 'stores.inside'],
  [{ fleet: [{ template: 'a', count: 1, outside: true }] }, 'stores.inside'],
  [{ inside: 1, fleet: [{ template: 'in', count: 1 }] }, 'stores.fleet.0.template'],
  [
    {
      fleet: [
        { template: 'a', count: 1 },
        { template: 'a', count: 2 },
      ],
    },
    'stores.fleet.1.template',
  ],
  [{ fleet: [{ template: 'A b', count: 1 }] }, 'stores.fleet.0.template'],
  [{ fleet: [{ template: 'a', count: 0 }] }, 'stores.fleet.0.count'],
])('a fleet such as %j is refused at %s', (stores, path) => {
  expect(complaints(stores)).toContain(path);
});
