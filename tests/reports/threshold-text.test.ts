import { describe, expect, test } from 'vitest';
import { consoleSummary } from '../../reports/console.ts';
import { htmlReport } from '../../reports/html.ts';
import { junitXml } from '../../reports/junit.ts';
import { summaryOf } from '../../reports/summary.ts';
import { Summary } from '../../reports/summary-schema.ts';
import { measuredText, thresholdNotes } from '../../reports/threshold-text.ts';
import { ENGLISH } from '../../reports/words-en.ts';
import { JAPANESE } from '../../reports/words-ja.ts';
import type { RunResult } from '../../scenarios/judging/result.ts';
import type { ThresholdResult } from '../../sim/threshold.ts';
import { exampleResult } from './example-result.ts';

const WINDOWED: ThresholdResult = {
  selector: 'journey_duration',
  source: 'p(95)<300000',
  measured: 310_500,
  samples: 240,
  verdict: 'fail',
  windows: { lengthMs: 900_000, judged: 7, thin: 2, broken: 1, worstFromMs: 1_800_000 },
  abortedAtMs: 2_702_000,
};

const COMPARED: ThresholdResult = {
  selector: 'journey_duration',
  source: 'p(95)<1.1',
  measured: 220_000,
  samples: 240,
  verdict: 'pass',
  baseline: { value: 200_000, run: 'runs/monday/a', ratio: 1.1 },
};

function withThresholds(...thresholds: readonly ThresholdResult[]): RunResult {
  return { ...exampleResult(), thresholds };
}

test('what is measured is told in the unit of its metric', () => {
  const result = exampleResult();
  const told = (selector: string, measured?: number, source = 'p(95)<1') =>
    measuredText(result, { selector, source, measured });
  expect(told('journey_duration', 180_000.6)).toBe('180.001 s');
  expect(told('stage_duration{stage:issue}', 54.2)).toBe('54.200 ms');
  expect(told('journeys_broken', 0.0123)).toBe('1.230 %');
  expect(told('tx_over_180s', 1234, 'count<5')).toBe('1,234');
  expect(told('tx_over_180s', 0.0123, 'rate<5')).toBe('0.0123 /s');
  expect(told('unheard_of', 1.5)).toBe('1.5');
  expect(told('journey_duration')).toBe('–');
});

describe('what else a threshold has to say', () => {
  test('is nothing of a plain one', () => {
    const result = exampleResult();
    for (const threshold of result.thresholds) {
      expect(thresholdNotes(result, threshold, ENGLISH)).toEqual([]);
    }
  });

  test('is how it fared in its windows, and that it ended the run', () => {
    expect(thresholdNotes(withThresholds(WINDOWED), WINDOWED, ENGLISH)).toEqual([
      'in each 15 min: held in 6 of 7 windows, the worst from 07:00:00, 2 more with too few samples',
      'it ended the run at 07:15:02',
    ]);
    expect(thresholdNotes(withThresholds(WINDOWED), WINDOWED, JAPANESE)).toEqual([
      '15 分ごと：7 区間中 6 区間で満たした、最悪は 07:00:00 から、ほかに標本不足 2 区間',
      '07:15:02 に実行を打ち切った',
    ]);
  });

  test('is what it was compared with', () => {
    expect(thresholdNotes(withThresholds(COMPARED), COMPARED, ENGLISH)).toEqual([
      '1.100 times the 200.000 s of runs/monday/a',
    ]);
  });

  test('stands in every report', () => {
    const result = withThresholds(WINDOWED, COMPARED);
    const telling = { language: 'en', stages: [], colours: false, runFolder: 'r' } as const;
    const summary = summaryOf(result);
    const texts = [
      consoleSummary(result, telling),
      htmlReport(result, { language: 'en', stages: [] }),
      junitXml(result),
    ];
    expect(texts[0]).toContain('\n       in each 15 min: held in 6 of 7 windows');
    for (const text of texts.slice(0, 2)) {
      expect(text).toContain('it ended the run at 07:15:02');
      expect(text).toContain('1.100 times the 200.000 s of runs/monday/a');
    }
    // Who passes needs no message there.
    expect(texts[2]).toContain('it ended the run at 07:15:02');
    expect(Summary.parse(summary).thresholds).toEqual([WINDOWED, COMPARED]);
  });
});
