import { describe, expect, test } from 'vitest';
import { PROFILES } from '../../../devices/citizen/profiles.ts';
import { Scenario } from '../../../scenarios/scenario.ts';
import { profilesOf } from '../../../scenarios/traffic/profiles.ts';
import {
  CALM,
  fateOf,
  fatesWithin,
  GOOD,
  journeysThat,
  MINUTE_MS,
  nothingBut,
} from '../faults/fates.ts';
import { type Faulted, faulted, SOUND, soundness } from '../faults/faulted.ts';
import { broken, eventsOf, type ScenarioData, scenarioData } from '../small-scenario.ts';

type Behaviour = NonNullable<ScenarioData['citizens']['behaviour']>;

/** The calm town, its people behaving so; nothing else happens to them. */
async function town(
  behaviour: Behaviour,
  changes: Partial<ScenarioData> = {},
  faults: Parameters<typeof faulted>[0] = [],
): Promise<Faulted> {
  const citizens = CALM.citizens ?? scenarioData().citizens;
  const behaving = { ...citizens, behaviour: { ...citizens.behaviour, ...behaviour } };
  return await faulted(faults, { ...CALM, ...changes, citizens: behaving });
}

const WHOLE: [number, number] = [0, 60 * MINUTE_MS];
const SAFE = { violations: [], broken: [], inFlight: 0, lastIsEnd: true };

describe('a citizen who pays', () => {
  test.each(['coin-500', 'note-1000', 'e-money'] as const)(
    'by %s is charged the fee',
    async (means) => {
      const run = await town({ pays: { [means]: 1 } });
      expect(soundness(run)).toMatchObject(SAFE);
      for (const fate of fatesWithin(run, ...WHOLE)) expect(fate).toMatchObject(GOOD);
    },
  );

  test('with a note when the change has run out is turned away at the slot, and not charged', async () => {
    const float = { 500: 1, 100: 8, 50: 0, 10: 0 };
    const pays = { 'note-1000': 1, 'exact-coins': 1 };
    const run = await town({ pays }, { payment: { float } });
    expect(soundness(run)).toMatchObject(SAFE);
    const away = journeysThat(run, 'failed at pay: payment no-change');
    expect(away.length).toBeGreaterThan(10);
    const fate = {
      saw: 'failed at pay: payment no-change',
      kept: 'nothing',
      refunds: 0,
      pages: '',
      server: 'not-printed',
    };
    for (const journey of away) expect(fateOf(run, journey)).toEqual(fate);
    const others = eventsOf('ended', run.events).filter(({ journey }) => !away.includes(journey));
    for (const { journey } of others) expect(fateOf(run, journey)).toMatchObject(GOOD);
  });

  test('and gets no certificate has the money back, however it was paid', async () => {
    for (const means of ['note-1000', 'e-money'] as const) {
      const run = await town({ pays: { [means]: 1 } }, {}, [
        { kind: 'printer.jam', at: '10m', for: '30m', probability: 0.5 },
      ]);
      expect(soundness(run)).toEqual(SOUND);
      const refunded = eventsOf('refunded', run.events);
      expect(refunded.length).toBeGreaterThan(5);
      for (const { journey } of refunded) {
        expect(fateOf(run, journey)).toMatchObject({ kept: 'nothing', refunds: 1, pages: '' });
      }
    }
  });
});

describe('a citizen who walks away of their own', () => {
  test.each(['menu', 'pin', 'options'] as const)(
    'at %s gets nothing and pays nothing',
    async (stage) => {
      const run = await town({ abandonAt: { [stage]: 0.4 } });
      expect(soundness(run)).toMatchObject(SAFE);
      const saw = `abandoned at ${stage}: citizen walked away`;
      const gone = journeysThat(run, saw);
      expect(gone.length).toBeGreaterThan(20);
      for (const journey of gone) expect(fateOf(run, journey)).toEqual(nothingBut(saw));
    },
  );
});

describe('a citizen who forgets', () => {
  test.each([
    ['card', { cardShare: 0.5 }],
    ['paper', { paperShare: 0.5 }],
  ] as const)('the %s has paid and is called after', async (left, shares) => {
    const backAfter = { median: '10s', p95: '10s' };
    const run = await town({ forgets: { ...shares, backShare: 0.5, backAfter } });
    expect(soundness(run)).toMatchObject(SAFE);
    const things = eventsOf('left-behind', run.events);
    expect(things.length).toBeGreaterThan(30);
    expect(eventsOf('alarm', run.events)).toHaveLength(things.length);
    expect(new Set(things.map((event) => `${event.left} ${event.fate}`))).toEqual(
      new Set([`${left} fetched`, `${left} retained`]),
    );
    for (const { journey } of things) expect(fateOf(run, journey)).toMatchObject(GOOD);
  });
});

