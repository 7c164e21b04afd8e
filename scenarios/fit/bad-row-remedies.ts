import type { BadRowReason, BadRows } from './bad-rows.ts';
import type { LogStanding } from './log-reading.ts';

type Remedies = Readonly<Record<BadRowReason, string>>;

/** Why rows could not be read, and what to do about it by the flags of `kofu fit`. */
const REMEDIES: Remedies = {
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
  age:
    'this is no age from 0 to 120: leave it blank, or leave `age` out of --columns and call ' +
    'the column something else',
  copies:
    'this is no number of copies from 1 to 10: leave it blank, or leave `copies` out of --columns ' +
    'and call the column something else',
};

/** The same by the keys of a workload that replays a log. */
const WORKLOAD_REMEDIES: Remedies = {
  ...REMEDIES,
  columns: 'there are more or fewer columns than in the header: look at delimiter',
  'no-time': 'the time is missing: look at columns: { time: … }',
  time: 'no time can be read: look at columns: { time: … }',
  'no-clock':
    'there is a date without a time of day: columns: { time: date+clock } joins two columns',
  'no-such-time': 'there is no such time; look at timeZone',
  'no-type': 'the certificate is missing: look at columns: { type: … }',
  type: 'the certificate is not known: say what it is with types',
  encoding: 'this is no text of the encoding: look at encoding: shift_jis',
  place: 'the place is not known: say what it is with places',
};

/** How to say what a certificate is, and how many rows may be bad. */
const FIT_WORDS = {
  remedies: REMEDIES,
  maxBad: '--max-bad',
  mapping: (value: string) => `--map-type ${value}=…`,
};
const WORKLOAD_WORDS: typeof FIT_WORDS = {
  remedies: WORKLOAD_REMEDIES,
  maxBad: 'maxBad',
  mapping: (value) => `types: { ${JSON.stringify(value)}: … }`,
};

/**
 * Why too many rows could not be read, each reason with its first row and its remedy. `kofu fit`
 * says where it has written them, if anywhere; who does not is a workload, and is told its keys.
 */
export function whyTooBad(
  { bad, standing }: { readonly bad: BadRows; readonly standing: Pick<LogStanding, 'rows'> },
  file: string,
  maxBad: number,
  ...fit: readonly [written: string | undefined] | readonly []
): string | undefined {
  const share = (100 * bad.count) / standing.rows;
  if (share <= maxBad) return undefined;
  const words = fit.length === 0 ? WORKLOAD_WORDS : FIT_WORDS;
  const told = bad.byReason.map(({ reason, count, examples: [first] }) => {
    const rows = `${countText(count)} row${count === 1 ? '' : 's'}`;
    return `  ${file}:${first?.line}  ${rows}: ${words.remedies[reason]}\n    ${first?.text}`;
  });
  const unknown = bad.unknownTypes
    .slice(0, UNKNOWN_SHOWN)
    .map(([value, rows]) => `    ${words.mapping(value)}   (${countText(rows)} rows)`);
  const lines = [...told, ...(unknown.length > 0 ? ['', ...unknown] : [])];
  const [written] = fit;
  const there = written === undefined ? '' : `; they are in ${written}`;
  return (
    `${file}: ${countText(bad.count)} of ${countText(standing.rows)} rows ` +
    `(${share.toPrecision(3)} %) cannot be read, more than the ${maxBad} % of ${words.maxBad}${there}\n\n` +
    `${lines.join('\n')}\n`
  );
}

const UNKNOWN_SHOWN = 10;

function countText(count: number): string {
  return count.toLocaleString('en');
}
