import { beforeAll, describe, expect, test } from 'vitest';
import { relativeText, runLetter } from '../../reports/compare-figures.ts';
import { compareHtml } from '../../reports/compare-html.ts';
import { compareText } from '../../reports/compare-text.ts';
import { summaryOf } from '../../reports/summary.ts';
import type { ToldRun } from '../../scenarios/compare/compared-run.ts';
import { type Comparison, compare } from '../../scenarios/compare/comparison.ts';
import { emptyResult, exampleResult } from './example-result.ts';
import { elementsOf, parseMarkup, textOf } from './well-formed.ts';

const OPTIONS = {
  seed: 1,
  resamples: 2000,
  tolerance: 0.05,
  confidence: 0.95,
  metrics: ['journey_duration', 'journeys_broken', 'stage_duration{stage:issue}'],
  blocks: true,
};

function run(folder: string, result = exampleResult()): ToldRun {
  return { folder, summary: summaryOf(result), scenario: { name: 'a' }, lines: undefined };
}

let comparison: Comparison;
beforeAll(async () => {
  const runs = [run('runs/<before> & "after"'), run('b', exampleResult({ journeys: 400 }))];
  comparison = await compare([...runs, run('empty', emptyResult())], OPTIONS);
});

describe.each(['en', 'ja'] as const)('the page in %s', (language) => {
  test('is well formed, loads nothing and runs nothing', () => {
    const text = compareHtml(comparison, language);
    const page = parseMarkup(text);
    const policy = elementsOf(page, 'meta').map(({ attributes }) => attributes.get('content'));
    expect(policy).toContain("default-src 'none'; style-src 'unsafe-inline'");
    for (const name of ['script', 'img', 'link', 'iframe']) {
      expect(elementsOf(page, name)).toEqual([]);
    }
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
    expect(textOf(page)).toContain('runs/<before> & "after"');
  });

  test('draws one curve for each run that has something to draw', () => {
    const page = parseMarkup(compareHtml(comparison, language));
    const curves = elementsOf(page, 'polyline').map(({ attributes }) => attributes.get('class'));
    expect(new Set(curves)).toEqual(new Set(['run run-0', 'run run-1']));
    for (const curve of elementsOf(page, 'polyline')) {
      const points = (curve.attributes.get('points') ?? '').split(' ');
      const [xs, ys] = [0, 1].map((axis) => points.map((point) => Number(point.split(',')[axis])));
      expect(xs).toEqual([...(xs ?? [])].sort((a, b) => a - b));
      expect(ys).toEqual([...(ys ?? [])].sort((a, b) => a - b));
      expect(Math.max(...(xs ?? []))).toBeLessThanOrEqual(1000);
    }
  });

  test('has ids once, and every chart a table', () => {
    const text = compareHtml(comparison, language);
    const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const page = parseMarkup(text);
    expect(elementsOf(page, 'details').length).toBe(elementsOf(page, 'figure').length);
  });

  test('says what the terminal says', () => {
    const [page, text] = [
      textOf(parseMarkup(compareHtml(comparison, language))),
      compareText(comparison, language),
    ];
    for (const said of [comparison.exit.reason, 'stage_duration{stage:issue} p(95)']) {
      expect(page).toContain(said);
    }
    expect(text).toContain('stage_duration{stage:issue} p(95)');
    expect(text.split('\n').every((line) => !/NaN|undefined|\p{Cc}/u.test(line))).toBe(true);
  });
});

test('a run to which nobody came is too little to compare, and said so', async () => {
  const runs = [run('a', emptyResult()), run('b', emptyResult())];
  const { exit, comparisons } = await compare(runs, OPTIONS);
  expect(exit).toMatchObject({ code: 96, reason: expect.stringContaining('not enough data') });
  expect(comparisons[0]?.changes.filter(({ verdict }) => verdict !== 'starved')).toEqual([]);
  const starved = comparison.comparisons[1]?.changes.map(({ verdict }) => verdict);
  expect(new Set(starved)).toEqual(new Set(['starved']));
});

test('changes are written so that they can be read', () => {
  expect([0.0001, 0.042, -0.5, 11, 1e9, undefined].map(relativeText)).toEqual([
    '0.0 %',
    '+4.2 %',
    '−50.0 %',
    '×12',
    '∞',
    '–',
  ]);
  expect([0, 25, 26].map(runLetter)).toEqual(['A', 'Z', '27']);
});
