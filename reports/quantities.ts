/** Names of units of time in a language. */
export interface Units {
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
}

const GROUPED = new Intl.NumberFormat('en-US');

/** `12,345`. */
export function countText(count: number): string {
  return GROUPED.format(count);
}

/** A duration to read: `54 ms` below a second, else `152.4 s`; `–` if there is none. */
export function timeText(ms: number | undefined): string {
  if (ms === undefined || !Number.isFinite(ms)) return '–';
  if (ms >= 999.5) return `${secondsText(ms, 1)} s`;
  return ms === 0 || ms >= 9.95 ? `${ms.toFixed(0)} ms` : `${ms.toFixed(1)} ms`;
}

/** A duration to compare with a bound: `180.001 s`, `54.213 ms`. */
export function exactTimeText(ms: number): string {
  return ms < 1000 ? `${ms.toFixed(3)} ms` : `${secondsText(ms, 3)} s`;
}

/** A part of a whole in per cent; what is neither none nor all never reads as 0 % or 100 %. */
export function shareText(part: number, whole: number): string {
  if (whole === 0) return '–';
  if (part === 0 || part === whole) return `${(100 * part) / whole} %`;
  const percent = ((100 * part) / whole).toFixed(2);
  if (percent === '0.00') return '< 0.01 %';
  return percent === '100.00' ? '> 99.99 %' : `${percent} %`;
}

/** A stretch of time as people say it: `21 s`, `2 min 03 s`, `15 min`, `1 h 05 min`. */
export function spanText(ms: number, units: Units): string {
  if (ms < 999.5) return timeText(ms);
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} ${units.second}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} ${units.minute}${remainder(seconds % 60, units.second)}`;
  return `${Math.floor(minutes / 60)} ${units.hour}${remainder(minutes % 60, units.minute)}`;
}

function secondsText(ms: number, digits: number): string {
  const [whole = '', fraction = ''] = (ms / 1000).toFixed(digits).split('.');
  return `${countText(Number(whole))}.${fraction}`;
}

function remainder(value: number, unit: string): string {
  return value === 0 ? '' : ` ${String(value).padStart(2, '0')} ${unit}`;
}
