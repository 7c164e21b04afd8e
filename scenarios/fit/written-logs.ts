import { CERTIFICATE_TYPES } from '../../server/contract.ts';
import { Duration, durationMs, Instant, instantMs } from '../../sim/units.ts';
import type { Complaint } from '../scenario-text.ts';
import { type KeptLog, keptRow, LogWorkload } from './replayed-log.ts';
import { AGES } from './usual-ages.ts';

/** A log that a scenario names, and what of it is to be replayed. */
export interface AskedLog {
  readonly workload: LogWorkload;
  /** Civil instants; the first is included, the last is not. */
  readonly fromMs: number;
  readonly toMs: number;
}

export type LogAnswer =
  | { readonly kind: 'read'; readonly log: KeptLog }
  /** It is being read; ask again when it is. */
  | { readonly kind: 'pending' }
  | { readonly kind: 'refused'; readonly message: string };

/** Logs by what a scenario asks of them. */
export type Logs = (asked: AskedLog) => LogAnswer;

/** Nothing to read: the rows must then stand in the scenario. */
export const NO_LOGS: Logs = ({ workload }) => ({
  kind: 'refused',
  message: `${workload.file}: logs by name are not known here`,
});

export type Logged =
  | { readonly kind: 'complete'; readonly data: unknown }
  | { readonly kind: 'refused'; readonly complaints: readonly Complaint[] };

/**
 * Puts rows in the place of the logs that a scenario names. What `citizens` does not say of
 * certificates and ages is what the first log says.
 */
export function withLogs(
  data: unknown,
  logs: Logs,
  locate: (path: readonly string[]) => string,
): Logged {
  if (!isMap(data) || !isMap(data['workloads'])) return { kind: 'complete', data };
  const complaints: Complaint[] = [];
  let first: KeptLog | undefined;
  const workloads = Object.entries(data['workloads']).map(([name, workload]) => {
    if (!isMap(workload) || workload['executor'] !== 'replay') return [name, workload];
    if (workload['log'] !== undefined) return [name, workload];
    const asked = askedOf(data, workload);
    const answer = asked && logs(asked);
    if (answer?.kind === 'refused') {
      const path = ['workloads', name, 'file'];
      complaints.push({ where: locate(path), path: path.join('.'), message: answer.message });
    }
    if (answer?.kind !== 'read') return [name, workload];
    first ??= answer.log;
    return [name, { ...workload, log: answer.log }];
  });
  if (complaints.length > 0) return { kind: 'refused', complaints };
  const complete = { ...data, workloads: Object.fromEntries(workloads) as unknown };
  const isReplay = (workload: unknown) => isMap(workload) && workload['executor'] === 'replay';
  const replays = Object.values(data['workloads']).some(isReplay);
  return { kind: 'complete', data: replays ? withCitizens(complete, first) : complete };
}

/** What a workload asks of its log; undefined where it has mistakes, which are told elsewhere. */
function askedOf(
  data: Readonly<Record<string, unknown>>,
  workload: Readonly<Record<string, unknown>>,
): AskedLog | undefined {
  const fields = Object.entries(workload).filter(([key]) => Object.hasOwn(LogWorkload.shape, key));
  const own = LogWorkload.safeParse(Object.fromEntries(fields));
  const start = Instant.safeParse(data['start']);
  const lasts = [data['duration'], workload['startTime'] ?? '0s'].map((text) =>
    Duration.safeParse(text),
  );
  if (!own.success || !start.success || lasts.some(({ success }) => !success)) return undefined;
  const [runMs = 0, waitMs = 0] = lasts.map(({ data: text }) => durationMs(text as string));
  return {
    workload: own.data,
    ...windowOf(own.data, instantMs(start.data) + waitMs, runMs - waitMs),
  };
}

/** What part of a log a workload replays that begins at this instant. */
export function windowOf(
  { from, to, speed }: Pick<LogWorkload, 'from' | 'to' | 'speed'>,
  beginsAtMs: number,
  runMs: number,
): { readonly fromMs: number; readonly toMs: number } {
  const fromMs = from === undefined ? beginsAtMs : instantMs(from);
  const lastMs = fromMs + runMs * speed;
  return { fromMs, toMs: to === undefined ? lastMs : Math.min(lastMs, instantMs(to)) };
}

/** Without rows, mistakes elsewhere are told, and not that there is nobody. */
function withCitizens(data: Readonly<Record<string, unknown>>, log: KeptLog | undefined): unknown {
  const own = data['citizens'] ?? {};
  if (!isMap(own)) return data;
  const wanted = new Map<string, number>();
  for (const citizen of log?.citizens ?? []) {
    const { type, copies } = keptRow(citizen);
    wanted.set(type, (wanted.get(type) ?? 0) + copies);
  }
  const certificates = Object.fromEntries(
    CERTIFICATE_TYPES.flatMap((type) => {
      const count = wanted.get(type) ?? (wanted.size === 0 ? 1 : 0);
      return count === 0 ? [] : [[type, count]];
    }),
  );
  return { ...data, citizens: { ages: AGES.value, certificates, ...own } };
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
