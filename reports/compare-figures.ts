import type { Change, Comparison, FigureTold } from '../scenarios/compare/comparison.ts';
import { countText, shareText, timeText } from './quantities.ts';

/** What a comparison says of one figure, as text. */
export interface ChangeText {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly change: string;
  readonly interval: string;
}

export function changeText(change: Change): ChangeText {
  const { selector, aggregation, unit, from, to, interval } = change;
  return {
    name: `${selector} ${aggregation}`,
    from: figureText(from, unit),
    to: figureText(to, unit),
    change: relativeText(change.change),
    interval:
      interval === undefined
        ? '–'
        : `${relativeText(interval.low)} … ${relativeText(interval.high)}`,
  };
}

/** A relative change in per cent: `+4.2 %`, `×12` from tenfold on, `–` where there is none. */
export function relativeText(change: number | undefined): string {
  if (change === undefined || Number.isNaN(change)) return '–';
  if (change >= 9) return change > 1e6 ? '∞' : `×${countText(Math.round(change + 1))}`;
  const percent = (100 * change).toFixed(1);
  if (Number(percent) === 0) return '0.0 %';
  return `${change > 0 ? '+' : '−'}${percent.replace('-', '')} %`;
}

function figureText({ value, samples }: FigureTold, unit: Change['unit']): string {
  if (value === undefined) return '–';
  switch (unit) {
    case 'ms':
      return timeText(value);
    case 'share':
      return shareText(Math.round(value * samples), samples);
    case 'per journey':
      return value === 0 ? '0' : value.toPrecision(3);
  }
}

/** The rules that a comparison was made by, as text. */
export function ruleTexts({ options, judged }: Comparison) {
  const percent = (part: number) => `${Number((100 * part).toPrecision(6))} %`;
  return {
    tolerance: percent(options.tolerance),
    confidence: percent(options.confidence),
    judged: countText(judged),
    resamples: countText(options.resamples),
    seed: String(options.seed),
  };
}

/** Letters by which runs are told apart: A, B … Z, then their number. */
export function runLetter(index: number): string {
  return index < 26 ? String.fromCharCode(65 + index) : String(index + 1);
}
