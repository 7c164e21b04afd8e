import { describe, expect, test } from 'vitest';
import { consoleSummary } from '../../reports/console.ts';
import { textWidth } from '../../reports/text-columns.ts';
import type { Language } from '../../reports/words.ts';
import type { RunResult } from '../../scenarios/judging/result.ts';
import {
  emptyResult,
  exampleResult,
  inconclusiveResult,
  noticingResult,
  STAGE_LIST,
  wrongResult,
} from './example-result.ts';

function told(result: RunResult, language: Language = 'en', colours = false): readonly string[] {
  const runFolder = 'runs/example-monday/1';
  return consoleSummary(result, { language, stages: STAGE_LIST, colours, runFolder }).split('\n');
}

function lineOf(lines: readonly string[], start: string): string | undefined {
  return lines.find((line) => line.trimStart().startsWith(start));
}

test('blocks come in the order of their weight', () => {
  const titles = told(wrongResult()).filter((line) => /^[A-Z][A-Z ]+$/.test(line));
  expect(titles).toEqual([
    'THRESHOLDS',
    'ORACLES',
    'RUN VALIDITY',
    'COUNTS',
    'WHERE THE TIME GOES',
    'JOURNEYS',
    'HOW THE OTHER JOURNEYS ENDED',
    'VERDICTS',
  ]);
});

describe('thresholds', () => {
  test('tell what was measured in the unit of their metric', () => {
    const lines = told(exampleResult());
    expect(lineOf(lines, '✓  journey_duration  p(95)<360000')).toMatch(/ \d+\.\d{3} s +n \d+$/);
    expect(lineOf(lines, '✓  journeys_broken')).toMatch(/ \d\.\d{3} % +n 240$/);
    expect(lineOf(lines, '✓  wrong_documents')).toMatch(/ count==0 +0 +n 0$/);
  });

  test('that failed or could not be judged bear another sign', () => {
    expect(lineOf(told(wrongResult()), '✗  journey_duration')).toContain('p(95)<200000');
    expect(lineOf(told(inconclusiveResult()), '?  journey_duration{type:seal')).toContain('–');
  });

  test('that nobody has set are told as not set', () => {
    expect(lineOf(told(emptyResult()), '? No thresholds are set.')).toBeDefined();
  });
});

test('the first three violations are told, and how many more there are', () => {
  const result = exampleResult({ wrongPages: 5 });
  const lines = told(result).filter((line) => line.includes('which belongs to'));
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^ {6}\d\d:\d\d:\d\d K-\d{4} · journey \d: sheet 1 is page 1\/1/);
  expect(told(result)).toContain('      2 more are counted; see summary.json and the trace.');
});

test('notices are told like violations, beside what was excused', () => {
  const lines = told(noticingResult());
  expect(lines.find((line) => line.includes('quiet-error'))).toMatch(/violations 0 +notices 25$/);
  expect(lines.find((line) => line.includes('freshness'))).toMatch(/violations 0 +excused 7$/);
  const notices = lines.filter((line) => line.includes('<HTTP 503>'));
  expect(notices).toHaveLength(3);
  expect(notices[0]).toBe(
    '      07:30:00 K-0012 · journey 12: completed after an error: issue: <HTTP 503>',
  );
  expect(lines).toContain('      22 more notices; see summary.json and the trace.');
  expect(told(noticingResult(), 'ja').join('\n')).toMatch(/障害による許容 7[\s\S]*通知 25/);
});

test('journeys beyond the target are counted exactly', () => {
  const result = exampleResult();
  const over = result.timeline.buckets.reduce((sum, { over180s }) => sum + over180s, 0);
  const { completed, timedOut } = result.counts;
  const line = lineOf(told(result), `${over} of ${completed + timedOut} journeys took longer`);
  expect(line).toMatch(/\(\d+\.\d\d %\)\.$/);
});

test('stages stand in one table that lines up in both languages', () => {
  for (const language of ['en', 'ja'] as const) {
    const lines = told(exampleResult(), language);
    const head = lines.findIndex((line) => /p50 +p95 +p99 +max$/.test(line));
    const table = lines.slice(head, head + 1 + STAGE_LIST.length);
    expect(new Set(table.map(textWidth)).size).toBe(1);
    expect(table[5]).toMatch(/\d+ ms/);
    expect(table[11]).toMatch(/\d+\.\d s/);
  }
});

describe('which times are measured', () => {
  test.each([
    [{ clock: 'virtual', speed: 1 } as const, 'All times are model times'],
    [{ clock: 'real', speed: 1 } as const, 'server stages are measured.'],
    [{ clock: 'real', speed: 1500 } as const, '1,500 times faster than the wall clock; server'],
    [{ render: 'digest' } as const, 'Documents were digests'],
    [{ render: 'full' } as const, 'Documents were rendered in full'],
  ])('is said of %o', (setting, sentence) => {
    const lines = told(exampleResult({ setting }));
    expect(lines.some((line) => line.includes(sentence))).toBe(true);
  });
});

test('the three verdicts do not hide each other', () => {
  const lines = told(wrongResult());
  expect(lineOf(lines, '✓ Is the run valid? Valid')).toBeDefined();
  expect(lineOf(lines, '✗ Was every document right? Errors found')).toContain('page-ownership (3)');
  expect(lineOf(lines, '✗ Was it fast enough? Too slow')).toContain('broken: 2 of 2.');
});

test('an interrupted run says so', () => {
  expect(lineOf(told(inconclusiveResult()), 'The run was interrupted')).toBeDefined();
});

test('it ends with where the run folder is', () => {
  expect(told(exampleResult()).slice(-2)).toEqual(['Run folder: runs/example-monday/1', '']);
});

test('colours are there when asked for, and only then', () => {
  expect(told(exampleResult()).join()).not.toContain('\u001b[');
  const coloured = told(wrongResult(), 'en', true);
  expect(coloured.join()).toContain('\u001b[31m✗');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters.
  const bare = coloured.map((line) => line.replace(/\u001b\[\d+m/g, ''));
  expect(bare).toEqual(told(wrongResult()));
});

test('nothing of a scenario can steer the terminal', () => {
  const title = { ja: '\u001b[2J消', en: '\u001b[2Jgone' };
  expect(told(exampleResult({ title })).join()).not.toContain('\u001b');
});
