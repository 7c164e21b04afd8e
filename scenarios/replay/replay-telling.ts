import { civilDate, isoTime, msOfDay } from '../../sim/civil-time.ts';
import { Duration, durationMs, TimeOfDay, timeOfDayMs } from '../../sim/units.ts';
import { EXIT } from '../exit-code.ts';
import type { RunSetting } from '../judging/result.ts';
import type { TraceEvent } from '../trace-events.ts';
import type { Replayed } from './replay.ts';
import type { Rescheduled } from './replay-schedule.ts';

type Provenance = Pick<RunSetting, 'commit' | 'versions'>;

/** A sentence or some lines, and the exit code that goes with them. */
export interface Told {
  readonly text: string;
  readonly code: number;
  readonly reason: string;
}

/**
 * What came of a replay. A run that does not repeat ends with the code of an invalid run: nobody
 * can rely on what it was taken for.
 */
export function toldReplay(
  replayed: Replayed,
  { recorded, now, sha256 }: { recorded: Provenance | undefined; now: Provenance; sha256: string },
): Told {
  if (replayed.kind === 'identical') {
    const { events, brokenOff } = replayed;
    if (!brokenOff) {
      const text = `identical, ${events} events, sha256 ${sha256}`;
      return { text, code: EXIT.pass, reason: 'the run repeats byte for byte' };
    }
    const text = `identical, ${events} events, as far as both go; sha256 ${sha256}`;
    return { text, code: EXIT.inconclusive, reason: 'one of the two has no end' };
  }
  const { line, recorded: was, repeated: is } = replayed;
  const lines = [
    `different from line ${line} on`,
    `  recorded: ${was ?? '(nothing more)'}`,
    `  repeated: ${is ?? '(nothing more)'}`,
    whyDifferent(recorded, now),
  ];
  const reason = `the run does not repeat: line ${line} of events.ndjson`;
  return { text: lines.join('\n'), code: EXIT.invalidRun, reason };
}

/** What came of repeating the schedule of a live run. */
export function toldSchedule(
  rescheduled: Rescheduled,
  { recorded, now }: { recorded: Provenance | undefined; now: Provenance },
): Told {
  if (rescheduled.kind === 'same') {
    const { citizens, laterMs, leftToTheClock } = rescheduled;
    const lines = [
      `same schedule, ${citizens} citizens: a live run repeats who comes when, to which kiosk and`,
      'what for; how long server, line and timers take is the clock’s, and may differ',
    ];
    if (laterMs > 0) {
      lines.push(
        `all of it up to ${laterMs.toFixed(3)} ms later: so long it took the run to begin`,
      );
    }
    if (leftToTheClock > 0) {
      lines.push(
        `not compared: ${leftToTheClock} journeys of closed workloads, as the clock has them come`,
      );
    }
    return citizens === 0
      ? { text: lines.join('\n'), code: EXIT.inconclusive, reason: 'nobody could be compared' }
      : { text: lines.join('\n'), code: EXIT.pass, reason: 'the same schedule is offered' };
  }
  const { citizen, recorded: was, repeated: is } = rescheduled;
  const lines = [
    `different schedule: citizen ${citizen}`,
    `  recorded: ${was ?? '(nobody)'}`,
    `  repeated: ${is ?? '(nobody)'}`,
    whyDifferent(recorded, now),
  ];
  const reason = `another schedule is offered: citizen ${citizen}`;
  return { text: lines.join('\n'), code: EXIT.invalidRun, reason };
}

function whyDifferent(recorded: Provenance | undefined, now: Provenance): string {
  if (recorded === undefined) {
    return 'why: not known; the folder has no summary.json that says which kofu made the run';
  }
  const name = ({ commit, versions }: Provenance) =>
    `kofu ${versions['kofu'] ?? 'unknown'} at commit ${commit}`;
  const [was, is] = [name(recorded), name(now)];
  if (was !== is) return `why: recorded by ${was}, repeated by ${is}: repeat it with that one`;
  const isKnown = !/unknown|-changed/.test(recorded.commit);
  return isKnown
    ? `why: both are ${is}, so the run is not deterministic, or its recording was changed`
    : `why: both say ${is}, which may be two states of the code; or the recording was changed`;
}

/** One event as a person reads it: civil time, what happened, and everything known of it. */
export function readable(event: TraceEvent, originMs: number): string {
  const time = isoTime(originMs + event.t).slice(11, 23);
  const { kind, t: _, ...rest } = event;
  const parts = Object.entries(rest).map(([key, value]) => `${key} ${plain(key, value)}`);
  return `${time}  ${kind.padEnd(18)} ${parts.join(', ')}`.trimEnd();
}

function plain(key: string, value: unknown): string {
  if (key === 'ms' && typeof value === 'number') return `${(value / 1000).toFixed(3)} s`;
  if (value === '') return '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/**
 * The instant that `--until` names, ms since the run began: a duration, or a time of the day, the
 * next one after the beginning. Undefined if it is neither.
 */
export function untilMsOf(text: string, originMs: number): number | undefined {
  if (Duration.safeParse(text).success) return durationMs(text);
  if (!TimeOfDay.safeParse(text).success) return undefined;
  const ms = timeOfDayMs(text) - msOfDay(originMs);
  return ms < 0 ? ms + 86_400_000 : ms;
}

/** The day on which a run began, as the heading of its events. */
export function heading(scenario: string, seed: number, originMs: number): string {
  return `${scenario}, seed ${seed}, ${civilDate(originMs)}`;
}