describe('a citizen who comes back', () => {
  const after = { median: '5m', p95: '5m' };
  const WHILE = { at: '5m', for: '10m' } as const;

  test('after an outage has the certificate at the second time, by another journey', async () => {
    const comesBack = { afterFailure: 1, after };
    const run = await town({ comesBack }, {}, [{ kind: 'payment.jam', ...WHILE }]);
    expect(soundness(run)).toEqual(SOUND);
    const arrived = eventsOf('arrived', run.events);
    const again = arrived.filter(({ workload }) => workload === 'day~again');
    const broke = journeysThat(run, 'failed at pay: payment jam');
    expect(broke.length).toBeGreaterThan(10);
    expect(new Set(arrived.map(({ journey }) => journey)).size).toBe(arrived.length);
    // Whoever comes again is one of those, at the same kiosk and for the same, 5 min later.
    const who = ({ kiosk, resident, type }: (typeof arrived)[number]) =>
      `${kiosk} ${resident} ${type}`;
    const failed = arrived.filter(({ journey }) => broke.includes(journey));
    const firstOnes = failed.filter(({ workload }) => workload === 'day');
    expect(again).toHaveLength(firstOnes.length);
    expect(new Set(again.map(who))).toEqual(new Set(firstOnes.map(who)));
    const dueMs = new Map(again.map((event) => [who(event), event.t]));
    const endMs = new Map(eventsOf('ended', run.events).map(({ journey, t }) => [journey, t]));
    for (const first of firstOnes) {
      const waitedMs = (dueMs.get(who(first)) ?? 0) - (endMs.get(first.journey) ?? 0);
      expect(waitedMs).toBeCloseTo(5 * MINUTE_MS, 2);
    }
    const served = again.filter(({ t }) => t > 16 * MINUTE_MS);
    expect(served.length).toBeGreaterThan(5);
    for (const { journey } of served) expect(fateOf(run, journey)).toMatchObject(GOOD);
  });

  test('after a refusal comes once, if that is all, and nobody comes after the run', async () => {
    const soon = { median: '40s', p95: '40s' };
    const comesBack = { afterRefusal: 1, after: soon, times: 1 };
    const citizens = { ...scenarioData().citizens, cards: { other: 3, 'my-number': 1 } };
    const behaviour = { ...CALM.citizens?.behaviour, comesBack };
    const run = await faulted([], { ...CALM, citizens: { ...citizens, behaviour } });
    const arrived = eventsOf('arrived', run.events);
    const first = arrived.filter(({ workload }) => workload === 'day');
    const again = arrived.filter(({ workload }) => workload === 'day~again');
    const refused = eventsOf('ended', run.events).filter(({ outcome }) => outcome === 'refused');
    expect(refused.length).toBeGreaterThan(first.length);
    expect(again.length).toBeGreaterThan(0.45 * refused.length);
    expect(again.length).toBeLessThan(0.5 * refused.length);
    expect(Math.max(...arrived.map(({ t }) => t))).toBeLessThan(60 * MINUTE_MS);
    expect(broken(run.execution.judgement)).toEqual([]);
    expect(run.execution.judgement.counts.inFlight).toBe(0);
  });

  test('does not change who else comes, and when', async () => {
    const jam = [{ kind: 'payment.jam', ...WHILE }];
    const daysOf = ({ events }: Faulted) =>
      eventsOf('arrived', events)
        .filter(({ workload }) => workload === 'day')
        .map(({ journey: _, ...choices }) => choices);
    const [with_, without] = [
      await town({ comesBack: { afterFailure: 1, after } }, {}, jam),
      await town({}, {}, jam),
    ];
    expect(daysOf(with_)).toEqual(daysOf(without));
  });
});

describe('profiles of a scenario', () => {
  test('are those that are known, as they are or changed, and new ones', () => {
    expect(profilesOf({ elderly: { share: 1 } })).toEqual([
      { ...PROFILES['elderly']?.traits, share: 1 },
    ]);
    expect(
      profilesOf({ wheelchair: { share: 0.1, factor: 2 }, tourist: { share: 0.2, factor: 3 } }),
    ).toEqual([
      { ...PROFILES['wheelchair']?.traits, factor: 2, share: 0.1 },
      { factor: 3, share: 0.2 },
    ]);
  });

  test('that would change nothing are refused', () => {
    const data = scenarioData();
    const parsed = Scenario.safeParse({
      ...data,
      citizens: { ...data.citizens, behaviour: { profiles: { tourist: { share: 0.2 } } } },
    });
    const paths = parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'));
    expect(paths).toEqual(['citizens.behaviour.profiles.tourist']);
  });

  test('make those slower who have them', async () => {
    const middleMs = ({ events }: Faulted) => {
      const all = eventsOf('stage', events).filter(({ stage }) => stage === 'pin');
      return all.map(({ ms }) => ms).sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
    };
    const profiles = { wheelchair: { share: 1 } };
    const ratio = middleMs(await town({ profiles })) / middleMs(await town({}));
    expect(ratio).toBeGreaterThan(1.7);
    expect(ratio).toBeLessThan(2.3);
  });
});
