import type { JourneyRow, StageRow } from '../scenarios/compare/journey-rows.ts';
import { isoTime } from '../sim/civil-time.ts';
import type { StageActor } from './measurements.ts';

/** What a cell can hold; undefined is an empty one. */
type Cell = string | number | boolean | undefined;

interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row, originMs: number) => Cell;
}

/** Journeys and stages as rows of text, for `kofu export`. */
export interface CsvExport {
  readonly journeyHeader: string;
  readonly stageHeader: string;
  readonly journey: (row: JourneyRow, originMs: number) => string;
  readonly stage: (row: StageRow, originMs: number) => string;
}

/**
 * CSV as RFC 4180 has it: a header, CRLF, and quotes where a cell needs them. UTF-8, without a byte
 * order mark; numbers with a point, durations in ms, instants in civil time with their offset.
 */
export function csvExport(stages: readonly StageActor[]): CsvExport {
  const journeys = journeyColumns(stages);
  const actors = new Map(stages.map(({ stage, actor }) => [stage, actor]));
  const passages: readonly Column<StageRow>[] = [
    ...STAGE_COLUMNS,
    { name: 'actor', cell: ({ stage }) => actors.get(stage) },
  ];
  return {
    journeyHeader: rowText(journeys.map(({ name }) => name)),
    stageHeader: rowText(passages.map(({ name }) => name)),
    journey: (row, originMs) => rowText(journeys.map(({ cell }) => cell(row, originMs))),
    stage: (row, originMs) => rowText(passages.map(({ cell }) => cell(row, originMs))),
  };
}

/** A journey as one object on a line of its own, by the names of the columns. */
export function jsonExport(
  stages: readonly StageActor[],
): (row: JourneyRow, originMs: number) => string {
  const columns = journeyColumns(stages);
  return (row, originMs) => {
    const entries = columns.map(({ name, cell }) => [name, cell(row, originMs)]);
    return `${JSON.stringify(Object.fromEntries(entries))}\n`;
  };
}

function journeyColumns(stages: readonly StageActor[]): readonly Column<JourneyRow>[] {
  return [
    { name: 'journey', cell: ({ journey }) => journey },
    { name: 'workload', cell: ({ workload }) => workload },
    { name: 'kiosk', cell: ({ kiosk }) => kiosk },
    { name: 'municipality', cell: ({ municipality }) => municipality },
    { name: 'certificate', cell: ({ type }) => type },
    { name: 'age_years', cell: ({ age }) => age },
    { name: 'due_at', cell: ({ dueMs }, originMs) => isoTime(originMs + dueMs) },
    { name: 'due_ms', cell: ({ dueMs }) => dueMs },
    { name: 'outcome', cell: ({ outcome }) => outcome },
    { name: 'ended_in', cell: ({ endedAt }) => endedAt },
    { name: 'reason', cell: ({ reason }) => reason },
    { name: 'duration_ms', cell: ({ durationMs }) => durationMs },
    { name: 'over_180s', cell: ({ over180s }) => over180s },
    { name: 'waited_ms', cell: ({ waitedMs }) => waitedMs },
    ...stages.map(
      ({ stage }): Column<JourneyRow> => ({
        name: `${stage.replaceAll('-', '_')}_ms`,
        cell: ({ stagesMs }) => stagesMs[stage as keyof typeof stagesMs],
      }),
    ),
    { name: 'asked_again', cell: ({ askedAgain }) => askedAgain },
    { name: 'request', cell: ({ request }) => request },
    { name: 'document', cell: ({ document }) => document },
    { name: 'pages', cell: ({ pages }) => pages },
    { name: 'paid_yen', cell: ({ paidYen }) => paidYen },
  ];
}

const STAGE_COLUMNS: readonly Column<StageRow>[] = [
  { name: 'journey', cell: ({ journey }) => journey },
  { name: 'stage', cell: ({ stage }) => stage },
  { name: 'ended_at', cell: ({ endedMs }, originMs) => isoTime(originMs + endedMs) },
  { name: 'ended_ms', cell: ({ endedMs }) => endedMs },
  { name: 'duration_ms', cell: ({ ms }) => ms },
];

function rowText(cells: readonly Cell[]): string {
  return `${cells.map(cellText).join(',')}\r\n`;
}

function cellText(cell: Cell): string {
  if (cell === undefined) return '';
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
