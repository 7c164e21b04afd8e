import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { civilTicks, countTicks, gridLines, percent } from '../../reports/chart-axis.ts';
import { durationsChart } from '../../reports/chart-durations.ts';
import { type Chart, chartFigure, legendEntry } from '../../reports/chart-frame.ts';
import { stagesChart } from '../../reports/chart-stages.ts';
import { timelineChart } from '../../reports/chart-timeline.ts';
import { stageFigures } from '../../reports/measurements.ts';
import { ENGLISH } from '../../reports/words-en.ts';
import type { RunResult } from '../../scenarios/judging/result.ts';
import { instantMs } from '../../sim/units.ts';
import { emptyResult, exampleResult, STAGE_LIST } from './example-result.ts';
import { type Element, elementsOf, parseMarkup, textOf } from './well-formed.ts';

const HOUR_MS = 3_600_000;

function drawn(chart: Chart): Element {
  const [svg] = elementsOf(parseMarkup(chartFigure(chart, ENGLISH).text), 'svg').filter(
    ({ attributes }) => attributes.get('role') === 'img',
  );
  if (svg === undefined) throw new Error('no drawing');
  return svg;
}

/** Rectangles of a class, as numbers. */
function bars(chart: Chart, name: string) {
  return elementsOf(drawn(chart), 'rect')
    .filter(({ attributes }) => attributes.get('class') === name)
    .map(({ attributes }) => ({
      x: Number.parseFloat(attributes.get('x') ?? ''),
      width: Number.parseFloat(attributes.get('width') ?? ''),
      y: Number(attributes.get('y')),
      height: Number(attributes.get('height')),
    }));
}

describe('an axis', () => {
  const morning = instantMs('2015-06-01T06:30:00+09:00');

  test.each([
    [16.5 * HOUR_MS, ['08:00', '10:00', '12:00', '14:00', '16:00', '18:00', '20:00', '22:00']],
    [HOUR_MS / 2, ['06:30', '06:35', '06:40', '06:45', '06:50', '06:55', '07:00']],
    [20_000, ['06:30:00', '06:30:05', '06:30:10', '06:30:15', '06:30:20']],
    [72 * HOUR_MS, ['12:00', '00:00', '12:00', '00:00', '12:00', '00:00']],
    [8 * 24 * HOUR_MS, ['06-02', '06-03', '06-04', '06-05', '06-06', '06-07', '06-08', '06-09']],
  ])('of %i ms has ticks at round civil times', (spanMs, labels) => {
    const ticks = civilTicks(morning, morning + spanMs, 10);
    expect(ticks.map(({ label }) => label)).toEqual(labels);
  });

  test('of a year is not crowded', () => {
    expect(civilTicks(morning, morning + 366 * 24 * HOUR_MS, 10).length).toBeLessThan(16);
  });

  test('of counts holds the highest, in few round steps', () => {
    fc.assert(
      fc.property(fc.nat(1e9), (highest) => {
        const ticks = countTicks(highest, 4);
        const [first, second = Number.NaN] = ticks;
        expect(first).toBe(0);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest);
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(Number.isInteger(second) && /^[125]0*$/.test(String(second))).toBe(true);
      }),
    );
  });

  test('writes every count but the base’s', () => {
    const lines = parseMarkup(gridLines([0, 5, 10], (count) => 100 - count, String).text);
    expect(elementsOf(lines, 'text').map(textOf)).toEqual(['5', '10']);
    expect(percent(1, 3)).toBe('33.33%');
  });
});

describe('the day', () => {
  const result = exampleResult();
  const chart = timelineChart(result, ENGLISH);

  test('bars are as high as journeys are many', () => {
    const { buckets } = result.timeline;
    const completed = buckets.map(({ ended }) => ended['completed'] ?? 0).filter((n) => n > 0);
    const heights = bars(chart, 'completed').map(({ height }) => height);
    const scale = (heights[0] ?? 0) / (completed[0] ?? 1);
    expect(heights).toHaveLength(completed.length);
    completed.forEach((count, index) => {
      expect(heights[index]).toBeCloseTo(count * scale, 0);
    });
  });

  test('parts of a bar stand upon each other', () => {
    for (const { x, y, height } of bars(chart, 'abandoned')) {
      const below = bars(chart, 'completed').find((bar) => bar.x === x);
      if (below !== undefined) expect(y + height).toBeCloseTo(below.y, 1);
    }
  });

  test('lasts to the end of the run, however quiet', () => {
    const hours = Math.ceil(result.scenarioMs / result.timeline.bucketMs);
    expect(chart.rows).toHaveLength(hours);
    expect(chart.rows.at(-1)?.[0]).toBe('22:30');
    expect(timelineChart(emptyResult(), ENGLISH).rows).toHaveLength(hours);
  });

  test('its table has all journeys', () => {
    const sum = (column: number) =>
      chart.rows.reduce((total, row) => total + Number(row[column]), 0);
    expect(sum(1)).toBe(result.counts.offered);
    expect(sum(2)).toBe(result.counts.completed);
  });

  test('says when it was busiest', () => {
    const most = Math.max(
      ...result.timeline.buckets.map(({ ended }) =>
        Object.values(ended).reduce((sum, count) => sum + count, 0),
      ),
    );
    expect(chart.description).toMatch(new RegExp(`^At most ${most} .* from \\d\\d:\\d\\d\\.$`));
  });
});

