import type { BadRowCount } from './bad-rows.ts';
import type { DemandData } from './demand-of-fit.ts';
import type { Margins } from './fit-margins.ts';
import type { Misfit } from './fit-misfit.ts';
import type { FitNote } from './fit-notes.ts';
import type { FittedNumber } from './fitted-demand.ts';
import type { LeftOut } from './log-counts.ts';
import type { Outstanding } from './outstanding-days.ts';
import type { TableNote } from './table-notes.ts';

/** What was read of a file. */
export interface FitSource {
  readonly file: string;
  readonly sha256: string;
  readonly kind: 'log' | 'table';
  readonly encoding: string;
  /** Rows but for blank lines and the header: counted, left out, dropped and bad. */
  readonly rows: number;
  readonly counted: number;
  readonly duplicatesDropped: number;
  readonly leftOut: readonly (readonly [why: LeftOut, rows: number])[];
  readonly bad: {
    readonly rows: number;
    readonly byReason: readonly BadRowCount[];
    readonly unknownTypes: readonly (readonly [value: string, rows: number])[];
    /** Where they were written. */
    readonly file: string | undefined;
  };
}

/** Everything that is told of a fit. */
export interface FitReport {
  readonly source: FitSource;
  readonly period: {
    readonly from: string;
    readonly to: string;
    readonly openDays: number;
    /** Open days that were not learned from. */
    readonly leftOutDays: number;
  };
  /** Of each interval by itself. */
  readonly confidence: number;
  readonly numbers: readonly FittedNumber[];
  readonly margins: Margins | undefined;
  readonly misfits: readonly Misfit[];
  readonly outstanding: Outstanding | undefined;
  readonly stores: { readonly count: number; readonly top: readonly (readonly [string, number])[] };
  readonly notes: readonly (FitNote | TableNote)[];
  readonly demand: DemandData;
  /** Where the demand was written. */
  readonly out: string | undefined;
}

/** What `--json` prints: plain data in a fixed order, versioned. */
export function fitRecord(report: FitReport): object {
  return { schema: 'kofu-fit', version: '1.0.0', ...report };
}
