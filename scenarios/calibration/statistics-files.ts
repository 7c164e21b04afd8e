import { readFileSync } from 'node:fs';
import { type Statistic, statisticsIn } from './statistics.ts';

/** The published numbers that come with kofu: docs/source-statistics.csv. */
export function sourceStatistics(): ReadonlyMap<string, Statistic> {
  const file = new URL('../../docs/source-statistics.csv', import.meta.url);
  return statisticsIn(readFileSync(file, 'utf8'));
}
