import { describe, expect, test } from 'vitest';
import { summaryOf } from '../../reports/summary.ts';
import { Summary } from '../../reports/summary-schema.ts';
import { warmUpPart } from '../../reports/trust-warm-up.ts';
import type { WarmUp } from '../../scenarios/judging/result.ts';
import { exampleResult } from './example-result.ts';

const whole = { count: 500, meanMs: 160_000, medMs: 150_000, p95Ms: 400_000, p99Ms: 410_000 };
const without = { count: 430, meanMs: 151_000, medMs: 149_000, p95Ms: 182_000, p99Ms: 199_000 };
const common = { batchOf: 5, whole };
const cut: WarmUp = { ...common, settled: true, journeys: 70, untilMs: 3_600_000, without };

function told(warmUp: WarmUp, language: 'en' | 'ja' = 'en'): string {
  return warmUpPart({ ...exampleResult(), warmUp }, language)?.text ?? '';
}

describe('the warm-up of a report', () => {
  test('stands beside the figures without it, and leaves thresholds alone', () => {
    const text = told(cut);
    expect(text).toMatch(/the durations settle after 70 journeys, at \d\d:\d\d:\d\d\. Thresholds/);
    expect(text).toContain('400.0 s');
    expect(text).toContain('182.0 s');
    expect(told(cut, 'ja')).toContain('判定は全区間による');
  });

  test('is told not to be there, or never to end', () => {
    expect(told({ ...cut, journeys: 0 })).toContain('settled from the beginning');
    const never = told({ ...common, settled: false });
    expect(never).toContain('never settle');
    expect(never).not.toContain('without the warm-up');
  });

  test('is left out where there are too few journeys', () => {
    const { warmUp: _, ...few } = exampleResult({ journeys: 10 });
    expect(warmUpPart(few, 'en')).toBeUndefined();
  });

  test.each([cut, { ...common, settled: false }] as const)('is in the summary: %o', (warmUp) => {
    const summary = summaryOf({ ...exampleResult(), warmUp });
    expect(Summary.parse(summary).results.warmUp).toEqual(warmUp);
  });
});
