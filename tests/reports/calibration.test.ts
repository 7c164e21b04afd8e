import { describe, expect, test } from 'vitest';
import { calibrationReports } from '../../reports/calibration.ts';
import { rowText } from '../../reports/calibration-figures.ts';
import { calibrationWordsOf } from '../../reports/calibration-words.ts';
import type { Calibration, JudgedRow } from '../../scenarios/calibration/calibration.ts';
import { STUDIES } from '../../scenarios/calibration/studies.ts';

const told = (text: string) => ({ en: text, ja: `${text}（和）` });

function row(changes: Partial<JudgedRow> = {}, unit = 'certificates'): JudgedRow {
  return {
    id: 'town.total',
    city: 'town',
    title: told('certificates'),
    published: {
      id: 'town.total',
      value: '26182',
      unit,
      period: '2014',
      scope: 'Town',
      kind: 'val',
      source: 'S5',
      note: '',
    },
    printed: { low: 26_182, high: 26_182 },
    basis: 'follows',
    notes: [told('a note of <this> row')],
    test: 'poisson',
    simulated: 26_174,
    interval: { low: 25_865, high: 26_500 },
    pValue: 0.964,
    sample: 26_174,
    adjusted: 1,
    verdict: 'inside',
    noticed: 0.0251,
    ...changes,
  };
}

function calibration(rows: readonly JudgedRow[]): Calibration {
  return {
    seed: 7,
    level: 0.05,
    rows,
    mixes: [
      {
        id: 'town.parts',
        city: 'town',
        title: told('parts'),
        groups: [
          { name: 'early', from: 'town.early', simulated: 0.004, published: 0.005 },
          { name: 'late', from: 'town.late', simulated: 0.996, published: 0.995 },
        ],
        chiSquare: 9.1,
        freedom: 1,
        pValue: 0.003,
        adjusted: 0.12,
        verdict: 'chance',
      },
    ],
    cities: [
      {
        city: 'town',
        title: told('Town & Co'),
        period: told('ten days'),
        visits: 12_345,
        channels: [
          {
            period: '2014',
            from: '2014-01-01',
            to: '2014-06-30',
            observed: { from: '2014-06-09', to: '2014-06-13' },
            types: ['resident-record', 'other'],
            channels: [
              {
                channel: 'counter',
                title: told('counter'),
                certificates: [750, 0],
                visits: { count: 900, median: 604, p95: 7300 },
                waits: { count: 900, median: 0, p95: 61 },
              },
              {
                channel: 'stores',
                title: told('stores'),
                certificates: [250, 10],
                visits: undefined,
                waits: undefined,
              },
            ],
            moved: [{ from: 'counter', to: 'nobody', type: 'other', certificates: 2279 }],
          },
        ],
      },
    ],
    defects: [{ rows: ['town.total'], source: 'S5', said: told('28'), used: told('39.6') }],
    exit: { code: 0, reason: 'all come out' },
  };
}

