import { readFileSync } from 'node:fs';
import { fastify } from 'fastify';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { reference } from '../docs/reference.ts';
import { EXAMPLE } from '../docs/reference-example.ts';
import { demandsBeside } from '../scenarios/demand/demand-files.ts';
import { EXIT } from '../scenarios/exit-code.ts';
import type { Logs } from '../scenarios/fit/written-logs.ts';
import { ORACLES } from '../scenarios/judging/oracles.ts';
import { readScenario, type Setting } from '../scenarios/scenario-text.ts';
import { TraceEvent } from '../scenarios/trace-events.ts';
import { ShippedMunicipalities } from '../server/municipalities/municipality-files.ts';
import { PROBLEMS } from '../server/problems.ts';
import { isoTime } from '../sim/civil-time.ts';
import { readTrace } from '../sim/trace.ts';
import { brokenLinks } from './docs-links.ts';
import { sourceFiles } from './tidy-rules.ts';

const files = new Map(sourceFiles().map((file) => [file.path, file]));
const pages = [...files.values()].filter(({ path }) => path.endsWith('.md'));
const scenarios = [...files.values()].filter(({ path }) => /^scenarios\/[^/]+\.yaml$/.test(path));

function textOf(path: string): string {
  return files.get(path)?.text ?? '';
}

describe('what is made from the code is up to date (else: npm run docs)', () => {
  test.each(Object.entries(reference()))('%s', (path, text) => {
    expect(textOf(path)).toBe(text);
  });
});

test('every problem and every oracle is in its catalogue', () => {
  const missing = (page: string, names: readonly string[]) =>
    names.filter((name) => !textOf(page).includes(`\`${name}\``));
  expect(missing('docs/problems.md', Object.keys(PROBLEMS))).toEqual([]);
  expect(
    missing(
      'docs/oracles.md',
      ORACLES.map(({ name }) => name),
    ),
  ).toEqual([]);
  expect(missing('docs/problems.md', ['no-such-problem'])).toEqual(['no-such-problem']);
});

test('the exit codes are told in the order in which they count', () => {
  const codes = Object.values(EXIT).filter((code) => code !== EXIT.pass);
  expect(textOf('docs/measurement.md')).toContain(`When several apply: ${codes.join(', ')}.`);
});

describe('every scenario of the tree', () => {
  test('there are some', () => expect(scenarios.length).toBeGreaterThan(0));

  test.each(scenarios)('$path is one, and names the schema', ({ text }) => {
    expect(complaints(text)).toEqual([]);
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/docs\/scenario\.schema\.json$/m);
  });
});

const shipped = new ShippedMunicipalities();
const demands = demandsBeside('scenarios/example.yaml');

/** Logs of examples are nowhere: each has somebody who comes at once. */
const logs: Logs = ({ fromMs, toMs }) => {
  const [from, to] = [isoTime(fromMs), isoTime(toMs)];
  const kept = { sha256: '0'.repeat(64), rows: 1, bad: 0, from, to, stores: [] };
  return { kind: 'read', log: { ...kept, citizens: [`2 ${from} tax - - - 1`] } };
};

/** All mistakes of a scenario, changed or not. */
function complaints(text: string, settings: readonly Setting[] = []): readonly string[] {
  const reading = readScenario(text, '', settings, shipped, demands, logs);
  if (reading.kind === 'read') return [];
  return reading.complaints.map(({ path, message }) => `${path}: ${message}`);
}

// YAML that is no scenario is fenced as yml.
describe('every example of a scenario in the pages', () => {
  const examples = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)]
      .map(([, example = '']) => ({ path, example, data: parse(example) }))
      .filter(({ data }) => data !== null),
  );

  test.each(examples)('is one, whole or as a part of the small one: $path $example', (each) => {
    const parts = Object.entries<unknown>(each.data).map(([key, value]) => ({
      path: [key],
      value,
    }));
    expect('kofu' in each.data ? complaints(each.example) : complaints(EXAMPLE, parts)).toEqual([]);
  });

  test('there are some, whole ones and parts', () => {
    const whole = examples.filter(({ data }) => 'kofu' in data).length;
    expect(whole).toBeGreaterThan(0);
    expect(examples.length).toBeGreaterThan(whole);
  });

  test('a wrong one would be found', () => {
    expect(complaints(EXAMPLE, [{ path: ['stores'], value: { inside: 0 } }])).toHaveLength(1);
  });
});

