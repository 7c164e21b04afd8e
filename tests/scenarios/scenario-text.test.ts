import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import {
  judgeScenario,
  type Reading,
  readScenario,
  type Setting,
} from '../../scenarios/scenario-text.ts';
import { type ScenarioData, scenarioData, smallScenario } from './small-scenario.ts';

const TEXT = stringify(scenarioData());

function read(text: string, ...settings: readonly Setting[]): Reading {
  return readScenario(text, 'town.yaml', settings);
}

/** What a text is refused for: place, path and message. */
function complaints(text: string, ...settings: readonly Setting[]): readonly string[][] {
  const reading = read(text, ...settings);
  if (reading.kind === 'read') return [];
  return reading.complaints.map(({ where, path, message }) => [where, path, message]);
}

/** Where a piece of the text begins, as `file:line:column`. */
function placeOf(piece: string, text: string): string {
  const before = text.slice(0, text.indexOf(piece)).split('\n');
  return `town.yaml:${before.length}:${(before.at(-1) as string).length + 1}`;
}

/** The text with one of its pieces in other words. */
function reworded(piece: string, words: string): string {
  if (!TEXT.includes(piece)) throw new Error(`${piece} is not in the text`);
  return TEXT.replace(piece, words);
}

describe('a scenario', () => {
  test('is read from YAML, its defaults filled in', () => {
    expect(read(TEXT)).toEqual({ kind: 'read', scenario: smallScenario() });
  });

  test('is read from JSON too', () => {
    expect(read(JSON.stringify(scenarioData()))).toEqual({
      kind: 'read',
      scenario: smallScenario(),
    });
  });
});

describe('a mistake is told with its place, its path and a remedy:', () => {
  test.each([
    ['an unknown key', 'inside: 3', 'insid: 3', 'insid: 3', 'stores.insid', /no such key.*remove/],
    ['an unknown key at the top', 'kofu: 1', 'kofu: 1\nfoo: 2', 'foo', 'foo', /no such key/],
    ['a wrong type', 'inside: 3', 'inside: many', 'many', 'stores.inside', /expected number/],
    ['too small a number', 'inside: 3', 'inside: -3', '-3', 'stores.inside', />=0/],
    ['an impossible date', '2015-06-01T', '2015-02-30T', '2015-02-30', 'start', /no such date/],
    ['no instant', '2015-06-01T09:00:00+09:00', 'today', 'today', 'start', /write an instant/],
    ['no duration', 'duration: 1h', 'duration: 1 hour', '1 hour', 'duration', /write a duration/],
    [
      'an unknown executor',
      'constant-arrival-rate',
      'constant-rate',
      'constant-rate',
      'workloads.day.executor',
      /one of the executors listed/,
    ],
    ['a workload’s name', 'day:', 'Day 1:', 'Day 1', 'workloads.Day 1', /the key: .*pattern/],
    [
      'an unknown certificate',
      'resident-record: 1',
      'passport: 1',
      'passport: 1',
      'citizens.certificates.passport',
      /no such key/,
    ],
  ])('%s', (_, piece, words, at, path, message) => {
    const text = reworded(piece, words);
    const told = complaints(text);
    expect(told.map(([where, of]) => [where, of])).toContainEqual([placeOf(at, text), path]);
    expect(told.find(([, of]) => of === path)?.[2]).toMatch(message);
  });

  test('a key that is missing, at the map it is missing from', () => {
    const text = reworded('  population: 20000\n', '');
    expect(complaints(text)).toEqual([
      [
        placeOf('code: ', text),
        'municipality.population',
        'this is missing (number); docs/scenarios.md says what it is',
      ],
    ]);
  });

  test('that there is no kiosk, at the stores', () => {
    const text = reworded('  inside: 3\n', '  outside: 3\n');
    expect(complaints(text)).toEqual([
      [
        placeOf('outside: 3', text),
        'stores.inside',
        'say how many kiosks the city has: 1 or more, or a fleet',
      ],
    ]);
  });

  test('an unknown metric, tag or aggregation of a threshold', () => {
    const promised = (thresholds: Record<string, unknown>) =>
      stringify({ ...scenarioData(), thresholds });
    const told = (thresholds: Record<string, unknown>) =>
      complaints(promised(thresholds)).map(([where, path, message]) => {
        expect(where).toMatch(/^town\.yaml:\d+:\d+$/);
        return `${path}: ${message}`;
      });
    expect(told({ latency: ['p(95)<1'] })).toEqual([
      expect.stringMatching(/^thresholds\.latency: there is no metric.*journey_duration/),
    ]);
    expect(told({ 'journey_duration{kind:x}': ['p(95)<1'] })).toEqual([
      expect.stringMatching(/has no tag “kind”; it has type/),
    ]);
    expect(told({ 'stage_duration{stage:queue}': ['p(95)<1'] })).toEqual([
      expect.stringMatching(/has no stage “queue”; there are menu/),
    ]);
    expect(told({ journeys: ['p(95)<1'] })).toEqual([
      expect.stringMatching(/is a counter: it takes count/),
    ]);
    expect(told({ journeys: ['count<'] })).toEqual([
      expect.stringMatching(/“count<” is not a threshold; write/),
    ]);
    expect(told({ journeys: [7] })).toEqual([
      expect.stringMatching(/^thresholds\.journeys\.0: write a threshold such as/),
    ]);
  });
});

