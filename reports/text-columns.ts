/** Code points that take two columns of a terminal: East Asian wide and fullwidth (UAX #11). */
const WIDE = new RegExp(
  [
    '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}',
    '\\u3000-\\u303f\\u30fb\\u30fc\\uff01-\\uff60\\uffe0-\\uffe6\\p{Emoji_Presentation}]',
  ].join(''),
  'u',
);
const HALFWIDTH = /[\uff61-\uffdc]/u;
const COMBINING = /[\p{Mark}\p{Default_Ignorable_Code_Point}]/u;

/** How many columns of a terminal a text takes. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (COMBINING.test(character)) continue;
    width += WIDE.test(character) && !HALFWIDTH.test(character) ? 2 : 1;
  }
  return width;
}

/** As much of a text’s beginning as fits into so many columns. */
export function fitted(text: string, columns: number): string {
  let width = 0;
  let length = 0;
  for (const character of text) {
    width += textWidth(character);
    if (width > columns) return text.slice(0, length);
    length += character.length;
  }
  return text;
}

/** A text without what could move a terminal’s cursor or change its colours. */
export function plainText(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}

type Alignment = 'left' | 'right';

/** Rows of cells as lines of text; `decorate` sees each cell, already padded, last. */
export function aligned(
  rows: readonly (readonly string[])[],
  alignments: readonly Alignment[],
  decorate: (padded: string, row: number, column: number) => string = (padded) => padded,
): readonly string[] {
  const widths = alignments.map((_, column) =>
    Math.max(0, ...rows.map((row) => textWidth(row[column] ?? ''))),
  );
  return rows.map((row, rowIndex) =>
    row
      .map((cell, column) => {
        const padding = ' '.repeat((widths[column] ?? 0) - textWidth(cell));
        const padded = alignments[column] === 'right' ? padding + cell : cell + padding;
        return decorate(padded, rowIndex, column);
      })
      .join('  ')
      .trimEnd(),
  );
}
