import { dayNumberOf } from '../demand/civil-day.ts';
import type { FitFlags } from './fit-flags.ts';
import { FitRefused } from './fit-refused.ts';
import type { CountRules } from './log-counts.ts';
import type { LogFormat } from './log-reading.ts';

/** How flags have a log read. */
export function logFormatOf(flags: FitFlags): LogFormat {
  return {
    columns: flags.columns,
    hasHeader: flags.header,
    delimiter: flags.delimiter,
    encoding: flags.encoding,
    zone: flags.timeZone,
    ignoresOffsets: flags.ignoreOffset === true,
    types: flags.mapType,
    places: flags.mapPlace,
    duplicates: flags.duplicates,
  };
}

/** What flags have counted; throws FitRefused where they contradict each other. */
export function countRulesOf(flags: FitFlags): CountRules {
  const { opening, bands, from, to, closed, municipality, leaveOut } = flags;
  const outside = bands.find((edge) => edge <= opening.opens || edge >= opening.closes);
  if (outside !== undefined) {
    throw new FitRefused(
      `--bands ${outside}: bands meet within the opening hours, ` +
        `${opening.opens} to ${opening.closes}; change --bands or --opening`,
    );
  }
  const firstDay = from === undefined ? undefined : dayNumberOf(from);
  const lastDay = to === undefined ? undefined : dayNumberOf(to);
  if (firstDay !== undefined && lastDay !== undefined && firstDay > lastDay) {
    throw new FitRefused(`--from ${from} lies after --to ${to}: swap them`);
  }
  const leftOutDays = new Set<number>();
  for (const range of leaveOut) {
    const last = dayNumberOf(range.to);
    for (let day = dayNumberOf(range.from); day <= last; day++) leftOutDays.add(day);
  }
  return { opening, closedDays: [...closed], firstDay, lastDay, municipality, leftOutDays };
}

/** A table has no rows to choose from: what chooses among those of a log is no use to it. */
export function refuseFlagsOfLogs(flags: FitFlags): void {
  const { from, to, municipality, reject, leaveOut } = flags;
  const given = Object.entries({ from, to, municipality, reject, 'leave-out': leaveOut[0] });
  const [name] = given.find(([, value]) => value !== undefined) ?? [];
  if (name === undefined) return;
  throw new FitRefused(`--${name} is for logs, and this is a monthly table: leave it out`);
}
