import type { ThresholdResult, Verdict } from '../sim/threshold.ts';
import type {
  ExpectationResult,
  Judgement,
  OracleResult,
  ValidityCheck,
  Verdicts,
} from './judging/result.ts';
import type { BlindSpot } from './target/blind-spots.ts';

/** Exit codes, k6's where the meaning is the same; the first that applies in this order is used. */
export const EXIT = {
  wrongDocument: 98,
  internalError: 109,
  scenarioThrew: 107,
  badConfiguration: 104,
  interrupted: 105,
  invalidRun: 97,
  thresholdFailed: 99,
  inconclusive: 96,
  pass: 0,
} as const;

/** The worst of several verdicts: fail, inconclusive, pass. None at all is inconclusive. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.length === 0 || verdicts.includes('inconclusive') ? 'inconclusive' : 'pass';
}

/** The three verdicts of what the trace says. */
export function verdictsOf({ oracles, thresholds, validity }: Judgement): Verdicts {
  return {
    valid: worst(validity.map(({ verdict }) => verdict)),
    correct: worst(oracles.map(({ verdict }) => verdict)),
    fast: worst(thresholds.map(({ verdict }) => verdict)),
  };
}

/** The exit code of a run that came to its end, and the one line that says why. */
export function exitOf(
  verdicts: Verdicts,
  parts: {
    readonly oracles: readonly OracleResult[];
    readonly validity: readonly ValidityCheck[];
    readonly thresholds: readonly ThresholdResult[];
    readonly expectations?: readonly ExpectationResult[];
    readonly blindSpots?: readonly BlindSpot[];
    readonly interrupted: boolean;
  },
): { readonly code: number; readonly reason: string } {
  const { oracles, validity, thresholds, expectations = [], interrupted } = parts;
  if (verdicts.correct === 'fail') {
    const broken = oracles.filter(({ violationCount }) => violationCount > 0);
    const total = broken.reduce((sum, { violationCount }) => sum + violationCount, 0);
    const names = broken.map(({ name }) => name).join(', ');
    const asExpected = expectations.length > 0 && worst(verdictsIn(expectations)) === 'pass';
    const reason = `${total} violations found by ${names}`;
    return {
      code: EXIT.wrongDocument,
      reason: asExpected ? `${reason}, as the scenario expects` : reason,
    };
  }
  if (interrupted) return { code: EXIT.interrupted, reason: 'interrupted; the report is partial' };
  if (verdicts.valid === 'fail') {
    const broken = validity.filter(({ verdict }) => verdict === 'fail');
    return {
      code: EXIT.invalidRun,
      reason: `the run is invalid: ${broken.map(({ message }) => message).join('; ')}`,
    };
  }
  if (verdicts.fast === 'fail') {
    const broken = thresholds.filter(({ verdict }) => verdict === 'fail');
    const names = broken.map(brokenText).join(', ');
    return { code: EXIT.thresholdFailed, reason: `thresholds failed: ${names}` };
  }
  const unmet = expectations.filter(({ verdict }) => verdict === 'fail');
  if (unmet.length > 0) {
    const names = unmet.map(expectationText).join(', ');
    return { code: EXIT.thresholdFailed, reason: `not as expected: ${names}` };
  }
  if ([...Object.values(verdicts), ...verdictsIn(expectations)].includes('inconclusive')) {
    const starved = [
      ...validity.filter(({ verdict }) => verdict === 'inconclusive').map(({ name }) => name),
      ...oracles.filter(({ verdict }) => verdict === 'inconclusive').map(({ name }) => name),
      ...thresholds
        .filter(({ verdict }) => verdict === 'inconclusive')
        .map(({ selector, source }) => `${selector} ${source}`),
      ...expectations.filter(({ verdict }) => verdict === 'inconclusive').map(expectationText),
      ...(thresholds.length === 0 ? ['no thresholds are set'] : []),
    ];
    return { code: EXIT.inconclusive, reason: `not enough data to judge: ${starved.join(', ')}` };
  }
  const reason = 'every document right, fast enough, and the run is valid';
  if (parts.blindSpots === undefined) return { code: EXIT.pass, reason };
  return { code: EXIT.pass, reason: `${reason}, as far as kiosks can see` };
}

/** A broken threshold, and whether and when it ended the run. */
function brokenText({ selector, source, abortedAtMs }: ThresholdResult): string {
  if (abortedAtMs === undefined) return `${selector} ${source}`;
  return `${selector} ${source} (it ended the run after ${clockText(abortedAtMs)} of scenario time)`;
}

/** `1:02:03` */
function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part, at) => String(part).padStart(at === 0 ? 1 : 2, '0')).join(':');
}

function verdictsIn(results: readonly { readonly verdict: Verdict }[]): readonly Verdict[] {
  return results.map(({ verdict }) => verdict);
}

/** An expectation in a line, e.g. `struck link.cut#1 >=1`. */
export function expectationText({ kind, name, expected }: ExpectationResult): string {
  return `${kind} ${name} ${expected}`;
}
