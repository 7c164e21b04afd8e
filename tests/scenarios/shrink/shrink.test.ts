import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Oracle } from '../../../scenarios/judging/oracle.ts';
import { ORACLES } from '../../../scenarios/judging/oracles.ts';
import { Scenario } from '../../../scenarios/scenario.ts';
import { readScenario } from '../../../scenarios/scenario-text.ts';
import { type Shrunk, shrink } from '../../../scenarios/shrink/shrink.ts';
import { type Evidence, evidenceOf } from '../../../scenarios/shrink/shrink-evidence.ts';
import { shrunkText } from '../../../scenarios/shrink/shrink-text.ts';
import { type Begin, type Trial, trialOf } from '../../../scenarios/shrink/shrink-trial.ts';
import { ShippedMunicipalities } from '../../../server/municipalities/municipality-files.ts';
import { durationMs } from '../../../sim/units.ts';
import { crowded, misnumbered, sameSecond, spoilt } from '../leaks.ts';
import { recordedText } from '../recorded.ts';
import { scenarioData, smallScenario } from '../small-scenario.ts';

const SEED = 3;

/** Twenty minutes at forty kiosks, a citizen every seven seconds or so. */
const BUSY = smallScenario({
  duration: '20m',
  stores: { inside: 30, outside: 10 },
  citizens: { ...scenarioData().citizens, outsideShare: 0.2 },
  workloads: { day: { executor: 'poisson-arrival-rate', rate: 0.15, duration: '20m' } },
});

async function evidence(begin: Begin, scenario = BUSY, oracle?: string): Promise<Evidence> {
  const lines = recordedText(scenario, SEED, begin).trimEnd().split('\n');
  return await evidenceOf(lines, scenario, oracle);
}

function oracleOf(name: string): Oracle {
  return ORACLES.find((oracle) => oracle.name === name) as Oracle;
}

interface Asked {
  readonly runs?: number;
  readonly trial?: Trial;
}

async function shrunk(found: Evidence, begin: Begin, asked: Asked = {}): Promise<Shrunk> {
  const { runs: budget = 5000, trial = trialOf(oracleOf(found.violation.oracle), SEED, begin) } =
    asked;
  return await shrink(found, {
    trial,
    affords: (runs) => runs < budget,
    breathe: async () => {},
    onProgress: () => {},
  });
}

function visitsOf({ workloads }: Scenario) {
  const visits = workloads['visits'];
  if (visits?.executor !== 'visits') throw new Error('a shrunk scenario is made of visits');
  return visits.citizens;
}

const LEAKY = spoilt(sameSecond);
const FOUND = await evidence(LEAKY);
const SHRUNK = await shrunk(FOUND, LEAKY);

describe('a run whose oracle alarmed', () => {
  test('over two requests of one second is shrunk to two journeys', () => {
    const { scenario, violation, finished, journeys } = SHRUNK;
    expect(journeys.before).toBeGreaterThan(150);
    expect(journeys.after).toBe(2);
    expect(finished).toBe(true);
    expect(violation.oracle).toBe('page-ownership');
    expect(scenario.stores).toEqual({ inside: 2, outside: 0, skew: 0, fleet: [] });
    expect(scenario.duration).toMatch(/^\dm$/);
    for (const { at, resident } of visitsOf(scenario)) {
      expect(at).toMatch(/^(\d+m)?(\d+s)?$/);
      expect(resident).toBeLessThan(50);
    }
  });

  test('over five requests at once is shrunk to five journeys', async () => {
    const begin = spoilt(crowded(5));
    const { journeys, scenario } = await shrunk(await evidence(begin), begin);
    expect(journeys.after).toBe(5);
    // Without any one of them the oracle is silent.
    const trial = trialOf(oracleOf('page-ownership'), SEED, begin);
    expect(trial(scenario)).toBeDefined();
    const all = visitsOf(scenario);
    for (const visit of all) {
      const citizens = all.filter((other) => other !== visit);
      const fewer = { visits: { executor: 'visits' as const, startTime: '0s', citizens } };
      expect(trial({ ...scenario, workloads: fewer })).toBeUndefined();
    }
  });

  test('is shrunk to the same bytes each time, by a budget of runs', async () => {
    expect(await shrunk(FOUND, LEAKY)).toEqual(SHRUNK);
    const few = await shrunk(FOUND, LEAKY, { runs: 12 });
    expect(few).toEqual(await shrunk(FOUND, LEAKY, { runs: 12 }));
    expect(few.finished).toBe(false);
    expect(few.runs).toBeLessThanOrEqual(12);
    expect(few.journeys.after).toBeGreaterThan(2);
  });

  test('is no trouble case any more, even if there is no time to make it any smaller', async () => {
    const said = { ja: '作り話', en: 'Made up' };
    const told = { happened: said, source: 'I', injected: said, observed: said };
    const scenario = Scenario.parse({
      ...BUSY,
      case: { id: 'XX-1', ...told },
      faults: [{ kind: 'jpki.slow', at: '1m', for: '1m', latency: '1s' }],
      // What it asserts of its fault must not keep the fault in it.
      expect: { violations: { 'page-ownership': '>=1' }, struck: { 'jpki.slow#1': '>=1' } },
    });
    const found = await evidence(LEAKY, scenario);
    const [little, much] = [await shrunk(found, LEAKY, { runs: 1 }), await shrunk(found, LEAKY)];
    for (const each of [little, much]) {
      expect(each.scenario).not.toHaveProperty('case');
      expect(each.scenario).not.toHaveProperty('expect');
    }
    expect(little.scenario.faults).toHaveLength(1);
    expect(much.scenario.faults).toEqual([]);
    expect(much.journeys.after).toBe(2);
  });

  test('can be shrunk again from what it was shrunk to', async () => {
    const again = await shrunk(await evidence(LEAKY, SHRUNK.scenario), LEAKY);
    expect(again.journeys).toEqual({ before: 2, after: 2 });
  });

  test('among pairs keeps the instants they had agreed on', async () => {
    const pairs = smallScenario({
      duration: '2h',
      stores: { inside: 12 },
      workloads: {
        pairs: {
          executor: 'pair-gap',
          gap: { from: '300ms', to: '1500ms', step: '400ms' },
          pairs: 3,
        },
      },
    });
    const found = await evidence(LEAKY, pairs);
    expect(found.visits.every(({ requestAt }) => requestAt !== undefined)).toBe(true);
    const { journeys, scenario } = await shrunk(found, LEAKY);
    expect(journeys.after).toBe(2);
    expect(trialOf(oracleOf('page-ownership'), SEED, LEAKY)(scenario)).toBeDefined();
    // An instant agreed on lies no longer after their coming than they need to get there.
    for (const { at, requestAt = at } of visitsOf(scenario)) {
      expect(durationMs(requestAt) - durationMs(at)).toBeLessThan(4 * 60_000);
    }
  });
});

