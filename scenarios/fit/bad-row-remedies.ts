import type { BadRowReason, BadRows } from './bad-rows.ts';
import type { LogStanding } from './log-reading.ts';

/** Why rows could not be read, and what to do about it. */
const REMEDIES: Readonly<Record<BadRowReason, string>> = {
  'long-line': 'a line has more than 64 KiB: is this the right file?',
  'open-quote': 'a quote does not close: write quotes within fields twice',
  nul: 'there are NUL bytes: the file is damaged or binary',
  columns: 'there are more or fewer columns than in the header: look at --delimiter',
  'no-time': 'the time is missing: look at --columns time=…',
  time: 'no time can be read: look at --columns time=…',
  'no-clock': 'there is a date without a time of day: --columns time=date+clock joins two columns',
  'no-such-time': 'there is no such time; look at --time-zone',
  year: 'the year is not one of those whose holidays are known',
  'no-type': 'the certificate is missing: look at --columns type=…',
  type: 'the certificate is not known: say what it is with --map-type',
  encoding: 'this is no text of the encoding: look at --encoding shift_jis',
  place: 'the place is not known: say what it is with --map-place',
  age: 'this is no age from 0 to 120',
  copies: 'this is no number of copies from 1 to 10',
};

/** Why too many rows could not be read, each reason with its first row and its remedy. */
export function whyTooBad(
  { bad, standing }: { readonly bad: BadRows; readonly standing: Pick<LogStanding, 'rows'> },
  file: string,
  maxBad: number,
  written?: string,
): string | undefined {
  const share = (100 * bad.count) / standing.rows;
  if (share <= maxBad) return undefined;
  const told = bad.byReason.map(({ reason, count, examples: [first] }) => {
    const rows = `${countText(count)} row${count === 1 ? '' : 's'}`;
    return `  ${file}:${first?.line}  ${rows}: ${REMEDIES[reason]}\n    ${first?.text}`;
  });
  const unknown = bad.unknownTypes
    .slice(0, UNKNOWN_SHOWN)
    .map(([value, rows]) => `    --map-type ${value}=…   (${countText(rows)} rows)`);
  const lines = [...told, ...(unknown.length > 0 ? ['', ...unknown] : [])];
  const there = written === undefined ? '' : `; they are in ${written}`;
  return (
    `${file}: ${countText(bad.count)} of ${countText(standing.rows)} rows ` +
    `(${share.toPrecision(3)} %) cannot be read, more than the ${maxBad} % of --max-bad${there}\n\n` +
    `${lines.join('\n')}\n`
  );
}

const UNKNOWN_SHOWN = 10;

function countText(count: number): string {
  return count.toLocaleString('en');
}
