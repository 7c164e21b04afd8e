import type { Calibration, JudgedMix, JudgedRow } from '../scenarios/calibration/calibration.ts';
import type { ChannelTable } from '../scenarios/calibration/channel-table.ts';
import type { CalibrationWords } from './calibration-words.ts';
import { countText } from './quantities.ts';
import type { Language } from './words.ts';

/** A judged row as cells of text, the same for terminal, page and docs. */
export interface RowText {
  readonly id: string;
  readonly published: string;
  readonly simulated: string;
  readonly interval: string;
  readonly test: string;
  readonly probability: string;
  readonly adjusted: string;
  readonly verdict: string;
  readonly basis: string;
  readonly source: string;
  readonly noticed: string;
}

export function rowText(row: JudgedRow, words: CalibrationWords): RowText {
  const { id, published, simulated, interval, test, pValue, adjusted, verdict, basis } = row;
  const figure = (value: number) => figureText(value, published.unit);
  return {
    id,
    published: publishedText(row),
    simulated: figure(simulated),
    interval:
      test === 'bound' || test === 'rank'
        ? words.atLeast(figure(interval.low))
        : `${figure(interval.low)} … ${figure(interval.high)}`,
    test: words.tests[test],
    probability: probabilityText(pValue),
    adjusted: probabilityText(adjusted),
    verdict: words.verdicts[verdict],
    basis: words.bases[basis],
    source: published.source,
    noticed: row.noticed === undefined ? '–' : `±${(100 * row.noticed).toFixed(1)} %`,
  };
}

/** As it was printed, with its digits grouped. */
function publishedText({ published: { value }, test }: JudgedRow): string {
  const grouped = /^\d{4,}$/.test(value) ? countText(Number(value)) : value;
  return test === 'bound' ? `> ${grouped}` : grouped;
}

function figureText(value: number, unit: string): string {
  if (Number.isNaN(value)) return '–';
  if (unit === 'share') return value.toFixed(4);
  if (unit === 'ordinal') return `×${value.toFixed(2)}`;
  if (unit === 's') return `${value.toFixed(1)}`;
  return unit.endsWith('/day') ? value.toFixed(2) : countText(Math.round(value));
}

export function probabilityText(probability: number): string {
  return probability < 0.0005 ? '< 0.001' : probability.toFixed(3);
}

/** Shares of a group in per cent. */
export function percentText(share: number): string {
  return `${(100 * share).toFixed(share < 0.01 ? 2 : 1)} %`;
}

/** A set of shares on one line: `early 3.1 (3.2) %, …`: simulated, and in brackets published. */
export function mixText({ groups }: JudgedMix): string {
  return groups
    .map(
      ({ name, simulated, published }) =>
        `${name} ${percentText(simulated)} (${percentText(published)})`,
    )
    .join(', ');
}

/** What is said of all figures of a report together. */
export function togetherText({ rows, mixes, level }: Calibration, words: CalibrationWords): string {
  const all = [...rows, ...mixes];
  const beyond = all.filter(({ pValue }) => pValue < level).length;
  const due = (level * all.length).toFixed(all.length < 20 ? 1 : 0);
  return words.together(all.length, String(level), beyond, due);
}

/** Who left the channel of their habit, `machine → stores: residents’ records 7,529`, or nothing. */
export function movedText(
  { moved, channels }: ChannelTable,
  words: CalibrationWords,
  language: Language,
): string {
  const name = (channel: string) =>
    channels.find((each) => each.channel === channel)?.title[language] ?? words.nobody;
  const told = moved.map(({ from, to, type, certificates }) => {
    const what = words.certificates[type] ?? type;
    return `${name(from)} → ${name(to)}: ${what} ${countText(certificates)}`;
  });
  return told.length === 0 ? '' : words.moved(told.join('; '));
}