describe('durations', () => {
  function withBins(counts: readonly number[]): RunResult {
    return { ...exampleResult(), durations: { widthMs: 5000, counts } };
  }

  test('what lies beyond the target is drawn otherwise', () => {
    const counts = new Array<number>(121).fill(0);
    counts[35] = 7;
    counts[36] = 3;
    const chart = durationsChart(withBins(counts), ENGLISH);
    expect(bars(chart, 'completed')).toHaveLength(1);
    expect(bars(chart, 'over')).toHaveLength(1);
    const target = elementsOf(drawn(chart), 'line').find(
      ({ attributes }) => attributes.get('class') === 'target',
    );
    const at = Number.parseFloat(target?.attributes.get('x1') ?? '');
    expect(bars(chart, 'completed')[0]?.x).toBeLessThan(at);
    expect(bars(chart, 'over')[0]?.x).toBeGreaterThan(at);
  });

  test('the last bin holds all the longer ones, and says so', () => {
    const counts = new Array<number>(121).fill(0);
    counts[120] = 2;
    const chart = durationsChart(withBins(counts), ENGLISH);
    expect(chart.rows.map(([name]) => name)).toEqual(['10 min and longer']);
    expect(textOf(drawn(chart))).toContain('≥ 600 s');
  });

  test('the exact share beyond the target is written beside it', () => {
    const result = exampleResult();
    const over = result.timeline.buckets.reduce((sum, { over180s }) => sum + over180s, 0);
    expect(textOf(drawn(durationsChart(result, ENGLISH)))).toContain(`${over} of `);
    expect(durationsChart(emptyResult(), ENGLISH).description).toContain('No journey');
  });
});

describe('stages', () => {
  const chart = stagesChart(exampleResult(), STAGE_LIST, ENGLISH);

  test('are as wide as their means are long', () => {
    const means = stageFigures(exampleResult(), STAGE_LIST).map(({ figures }) => figures?.meanMs);
    const widths = elementsOf(drawn(chart), 'rect')
      .slice(-means.length)
      .map(({ attributes }) => Number.parseFloat(attributes.get('width') ?? ''));
    // Most of the room is taken: bars reach to 88 % at most, the names to 20 %.
    const perMs = (widths[0] ?? 0) / (means[0] ?? 1);
    expect(widths.reduce((sum, width) => sum + width, 0)).toBeGreaterThan(40);
    means.forEach((meanMs = 0, index) => {
      expect(widths[index]).toBeCloseTo(meanMs * perMs, 1);
    });
  });

  test('follow one another without a gap', () => {
    const rows = STAGE_LIST.map(({ actor }, index) => ({ actor, index }));
    const all = elementsOf(drawn(chart), 'rect').slice(-rows.length);
    let end = Number.parseFloat(all[0]?.attributes.get('x') ?? '');
    for (const { attributes } of all) {
      expect(Number.parseFloat(attributes.get('x') ?? '')).toBeCloseTo(end, 1);
      end += Number.parseFloat(attributes.get('width') ?? '');
    }
  });

  test('are drawn in the fill of who takes their time', () => {
    const fills = elementsOf(drawn(chart), 'rect')
      .slice(-STAGE_LIST.length)
      .map(({ attributes }) => attributes.get('class'));
    expect(fills).toEqual(STAGE_LIST.map(({ actor }) => actor));
  });

  test('the table stands open below', () => {
    const figure = parseMarkup(chartFigure(chart, ENGLISH).text);
    expect(elementsOf(figure, 'details')).toEqual([]);
    expect(elementsOf(figure, 'tr')).toHaveLength(1 + STAGE_LIST.length);
  });
});

test('a legend shows the fill of what it names', () => {
  const entry = parseMarkup(legendEntry('failed', 'failed').text);
  expect(elementsOf(entry, 'path')[0]?.attributes.get('class')).toBe('failed');
});
