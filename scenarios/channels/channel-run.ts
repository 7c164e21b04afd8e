import { Histogram, type HistogramRecord } from '../../sim/histogram.ts';
import type { Process } from '../../sim/process.ts';
import { type Streams, streams } from '../../sim/rng.ts';
import { VirtualTime } from '../../sim/virtual-time.ts';
import { dayNumberOf, midnightMs } from '../demand/civil-day.ts';
import type { Demand } from '../demand/demand.ts';
import { demandArrivals } from '../demand/demand-arrivals.ts';
import { type Stream, streamsOf } from './channel-demand.ts';
import { Habits } from './channel-moves.ts';
import { Halls } from './channel-visit.ts';
import type { Channels, Kind, OfficeCertificate, Period } from './channels.ts';

/** How often, and how long, in one channel. */
export interface ChannelTally {
  readonly channel: string;
  readonly title: Kind['title'];
  /** Certificates by type. */
  readonly certificates: ReadonlyMap<OfficeCertificate, number>;
  /** Of the days observed: from the door, or the letter, to the certificate. */
  readonly visitMs: HistogramRecord;
  /** In front of windows and machines only. */
  readonly waitMs: HistogramRecord;
}

/** What came of a period: who went where, and who had gone where before. */
export interface PeriodTally {
  readonly period: Period;
  readonly channels: ReadonlyMap<string, ChannelTally>;
  /** Certificates by `from>to/certificate`, of those who changed their habit. */
  readonly moved: ReadonlyMap<string, number>;
}

/** The certificates of a type in a channel. */
export function certificatesOf(
  { channels }: PeriodTally,
  channel: string,
  certificate: OfficeCertificate,
): number {
  return channels.get(channel)?.certificates.get(certificate) ?? 0;
}

/**
 * Lives through a period of a city’s channels: arrivals of the demand model, queues in virtual
 * time. Citizens of stores whose volumes a demand says are not in it. Everything follows from the
 * arguments.
 */
export function runChannels(
  channels: Channels,
  periodName: string,
  pattern: Demand,
  seed: number,
): PeriodTally {
  const period = channels.periods.find(({ name }) => name === periodName);
  if (period === undefined) throw new RangeError(`no period ${periodName} of ${channels.name}`);
  const run = new ChannelRun(channels, period, pattern, streams(seed));
  return run.finish();
}

class ChannelRun {
  readonly #municipality: string;
  readonly #period: Period;
  readonly #chance: Streams;
  readonly #habits: Habits;
  readonly #streams: readonly Stream[];
  readonly #tallies = new Map<string, OpenTally>();
  readonly #moved = new Map<string, number>();
  readonly #runner = new VirtualTime();
  readonly #halls: Halls;

  constructor(channels: Channels, period: Period, pattern: Demand, chance: Streams) {
    this.#municipality = channels.municipality;
    this.#period = period;
    this.#chance = chance;
    const base = channels.periods.find(({ name }) => name === period.follows?.period) ?? period;
    this.#habits = new Habits(base, period);
    this.#streams = streamsOf(channels, base, period, pattern);
    this.#halls = new Halls(channels, period, this.#runner);
    for (const [channel, { title }] of Object.entries(channels.kinds)) {
      this.#tallies.set(channel, tally(channel, title));
    }
  }

  finish(): PeriodTally {
    const { from, to, observed } = this.#period;
    const all = [midnightMs(dayNumberOf(from)), midnightMs(dayNumberOf(to) + 1)] as const;
    const [first, last] = [dayNumberOf(observed?.from ?? from), dayNumberOf(observed?.to ?? to)];
    const lived = [midnightMs(first), midnightMs(last + 1)] as const;
    for (const [index, stream] of this.#streams.entries()) {
      const who = this.#whoOf(stream, index);
      for (const window of [[all[0], lived[0]] as const, [lived[1], all[1]] as const]) {
        this.#countAll(stream, who, window);
      }
      this.#runner.spawn(this.#comings(stream, who, lived));
    }
    this.#runner.advance(Number.POSITIVE_INFINITY);
    const channels = new Map([...this.#tallies].map(([name, own]) => [name, concluded(own)]));
    return { period: this.#period, channels, moved: this.#moved };
  }

  #whoOf({ place, certificate }: Stream, index: number): string {
    return `${this.#municipality}/${place.of}/${index}/${certificate}`;
  }

  *#comings(stream: Stream, who: string, window: readonly [number, number]): Process {
    for (const visit of this.#visits(stream, who, window)) {
      const { rng, channel, home } = visit;
      yield Math.max(0, visit.atMs - window[0] - this.#runner.now());
      this.#count(visit);
      const own = this.#tallies.get(channel);
      const process = own && this.#halls.visit(channel, home, rng, own);
      if (process !== undefined) this.#runner.spawn(process);
    }
  }

  /** Visits of days whose queues nobody looks at. */
  #countAll(stream: Stream, who: string, window: Window): void {
    const { place, certificate } = stream;
    if (this.#habits.canChange(place, certificate)) {
      for (const visit of this.#visits(stream, who, window)) this.#count(visit);
      return;
    }
    // They all go where they went: to draw their places would change nothing that is told.
    const visit = { channel: place.of, before: place.of, certificate };
    for (const _ of this.#arrivals(stream, who, window)) this.#count(visit);
  }

  #arrivals({ place, rate }: Stream, who: string, [beginsMs, toMs]: Window) {
    const opensMs = place.from === undefined ? beginsMs : midnightMs(dayNumberOf(place.from));
    const window = { fromMs: Math.max(beginsMs, opensMs), toMs };
    return demandArrivals(rate, this.#chance, who, window);
  }

  *#visits(stream: Stream, who: string, window: Window) {
    const { place, certificate } = stream;
    for (const { atMs, key } of this.#arrivals(stream, who, window)) {
      const rng = this.#chance.stream('channel-visit', `${who}/${key}`);
      yield { atMs, certificate, rng, ...this.#habits.now(place, certificate, rng) };
    }
  }

  #count({ channel, before, certificate }: Visit): void {
    const tally = this.#tallies.get(channel);
    if (tally !== undefined) add(tally.certificates, certificate);
    if (before !== channel) add(this.#moved, `${before}>${channel}/${certificate}`);
  }
}

type Window = readonly [number, number];
interface Visit {
  readonly channel: string;
  readonly before: string;
  readonly certificate: OfficeCertificate;
}

interface OpenTally {
  readonly channel: string;
  readonly title: Kind['title'];
  readonly certificates: Map<OfficeCertificate, number>;
  readonly visitMs: Histogram;
  readonly waitMs: Histogram;
}

function concluded({ channel, title, certificates, visitMs, waitMs }: OpenTally): ChannelTally {
  const records = { visitMs: visitMs.toRecord(), waitMs: waitMs.toRecord() };
  visitMs.dispose();
  waitMs.dispose();
  return { channel, title, certificates, ...records };
}

function tally(channel: string, title: Kind['title']): OpenTally {
  const [visitMs, waitMs] = [new Histogram(), new Histogram()];
  return { channel, title, certificates: new Map(), visitMs, waitMs };
}

function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
