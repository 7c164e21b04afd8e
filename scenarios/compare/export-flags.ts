import { Command, InvalidArgumentError } from 'commander';

/** What a run can be exported as. */
export const EXPORT_FORMATS = ['csv', 'json', 'openmetrics', 'junit'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Those that take the trace. */
const FROM_TRACE: readonly ExportFormat[] = ['csv', 'json'];

/** What `kofu export` can be told. */
export interface ExportFlags {
  readonly format?: readonly ExportFormat[];
  readonly out?: string;
}

/** `kofu export`, without what it does. */
export function exportCommand(): Command {
  return new Command('export')
    .enablePositionalOptions()
    .description('write a run that is over as CSV, JSON lines, OpenMetrics text or JUnit XML')
    .argument('<run-dir>', 'folder of the run')
    .option(
      '--format <list>',
      `what to write, separated by commas: ${EXPORT_FORMATS.join(', ')}`,
      exportFormats,
    )
    .option('--out <dir>', 'folder to write into (default: the folder of the run)')
    .addHelpText(
      'after',
      `
  csv          journeys.csv, one row a journey; stages.csv, one row a stage (RFC 4180)
  json         journeys.ndjson, one object a journey and line
  openmetrics  metrics.om.txt, the counts and histograms of the run
  junit        junit.xml, one test case a threshold, oracle and check

Examples:
  $ kofu export runs/toyonaka-monday/latest --format csv,openmetrics --out exported
  $ kofu run scenarios/toyonaka-monday.yaml --export csv

Exit codes: 0 written, 104 no such folder, a damaged recording, or one without the trace.`,
    );
}

/** Formats separated by commas, each once, in the order of the list. */
export function exportFormats(text: string): readonly ExportFormat[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !EXPORT_FORMATS.some((format) => format === name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(
      `There is no format “${unknown}”; write some of ${EXPORT_FORMATS.join(', ')}.`,
    );
  }
  return EXPORT_FORMATS.filter((format) => names.includes(format));
}

/** Why a run cannot be exported when it is over; undefined if it can. */
export function contradictionInExport(
  formats: readonly ExportFormat[],
  trace: 'on' | 'off' | 'retain-on-failure',
): string | undefined {
  const needing = formats.find((format) => FROM_TRACE.includes(format));
  if (needing === undefined || trace === 'on') return undefined;
  return `--export ${needing} is made from the trace: leave --trace on`;
}
