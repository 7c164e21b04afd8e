import type { RunResult } from '../scenarios/judging/result.ts';
import type { Pen } from './console.ts';
import { expectationName, expectationValue, recoveryText } from './expectation-text.ts';
import { countText } from './quantities.ts';
import { instantText } from './sentences.ts';
import { aligned, plainText } from './text-columns.ts';

/** Occurrences of faults told at the terminal. */
const FAULTS_TOLD = 12;

/** What the scenario expects, and what came out. */
export function expectationLines(
  { expectations = [] }: RunResult,
  { words, mark, sign }: Pen,
): readonly string[] {
  const rows = expectations.map((expectation) => [
    sign(expectation.verdict),
    plainText(expectationName(expectation, words)),
    expectation.expected,
    expectationValue(expectation),
  ]);
  return aligned(rows, ['left', 'left', 'left', 'right'], (cell, row, column) =>
    column === 0 ? mark(expectations[row]?.verdict ?? 'inconclusive') : cell,
  );
}

/** When faults were on, and when the service was as before. */
export function faultLines(result: RunResult, { words, quiet }: Pen): readonly string[] {
  const { faults = [] } = result;
  const { columns } = words;
  const head = [columns.fault, columns.from, columns.to, columns.struck, columns.recovered];
  const rows = faults
    .slice(0, FAULTS_TOLD)
    .map((fault) => [
      fault.fault,
      instantText(result, fault.beganMs),
      fault.endedMs === undefined ? '–' : instantText(result, fault.endedMs),
      fault.struck === undefined ? '–' : countText(fault.struck),
      recoveryText(fault, words),
    ]);
  if (rows.length === 0) return [];
  const lines = aligned([head, ...rows], ['left', 'left', 'left', 'right', 'left'], (cell, row) =>
    row === 0 ? quiet(cell) : cell,
  );
  const rest = faults.length - FAULTS_TOLD;
  return rest > 0 ? [...lines, words.faults.more(countText(rest))] : lines;
}
