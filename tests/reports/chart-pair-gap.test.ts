import { describe, expect, test } from 'vitest';
import { chartFigure } from '../../reports/chart-frame.ts';
import { pairGapChart } from '../../reports/chart-pair-gap.ts';
import { htmlReport } from '../../reports/html.ts';
import { summaryOf } from '../../reports/summary.ts';
import { Summary } from '../../reports/summary-schema.ts';
import { ENGLISH } from '../../reports/words-en.ts';
import { JAPANESE } from '../../reports/words-ja.ts';
import type { PairGapPoint } from '../../scenarios/judging/result.ts';
import { exampleResult, STAGE_LIST } from './example-result.ts';
import { elementsOf, parseMarkup, textOf } from './well-formed.ts';

const POINTS: readonly PairGapPoint[] = [
  { workload: 'pairs', gapMs: 0, pairs: 20, missed: 0, wrong: 20 },
  { workload: 'pairs', gapMs: 500, pairs: 20, missed: 1, wrong: 5 },
  { workload: 'pairs', gapMs: 1000, pairs: 400, missed: 0, wrong: 1 },
  { workload: 'pairs', gapMs: 1500, pairs: 0, missed: 20, wrong: 0 },
  { workload: 'same-name', gapMs: 0, pairs: 20, missed: 0, wrong: 0 },
];

const FIGURE = parseMarkup(chartFigure(pairGapChart(POINTS, ENGLISH), ENGLISH).text);

describe('the heat map', () => {
  test('is as strong as the share of pairs with a wrong document', () => {
    const cells = elementsOf(FIGURE, 'rect').filter(
      ({ attributes }) => attributes.get('class') === 'heat-full',
    );
    const strength = cells.map(({ attributes }) => Number(attributes.get('fill-opacity')));
    expect(strength).toEqual([1, 0.25, 0, 0, 0]);
  });

  test('says the share above each gap; one in 400 does not read as none', () => {
    const texts = elementsOf(FIGURE, 'text').map(textOf);
    expect(texts).toEqual(
      ['pairs', '100%', '0', '25%', '500', '<1%', '1,000', '–', '1,500'].concat([
        'same-name',
        '0%',
        '0',
      ]),
    );
  });

  test('says in words and in a table what it shows', () => {
    expect(textOf(FIGURE)).toContain('26 of 460 pairs had a wrong document (5.65 %).');
    const rows = elementsOf(FIGURE, 'tr').map((row) => elementsOf(row, 'td').map(textOf));
    expect(rows.flat()).toContain('400');
    expect(rows).toHaveLength(1 + POINTS.length);
  });

  test('has letters at some of many gaps only', () => {
    const many = Array.from({ length: 151 }, (_, index) => {
      return { workload: 'pairs', gapMs: 10 * index, pairs: 5, missed: 0, wrong: 0 };
    });
    const figure = parseMarkup(chartFigure(pairGapChart(many, ENGLISH), ENGLISH).text);
    expect(elementsOf(figure, 'text').length).toBeLessThan(34);
    expect(elementsOf(figure, 'rect')).toHaveLength(302);
  });
});

describe('a run', () => {
  const paired = exampleResult({ result: { pairGap: POINTS } });

  test.each([
    ['en', ENGLISH],
    ['ja', JAPANESE],
  ] as const)('with pairs has the heat map, in %s', (language, words) => {
    const page = htmlReport(paired, { language, stages: STAGE_LIST });
    expect(page).toContain(words.sections.pairGap);
    expect(page).toContain(words.pairGap.legend);
  });

  test('without pairs has none', () => {
    const page = htmlReport(exampleResult(), { language: 'en', stages: STAGE_LIST });
    expect(page).not.toContain(ENGLISH.sections.pairGap);
  });

  test('with pairs has them in its summary', () => {
    const summary = summaryOf(paired);
    expect(summary.results.pairGap).toEqual(POINTS);
    expect(Summary.parse(JSON.parse(JSON.stringify(summary)))).toEqual(summary);
    expect(summaryOf(exampleResult()).results).not.toHaveProperty('pairGap');
  });
});
