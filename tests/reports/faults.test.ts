import { describe, expect, test } from 'vitest';
import { casesText } from '../../reports/cases-text.ts';
import { faultBands, faultLanes, faultLegend, lanesPx } from '../../reports/chart-faults.ts';
import { consoleSummary } from '../../reports/console.ts';
import { expectationName, expectationValue, recoveryText } from '../../reports/expectation-text.ts';
import { htmlReport } from '../../reports/html.ts';
import { junitXml } from '../../reports/junit.ts';
import { summaryOf } from '../../reports/summary.ts';
import { Summary } from '../../reports/summary-schema.ts';
import { wordsOf } from '../../reports/words.ts';
import type { ExpectationResult, FaultRecord, RunResult } from '../../scenarios/judging/result.ts';
import { exampleResult, STAGE_LIST } from './example-result.ts';
import { elementsOf, parseMarkup } from './well-formed.ts';

const HOUR = 3_600_000;
const words = wordsOf('en');

const CUT: FaultRecord = {
  fault: 'link.cut#1',
  means: 'link.cut',
  en: 'LGWAN is <cut>',
  ja: 'LGWANが切断される',
  beganMs: HOUR,
  endedMs: 2 * HOUR,
  struck: 1234,
  calmMs: 2 * HOUR,
  troubleMs: 600_000,
  recovered: true,
};
const LASTING: FaultRecord = {
  fault: 'jpki.slow#1',
  means: 'jpki.slow',
  en: 'JPKI is slow',
  ja: 'JPKIが遅い',
  beganMs: 3 * HOUR,
  recovered: false,
};
const EXPECTATIONS: readonly ExpectationResult[] = [
  { kind: 'violations', name: 'page-ownership', expected: '>=1', measured: 12, verdict: 'pass' },
  { kind: 'violations', name: '*', expected: '==0', measured: 0, verdict: 'pass' },
  { kind: 'struck', name: 'link.cut#1', expected: '>=1', measured: 0, verdict: 'fail' },
  { kind: 'recovered', name: 'link.cut#1', expected: '<=10m', measured: 600_000, verdict: 'pass' },
  { kind: 'recovered', name: 'jpki.slow#1', expected: '<=10m', verdict: 'inconclusive' },
];

function troubled(): RunResult {
  const result = exampleResult();
  const { setting } = result;
  const told = { ja: '日本語の文', en: 'An English sentence' };
  const scenario = {
    ...setting.scenario,
    case: { id: 'XX-1', happened: told, source: 'S4', injected: told, observed: told },
  };
  return {
    ...result,
    setting: { ...setting, scenario },
    faults: [CUT, LASTING],
    expectations: EXPECTATIONS,
  };
}

function plotOf(faults: readonly FaultRecord[]) {
  return { faults, words, fromMs: 0, spanMs: 10 * HOUR, instant: (ms: number) => `${ms / HOUR} h` };
}

function rectangles(markup: string, kind: string) {
  const root = parseMarkup(`<svg>${markup}</svg>`);
  return elementsOf(root)
    .filter(({ name, attributes }) => name === 'rect' && attributes.get('class') === kind)
    .map(({ attributes }) => [attributes.get('x'), attributes.get('width')]);
}

