import { civilDate, clockTime, DAY_MS, msOfDay } from '../sim/civil-time.ts';
import { countText, spanText, timeText, type Units } from './quantities.ts';
import { type Language, wordsOf } from './words.ts';

/** Where a run stands while it is under way. */
export interface Progress {
  /** Scenario time that has passed. */
  readonly scenarioMs: number;
  /** Scenario time until no citizen arrives any more. */
  readonly durationMs: number;
  /** Civil time of t = 0, ms since 1970-01-01T00:00Z. */
  readonly originMs: number;
  readonly offered: number;
  readonly ended: number;
  readonly violations: number;
  readonly wallMs: number;
  /** How late the run is against its own schedule; left out in virtual time. */
  readonly lateMs?: number | undefined;
}

const BAR_COLUMNS = 20;

/** One line that says how far a run is: `10:42 ▕████░░░░▏ 41 %  312 offered, …  ETA 21 s`. */
export function progressLine(progress: Progress, language: Language): string {
  const { scenarioMs, durationMs, originMs, offered, ended, violations, wallMs, lateMs } = progress;
  const { progress: words, units } = wordsOf(language);
  const share = durationMs > 0 ? Math.min(1, Math.max(0, scenarioMs / durationMs)) : 1;
  const full = Math.floor(share * BAR_COLUMNS);
  const bar = `▕${'█'.repeat(full)}${'░'.repeat(BAR_COLUMNS - full)}▏`;
  const nowMs = originMs + scenarioMs;
  const date = durationMs > DAY_MS ? `${civilDate(nowMs)} ` : '';
  const counts = [
    `${countText(offered)} ${words.offered}`,
    `${countText(ended)} ${words.ended}`,
    `${countText(violations)} ${words.violations}`,
    ...(lateMs === undefined ? [] : [words.late(timeText(lateMs))]),
  ].join(', ');
  const percent = `${Math.floor(share * 100)}`.padStart(3);
  const rest = remaining(share, wallMs, words.ending, units);
  return `${date}${clockTime(msOfDay(nowMs))} ${bar} ${percent} %  ${counts}${rest}`;
}

/** How much longer it will take at the pace so far; nothing is said before there is a pace. */
function remaining(share: number, wallMs: number, ending: string, units: Units): string {
  if (share === 1) return `  ${ending}`;
  return share === 0 ? '' : `  ETA ${spanText((wallMs * (1 - share)) / share, units)}`;
}
