import type { Demand } from '../../../scenarios/demand/demand.ts';
import { fitLog, type LogFit } from '../../../scenarios/fit/fit-log.ts';
import { LogCounts } from '../../../scenarios/fit/log-counts.ts';
import type { LogRow } from '../../../scenarios/fit/log-row.ts';
import { rowsOf } from './known-log.ts';

export const OPENING = { opens: '06:30', closes: '23:00' };
export const CLOSED = [{ from: '12-29', to: '01-03' }];
export const BANDS = ['08:30', '17:15'];

export function countsOf(rows: Iterable<LogRow>): LogCounts {
  const counts = new LogCounts({ opening: OPENING, closedDays: CLOSED });
  for (const row of rows) counts.add(row);
  return counts;
}

export function fitted(counts: LogCounts, confidence = 0.95): LogFit {
  return fitLog(counts, 'known.csv', { confidence, bandEdges: BANDS });
}

/** The counts of a log of a demand. */
export function knownCounts(demand: Demand, seed: number): LogCounts {
  return countsOf(rowsOf(demand, seed));
}
