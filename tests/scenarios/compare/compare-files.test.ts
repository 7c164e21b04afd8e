import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { compareHtml } from '../../../reports/compare-html.ts';
import { openToldRun } from '../../../reports/compare-run-files.ts';
import { compareText } from '../../../reports/compare-text.ts';
import { compareRuns } from '../../../scenarios/compare/compare-files.ts';
import { type CompareFlags, compareCommand } from '../../../scenarios/compare/compare-flags.ts';
import { busyMorning, runsBelow, TWICE_AS_SLOW } from './told-runs.ts';

const { below, ranInto } = runsBelow();

const FLAGS: CompareFlags = {
  tolerance: 5,
  confidence: 95,
  resamples: 4000,
  seed: 1,
  metric: [],
  lang: 'en',
};

async function compared(names: readonly string[], flags: Partial<CompareFlags> = {}) {
  const told = { stdout: '', stderr: '' };
  const into = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      told[name] += text;
    },
  });
  const code = await compareRuns(
    names.map(below),
    { ...FLAGS, ...flags },
    {
      open: openToldRun,
      text: compareText,
      page: compareHtml,
      stdout: into('stdout'),
      stderr: into('stderr'),
    },
  );
  return { code, ...told };
}

beforeAll(async () => {
  for (const seed of [1, 2, 3]) await ranInto(`seed-${seed}`, busyMorning(), { seed });
  await ranInto('slow', busyMorning(TWICE_AS_SLOW), { seed: 4 });
  await ranInto('other', busyMorning({ stores: { inside: 61 } }));
}, 60_000);

describe('a verdict', () => {
  test('99 of a server that issues twice as slowly, and names the stage', async () => {
    const { code, stderr, stdout } = await compared(['seed-1', 'slow']);
    expect(code).toBe(99);
    expect(stderr).toMatch(/^exit 99: got worse: .*stage_duration\{stage:issue\} med/);
    expect(stderr).not.toContain('stage:menu');
    expect(stdout).toContain('server.pace.issue.median: 6s → 12s');
  });

  test('none of equal runs with other seeds', async () => {
    const { code, stdout, stderr } = await compared(['seed-1', 'seed-2', 'seed-3'], {
      resamples: 10_000,
    });
    expect([code, stderr.slice(0, 27)]).toEqual([0, 'exit 0: no regression shown']);
    expect(stdout).toContain('seed: 1 → 3');
  });

  test('better the other way round, which is no failure', async () => {
    const { code, stdout } = await compared(['slow', 'seed-1'], { json: true });
    const [{ changes }] = JSON.parse(stdout).comparisons;
    const verdictOf = (name: string) =>
      changes.find(
        (one: { selector: string; aggregation: string }) =>
          `${one.selector} ${one.aggregation}` === name,
      ).verdict;
    expect([code, verdictOf('stage_duration{stage:issue} med')]).toEqual([0, 'better']);
  });

  test('none within a generous tolerance, and 96 where it must be excluded', async () => {
    expect((await compared(['seed-1', 'slow'], { tolerance: 1000 })).code).toBe(0);
    const { code, stderr } = await compared(['seed-1', 'seed-2'], { strict: true });
    expect([code, stderr]).toEqual([96, expect.stringContaining('not enough data to exclude')]);
  });

  test('of one metric alone', async () => {
    const metric = ['stage_duration{stage:menu}'];
    const { code, stdout } = await compared(['seed-1', 'slow'], { metric });
    expect(code).toBe(0);
    expect(stdout).not.toContain('stage:issue');
  });
});

describe('what a run has ended with outranks', () => {
  test.each([98, 97])('%i', async (code) => {
    cpSync(below('slow'), below(`ended-${code}`), { recursive: true });
    const file = below(`ended-${code}/summary.json`);
    const summary = JSON.parse(readFileSync(file, 'utf8'));
    summary.exit = { code, reason: 'as planted' };
    writeFileSync(file, JSON.stringify(summary));
    const told = await compared(['seed-1', `ended-${code}`]);
    expect(told.code).toBe(code);
    expect(told.stderr).toContain('as planted');
    expect(told.stdout).toContain('worse');
  });
});

