import { DAY_MS, dayNumber, instantOf } from '../../sim/civil-time.ts';

/** Offsets that are kept: one a quarter of an hour, some three years of them. */
const KEPT = 100_000;
const QUARTER_MS = 900_000;

/** A wall clock somewhere: what instant it shows, by the rules of its zone. */
export interface Zone {
  readonly name: string;
  /** Whether its clocks are ever changed. */
  readonly changes: boolean;
  /**
   * The instant of a local time, ms since 1970-01-01T00:00 there; the earlier one of two. NaN where
   * the clocks were put forward over it.
   */
  instantMs(localMs: number): number;
  /** Whether a local time came twice, as clocks were put back. */
  isTwice(localMs: number): boolean;
}

/**
 * A zone by its name (`Asia/Tokyo`, `UTC`, `Europe/Berlin`) or as an offset (`+09:00`); undefined if
 * there is none of that name.
 */
export function zoneOf(name: string): Zone | undefined {
  const offset = OFFSET.exec(name);
  if (offset !== null) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3]);
    return fixed(name, (offset[1] === '-' ? -1 : 1) * minutes * 60_000);
  }
  const fixedHours = FIXED.get(name.toUpperCase());
  if (fixedHours !== undefined) return fixed(name, fixedHours * 3_600_000);
  return changing(name);
}

const OFFSET = /^([+-])(\d\d):?(\d\d)$/;

/** Zones without changes of the clock, at least since 1970. */
const FIXED: ReadonlyMap<string, number> = new Map([
  ['ASIA/TOKYO', 9],
  ['JAPAN', 9],
  ['JST', 9],
  ['UTC', 0],
  ['GMT', 0],
  ['ETC/UTC', 0],
]);

function fixed(name: string, offsetMs: number): Zone {
  return {
    name,
    changes: false,
    instantMs: (localMs) => localMs - offsetMs,
    isTwice: () => false,
  };
}

function changing(name: string): Zone | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
  const offsets = new Map<number, number>();
  const offsetAt = (instantMs: number) => {
    const quarter = Math.floor(instantMs / QUARTER_MS);
    const known = offsets.get(quarter);
    if (known !== undefined) return known;
    if (offsets.size >= KEPT) offsets.clear();
    const offset = shownMs(format, quarter * QUARTER_MS) - quarter * QUARTER_MS;
    offsets.set(quarter, offset);
    return offset;
  };
  /** Instants at which its clocks show a local time, the earlier one first: none, one or two. */
  const instants = (localMs: number) => {
    const around = [offsetAt(localMs - DAY_MS), offsetAt(localMs + DAY_MS)];
    const candidates = [...new Set(around)].map((offset) => localMs - offset);
    return candidates.filter((at) => at + offsetAt(at) === localMs).sort((a, b) => a - b);
  };
  return {
    name,
    changes: true,
    instantMs: (localMs) => instants(localMs)[0] ?? Number.NaN,
    isTwice: (localMs) => instants(localMs).length > 1,
  };
}

/** What a wall clock shows at an instant, as ms since 1970-01-01T00:00 there. */
function shownMs(format: Intl.DateTimeFormat, instantMs: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(instantMs)) part[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part;
  const days = daysOf(year, month, day);
  return days * DAY_MS + (hour * 3600 + minute * 60 + second) * 1000;
}

/** Days since 1970-01-01 of a date; NaN if there is none such. */
export function daysOf(year: number, month: number, day: number): number {
  const at = instantOf(year, month, day);
  return at === undefined ? Number.NaN : dayNumber(at);
}
