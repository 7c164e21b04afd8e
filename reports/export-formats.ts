import { openToldRun } from './compare-run-files.ts';
import { csvExport, jsonExport } from './export-csv.ts';
import { openMetricsText } from './export-openmetrics.ts';
import type { StageActor } from './measurements.ts';

/** What exporting needs of the reports. */
export function exportFormatsOf(stages: readonly StageActor[]) {
  return {
    open: openToldRun,
    csv: csvExport(stages),
    json: jsonExport(stages),
    openMetrics: openMetricsText,
  };
}