describe('a figure', () => {
  const words = calibrationWordsOf('en');
  const text = (changes: Partial<JudgedRow>, unit: string, value = '0.44') => {
    const plain = row(changes, unit);
    return rowText({ ...plain, published: { ...plain.published, value } }, words);
  };

  test('is told in its unit', () => {
    const interval = { low: 0.429, high: 0.451 };
    expect(text({ simulated: 0.44412, interval }, 'share')).toMatchObject({
      published: '0.44',
      simulated: '0.4441',
      interval: '0.4290 … 0.4510',
      noticed: '±2.5 %',
    });
    expect(text({ simulated: 121.25 }, 'certificates/day').simulated).toBe('121.25');
    expect(text({ simulated: 604.04 }, 's').simulated).toBe('604.0');
    expect(text({}, 'certificates', '26182').published).toBe('26,182');
  });

  test('has no upper end where it is a bound or a rank', () => {
    const interval = { low: 0.2435, high: 1 };
    const bound = text({ test: 'bound', simulated: 0.2561, interval }, 'share', '0.25');
    expect([bound.published, bound.interval]).toEqual(['> 0.25', '≥ 0.2435']);
    const open = { low: 0.88, high: Number.POSITIVE_INFINITY };
    const rank = text(
      { test: 'rank', simulated: 1.16, interval: open, noticed: undefined },
      'ordinal',
      'Monday highest',
    );
    expect([rank.published, rank.simulated, rank.interval, rank.noticed]).toEqual([
      'Monday highest',
      '×1.16',
      '≥ ×0.88',
      '–',
    ]);
  });

  test('is none where nobody came', () => {
    const none = { simulated: Number.NaN, interval: { low: Number.NaN, high: Number.NaN } };
    expect(text(none, 'share')).toMatchObject({ simulated: '–', interval: '– … –' });
  });

  test('never reads as impossible', () => {
    expect(text({ pValue: 1e-12, adjusted: 0.00049 }, 'share')).toMatchObject({
      probability: '< 0.001',
      adjusted: '< 0.001',
    });
  });
});

test('the terminal has every row, set of shares, channel and defect', () => {
  const lines = calibrationReports.text(calibration([row()]), 'en').split('\n');
  const line = (start: string) => lines.find((each) => each.trim().startsWith(start));
  expect(lines[0]).toBe('Town & Co: ten days (12,345 visits simulated, seed 7)');
  expect(line('town.total')).toMatch(/26,182 +26,174 +25,865 … 26,500 +Poisson +0\.964 .*inside$/);
  expect(line('town.parts')).toContain('by chance  early 0.40 % (0.50 %), late 99.6 % (99.5 %)');
  expect(line('counter')).toMatch(/750 +0 +10\.1 min +2 h +61 s$/);
  expect(line('stores')).toMatch(/250 +10 +– +– +–$/);
  expect(line('Left')).toContain('counter → nobody: others 2,279.');
  expect(line('S5')).toBe('  S5: 28 → 39.6');
  expect(line('Figures that are judged together: 2')).toContain('about 0.1 of them');
  expect(line('Figures that are judged together: 2')).toContain('and 1 did');
});

test('Japanese is told in Japanese', () => {
  const text = calibrationReports.text(calibration([row({ verdict: 'outside' })]), 'ja');
  expect(text).toContain('Town & Co（和）: ten days（和）');
  expect(text).toContain('区間外');
  expect(text).not.toContain('inside');
});

test('the page says the same, escaped, and draws each row', () => {
  const beyond = row({ id: 'town.far', simulated: 40_000, verdict: 'outside' });
  const rank = row({
    id: 'town.rank',
    test: 'rank',
    simulated: 1.1,
    printed: { low: 1, high: 1 },
    interval: { low: 0.9, high: Number.POSITIVE_INFINITY },
  });
  const interval = { low: Number.NaN, high: Number.NaN };
  const none = row({ id: 'town.none', simulated: Number.NaN, interval, verdict: 'outside' });
  const page = calibrationReports.page(calibration([row(), beyond, rank, none]), 'en');
  expect(page).toContain('Town &amp; Co');
  expect(page).toContain('a note of &lt;this&gt; row');
  expect(page).toMatch(/<circle class="figure inside" cx="67\.\d+%"/);
  expect(page).toMatch(/<text class="beyond outside"[^>]*>▶</);
  expect(page).toMatch(/<text class="beyond outside"[^>]*>–</);
  expect(page).not.toMatch(/NaN|Infinity|undefined|<script|https?:/);
  expect(page).toMatch(/<rect class="completed" x="36%"/);
});

test('the list names each figure with its test', () => {
  const lines = calibrationReports.list(STUDIES, 'en').trimEnd().split('\n');
  expect(lines.slice(1)).toHaveLength(STUDIES.flatMap(({ rows }) => rows).length);
  expect(lines.find((line) => line.startsWith('toy.age_rank'))).toMatch(/toyonaka +rank +inferred/);
});
