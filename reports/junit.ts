import type { ExpectationResult, RunResult } from '../scenarios/judging/result.ts';
import type { Verdict } from '../sim/threshold.ts';
import { expectationName, expectationValue } from './expectation-text.ts';
import { type Markup, markup } from './markup.ts';
import { countText } from './quantities.ts';
import { instantText, placeText } from './sentences.ts';
import { measuredText, thresholdNotes } from './threshold-text.ts';
import { ENGLISH } from './words-en.ts';

interface Case {
  readonly name: string;
  readonly verdict: Verdict;
  /** One line. */
  readonly message: string;
  readonly detail?: string;
}

/**
 * A run as JUnit XML for continuous integration. JUnit knows no inconclusive verdict: it becomes
 * an error, and so does a suite that asks nothing, since neither may look like a pass.
 */
export function junitXml(result: RunResult): string {
  const suites: readonly (readonly [string, readonly Case[]])[] = [
    ['thresholds', thresholdCases(result)],
    ['oracles', oracleCases(result)],
    ['validity', validityCases(result)],
    ...(result.expectations === undefined
      ? []
      : [['expectations', expectationCases(result.expectations)] as const]),
  ];
  const told = suites.map(([name, cases]) => [name, cases.length > 0 ? cases : [EMPTY]] as const);
  const { name } = result.setting.scenario;
  const seconds = (result.wallMs / 1000).toFixed(3);
  const xml = markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="kofu ${name}"${totals(told.flatMap(([, cases]) => cases))} time="${seconds}">
${told.map(([suite, cases]) => suiteElement(result, suite, cases))}</testsuites>
`;
  return xml.text;
}

const EMPTY: Case = { name: 'none', verdict: 'inconclusive', message: 'nothing was asked' };

function thresholdCases(result: RunResult): readonly Case[] {
  return result.thresholds.map((threshold) => {
    const { selector, source, samples, verdict } = threshold;
    const measured = measuredText(result, threshold);
    const notes = thresholdNotes(result, threshold, ENGLISH);
    const told = `measured ${measured} from ${countText(samples)} samples`;
    const message = [told, ...notes].join('; ');
    return { name: `${selector} ${source}`, verdict, message };
  });
}

function oracleCases(result: RunResult): readonly Case[] {
  return result.oracles.map((oracle) => {
    const { name, asserts, verdict, judged, unjudged, violationCount, violations } = oracle;
    const lines = violations.map(
      (violation) =>
        `${instantText(result, violation.t)} ${placeText(violation, ENGLISH)}: ` +
        violation.message,
    );
    const told = [violationCount, judged, unjudged].map(countText);
    const message = `${told[0]} violations, ${told[1]} judged, ${told[2]} not judged`;
    return { name: `${name}: ${asserts}`, verdict, message, detail: lines.join('\n') };
  });
}

function expectationCases(expectations: readonly ExpectationResult[]): readonly Case[] {
  return expectations.map((expectation) => {
    const { expected, verdict } = expectation;
    const message = `measured ${expectationValue(expectation)}`;
    return { name: `${expectationName(expectation, ENGLISH)} ${expected}`, verdict, message };
  });
}

function validityCases({ validity, interrupted }: RunResult): readonly Case[] {
  const { interrupted: message } = ENGLISH;
  return [
    ...validity,
    ...(interrupted ? [{ name: 'finished', verdict: 'inconclusive' as const, message }] : []),
  ];
}

function suiteElement(result: RunResult, suite: string, cases: readonly Case[]): Markup {
  return markup`<testsuite name="${suite}"${totals(cases)} skipped="0"
 timestamp="${result.generatedAt}">
${cases.map((one) => caseElement(suite, one))}</testsuite>
`;
}

function caseElement(suite: string, { name, verdict, message, detail = '' }: Case): Markup {
  const named = markup`classname="kofu.${suite}" name="${name}"`;
  switch (verdict) {
    case 'pass':
      return markup`<testcase ${named}/>\n`;
    case 'fail':
      return markup`<testcase ${named}>
<failure type="fail" message="${message}">${detail}</failure></testcase>\n`;
    case 'inconclusive':
      return markup`<testcase ${named}>
<error type="inconclusive" message="${message}">${detail}</error></testcase>\n`;
  }
}

function totals(cases: readonly Case[]): Markup {
  const having = (verdict: Verdict) => cases.filter((one) => one.verdict === verdict).length;
  const [failures, errors] = [having('fail'), having('inconclusive')];
  return markup` tests="${cases.length}" failures="${failures}" errors="${errors}"`;
}