test('the same runs give the same bytes, whatever the language', async () => {
  const metric = ['stage_duration', 'journeys_broken'];
  expect(await compared(['seed-1', 'slow'], { metric, json: true })).toEqual(
    await compared(['seed-1', 'slow'], { metric, json: true }),
  );
  const flags = { metric, lang: 'ja' } as const;
  const once = await compared(['seed-1', 'slow'], { ...flags, html: below('once.html') });
  const twice = await compared(['seed-1', 'slow'], { ...flags, html: below('twice.html') });
  expect(twice).toEqual(once);
  expect(readFileSync(below('twice.html'))).toEqual(readFileSync(below('once.html')));
});

test('a run without its trace is compared, and its journeys taken for independent', async () => {
  await ranInto('traceless', busyMorning(), { seed: 2, trace: 'off' });
  const { code, stdout } = await compared(['seed-1', 'traceless']);
  expect(code).toBe(0);
  expect(stdout).toContain('No trace was kept of');
});

describe('is refused, with place and remedy', () => {
  test.each([
    ['one folder only', ['seed-1'], {}, /two run folders at least/],
    ['a folder that is not there', ['seed-1', 'nowhere'], {}, /nowhere is not there: name/],
    ['a file', ['seed-1', 'seed-1/summary.json'], {}, /is a file: name the folder/],
    ['the same folder twice', ['seed-1', 'seed-1/../seed-1'], {}, /are the same folder/],
    ['another scenario', ['seed-1', 'other'], {}, /stores\.inside: 60 → 61[\s\S]*--force/],
    ['a metric that is none', ['seed-1', 'slow'], { metric: ['speed'] }, /no metric “speed”/],
    [
      'a stage that is none',
      ['seed-1', 'slow'],
      { metric: ['stage_duration{stage:lunch}'] },
      /no stage “lunch”/,
    ],
    ['too few resamples', ['seed-1', 'slow'], { resamples: 200 }, /--resamples 200: .* at least/],
    [
      'a page that cannot be written',
      ['seed-1', 'slow'],
      { html: below('nowhere/a.html') },
      /name another with --html/,
    ],
  ] as const)('%s', async (_, names, flags, message) => {
    await expect(compared(names, flags)).rejects.toThrow(message);
  });

  test('but another scenario not with --force', async () => {
    const { code, stdout } = await compared(['seed-1', 'other'], { force: true });
    expect(code).toBe(0);
    expect(stdout).toContain('stores.inside: 60 → 61 (other measurement)');
  });

  test.each([
    ['damaged summary', 'summary.json', '{"schema":', /summary\.json is damaged: remove it/],
    ['newer summary', 'summary.json', '{"version":"2.0.0"}', /newer kofu \(version 2\.0\.0/],
    ['summary of another shape', 'summary.json', '{"version":"1.0.0"}', /is damaged at schema/],
    ['damaged scenario', 'scenario.json', '{', /scenario\.json is damaged/],
    ['trace that is none', 'events.ndjson', 'hello\n', /events\.ndjson: line 1: /],
    [
      'trace of a newer kofu',
      'events.ndjson',
      '{"trace":"kofu","version":99}\n',
      /newer kofu \(trace version 99/,
    ],
    [
      'trace cut off within a line',
      'events.ndjson',
      '{"trace":"kofu","version":1}\n{"kind":"page","t":1,"jour',
      /line 2: not JSON; the recording is truncated/,
    ],
  ])('a %s', async (name, file, text, message) => {
    const folder = name.replaceAll(' ', '-');
    cpSync(below('seed-2'), below(folder), { recursive: true });
    writeFileSync(join(below(folder), file), text);
    await expect(compared(['seed-1', folder])).rejects.toThrow(message);
  });
});

test('flags that are no figures are refused before anything is read', () => {
  const parse = (...words: string[]) =>
    compareCommand()
      .exitOverride()
      .configureOutput({ writeErr: () => {} })
      .parse(['a', 'b', ...words], { from: 'user' })
      .opts();
  expect(parse('--tolerance', '7.5 %', '--confidence', '99')).toMatchObject({
    tolerance: 7.5,
    confidence: 99,
    resamples: 10_000,
  });
  for (const words of [
    ['--tolerance', 'little'],
    ['--tolerance', '-1'],
    ['--confidence', '100'],
    ['--resamples', '10'],
    ['--resamples', '1e9'],
    ['--seed', 'x'],
  ]) {
    expect(() => parse(...words)).toThrow();
  }
});
