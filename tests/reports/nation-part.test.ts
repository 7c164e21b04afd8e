import { expect, test } from 'vitest';
import { nationChart } from '../../reports/chart-nation.ts';
import { consoleSummary } from '../../reports/console.ts';
import { htmlReport } from '../../reports/html.ts';
import { NationSummary } from '../../reports/nation-schema.ts';
import { nationTelling } from '../../reports/nation-tables.ts';
import { summaryOf } from '../../reports/summary.ts';
import type { RunResult } from '../../scenarios/judging/result.ts';
import type { NationRecord } from '../../scenarios/nation/nation-watch.ts';
import { exampleResult } from './example-result.ts';

const HOUR_MS = 3_600_000;
const town = { code: '50001', population: 3_799_948, kiosks: 1_339, journeys: 900 };
const nation: NationRecord = {
  municipalities: 1_300,
  kiosks: 56_000,
  kiosksUsed: 46_600,
  hourMs: HOUR_MS,
  hours: [-HOUR_MS / 2, HOUR_MS / 2].map((fromMs, index) => ({
    fromMs,
    journeys: 1_000 + index,
    requests: 3_600 * (index + 1),
    requestsInBusiestMinute: 240 * (index + 1),
    sessionsAtOnce: 70 + index,
  })),
  towns: [{ ...town, requests: 2_700, requestsInBusiestMinute: 71, issuingAtOnce: 12 }],
  stores: [{ kiosk: '50001-in-001', journeys: 205, waited: 31 }],
  busiestHundredth: 0.1319,
};
const example = exampleResult();
const result: RunResult = { ...example, scenarioMs: 1.5 * HOUR_MS, nation };
const telling = (language: 'ja' | 'en') => ({
  language,
  stages: [],
  colours: false,
  runFolder: 'runs/x',
});

test('the terminal tells the load of centre, municipalities and stores', () => {
  const text = consoleSummary(result, telling('en'));
  expect(text).toContain('LOAD OF THE NATION');
  expect(text).toContain('anybody came to 46,600 of 56,000 stores');
  expect(text).toContain('13.19 % of the journeys');
  // Half an hour of the run, and a whole one.
  const lines = text.split('\n');
  expect(lines.find((line) => line.includes('1,000'))).toMatch(/3,600 +2\.0 +4\.0 +70$/);
  expect(lines.find((line) => line.includes('1,001'))).toMatch(/7,200 +2\.0 +8\.0 +71$/);
  expect(text).toMatch(/50001 +3,799,948 +1,339 +900 +2,700 +71 +12/);
  expect(text).toMatch(/50001-in-001 +205 +31/);
  expect(lines.some((line) => /\s$/.test(line))).toBe(false);
});

test('so does the page, with a chart, and the summary', () => {
  for (const language of ['ja', 'en'] as const) {
    const page = htmlReport(result, { language, stages: [] });
    expect(page).toContain('id="nation-heading"');
    expect(page).toContain('id="nation-centre-desc"');
    expect(page).toContain('50001-in-001');
  }
  expect(NationSummary.parse(summaryOf(result).results.nation)).toEqual(nation);
});

test('the chart says its peak, and draws each hour', () => {
  const [table] = nationTelling(result, 'en')?.tables ?? [];
  if (table === undefined) throw new Error('no table');
  const words = { description: (peak: string) => `peak ${peak}`, mean: 'm', busiestMinute: 'b' };
  const chart = nationChart(result, nation, table, words);
  expect(chart.description).toBe('peak 8.0');
  expect(String(JSON.stringify(chart.drawing)).match(/class=\\"completed\\"/g)).toHaveLength(2);
});

test('of any other run nothing of it is told', () => {
  expect(nationTelling(example, 'en')).toBeUndefined();
  expect(consoleSummary(example, telling('en'))).not.toContain('NATION');
  expect(htmlReport(example, { language: 'en', stages: [] })).not.toContain('nation-heading');
  expect(summaryOf(example).results).not.toHaveProperty('nation');
});
