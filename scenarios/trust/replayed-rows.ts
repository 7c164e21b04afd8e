import { clockTime, msOfDay } from '../../sim/civil-time.ts';
import { durationMs, instantMs, timeOfDayMs } from '../../sim/units.ts';
import { type KeptLog, type KeptRow, keptRow } from '../fit/replayed-log.ts';
import { windowOf } from '../fit/written-logs.ts';
import type { ValidityCheck } from '../judging/result.ts';
import type { Scenario } from '../scenario.ts';
import type { Workload } from '../traffic/workloads.ts';

type ReplayWorkload = Extract<Workload, { executor: 'replay' }>;

const MINUTE_MS = 60_000;
const MINUTES = 1440;

/** What of a log a run replays. */
interface Replayed {
  readonly name: string;
  readonly workload: ReplayWorkload;
  readonly log: KeptLog;
  /** Rows by minute of the day, as the log was read. */
  readonly byMinute: Float64Array;
  readonly rows: number;
  /** Rows at times at which their certificate is not to be had. */
  readonly closed: number;
  /** From here to there of the log, civil instants. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** How much of its logs a run replays, and how much of that while the service is closed. */
export class ReplayedRowsWatch {
  readonly #scenario: Scenario;
  readonly watch = {};

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
  }

  /** Undefined where no log is replayed. It is the log that is told of: the run is sound. */
  check(): ValidityCheck | undefined {
    const told = replayedBy(this.#scenario).map((replayed) => {
      const { name, log, rows, closed, workload } = replayed;
      const readable = log.rows - log.bad;
      const left = workload.duplicates === 'drop' ? 'outside of its time, or alike' : OUTSIDE;
      const counted =
        `${name}: ${countText(rows)} of ${countText(readable)} rows of ${workload.file} lie in ` +
        `the time of the run, ${countText(closed)} of them in closed hours; ` +
        `${countText(readable - rows)} lie ${left}`;
      const hint = zoneHint(replayed, this.#scenario);
      return hint === undefined ? counted : `${counted}; ${hint}`;
    });
    if (told.length === 0) return undefined;
    return { name: 'replayed-rows', verdict: 'pass', message: told.join('; ') };
  }
}

const OUTSIDE = 'outside of it';

/** Of each replayed log whose times look like those of another zone: why, and the remedy. */
export function whyWrongZone(scenario: Scenario): readonly string[] {
  return replayedBy(scenario).flatMap((replayed) => {
    const hint = zoneHint(replayed, scenario);
    if (hint === undefined) return [];
    const { name, log, rows } = replayed;
    const readable = countText(log.rows - log.bad);
    return [`workloads.${name} replays ${countText(rows)} of ${readable} rows; ${hint}`];
  });
}

function replayedBy(scenario: Scenario): readonly Replayed[] {
  return Object.entries(scenario.workloads).flatMap(([name, workload]) => {
    if (workload.executor !== 'replay' || workload.log === undefined) return [];
    return [replayedOf(scenario, name, workload, workload.log)];
  });
}

function replayedOf(
  { start, duration, municipality }: Scenario,
  name: string,
  workload: ReplayWorkload,
  log: KeptLog,
): Replayed {
  const startMs = durationMs(workload.startTime);
  const beginsAtMs = instantMs(start) + startMs;
  const { fromMs, toMs } = windowOf(workload, beginsAtMs, durationMs(duration) - startMs);
  const byMinute = new Float64Array(MINUTES);
  let [rows, closed] = [0, 0];
  for (const citizen of log.citizens) {
    const row = keptRow(citizen);
    if (row.atMs < fromMs || row.atMs >= toMs) continue;
    rows += 1;
    const minute = minuteOf(row.atMs);
    byMinute[minute] = (byMinute[minute] as number) + 1;
    if (!isOpenFor(row, municipality)) closed += 1;
  }
  return { name, workload, log, byMinute, rows, closed, fromMs, toMs };
}

function isOpenFor({ type, atMs }: KeptRow, municipality: Scenario['municipality']): boolean {
  const { opens, closes } = municipality.hoursOf[type] ?? municipality.hours;
  return timeOfDayMs(opens) <= msOfDay(atMs) && msOfDay(atMs) < timeOfDayMs(closes);
}

/** Japan is so far ahead of UTC, in whose times logs are written that should be in its own. */
const JST_MINUTES = 9 * 60;

/** Rows in closed hours below which no zone is doubted (as in a fit). */
const LEAST_ROWS = 30;
const MANY = 0.01;

/** How improbable a gap must be to be no chance. */
const IMPROBABLE = 0.001;

/**
 * What speaks for times in UTC that were read as Japanese ones: rows lie in hours in which the
 * service is closed, and would not if they were later; or, where the run leaves those hours out,
 * rows are missing in hours in which it is open, namely those that would then be closed.
 */
function zoneHint(replayed: Replayed, { municipality }: Scenario): string | undefined {
  const { workload, byMinute, rows, log } = replayed;
  if (workload.ignoreOffset || workload.timeZone !== 'Asia/Tokyo') return undefined;
  const [opens, closes] = [municipality.hours.opens, municipality.hours.closes].map(
    (time) => timeOfDayMs(time) / MINUTE_MS,
  ) as [number, number];
  const isOpen = (minute: number) => opens <= minute && minute < closes;
  const isOpenInUtc = (minute: number) => isOpen((minute + JST_MINUTES) % MINUTES);
  const within = (counts: Float64Array, belongs: (minute: number) => boolean) =>
    counts.reduce((sum, count, minute) => sum + (belongs(minute) ? count : 0), 0);
  const closed = within(byMinute, (minute) => !isOpen(minute));
  const closedInUtc = within(byMinute, (minute) => !isOpenInUtc(minute));
  const remedy = `if its times are UTC, set workloads.${replayed.name}.timeZone=UTC`;
  if (closed >= LEAST_ROWS && closed / rows >= MANY && closedInUtc <= closed / 4) {
    return (
      `${percent(closed / rows)} of them lie in closed hours, and ` +
      `${percent(closedInUtc / rows)} would if times were taken for UTC: ${remedy}`
    );
  }
  const covered = coverage(replayed);
  const gap = (minute: number) => isOpen(minute) && !isOpenInUtc(minute);
  const share = within(covered, gap) / Math.max(1, within(covered, isOpen));
  const chance = (1 - share) ** rows;
  // A log that ends within the run has nothing left to lie outside of it.
  const isLonger = log.rows - log.bad > rows;
  if (!isLonger || within(byMinute, gap) > rows * MANY || chance > IMPROBABLE) return undefined;
  const [from, to] = [closes, opens].map((minute) =>
    clockTime(((minute - JST_MINUTES + MINUTES) % MINUTES) * MINUTE_MS).slice(0, 5),
  );
  return `hardly any lie from ${from} to ${to}, when the service is open: ${remedy}`;
}

/** How often each minute of the day lies in the part of the log that is replayed. */
function coverage({ fromMs, toMs }: Replayed): Float64Array {
  const counts = new Float64Array(MINUTES);
  const minutes = Math.floor((toMs - fromMs) / MINUTE_MS);
  const whole = Math.floor(minutes / MINUTES);
  counts.fill(whole);
  const first = minuteOf(fromMs);
  for (let at = 0; at < minutes % MINUTES; at++) {
    const minute = (first + at) % MINUTES;
    counts[minute] = (counts[minute] as number) + 1;
  }
  return counts;
}

function minuteOf(atMs: number): number {
  return Math.floor(msOfDay(atMs) / MINUTE_MS);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function countText(count: number): string {
  return count.toLocaleString('en');
}