describe('the schema for editors', () => {
  // Fastify brings Ajv, which knows draft 07 and refuses keywords that it does not know.
  const { $schema, ...schema } = JSON.parse(textOf('docs/scenario.schema.json'));
  const accepts = async (text: string, settings: readonly Setting[] = []) => {
    const data = parse(text);
    for (const { path, value } of settings) data[path[0] as string] = value;
    const strictly = { coerceTypes: false, removeAdditional: false, useDefaults: false };
    const app = fastify({ ajv: { customOptions: { ...strictly, strict: true } } });
    app.post('/', { schema: { body: schema } }, () => 'accepted');
    const { statusCode } = await app.inject({ method: 'POST', url: '/', payload: data });
    return statusCode === 200;
  };

  test('is of draft 2020-12', () => {
    expect($schema).toBe('https://json-schema.org/draft/2020-12/schema');
  });

  test.each([...scenarios, { path: 'the small example', text: EXAMPLE }])(
    'accepts $path',
    async ({ text }) => expect(await accepts(text)).toBe(true),
  );

  const { municipality: whole } = parse(EXAMPLE);

  test.each([
    ['by its code', '40625'],
    ['as changes', { extends: '40625', feesYen: { 'resident-record': 10, tax: null } }],
    ['as changes of other kinds', { extends: '40625', hours: { opens: '07:00' }, closedDays: [] }],
    ['whole', { ...whole, maintenance: [] }],
  ])('accepts a municipality written %s', async (_, value) => {
    const settings = [{ path: ['municipality'], value }];
    expect(complaints(EXAMPLE, settings)).toEqual([]);
    expect(await accepts(EXAMPLE, settings)).toBe(true);
  });

  test.each<readonly [string, unknown]>([
    ['municipality', 27203],
    ['municipality', 'Toyonaka'],
    ['municipality', { extends: '27203', fees: {} }],
    ['municipality', { extends: '27203', closedDays: [{ from: '12-29' }] }],
    ['municipality', { ...whole, name: undefined }],
    ['municipality', { ...whole, feesYen: { passport: 200 } }],
    ['stores', { inside: 20, kiosks: 1 }],
    ['stores', {}],
    ['duration', '1 hour'],
    ['keepPages', 2000],
    ['workloads', { a: { executor: 'rush', rate: 1, duration: '1m' } }],
    ['workloads', { a: { executor: 'poisson-arrival-rate', rate: '1', duration: '1m' } }],
  ])('refuses what the format refuses: %s=%j', async (key, value) => {
    const settings = [{ path: [key], value }];
    expect(complaints(EXAMPLE, settings)).not.toEqual([]);
    expect(await accepts(EXAMPLE, settings)).toBe(false);
  });
});

test('the example of a trace is a trace', async () => {
  const [, lines = ''] = /^```json\n([\s\S]*?)^```$/m.exec(textOf('docs/trace.md')) ?? [];
  const kinds: string[] = [];
  for await (const { kind } of readTrace(lines.trim().split('\n'), TraceEvent)) kinds.push(kind);
  expect(kinds.slice(0, 2)).toEqual(['run-began', 'arrived']);
});

describe('links between pages', () => {
  test('lead somewhere', () => expect(brokenLinks(pages)).toEqual([]));

  test('are found where they are broken', () => {
    const text = '# Here it is\n\n[a](#here-it-is) [b](#there) [c](glossary.md) [d](none.md#x)';
    expect(brokenLinks([{ path: 'docs/a.md', text }])).toEqual([
      'docs/a.md: #there',
      'docs/a.md: none.md#x',
    ]);
  });
});

describe('sources', () => {
  const STATISTIC =
    /\b(?:svc|toy|miy|ich|mit|shb|mod|rule|net|jlis|cost|nbr)\.[a-z0-9_]+(?:\.[a-z0-9_]+)*/g;
  const rows = readFileSync('docs/source-statistics.csv', 'utf8').trim().split('\n').slice(1);
  const known = new Set(rows.map((row) => row.split(',')[0]));
  const citing = [...files.values()].filter(
    ({ path }) => /\.(ts|yaml)$/.test(path) && !path.startsWith('tests/'),
  );
  const listed = new Set(
    /(?<=## Public pages)[\s\S]*?(?=\n## )/
      .exec(textOf('docs/sources.md'))?.[0]
      .match(/^\| P\d+/gm)
      ?.map((cell) => cell.slice(2)),
  );

  test('every statistic that a scenario or a municipality cites is in the table', () => {
    const data = citing.filter(({ path }) => path.endsWith('.yaml'));
    const cited = data.flatMap(({ text }) => text.match(STATISTIC) ?? []);
    expect(cited.length).toBeGreaterThan(0);
    expect(cited.filter((name) => !known.has(name))).toEqual([]);
  });

  test('the public pages listed are those that are cited', () => {
    const cited = citing.flatMap(({ text }) => text.match(/\bP\d{2,3}\b/g) ?? []);
    expect([...new Set(cited)].sort()).toEqual([...listed].sort());
  });
});
