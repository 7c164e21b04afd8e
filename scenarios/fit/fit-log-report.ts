import { whyTooBad } from './bad-row-remedies.ts';
import { demandOf, demandText } from './demand-of-fit.ts';
import type { FitFlags } from './fit-flags.ts';
import { fitLog, type LogFit } from './fit-log.ts';
import { marginsOf } from './fit-margins.ts';
import { misfitsOf } from './fit-misfit.ts';
import { notesOf } from './fit-notes.ts';
import { FitRefused } from './fit-refused.ts';
import type { FitReport, FitSource } from './fit-report.ts';
import { numbersOf } from './fitted-demand.ts';
import type { LogCounts } from './log-counts.ts';
import type { LogReading } from './log-reading.ts';
import { whyNoMunicipality, whyTooClosed } from './log-refusals.ts';
import { outstandingDays } from './outstanding-days.ts';

/** Of each interval that is told. */
export const CONFIDENCE = 0.95;

const TOP_STORES = 5;

/** Fits what was read of a log; throws FitRefused if too much of it could not be. */
export function logReport(
  reading: LogReading,
  counts: LogCounts,
  source: { readonly file: string; readonly sha256: string; readonly rejected: string | undefined },
  flags: FitFlags,
): FitReport {
  const { standing } = reading;
  const tooBad = whyTooBad(reading, source.file, flags.maxBad, source.rejected);
  if (tooBad !== undefined) throw new FitRefused(tooBad);
  const why =
    whyNoMunicipality(standing, counts, source.file) ??
    whyTooClosed(standing, counts, source.file, flags);
  if (why !== undefined) throw new FitRefused(why);
  const fit = fitLog(counts, source.file, { confidence: CONFIDENCE, bandEdges: flags.bands });
  const demand = demandOf(fit.fitted, {
    name: flags.name ?? nameOf(source.file),
    origin: `fit: ${source.file}, ${counts.rows.toLocaleString('en')} rows`,
    opening: flags.opening,
    closedDays: [...flags.closed],
  });
  // Refused before anything is told of it.
  demandText(demand, []);
  const outstanding = outstandingDays(fit.days, CONFIDENCE);
  const stores = [...counts.stores].sort(([, one], [, other]) => other - one);
  return {
    source: sourceOf(reading, counts, source, flags),
    period: periodOf(fit),
    confidence: CONFIDENCE,
    numbers: numbersOf(fit.fitted),
    margins: marginsOf(demand, counts, fit.days),
    misfits: misfitsOf(counts, fit),
    outstanding,
    stores: { count: stores.length, top: stores.slice(0, TOP_STORES) },
    notes: notesOf(standing, counts, fit, outstanding, flags),
    demand,
    out: flags.out,
  };
}

function periodOf({ fitted, days, openDays }: LogFit): FitReport['period'] {
  const { from, to } = fitted;
  return { from, to, openDays, leftOutDays: openDays - days.length };
}

function sourceOf(
  { standing, bad }: LogReading,
  counts: LogCounts,
  { file, sha256, rejected }: Parameters<typeof logReport>[2],
  { duplicates }: FitFlags,
): FitSource {
  return {
    file,
    sha256,
    kind: 'log',
    encoding: standing.encoding,
    rows: standing.rows,
    counted: counts.rows,
    duplicatesDropped: duplicates === 'drop' ? standing.duplicates : 0,
    leftOut: [...counts.leftOut],
    bad: {
      rows: bad.count,
      byReason: bad.byReason,
      unknownTypes: bad.unknownTypes,
      file: rejected,
    },
  };
}

/** Name of a demand after its file. */
export function nameOf(file: string): string {
  const plain = file
    .toLowerCase()
    .replace(/\.(csv|tsv|txt|log|gz)\b/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64);
  return plain === '' ? 'fitted' : plain;
}
