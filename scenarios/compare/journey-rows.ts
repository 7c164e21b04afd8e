import { JOURNEY_TARGET_MS, type Stage } from '../../devices/kiosk/stages.ts';
import type { ToldRun } from './compared-run.ts';
import { recordedEvents } from './recorded-events.ts';

/** A journey as it is exported; what did not happen is undefined. */
export interface JourneyRow {
  readonly journey: number;
  readonly workload: string;
  readonly kiosk: string;
  readonly municipality: string;
  readonly type: string;
  readonly age: number;
  /** Scenario time, ms since the run began. */
  readonly dueMs: number;
  readonly waitedMs: number | undefined;
  /** A stage that was repeated has the sum. */
  readonly stagesMs: Readonly<Partial<Record<Stage, number>>>;
  readonly askedAgain: number;
  readonly request: string | undefined;
  readonly document: string | undefined;
  readonly pages: number | undefined;
  readonly paidYen: number;
  readonly outcome: string;
  readonly endedAt: string | undefined;
  readonly reason: string | undefined;
  readonly durationMs: number | undefined;
  /** Of journeys that have the duration of a whole one. */
  readonly over180s: boolean | undefined;
}

/** A stage of a journey as it is exported. */
export interface StageRow {
  readonly journey: number;
  readonly stage: Stage;
  /** Scenario time at which it ended, ms since the run began. */
  readonly endedMs: number;
  readonly ms: number;
}

export type ExportedRow =
  | { readonly kind: 'journey'; readonly row: JourneyRow }
  | { readonly kind: 'stage'; readonly row: StageRow };

const KINDS = [
  'arrived',
  'queued',
  'stage',
  'asked-again',
  'requested',
  'document',
  'paid',
  'refunded',
  'ended',
] as const;

type Open = { -readonly [K in keyof JourneyRow]: JourneyRow[K] } & {
  stagesMs: Partial<Record<Stage, number>>;
};

/**
 * The journeys of a trace as they end and their stages as they pass, those still under way last by
 * number. Its memory is bounded by how many are under way at once.
 */
export async function* exportedRows(run: ToldRun): AsyncGenerator<ExportedRow> {
  const open = new Map<number, Open>();
  for await (const event of recordedEvents(run, KINDS)) {
    if (event.kind === 'arrived') {
      open.set(event.journey, begun(event));
      continue;
    }
    const journey = open.get(event.journey);
    if (journey === undefined) continue;
    if (event.kind === 'stage') {
      const { stage, ms, t } = event;
      journey.stagesMs[stage] = (journey.stagesMs[stage] ?? 0) + ms;
      yield { kind: 'stage', row: { journey: journey.journey, stage, endedMs: t, ms } };
    } else if (event.kind === 'ended') {
      open.delete(journey.journey);
      yield { kind: 'journey', row: ended(journey, event) };
    } else note(journey, event);
  }
  for (const number of [...open.keys()].sort((a, b) => a - b)) {
    yield { kind: 'journey', row: open.get(number) as Open };
  }
}

type Event<K extends (typeof KINDS)[number]> = Extract<
  Awaited<ReturnType<ReturnType<typeof recordedEvents<(typeof KINDS)[number]>>['next']>>['value'],
  { readonly kind: K }
>;

function begun(event: Event<'arrived'>): Open {
  const { journey, workload, kiosk, municipality, type, age, t } = event;
  return {
    journey,
    workload,
    kiosk,
    municipality,
    type,
    age,
    dueMs: t,
    waitedMs: undefined,
    stagesMs: {},
    askedAgain: 0,
    request: undefined,
    document: undefined,
    pages: undefined,
    paidYen: 0,
    outcome: 'in-flight',
    endedAt: undefined,
    reason: undefined,
    durationMs: undefined,
    over180s: undefined,
  };
}

function note(
  journey: Open,
  event: Event<'queued' | 'asked-again' | 'requested' | 'document' | 'paid' | 'refunded'>,
): void {
  switch (event.kind) {
    case 'queued':
      journey.waitedMs = event.ms;
      break;
    case 'asked-again':
      journey.askedAgain += 1;
      break;
    case 'requested':
      journey.request = event.request;
      break;
    case 'document':
      journey.document = event.number;
      journey.pages = event.pages;
      break;
    case 'paid':
      journey.paidYen += event.yen;
      break;
    case 'refunded':
      journey.paidYen -= event.yen;
      break;
  }
}

function ended(journey: Open, { outcome, stage, reason, ms }: Event<'ended'>): JourneyRow {
  const isWhole = outcome === 'completed' || outcome === 'timed-out';
  return {
    ...journey,
    outcome,
    endedAt: stage,
    reason,
    durationMs: ms,
    over180s: isWhole ? ms > JOURNEY_TARGET_MS : undefined,
  };
}
