import type { Margin } from '../scenarios/fit/fit-margins.ts';
import type { Misfit } from '../scenarios/fit/fit-misfit.ts';
import type { FitReport } from '../scenarios/fit/fit-report.ts';
import type { OutstandingDays } from '../scenarios/fit/outstanding-days.ts';
import type { FitWords } from './fit-words.ts';
import { countText } from './quantities.ts';

/** A number of a fit: counts grouped, all others to four digits. */
export function numberText(value: number): string {
  if (value === 0) return '0';
  if (Math.abs(value) >= 1000) return countText(Math.round(value));
  return value >= 0.001 ? String(Number(value.toPrecision(4))) : value.toExponential(1);
}

/** A probability; what is nearly none is told as such. */
export function chanceText(probability: number): string {
  return probability < 0.001 ? '< 0.001' : probability.toFixed(3);
}

/** Counted, expected, the one over the other, and the dispersion where there is one. */
export function marginTexts({ observed, expected, dispersion }: Margin): readonly string[] {
  return [
    countText(observed),
    expected >= 100 ? countText(Math.round(expected)) : numberText(expected),
    expected > 0 ? (observed / expected).toFixed(3) : '–',
    ...(dispersion === undefined ? [] : [dispersion.toFixed(2)]),
  ];
}

/** Days that stand out, in their order, with what they are. */
export function outstandingRows(
  { outstanding }: FitReport,
  words: FitWords,
): readonly { readonly what: string; readonly run: OutstandingDays }[] {
  if (outstanding === undefined) return [];
  const { surges, gaps } = outstanding;
  return [
    ...surges.map((run) => ({ what: run.factor > 1 ? words.surge : words.drop, run })),
    ...gaps.map((run) => ({ what: words.gap, run })),
  ].sort((one, other) => (one.run.from < other.run.from ? -1 : 1));
}

/** `2014-03-31`, or from one day to another. */
export function runText({ from, to }: Pick<OutstandingDays, 'from' | 'to'>): string {
  return from === to ? from : `${from}..${to}`;
}

/** Surges as a demand writes them, a line each. */
export function surgeLines({ outstanding, source }: FitReport): readonly string[] {
  return (outstanding?.surges ?? [])
    .filter(({ factor }) => factor > 1)
    .map(({ from, to, factor }) => {
      const value = Number(factor.toPrecision(4));
      return (
        `- { kind: campaign, name: from-${from}, from: ${from}, to: ${to}, ` +
        `factor: { value: ${value}, origin: 'fit: ${source.file}' }, withinVolume: true }`
      );
    });
}

/** Flags with which nothing is learned from what stands out. */
export function leaveOutFlags({ outstanding }: FitReport): string {
  const runs = [...(outstanding?.surges ?? []), ...(outstanding?.gaps ?? [])];
  return runs.map((run) => `--leave-out ${runText(run)}`).join(' ');
}

/** Where counts are farthest from what is expected. */
export function farthestText({ farthest, deviance }: Misfit): string {
  if (farthest === undefined) {
    return deviance === undefined ? '' : `deviance ${numberText(deviance)}`;
  }
  const { names, observed, expected } = farthest;
  return `${names.join(' ')}: ${countText(observed)} / ${numberText(expected)}`;
}