describe('the oracle', () => {
  /** Two faults at once: pages of others now and then, and wrong numbers on every page. */
  const begin: Begin = (scenario, seed, emit) => {
    const both = [sameSecond(), misnumbered()];
    return spoilt(() => (event) => both.reduce((now, spoil) => spoil(now), event))(
      scenario,
      seed,
      emit,
    );
  };

  test.each(['page-ownership', 'exactly-once'])('%s is the one that still alarms', async (name) => {
    const found = await evidence(begin, BUSY, name);
    const { scenario, violation } = await shrunk(found, begin);
    expect(violation.oracle).toBe(name);
    expect(trialOf(oracleOf(name), SEED, begin)(scenario)).toBeDefined();
  });

  test('must be the same one: a shrinker that takes any alarm is found out', async () => {
    const found = await evidence(begin, BUSY, 'page-ownership');
    const right = trialOf(oracleOf('page-ownership'), SEED, begin);
    const any: Trial = (scenario) =>
      ['exactly-once', 'page-ownership']
        .map((name) => trialOf(oracleOf(name), SEED, begin)(scenario))
        .find(Boolean);
    const careless = await shrunk(found, begin, { trial: any, runs: 30 });
    expect(right(careless.scenario)).toBeUndefined();
    const careful = await shrunk(found, begin, { trial: right, runs: 30 });
    expect(right(careful.scenario)).toBeDefined();
  });

  test('has to have alarmed', async () => {
    const sound = spoilt(() => (event) => event);
    await expect(evidence(sound)).rejects.toThrow('no oracle alarmed in this run');
    await expect(evidence(begin, BUSY, 'ledger')).rejects.toThrow('name one that did');
    await expect(evidence(begin, BUSY, 'astrology')).rejects.toThrow(
      'no oracle is called astrology',
    );
  });

  test('a run against a server of somebody else, as trials do not run there', async () => {
    const lines = recordedText(BUSY, SEED, LEAKY).trimEnd().split('\n');
    const foreign = lines.map((line) =>
      line.replace('"kind":"run-began"', '"kind":"run-began","target":"http://127.0.0.1:9000"'),
    );
    await expect(evidenceOf(foreign, BUSY, undefined)).rejects.toThrow(
      'this run was against http://127.0.0.1:9000',
    );
  });

  test('has to alarm again when the citizens come again', async () => {
    const sound = spoilt(() => (event) => event);
    await expect(shrunk(FOUND, sound)).rejects.toThrow('kofu replay');
    const others = ['completeness', 'ledger'];
    await expect(shrunk({ ...FOUND, others }, sound)).rejects.toThrow(
      'alarmed with --oracle (completeness, ledger)',
    );
  });
});

describe('the file', () => {
  test('loads as the very scenario, says what it shows and how to run it', () => {
    const result = SHRUNK;
    const command = 'npx kofu run two.yaml --seed 3';
    const known = new ShippedMunicipalities();
    const text = shrunkText(result, { seed: SEED, from: BUSY.name, command, known });
    const reading = readScenario(text, 'two.yaml', [], known);
    if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.complaints));
    const { name, title } = reading.scenario;
    expect(name).toBe('small-town-shrunk');
    const { name: _, title: __, ...rest } = result.scenario;
    expect(reading.scenario).toEqual(Scenario.parse({ ...rest, name, title }));
    expect(trialOf(oracleOf('page-ownership'), SEED, LEAKY)(reading.scenario)).toBeDefined();
    const comment = text
      .split('\n')
      .filter((line) => line.startsWith('#'))
      .join('\n');
    expect(comment).toContain('page-ownership alarms');
    expect(comment).toContain('seed 3');
    expect(comment).toContain(command);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  test('leaves out what is a default, and names a municipality that comes with kofu', () => {
    const known = new ShippedMunicipalities();
    const toyonaka = Scenario.parse({ ...SHRUNK.scenario, municipality: known.get('27203') });
    const result = { ...SHRUNK, scenario: toyonaka };
    const text = shrunkText(result, { seed: SEED, from: 'toyonaka', command: 'x', known });
    const data = parse(text);
    expect(data.municipality).toBe('27203');
    expect(Object.keys(data).sort()).toEqual(
      ['citizens', 'duration', 'kofu', 'municipality', 'name', 'start', 'stores'].concat([
        'thresholds',
        'title',
        'workloads',
      ]),
    );
  });
});