describe('text that is no scenario is refused:', () => {
  test('broken YAML, where it breaks', () => {
    const [first] = complaints('kofu: 1\nname: [a, b\nstart: c\n');
    expect(first?.[0]).toMatch(/^town\.yaml:[23]:\d+$/);
    expect(first?.[2]).toMatch(/^this is not YAML: /);
  });

  test('the same key twice', () => {
    const text = `${TEXT}name: again\n`;
    expect(complaints(text)).toEqual([
      [placeOf('name: again', text), '', 'this is not YAML: Map keys must be unique'],
    ]);
  });

  test.each(['', '- a\n- b\n', 'hello', '3'])('%j', (text) => {
    expect(complaints(text)).toEqual([
      ['town.yaml', '', 'a scenario is a map of keys and values; see docs/scenarios.md'],
    ]);
  });
});

test('several mistakes are told at once', () => {
  const text = reworded('inside: 3', 'inside: many')
    .replace('duration: 1h', 'duration: long')
    .replace('opens: 06:30', 'opens: early')
    .concat('surprise: 1\n');
  expect(new Set(complaints(text).map(([, path]) => path))).toEqual(
    new Set(['stores.inside', 'duration', 'municipality.hours.opens', 'surprise']),
  );
});

describe('--set', () => {
  const set = (path: string, value: unknown): Setting => ({ path: path.split('.'), value });

  test('changes a value that is there, and one that is not', () => {
    const reading = read(TEXT, set('stores.inside', 7), set('server.workers', 2));
    expect(reading).toEqual({
      kind: 'read',
      scenario: smallScenario({ stores: { inside: 7 }, server: { workers: 2 } }),
    });
  });

  test('reaches into lists', () => {
    const reading = read(TEXT, set('citizens.ages.0.to', 64));
    const { ages, ...citizens } = scenarioData().citizens;
    expect(reading).toEqual({
      kind: 'read',
      scenario: smallScenario({
        citizens: { ...citizens, ages: ages.map((band) => ({ ...band, to: 64 })) },
      }),
    });
  });

  test('changes a module’s scenario in the same way, and not the module', () => {
    const data: ScenarioData = scenarioData();
    const settings = [set('stores.inside', 7), set('server.workers', 2)];
    expect(judgeScenario(data, 'town.ts', settings)).toEqual(read(TEXT, ...settings));
    expect(data).toEqual(scenarioData());
  });

  test('the last of several for one value counts', () => {
    const reading = read(TEXT, set('stores.inside', 7), set('stores.inside', 8));
    expect(reading).toMatchObject({ scenario: { stores: { inside: 8 } } });
  });

  test('mends a mistake in the file', () => {
    const text = reworded('inside: 3', 'inside: many');
    expect(read(text, set('stores.inside', 3))).toEqual(read(TEXT));
  });

  test.each(['yaml', 'ts'])('a mistake in it is found there and not in the .%s file', (kind) => {
    const settings = [set('stores.inside', 0), set('start', 'now'), set('name.of', 'x')];
    const readAgain = (...some: readonly Setting[]) =>
      kind === 'yaml'
        ? readScenario(TEXT, 'town.yaml', some)
        : judgeScenario(scenarioData(), 'town.ts', some);
    expect(readAgain(...settings)).toEqual({
      kind: 'refused',
      complaints: [
        {
          where: '--set name.of',
          path: 'name.of',
          message: 'this would be below a single value; name a key of a map',
        },
      ],
    });
    expect(readAgain(...settings.slice(0, 2))).toMatchObject({
      complaints: [
        { where: '--set start', path: 'start' },
        { where: '--set stores.inside', path: 'stores.inside' },
      ],
    });
  });
});

test('a mistake in a module is told with its file and path', () => {
  const data = { ...scenarioData(), stores: { inside: 0 } };
  expect(judgeScenario(data, 'town.ts', [])).toMatchObject({
    complaints: [{ where: 'town.ts', path: 'stores.inside' }],
  });
});
