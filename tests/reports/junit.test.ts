import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { junitXml } from '../../reports/junit.ts';
import type { RunResult } from '../../scenarios/judging/result.ts';
import { emptyResult, exampleResult, inconclusiveResult, wrongResult } from './example-result.ts';
import { type Element, elementsOf, parseMarkup, textOf } from './well-formed.ts';

function suitesOf(result: RunResult): readonly Element[] {
  return elementsOf(parseMarkup(junitXml(result)), 'testsuite');
}

/** Names of the suite’s cases by how they ended. */
function casesOf(suite: Element | undefined) {
  const cases = suite === undefined ? [] : elementsOf(suite, 'testcase');
  const having = (child: string) =>
    cases
      .filter((one) => elementsOf(one, child).length > 0)
      .map((one) => one.attributes.get('name'));
  return { all: cases.length, failures: having('failure'), errors: having('error') };
}

test('there is a suite for each kind of promise', () => {
  const suites = suitesOf(exampleResult());
  expect(suites.map(({ attributes }) => attributes.get('name'))).toEqual([
    'thresholds',
    'oracles',
    'validity',
  ]);
  expect(suites.map(casesOf)).toEqual([
    { all: 4, failures: [], errors: [] },
    { all: exampleResult().oracles.length, failures: [], errors: [] },
    { all: 3, failures: [], errors: [] },
  ]);
});

test('what is broken is a failure that names its violations', () => {
  const [thresholds, oracles] = suitesOf(wrongResult());
  expect(casesOf(thresholds).failures).toEqual([
    'journey_duration p(95)<200000',
    'wrong_documents count==0',
  ]);
  expect(casesOf(oracles).failures).toHaveLength(1);
  const [failure] = oracles === undefined ? [] : elementsOf(oracles, 'failure');
  expect(failure?.attributes.get('message')).toMatch(/^3 violations, /);
  expect(failure && textOf(failure).split('\n')).toHaveLength(3);
});

describe('nothing passes for lack of data', () => {
  test('what is inconclusive is an error, and so is being interrupted', () => {
    const [thresholds, oracles, validity] = suitesOf(inconclusiveResult());
    expect(casesOf(thresholds)).toMatchObject({ all: 1, failures: [], errors: [{}] });
    // Of a page that cannot be read nobody knows whose it is, where it belongs and how old it is.
    expect(casesOf(oracles).errors).toEqual([
      expect.stringMatching(/^page-ownership: /),
      expect.stringMatching(/^completeness: /),
      expect.stringMatching(/^freshness: /),
    ]);
    expect(casesOf(validity).errors).toEqual(['lateness', 'finished']);
  });

  test('an empty suite is an error', () => {
    const [thresholds, oracles] = suitesOf(emptyResult());
    expect(casesOf(thresholds)).toEqual({ all: 1, failures: [], errors: ['none'] });
    expect(casesOf(oracles).errors).toHaveLength(exampleResult().oracles.length);
  });
});

test.each([exampleResult(), wrongResult(), inconclusiveResult(), emptyResult()])(
  'totals are those of the cases',
  (result) => {
    const page = parseMarkup(junitXml(result));
    for (const name of ['testsuites', 'testsuite']) {
      for (const element of elementsOf(page, name)) {
        const { all, failures, errors } = casesOf(element);
        expect(element.attributes.get('tests')).toBe(String(all));
        expect(element.attributes.get('failures')).toBe(String(failures.length));
        expect(element.attributes.get('errors')).toBe(String(errors.length));
      }
    }
  },
);

test('it is well-formed whatever a violation says', () => {
  const result = wrongResult();
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('pass', 'fail'), (text, verdict) => {
      const violation = { oracle: text, t: 0, journey: -1, kiosk: text, message: text };
      const oracles = result.oracles.map((oracle) => ({
        ...oracle,
        name: text,
        verdict,
        violations: [violation],
      }));
      const validity = [{ name: text, verdict, message: text }];
      const page = parseMarkup(junitXml({ ...result, oracles, validity }));
      expect(elementsOf(page, 'testcase')).toHaveLength(2 + exampleResult().oracles.length + 1);
    }),
    { numRuns: 50 },
  );
});
