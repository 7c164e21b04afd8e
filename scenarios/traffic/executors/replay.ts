import { z } from 'zod';
import type { CertificateType } from '../../../server/contract.ts';
import { durationMs, instantMs } from '../../../sim/units.ts';
import { openWorkload } from '../../../sim/workload.ts';
import { KeptLog, type KeptRow, keptMs, keptRow, logFields } from '../../fit/replayed-log.ts';
import { windowOf } from '../../fit/written-logs.ts';
import type { Scenario } from '../../scenario.ts';
import { residentsOf, whyNobodyComes } from '../crowd.ts';
import { kioskCounts, kioskIds } from '../kiosk-ids.ts';
import type { ListedVisit } from '../listed-visits.ts';
import type { Executor, ExecutorPorts, WorkloadComplaint } from './executor.ts';
import { workloadFields } from './workload-fields.ts';

const Replay = z
  .strictObject({
    executor: z.literal('replay'),
    ...workloadFields,
    ...logFields,
    kiosks: z
      .record(z.string(), z.string())
      .default({})
      .describe(
        'Kiosks of single stores, by what the log calls them; the others in the order of their names',
      ),
    log: KeptLog.optional(),
  })
  .describe('Open: the citizens of a log, each at the instant that it says');

type ReplayWorkload = z.infer<typeof Replay>;

export const replay: Executor<typeof Replay> = {
  schema: Replay,
  kind: 'listed',
  lastsMs: (workload, runMs) => {
    const { log, speed } = workload;
    const [first, last] = log === undefined ? [0, 0] : [keptMs(log.from), keptMs(log.to)];
    return Math.min(runMs, (last - first) / speed);
  },
  *offer(workload, ports) {
    const { runner, coming, visitInTurn } = ports;
    const rows = rowsOf(workload, ports);
    const visitsOf = errands(workload, ports);
    yield* openWorkload(runner, coming(rows.map(({ dueMs }) => dueMs)), (index, dueMs) =>
      visitInTurn(index, dueMs, visitsOf((rows[index] as DueRow).row, dueMs)),
    );
  },
  complaints: whyNotReplayed,
};

interface DueRow {
  readonly row: KeptRow;
  /** Ms since the workload began. */
  readonly dueMs: number;
}

/** The rows that are replayed, in the order in which they are due. */
function rowsOf(
  workload: ReplayWorkload,
  { beginsAtMs, runMs }: Pick<ExecutorPorts, 'beginsAtMs' | 'runMs'>,
): readonly DueRow[] {
  const { fromMs, toMs } = windowOf(workload, beginsAtMs, runMs);
  const rows = workload.log?.citizens.map(keptRow) ?? [];
  return rows
    .filter(({ atMs }) => fromMs <= atMs && atMs < toMs)
    .map((row) => ({ row, dueMs: (row.atMs - fromMs) / workload.speed }));
}

/** What the citizen of a row comes for: one journey for each copy, all by the row’s own chance. */
function errands(
  workload: ReplayWorkload,
  { name, scenario, streams, crowd }: ExecutorPorts,
): (row: KeptRow, dueMs: number) => readonly ListedVisit[] {
  const resident = residentsOf(scenario.municipality, scenario.citizens.ages);
  const kioskOf = kiosksOf(workload, scenario);
  const { inside } = kioskCounts(scenario);
  return (row, dueMs) => {
    const as = `${name}/${row.line}`;
    const rng = streams.stream('replay-errand', `${scenario.municipality.code}/${as}`);
    const drawn = crowd.draw(rng);
    const { residentNo, age } = resident(row.type, rng);
    const kiosk = kioskOf(row) ?? drawn.kiosk;
    const place = row.place ?? (kiosk < inside ? 'city' : 'elsewhere');
    return Array.from({ length: row.copies }, (_, at) => {
      const own = at === 0 ? as : `${as}/${at + 1}`;
      const told = { as: own, place, copy: at + 1 };
      const errand = { residentNo, age: row.age ?? age, type: row.type, kiosk };
      return { ...errand, atMs: dueMs, as: own, told, isOnce: true };
    });
  };
}

/**
 * The kiosk of a store, from 0: those that are named first, then the stores in the order of their
 * names onto the kiosks in theirs, around again where there are more stores. Stores of places
 * outside of the city have the kiosks there, if there are any.
 */
function kiosksOf(
  { kiosks, log }: ReplayWorkload,
  scenario: Scenario,
): (row: Pick<KeptRow, 'store' | 'place'>) => number | undefined {
  const ids = kioskIds(scenario);
  const own = new Map(Object.entries(kiosks).map(([store, id]) => [store, ids.indexOf(id)]));
  const { inside, outside } = kioskCounts(scenario);
  return ({ store, place }) => {
    if (store === undefined) return undefined;
    const named = own.get(log?.stores[store] ?? '');
    if (named !== undefined) return named;
    const isOutside = place !== undefined && place !== 'city' && outside > 0;
    return isOutside ? inside + (store % outside) : store % inside;
  };
}

/** What is said of a log that was not read; where something else is wrong, that is why. */
export const ROWS_MISSING =
  'its rows are not here: load the scenario from its file, or give them as log';

function whyNotReplayed(
  workload: ReplayWorkload,
  scenario: Scenario,
): readonly WorkloadComplaint[] {
  const { log, kiosks, from, to } = workload;
  const complaints: WorkloadComplaint[] = [];
  if (from !== undefined && to !== undefined && instantMs(from) >= instantMs(to)) {
    complaints.push({ path: ['to'], message: 'this must come after from' });
  }
  const ids = new Set(kioskIds(scenario));
  for (const [store, id] of Object.entries(kiosks)) {
    if (ids.has(id)) continue;
    const message = `there is no such kiosk: name one of ${[...ids][0]} … ${[...ids].at(-1)}`;
    complaints.push({ path: ['kiosks', store], message });
  }
  if (log === undefined) {
    return [...complaints, { path: ['file'], message: ROWS_MISSING }];
  }
  return [...complaints, ...whyNotKept(workload, log, scenario)];
}

/** Rows that a run has kept may be fewer than another part of the log or another speed needs. */
function whyNotKept(
  workload: ReplayWorkload,
  log: KeptLog,
  scenario: Scenario,
): readonly WorkloadComplaint[] {
  const beginsAtMs = instantMs(scenario.start) + durationMs(workload.startTime);
  const runMs = durationMs(scenario.duration) - durationMs(workload.startTime);
  const { fromMs, toMs } = windowOf(workload, beginsAtMs, runMs);
  if (fromMs < keptMs(log.from) || toMs > keptMs(log.to)) {
    const message = `the rows kept are those from ${log.from} to ${log.to}: leave log out to read the file`;
    return [{ path: ['log'], message }];
  }
  const rows = log.citizens.map(keptRow);
  if (!rows.some(({ atMs }) => fromMs <= atMs && atMs < toMs)) {
    return [{ path: ['log', 'citizens'], message: 'nobody comes in the time of the run' }];
  }
  const certificates: Partial<Record<CertificateType, number>> = {};
  for (const { type } of rows) certificates[type] = 1;
  const { municipality, citizens } = scenario;
  const nobody = whyNobodyComes({ municipality, citizens: { ages: citizens.ages, certificates } });
  return nobody === undefined ? [] : [{ path: ['log'], message: nobody.message }];
}
