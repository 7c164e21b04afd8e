import { describe, expect, test } from 'vitest';
import {
  instantText,
  overSentence,
  placeText,
  simulatedText,
  timeNotes,
  verdictSentences,
} from '../../reports/sentences.ts';
import { ENGLISH } from '../../reports/words-en.ts';
import { JAPANESE } from '../../reports/words-ja.ts';
import { emptyResult, exampleResult, inconclusiveResult, wrongResult } from './example-result.ts';

describe('verdicts are explained', () => {
  test('when all is well', () => {
    const { valid, correct, fast } = verdictSentences(exampleResult(), ENGLISH);
    expect(valid).toBe('All 3 checks hold.');
    expect(correct).toMatch(/^\d,\d{3} judgements by \d+ oracles, no violation\.$/);
    expect(fast).toMatch(/^All 4 thresholds hold\. \d+ of \d+ journeys took longer than 180 s/);
  });

  test('when something is broken', () => {
    const checks = [{ name: 'lateness', verdict: 'fail', message: 'late' } as const];
    const result = exampleResult({ checks, wrongPages: 2 });
    const { valid, correct } = verdictSentences(result, ENGLISH);
    expect(valid).toBe('Do not rely on the figures. Broken: lateness.');
    expect(correct).toBe('Violations: 2, found by page-ownership (2).');
    expect(verdictSentences(wrongResult(), JAPANESE).fast).toContain('2 件のうち 2 件');
  });

  test('when nobody knows', () => {
    const { valid, correct, fast } = verdictSentences(inconclusiveResult(), ENGLISH);
    expect(valid).toBe('Could not be checked: lateness.');
    expect(correct).toBe('Not enough could be judged by page-ownership, completeness, freshness.');
    expect(fast).toContain('Too few samples for journey_duration{type:seal-registration}');
    expect(verdictSentences(emptyResult(), ENGLISH).fast).toContain('No thresholds are set.');
  });
});

describe('civil time', () => {
  test('of one day needs no second date', () => {
    expect(simulatedText(exampleResult(), ENGLISH)).toBe('2015-06-01 (Mon) 06:30–23:00');
    expect(simulatedText(exampleResult(), JAPANESE)).toBe('2015-06-01 (月) 06:30–23:00');
    expect(instantText(exampleResult(), 3_661_000)).toBe('07:31:01');
  });

  test('of several days does', () => {
    const result = exampleResult({ result: { scenarioMs: 48 * 3_600_000 } });
    expect(simulatedText(result, ENGLISH)).toBe('2015-06-01 (Mon) 06:30–2015-06-03 (Wed) 06:30');
    expect(instantText(result, 25 * 3_600_000)).toBe('2015-06-02 07:30:00');
  });
});

test('what is of no journey names only its kiosk', () => {
  expect(placeText({ kiosk: 'K-1', journey: 7 }, ENGLISH)).toBe('K-1 · journey 7');
  expect(placeText({ kiosk: 'K-1', journey: -1 }, ENGLISH)).toBe('K-1');
});

test('notes tell model times from measured ones', () => {
  const { setting } = exampleResult();
  expect(timeNotes(setting, ENGLISH)[0]).toContain('1,500 times faster');
  expect(timeNotes({ ...setting, speed: 1 }, ENGLISH)[0]).toBe(ENGLISH.notes.real);
  expect(timeNotes({ ...setting, clock: 'virtual' }, ENGLISH)[0]).toBe(ENGLISH.notes.virtual);
});

test('nothing is said of journeys that had no duration', () => {
  expect(overSentence(emptyResult(), ENGLISH.reasons)).toBe('No journey ended with a duration.');
});