describe('in the chart over time', () => {
  test('a band lies where a fault was on, to the end if it has not ended', () => {
    const bands = faultBands(plotOf([CUT, LASTING]), 0, 100).text;
    expect(rectangles(bands, 'fault-band')).toEqual([
      ['10%', '10%'],
      ['30%', '70%'],
    ]);
  });

  test('each fault has a lane with its name, and its trouble after it', () => {
    const lanes = faultLanes(plotOf([CUT, LASTING]), 0)?.text ?? '';
    expect(rectangles(lanes, 'fault')).toEqual([
      ['10%', '10%'],
      ['30%', '70%'],
    ]);
    expect(rectangles(lanes, 'fault-tail')).toEqual([['20%', '1.67%']]);
    expect(lanes).toContain('LGWAN is &lt;cut&gt;: 1 h–2 h');
    expect(lanesPx({ faults: [CUT, CUT] })).toBe(lanesPx({ faults: [CUT] }));
    expect(lanesPx({ faults: [CUT, LASTING] })).toBeGreaterThan(lanesPx({ faults: [CUT] }));
  });

  test('what lasts but an instant can be seen', () => {
    const instant = { ...CUT, endedMs: HOUR + 1 };
    expect(rectangles(faultBands(plotOf([instant]), 0, 100).text, 'fault-band')).toEqual([
      ['10%', '0.25%'],
    ]);
  });

  test('the legend says in words what each is, in either language', () => {
    expect(faultLegend({ faults: [CUT, CUT, LASTING], words }).text.match(/<li>/g)).toHaveLength(3);
    const japanese = faultLegend({ faults: [CUT], words: wordsOf('ja') }).text;
    expect(japanese).toContain('link.cut#1: LGWANが切断される');
  });

  test('nothing of all this is there without faults', () => {
    expect(lanesPx({ faults: [] })).toBe(0);
    expect(faultLanes(plotOf([]), 0)).toBeUndefined();
    const page = htmlReport(exampleResult(), { language: 'en', stages: STAGE_LIST });
    expect(page).not.toMatch(/class="fault|id="(faults|case)-heading"/);
  });
});

describe('expectations and faults are told', () => {
  test.each(['en', 'ja'] as const)('on the page, in %s', (language) => {
    const page = htmlReport(troubled(), { language, stages: STAGE_LIST });
    parseMarkup(page.replace('<!doctype html>', ''));
    expect(page).toContain('XX-1');
    expect(page).toContain(language === 'ja' ? '日本語の文' : 'An English sentence');
    expect(page).toContain(language === 'ja' ? 'LGWANが切断される' : 'LGWAN is &lt;cut&gt;');
    expect(page).toContain('<code>&lt;=10m</code>');
    expect(page).toContain('1,234');
  });

  test('at the terminal', () => {
    const telling = { language: 'en', stages: STAGE_LIST, colours: false, runFolder: 'x' } as const;
    const text = consoleSummary(troubled(), telling);
    expect(text).toMatch(/✗ {2}effects of the fault link\.cut#1 +>=1 +0/);
    expect(text).toMatch(/\? {2}last sign of trouble after jpki\.slow#1 +<=10m +–/);
    expect(text).toMatch(/link\.cut#1 .* 1,234 {2}10 min/);
    expect(text).toMatch(/jpki\.slow#1 .* it was not over/);
    expect(consoleSummary(exampleResult(), telling)).not.toMatch(/EXPECTATIONS|FAULTS/);
  });

  test('in JUnit, where an inconclusive one is an error', () => {
    const xml = junitXml(troubled());
    expect(xml).toContain('<testsuite name="expectations" tests="5" failures="1" errors="1"');
    expect(junitXml(exampleResult())).not.toContain('expectations');
  });

  test('in the summary, which can be read again', () => {
    const { results } = Summary.parse(JSON.parse(JSON.stringify(summaryOf(troubled()))));
    expect(results.faults).toEqual([CUT, LASTING]);
    expect(results.expectations).toEqual(EXPECTATIONS);
    expect(summaryOf(exampleResult()).results).not.toHaveProperty('faults');
  });

  test('in words', () => {
    const [named, others, , recovered] = EXPECTATIONS as [
      ...[ExpectationResult, ExpectationResult, ExpectationResult, ExpectationResult],
    ];
    expect(expectationName(named, words)).toBe('violations found by page-ownership');
    expect(expectationName(others, words)).toBe('violations found by any oracle that is not named');
    const ends = { ...named, kind: 'journeys', name: 'refused · select · deceased' } as const;
    expect(expectationName(ends, words)).toBe('journeys that ended as refused · select · deceased');
    expect(expectationName(ends, wordsOf('ja'))).toContain('交付不可 · 証明書選択 · deceased');
    expect([named, recovered].map(expectationValue)).toEqual(['12', '600.0 s']);
    expect(recoveryText({ ...CUT, troubleMs: 0 }, words)).toBe('no time');
    expect(recoveryText({ ...CUT, recovered: false }, words)).toBe(
      'not known; trouble until 10 min',
    );
    expect(recoveryText(LASTING, words)).toBe('it was not over');
  });
});

test('a case is told in one line, with the recovery that took longest', () => {
  const counts = {
    offered: 1200,
    completed: 0,
    refused: 0,
    failed: 0,
    timedOut: 0,
    abandoned: 0,
    inFlight: 0,
  };
  const outcome = {
    ...({
      id: 'XX-1',
      name: 'made-up',
      file: 'x.yaml',
      form: 'true-server',
      seed: 1,
      exit: 0,
    } as const),
    ...({ verdict: 'fail', reasons: ['it was\notherwise'] } as const),
    verdicts: { valid: 'pass', correct: 'fail', fast: 'pass' } as const,
    ...{ counts, ends: [], expectations: [], scenarioMs: HOUR, wallMs: 1 },
    violations: { 'page-ownership': 3 },
    faults: [{ ...CUT, troubleMs: 0 }, CUT],
  };
  const flags = { seed: 1, jobs: 1, lang: 'en' } as const;
  const { line, sum } = casesText(false);
  expect(line(outcome, flags)).toBe(
    '✗ XX-1     made-up (true server) · 1,200 journeys, caught: page-ownership 3 · 1 h · ' +
      'as before again after 10 min\n      it was otherwise\n',
  );
  expect(line({ ...outcome, verdict: 'pass', faults: [], violations: {} }, flags)).toBe(
    '✓ XX-1     made-up (true server) · 1,200 journeys, nothing wrong · 1 h\n',
  );
  expect(sum([outcome, { ...outcome, verdict: 'pass' }], flags)).toContain('1 of 2 runs');
});
