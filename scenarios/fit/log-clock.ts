import { DAY_MS } from '../../sim/civil-time.ts';
import { daysOf, type Zone } from './log-zone.ts';

/** Why a text tells no instant. */
export type ClockFault = 'time' | 'no-clock' | 'no-such-time';

/** Offsets that logs are written with, as they were told of. */
export interface OffsetCounts {
  /** Times that said no offset. */
  readonly without: number;
  /** Offsets in minutes east of UTC, and how many times said so. */
  readonly byMinutes: ReadonlyMap<number, number>;
  /** Times that came twice, as clocks were put back; the earlier was taken. */
  readonly twice: number;
}

/**
 * Reads times as logs write them: ISO 8601 with or without an offset, `2014/03/31 10:17:03`,
 * `2014年3月31日 10時17分`, `20140331101703`, seconds or milliseconds since 1970.
 */
export class LogClock {
  readonly #zone: Zone;
  readonly #ignoresOffsets: boolean;
  readonly #offsets = new Map<number, number>();
  #without = 0;
  #twice = 0;
  /** The date read last: logs are full of the same. */
  #date = '';
  #days = Number.NaN;
  /** Why the last answer was NaN. */
  fault: ClockFault = 'time';

  constructor(zone: Zone, ignoresOffsets = false) {
    this.#zone = zone;
    this.#ignoresOffsets = ignoresOffsets;
  }

  get offsets(): OffsetCounts {
    return { without: this.#without, byMinutes: this.#offsets, twice: this.#twice };
  }

  /** The instant, ms since 1970-01-01T00:00Z; NaN with `fault` if the text tells none. */
  instantMs(text: string): number {
    if (text.charCodeAt(13) === COLON && (text[10] === ' ' || text[10] === 'T')) {
      const quick = this.#quick(text);
      if (!Number.isNaN(quick)) return quick;
    }
    return this.#slow(text.trim());
  }

  /** `yyyy-mm-dd hh:mm`, every part in its place, with or without seconds and ms; else NaN. */
  #quick(text: string): number {
    const seconds = secondsAt16(text);
    const hour = two(text, 11);
    const minute = two(text, 14);
    if (!(seconds < 60 && hour < 24 && minute < 60)) return Number.NaN;
    const date = text.slice(0, 10);
    if (date !== this.#date) {
      if (!DATE.test(date)) return Number.NaN;
      this.#date = date;
      this.#days = daysOf(Number(date.slice(0, 4)), two(date, 5), two(date, 8));
    }
    if (Number.isNaN(this.#days)) return Number.NaN;
    return this.#local(
      this.#days * DAY_MS + (hour * 60 + minute) * 60 * 1000 + Math.round(seconds * 1000),
    );
  }

  #slow(text: string): number {
    this.fault = 'time';
    if (COUNT.test(text)) return epochMs(text);
    const match = TIME.exec(text) ?? COMPACT.exec(text);
    if (match?.groups === undefined) {
      if (ONLY_DATE.test(text)) this.fault = 'no-clock';
      return Number.NaN;
    }
    const { year, month, day, hour, minute, second = '0', zone } = match.groups;
    const days = daysOf(Number(year), Number(month), Number(day));
    const [hours, minutes, seconds] = [hour, minute, second.replace(',', '.')].map(Number) as [
      number,
      number,
      number,
    ];
    this.fault = 'no-such-time';
    if (Number.isNaN(days) || hours > 23 || minutes > 59 || seconds >= 61) return Number.NaN;
    // A leap second is told as the last moment of the minute before it.
    const ms = Math.min(Math.round(seconds * 1000), 59_999);
    const localMs = days * DAY_MS + (hours * 60 + minutes) * 60_000 + ms;
    if (zone === undefined || this.#ignoresOffsets) return this.#local(localMs);
    const offset = minutesOf(zone);
    this.#offsets.set(offset, (this.#offsets.get(offset) ?? 0) + 1);
    return localMs - offset * 60_000;
  }

  #local(localMs: number): number {
    this.#without += 1;
    const instantMs = this.#zone.instantMs(localMs);
    if (Number.isNaN(instantMs)) this.fault = 'no-such-time';
    else if (this.#zone.changes && this.#zone.isTwice(localMs)) this.#twice += 1;
    return instantMs;
  }
}

const COLON = 0x3a;
const POINT = 0x2e;
const DATE = /^\d{4}([-/.])\d\d\1\d\d$/;
const DAY_PART = '(?<year>\\d{4})[-/.年](?<month>\\d{1,2})[-/.月](?<day>\\d{1,2})日?';
const CLOCK_PART =
  '(?<hour>\\d{1,2})[:時](?<minute>\\d\\d)分?(?::?(?<second>\\d\\d(?:[.,]\\d{1,9})?)秒?)?';
const ZONE_PART = '\\s*(?<zone>Z|UTC|JST|[+-]\\d\\d(?::?\\d\\d)?)?';
const TIME = new RegExp(`^${DAY_PART}(?:T|\\s+)${CLOCK_PART}${ZONE_PART}$`, 'i');
const ONLY_DATE = new RegExp(`^${DAY_PART}$`);
const COMPACT =
  /^(?<year>(?:19|20)\d\d)(?<month>\d\d)(?<day>\d\d)[T ]?(?<hour>\d\d)(?<minute>\d\d)(?<second>\d\d)?(?<zone>Z|[+-]\d{4})?$/;
/** Seconds since 1970 with or without parts, ms, or µs; fourteen digits may be a compact time. */
const COUNT = /^(?:\d{9,10}(?:\.\d+)?|\d{13}|\d{15,16})$/;

function epochMs(text: string): number {
  const value = Number(text);
  const digits = text.split('.')[0]?.length ?? 0;
  if (digits <= 10) return Math.round(value * 1000);
  return digits <= 13 ? value : Math.round(value / 1000);
}

/** What follows hours and minutes: nothing, `:ss` or `:ss.mmm`; NaN if it is none of these. */
function secondsAt16(text: string): number {
  const { length } = text;
  if (length === 16) return 0;
  if ((length !== 19 && length !== 23) || text.charCodeAt(16) !== COLON) return Number.NaN;
  if (length === 19) return two(text, 17);
  if (text.charCodeAt(19) !== POINT) return Number.NaN;
  return two(text, 17) + (two(text, 20) * 10 + (two(text, 21) % 10)) / 1000;
}

function minutesOf(zone: string): number {
  const upper = zone.toUpperCase();
  if (upper === 'Z' || upper === 'UTC') return 0;
  if (upper === 'JST') return 540;
  const digits = zone.replace(':', '');
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5));
  return zone.startsWith('-') ? -minutes : minutes;
}

/** The number that two digits make; NaN if they are none. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 0x30;
  const ones = text.charCodeAt(at + 1) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}
