import type { FindMaxResult } from '../scenarios/find-max/find-max.ts';
import type { TriedRate } from '../scenarios/find-max/search.ts';
import { timeText } from './quantities.ts';

/** Units in which people count what comes. */
const UNITS = [
  [1, 's'],
  [60, 'min'],
  [3600, 'h'],
] as const;

/** A rate to read, e.g. `2.66/s`, `14.2/min`. */
export function perTimeText(perSecond: number): string {
  const [times, unit] = UNITS.find(([each]) => perSecond * each >= 1) ?? [3600, 'h'];
  return `${Number((perSecond * times).toPrecision(3))}/${unit}`;
}

/** A factor to read, e.g. `×1.5`. */
export function factorText(factor: number): string {
  return `×${Number(factor.toPrecision(4))}`;
}

/** Rates in the order of their height. */
export function inOrder({ tried }: FindMaxResult): readonly TriedRate[] {
  return [...tried].sort((a, b) => a.factor - b.factor);
}

/** How many runs met it, and how many spoke for or against it. */
export function metOf({ trials }: TriedRate): { readonly met: number; readonly judged: number } {
  const met = trials.filter(({ verdict }) => verdict === 'pass').length;
  return { met, judged: trials.filter(({ verdict }) => verdict !== 'void').length };
}

/** The median of the runs’ 95th percentiles. */
export function p95Text({ trials }: TriedRate): string {
  const values = trials.flatMap(({ p95Ms }) => p95Ms ?? []).sort((a, b) => a - b);
  return timeText(values[Math.floor(values.length / 2)]);
}

/** What came of the first run that did not pass. */
export function whyNot({ trials }: TriedRate): string {
  return trials.find(({ reason }) => reason !== '')?.reason ?? '';
}
