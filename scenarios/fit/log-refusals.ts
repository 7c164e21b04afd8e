import type { FitFlags } from './fit-flags.ts';
import { wrongZone } from './fit-notes.ts';
import type { LogCounts } from './log-counts.ts';
import type { LogStanding } from './log-reading.ts';

/** Why a log has no rows of the municipality that was asked for; undefined if it has. */
export function whyNoMunicipality(
  { places }: Pick<LogStanding, 'places'>,
  { rules: { municipality }, municipalities }: LogCounts,
  file: string,
): string | undefined {
  if (municipality === undefined || municipalities.has(municipality)) return undefined;
  const asked = `--municipality ${municipality}`;
  if (places?.municipality === undefined) {
    return (
      `${file}: ${asked}: the log has no municipality column: leave the flag out, or say which ` +
      'column it is with --columns municipality=…'
    );
  }
  const names = [...municipalities.keys()];
  const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} others` : '';
  const has = names.length === 0 ? 'names none' : `has ${names.slice(0, NAMES_SHOWN).join(', ')}`;
  return `${file}: ${asked}: the log has no row of it, it ${has}${more}: name one as the log does`;
}

const NAMES_SHOWN = 10;

/** Why too many rows came while the service is closed; undefined if they are few enough. */
export function whyTooClosed(
  standing: LogStanding,
  counts: LogCounts,
  file: string,
  { maxClosed, opening }: Pick<FitFlags, 'maxClosed' | 'opening'>,
): string | undefined {
  const hours = counts.leftOut.get('outside-hours') ?? 0;
  const days = counts.leftOut.get('closed-day') ?? 0;
  const asked = counts.rows + hours + days;
  const share = (100 * (hours + days)) / asked;
  if (asked === 0 || share <= maxClosed) return undefined;
  const wrong = wrongZone(standing, counts);
  const remedies = [
    ...(wrong === undefined
      ? []
      : [
          `fit again with ${wrong.flag}: ${(100 * wrong.shareThen).toFixed(1)} % would lie outside`,
        ]),
    'say in which zone the times are with --time-zone, when the service is open with --opening,',
    'when it is closed with --closed; or allow it with --max-closed',
  ];
  const { opens, closes } = opening;
  return (
    `${file}: ${text(hours + days)} of ${text(asked)} rows (${share.toPrecision(3)} %) lie where ` +
    `the service is closed, more than the ${maxClosed} % of --max-closed\n\n` +
    `  ${text(hours)} outside ${opens} to ${closes}, ${text(days)} on closed days\n` +
    `${remedies.map((remedy) => `  ${remedy}\n`).join('')}`
  );
}

function text(count: number): string {
  return count.toLocaleString('en');
}
