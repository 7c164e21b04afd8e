import { basename } from 'node:path';
import { EXIT } from '../exit-code.ts';
import type { TextSink } from '../judging/recorded-run.ts';
import { demandText } from './demand-of-fit.ts';
import type { FitFlags } from './fit-flags.ts';
import { logReport } from './fit-log-report.ts';
import { refuseSharedFiles } from './fit-outputs-files.ts';
import { type FitReport, fitRecord } from './fit-report.ts';
import { countRulesOf, logFormatOf, refuseFlagsOfLogs } from './fit-settings.ts';
import { tableReport } from './fit-table.ts';
import { LogCounts } from './log-counts.ts';
import { LogReading } from './log-reading.ts';
import {
  type ByteReader,
  PartFile,
  ReadingInterrupted,
  readPieces,
  writeWhole,
} from './log-source-files.ts';
import { isMonthlyHead, TableReading } from './monthly-table.ts';
import { type ProgressSink, ReadingProgress } from './reading-progress.ts';

/** What fitting needs of the command line. */
export interface FitPorts {
  readonly text: (report: FitReport, language: 'ja' | 'en') => string;
  readonly page: (report: FitReport, language: 'ja' | 'en') => string;
  readonly stdout: TextSink;
  readonly stderr: ProgressSink;
  readonly signal?: AbortSignal;
}

/** Fits a demand to a log or a table and tells what came out; answers the exit code. */
export async function fitFile(file: string, flags: FitFlags, ports: FitPorts): Promise<number> {
  const { stdout, stderr } = ports;
  refuseSharedFiles(file, flags);
  const fitted = await reportOn(file, flags, ports).catch((error: unknown) => {
    if (error instanceof ReadingInterrupted) return undefined;
    throw error;
  });
  if (fitted === undefined) {
    stderr.write(`exit ${EXIT.interrupted}: interrupted, nothing is written\n`);
    return EXIT.interrupted;
  }
  const report: FitReport = { ...fitted, out: flags.out };
  const text = demandText(report.demand, headOf(report));
  if (flags.html !== undefined) await writeWhole(flags.html, ports.page(report, flags.lang));
  if (flags.out !== undefined) await writeWhole(flags.out, text);
  stdout.write(
    flags.json === true
      ? `${JSON.stringify(fitRecord(report), null, 2)}\n`
      : ports.text(report, flags.lang),
  );
  stderr.write(
    `exit ${EXIT.pass}: fitted${flags.out === undefined ? '' : `, ${flags.out} written`}\n`,
  );
  return EXIT.pass;
}

async function reportOn(file: string, flags: FitFlags, ports: FitPorts): Promise<FitReport> {
  const clock = () => performance.now();
  const progress = new ReadingProgress(ports.stderr, clock, flags.lang);
  const counts = new LogCounts(countRulesOf(flags));
  const reject = flags.reject === undefined ? undefined : new PartFile(flags.reject);
  const read: { log?: LogReading; table?: TableReading } = {};
  const begin = (head: string): ByteReader => {
    if (flags.monthly === true || isMonthlyHead(head, flags)) {
      read.table = new TableReading(basename(file), head, flags);
      return read.table;
    }
    read.log = new LogReading(file, head, logFormatOf(flags), {
      row: (row) => counts.add(row),
      ...(reject === undefined ? {} : { reject: (bytes: string) => reject.add(bytes) }),
    });
    return read.log;
  };
  try {
    const { sha256 } = await readPieces(file, begin, {
      onPiece: (share) => {
        if (flags.quiet !== true) progress.show(read.log?.standing.rows ?? 0, share);
        return reject?.written();
      },
      ...(ports.signal === undefined ? {} : { signal: ports.signal }),
    });
    const source = { file: basename(file), sha256 };
    if (read.table !== undefined) {
      refuseFlagsOfLogs(flags);
      return tableReport(read.table, source, flags);
    }
    const { bad } = read.log as LogReading;
    const rejected = bad.count > 0 ? flags.reject : undefined;
    if (rejected !== undefined) await reject?.finish();
    return logReport(read.log as LogReading, counts, { ...source, rejected }, flags);
  } finally {
    progress.clear();
    await reject?.discard();
  }
}

/** What stands above a demand that was fitted. */
function headOf({ source, period }: FitReport): readonly string[] {
  const rows = source.counted.toLocaleString('en');
  return [
    `Fitted by kofu fit to ${source.file}: ${rows} of ${source.rows.toLocaleString('en')} rows,`,
    `${period.from} to ${period.to}. SHA-256 of the file: ${source.sha256}`,
  ];
}
