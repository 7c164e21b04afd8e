import { expect, test } from 'vitest';
import { FIT_TELLING } from '../../../reports/fit-telling.ts';
import { type FitFlags, fitCommand } from '../../../scenarios/fit/fit-flags.ts';
import { logReport } from '../../../scenarios/fit/fit-log-report.ts';
import { countRulesOf, logFormatOf } from '../../../scenarios/fit/fit-settings.ts';
import { LogCounts } from '../../../scenarios/fit/log-counts.ts';
import { LogReading } from '../../../scenarios/fit/log-reading.ts';
import { DAY_MS, isoTime } from '../../../sim/civil-time.ts';
import { type Rng, streams } from '../../../sim/rng.ts';
import { at } from '../demand/small-demand.ts';

let flags: FitFlags | undefined;
await fitCommand()
  .action((_: string, own: FitFlags) => {
    flags = own;
  })
  .parseAsync(['any.csv', '--max-closed', '100'], { from: 'user' });

/** Some rows over some days, from one row to hundreds, and from one day to years. */
function anyLog(rng: Rng): string {
  const rows = 1 + Math.floor(rng.uniform() ** 3 * 400);
  const days = 1 + Math.floor(rng.uniform() ** 2 * 900);
  const startMs = at('2012-01-01 06:30') + Math.floor(rng.uniform() * 1200) * DAY_MS;
  const lines = Array.from({ length: rows }, () => {
    const day = Math.floor(rng.uniform() * days);
    const atMs = startMs + day * DAY_MS + rng.uniform() * 16.5 * 3_600_000;
    const type = ['tax', 'resident-record'][Math.floor(rng.uniform() * 2)];
    return [isoTime(atMs), type, Math.floor(rng.uniform() * 90)].join();
  });
  return `${['time,type,age', ...lines].join('\n')}\n`;
}

/** A fit to it, or why there is none. */
function fittedOrRefused(log: string): 'fitted' | 'refused' {
  const own = flags as FitFlags;
  const counts = new LogCounts(countRulesOf(own));
  const reading = new LogReading('any.csv', log, logFormatOf(own), {
    row: (row) => counts.add(row),
  });
  reading.push(log);
  reading.finish();
  try {
    const source = { file: 'any.csv', sha256: '0', rejected: undefined };
    const report = logReport(reading, counts, source, own);
    for (const { path, value, low, high } of report.numbers) {
      expect([path, low <= value + 1e-9, value <= high + 1e-9]).toEqual([path, true, true]);
    }
    const told = FIT_TELLING.text(report, 'en') + FIT_TELLING.page(report, 'ja');
    expect(told + JSON.stringify(report)).not.toMatch(/NaN|undefined|Infinity/);
    return 'fitted';
  } catch (error) {
    const { name, message } = error as Error;
    if (name !== 'FitRefused') throw error;
    expect(message).toMatch(/no row lies within|if rows are few, fit a longer log$/);
    return 'refused';
  }
}

test('any log of a few rows is fitted, or refused with the remedy', () => {
  const ends = Array.from({ length: 40 }, (_, seed) =>
    fittedOrRefused(anyLog(streams(seed).stream('any-log', 0))),
  );
  expect(ends.filter((end) => end === 'fitted').length).toBeGreaterThan(36);
});
