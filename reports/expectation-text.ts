import type { ExpectationResult, FaultRecord } from '../scenarios/judging/result.ts';
import { countText, spanText, timeText } from './quantities.ts';
import { type Words, worded } from './words.ts';

/** What an expectation is about, in words. */
export function expectationName({ kind, name }: ExpectationResult, words: Words): string {
  const { expectations, outcomes, stages } = words;
  const about = worded(expectations.kinds, kind);
  if (kind === 'violations' && name === '*') return `${about} ${expectations.others}`;
  if (kind !== 'journeys') return `${about} ${name}`;
  const parts = name.split(' · ').map((part) => worded(stages, worded(outcomes, part)));
  return `${about} ${parts.join(' · ')}`;
}

/** What was measured: a count, or a time. */
export function expectationValue({ kind, measured }: ExpectationResult): string {
  if (measured === undefined) return '–';
  return kind === 'recovered' ? timeText(measured) : countText(measured);
}

/** How long after a fault there was trouble still. */
export function recoveryText({ recovered, troubleMs }: FaultRecord, words: Words): string {
  if (troubleMs === undefined) return words.faults.notOver;
  const span = troubleMs === 0 ? words.faults.atOnce : spanText(troubleMs, words.units);
  return recovered ? span : words.faults.notRecovered(span);
}
