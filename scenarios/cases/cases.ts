import type { Verdict } from '../../sim/threshold.ts';
import type { Execution } from '../execution.ts';
import { EXIT, expectationText, verdictsOf, worst } from '../exit-code.ts';
import { matching } from '../injection/faults.ts';
import type {
  Counts,
  EndReason,
  ExpectationResult,
  FaultRecord,
  Verdicts,
} from '../judging/result.ts';
import type { Scenario } from '../scenario.ts';
import type { Expect, TroubleCase } from './expect.ts';

/** A scenario of the case book: it says what it repeats, and what must come of it. */
export interface Case {
  readonly file: string;
  readonly scenario: Scenario & { readonly case: TroubleCase; readonly expect: Expect };
}

/** A case as it is written, or the same citizens and faults at the server without its mutant. */
export type CaseForm = 'as-written' | 'true-server';

/** What came of one form of a case. */
export interface CaseOutcome {
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly form: CaseForm;
  readonly seed: number;
  /** Whether it was as expected, all of it. */
  readonly verdict: Verdict;
  /** What was not, one line each. */
  readonly reasons: readonly string[];
  readonly exit: number;
  readonly verdicts: Verdicts;
  readonly counts: Counts;
  readonly ends: readonly EndReason[];
  readonly violations: Readonly<Record<string, number>>;
  readonly expectations: readonly ExpectationResult[];
  readonly faults: readonly FaultRecord[];
  /** Scenario time that has passed, ms. */
  readonly scenarioMs: number;
  readonly wallMs: number;
}

/** File names of cases in the order in which people count: 2 before 10. */
export function inOrder(names: readonly string[]): readonly string[] {
  return [...names].sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
}

/** Whether a scenario is a case, and if not, why. */
export function asCase(file: string, scenario: Scenario): Case | string {
  const { case: told, expect: expected } = scenario;
  if (told === undefined) return `${file} is no case: it has no \`case\``;
  if (expected === undefined) return `${file} asserts nothing: say in \`expect\` what it must show`;
  return { file, scenario: { ...scenario, case: told, expect: expected } };
}

/** The forms in which a case is run: with a mutant both, as it proves nothing without its twin. */
export function formsOf({ scenario }: Case): readonly CaseForm[] {
  return mutantOf(scenario) === undefined ? ['as-written'] : ['as-written', 'true-server'];
}

/** The scenario of one form of a case. */
export function scenarioOf({ scenario }: Case, form: CaseForm): Scenario {
  if (form === 'as-written') return scenario;
  const { mutant: _, mutantWindow: __, mutantNodes: ___, ...server } = scenario.server;
  const { struck, recovered, trueServer } = scenario.expect;
  const none = { violations: {}, notices: {}, excused: {}, journeys: [], events: {} };
  return { ...scenario, server, expect: trueServer ?? { ...none, struck, recovered } };
}

/** What a case has replanted in its server, e.g. M1. */
export function mutantOf({ server }: Scenario): string | undefined {
  return server.mutant;
}

/** Those of the cases that one of the patterns names by id or name; all without patterns. */
export function chosen(cases: readonly Case[], patterns: readonly string[]): readonly Case[] {
  if (patterns.length === 0) return cases;
  const fits = patterns.map((pattern) => matching(pattern.toLowerCase()));
  return cases.filter(({ scenario }) => {
    const names = [scenario.case.id, scenario.name].map((name) => name.toLowerCase());
    return fits.some((fit) => names.some(fit));
  });
}

/** Patterns that name no case. */
export function unmatched(cases: readonly Case[], patterns: readonly string[]): readonly string[] {
  return patterns.filter((pattern) => chosen(cases, [pattern]).length === 0);
}

/** What a run of a case has come to: as expected only if it was valid and nothing is open. */
export function outcomeOf(
  of: { readonly case: Case; readonly form: CaseForm; readonly seed: number },
  { judgement, scenarioMs, interrupted }: Execution,
  wallMs: number,
): CaseOutcome {
  const { file, scenario } = of.case;
  const { expectations = [], faults = [], counts, oracles } = judgement;
  const verdicts = verdictsOf(judgement);
  // A case without thresholds promises nothing about time.
  const fast = judgement.thresholds.map(({ verdict }) => verdict);
  const asExpected = expectations.map(({ verdict }) => verdict);
  const verdict = worst([
    verdicts.valid,
    ...fast,
    ...(asExpected.length === 0 ? ['inconclusive' as const] : asExpected),
    ...(interrupted ? ['inconclusive' as const] : []),
  ]);
  const found = oracles.filter(({ violationCount }) => violationCount > 0);
  return {
    id: scenario.case.id,
    name: scenario.name,
    file,
    form: of.form,
    seed: of.seed,
    verdict,
    reasons: reasonsOf(judgement, interrupted),
    exit: exitOf(verdict, verdicts.valid, expectations, interrupted),
    verdicts,
    counts,
    ends: judgement.endReasons,
    violations: Object.fromEntries(found.map(({ name, violationCount }) => [name, violationCount])),
    expectations,
    faults,
    scenarioMs,
    wallMs,
  };
}

function reasonsOf(
  { validity, thresholds, expectations = [] }: Execution['judgement'],
  interrupted: boolean,
): readonly string[] {
  const open = <R extends { readonly verdict: Verdict }>(results: readonly R[]) =>
    results.filter(({ verdict }) => verdict !== 'pass');
  return [
    ...open(validity).map(({ message }) => message),
    ...open(expectations).map((expectation) => {
      const { kind, measured } = expectation;
      const unit = kind === 'recovered' ? ' ms' : '';
      return `${expectationText(expectation)}: ${measured === undefined ? 'not known' : `${measured}${unit}`}`;
    }),
    ...open(thresholds).map(
      ({ selector, source, measured }) => `${selector} ${source}: ${measured}`,
    ),
    ...(interrupted ? ['interrupted'] : []),
  ];
}

/** A wrong document that nobody expected outranks all, and an invalid run what it has measured. */
function exitOf(
  verdict: Verdict,
  valid: Verdict,
  expectations: readonly ExpectationResult[],
  interrupted: boolean,
): number {
  if (verdict === 'pass') return EXIT.pass;
  const wrong = expectations.some(
    ({ kind, measured = 0, verdict: judged }) =>
      kind === 'violations' && judged === 'fail' && measured > 0,
  );
  if (wrong) return EXIT.wrongDocument;
  if (interrupted) return EXIT.interrupted;
  if (valid === 'fail') return EXIT.invalidRun;
  return verdict === 'fail' ? EXIT.thresholdFailed : EXIT.inconclusive;
}

/** The worst of the cases decides, in the order of exit codes. */
export function exitOfCases(outcomes: readonly Pick<CaseOutcome, 'exit'>[]): number {
  const codes = Object.values(EXIT).filter((code) => outcomes.some(({ exit }) => exit === code));
  return codes[0] ?? (outcomes.length === 0 ? EXIT.inconclusive : EXIT.pass);
}
