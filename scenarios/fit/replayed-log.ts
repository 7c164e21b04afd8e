import { z } from 'zod';
import { CertificateType } from '../../server/contract.ts';
import { isoTime } from '../../sim/civil-time.ts';
import { Instant, instantMs } from '../../sim/units.ts';
import { LOG_COLUMNS } from './log-columns.ts';
import { ENCODINGS } from './log-fields.ts';
import type { LogFormat } from './log-reading.ts';
import type { LogRow } from './log-row.ts';
import { type Zone, zoneOf } from './log-zone.ts';

/** `17 2014-04-01T10:17:03.120+09:00 resident-record 3 city 34 1`. */
const ROW = /^(\d+) (\S{29}) ([a-z-]+) (\d+|-) (\S+) (\d+|-) (\d+)$/;

/** What loading puts in place of a log: its rows between two instants, so that a run keeps them. */
export const KeptLog = z
  .strictObject({
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('SHA-256 of the file'),
    rows: z.int().min(0).describe('Rows of the file'),
    bad: z.int().min(0).describe('Rows of the file that could not be read'),
    from: z.string().describe('Rows are kept from this instant on'),
    to: z.string().describe('Until this instant, which is not included'),
    stores: z.array(z.string()).describe('Stores of the file, in the order of their names'),
    citizens: z
      .array(z.string().regex(ROW, 'this is no row as a run keeps it'))
      .describe(
        'Row, instant, certificate, number of the store from 0, place, age and copies; - without',
      ),
  })
  .describe('The rows of the log, as loading puts them here and a recorded run keeps them');
export type KeptLog = z.infer<typeof KeptLog>;

/** Fields of whatever reads a log: its file and how it is written, as `kofu fit` has them. */
export const logFields = {
  file: z.string().min(1).describe('The log, seen from the scenario: CSV, also gzip (docs/fit.md)'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'write 64 hexadecimal digits, as sha256sum prints them')
    .optional()
    .describe('SHA-256 that the file must have; any without'),
  columns: z
    .partialRecord(z.enum(LOG_COLUMNS), z.string().min(1))
    .default({})
    .describe(
      'Where what is: by header, or number from 1; `date+time` joins two. By headers without',
    ),
  header: z.boolean().default(true).describe('Whether the first row names the columns'),
  delimiter: z.string().length(1).optional().describe('Found in the first line without'),
  encoding: z.enum(ENCODINGS).optional().describe('Found in the first bytes without'),
  timeZone: z
    .string()
    .refine((name) => zoneOf(name) !== undefined, 'write a zone such as Asia/Tokyo, UTC or +09:00')
    .default('Asia/Tokyo')
    .describe('Of times that say no offset'),
  ignoreOffset: z.boolean().default(false).describe('Take times for local ones all the same'),
  types: z
    .record(z.string(), CertificateType)
    .default({})
    .describe('What the log calls certificates, besides the usual names'),
  places: z
    .record(z.string(), z.string().regex(/^[a-z][a-z0-9-]{0,31}$/))
    .default({})
    .describe('What the log calls places, besides the usual names; `city` is the own city'),
  duplicates: z
    .enum(['keep', 'drop'])
    .default('keep')
    .describe('Rows that are alike in every column'),
  maxBad: z
    .number()
    .min(0)
    .max(100)
    .default(1)
    .describe('Rows that may be unreadable, in per cent; they are left out'),
  from: Instant.optional().describe(
    'The instant of the log at which the workload begins; without, that of the run itself',
  ),
  to: Instant.optional().describe('Rows from this instant of the log on are not replayed'),
  speed: z
    .number()
    .min(0.001)
    .max(100_000)
    .default(1)
    .describe('How many times faster than in the log citizens come'),
};

/** What says which log is read how. */
export const LogWorkload = z.object(logFields);
export type LogWorkload = z.infer<typeof LogWorkload>;

/** How a log of a workload is to be read. */
export function formatOf(workload: LogWorkload): LogFormat {
  return {
    columns: Object.entries(workload.columns).map(([column, from]) => ({
      column: column as (typeof LOG_COLUMNS)[number],
      from: from.split('+'),
    })),
    hasHeader: workload.header,
    delimiter: workload.delimiter,
    encoding: workload.encoding,
    zone: zoneOf(workload.timeZone) as Zone,
    ignoresOffsets: workload.ignoreOffset,
    types: new Map(Object.entries(workload.types)),
    places: new Map(Object.entries(workload.places)),
    duplicates: workload.duplicates,
  };
}

/** A row that is replayed. */
export interface KeptRow {
  /** Its line in the file: the citizen’s name. */
  readonly line: number;
  readonly atMs: number;
  readonly type: CertificateType;
  /** Number of the store; none without the column. */
  readonly store: number | undefined;
  readonly place: string | undefined;
  readonly age: number | undefined;
  readonly copies: number;
}

/** A row as text. */
export function keptText(row: LogRow, line: number, store: number | undefined): string {
  const { atMs, type, place, age, copies } = row;
  return [line, isoTime(atMs), type, store ?? '-', place ?? '-', age ?? '-', copies ?? 1].join(' ');
}

/** The row of a text that `KeptLog` has accepted. */
export function keptRow(text: string): KeptRow {
  const [, line, at = '', type, store, place, age, copies] = ROW.exec(text) ?? [];
  const number = (field: string | undefined) => (field === '-' ? undefined : Number(field));
  return {
    line: Number(line),
    atMs: keptMs(at),
    type: type as CertificateType,
    store: number(store),
    place: place === '-' ? undefined : place,
    age: number(age),
    copies: Number(copies),
  };
}

/** Ms since 1970-01-01T00:00Z of an instant as `isoTime` writes it. */
export function keptMs(at: string): number {
  return instantMs(`${at.slice(0, 19)}+09:00`) + Number(at.slice(20, 23));
}
