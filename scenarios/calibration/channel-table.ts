import { Histogram, type HistogramRecord } from '../../sim/histogram.ts';
import type { PeriodTally } from '../channels/channel-run.ts';
import type { Counts } from './store-visits.ts';
import type { Told } from './study.ts';

/** A period of a city’s channels; stores by certificate, where a demand sends their citizens. */
export interface StudiedChannels {
  readonly halls: PeriodTally;
  readonly stores?: Counts;
}

/** How long something took, in seconds. */
interface Durations {
  readonly count: number;
  readonly median: number;
  readonly p95: number;
}

/** A period of a city’s channels as figures: who went where, and how long they were there. */
export interface ChannelTable {
  readonly period: string;
  readonly from: string;
  readonly to: string;
  /** Days whose queues were lived through. */
  readonly observed: { readonly from: string; readonly to: string };
  readonly channels: readonly {
    readonly channel: string;
    readonly title: Told;
    /** Certificates by type, in the order of the table. */
    readonly certificates: readonly number[];
    /** Undefined where nobody queues, as in stores: a run tells of those. */
    readonly visits: Durations | undefined;
    readonly waits: Durations | undefined;
  }[];
  readonly types: readonly string[];
  /** Certificates of those who left the channel of their habit; `nobody` wants none any more. */
  readonly moved: readonly {
    readonly from: string;
    readonly to: string;
    readonly type: string;
    readonly certificates: number;
  }[];
}

/** The figures of a period. */
export function channelTable({ halls, stores }: StudiedChannels): ChannelTable {
  const { period } = halls;
  const { from, to, observed = { from, to } } = period;
  const tallies = [...halls.channels.values()];
  const countIn = (tally: (typeof tallies)[number]): ((type: string) => number) => {
    // Who left a hall for a store comes there as a citizen of the demand, and is counted there.
    if (stores !== undefined && tally.channel === 'stores') return (type) => stores.of(type);
    const own: ReadonlyMap<string, number> = tally.certificates;
    return (type) => own.get(type) ?? 0;
  };
  const types = [...new Set(tallies.flatMap(({ certificates }) => [...certificates.keys()]))];
  const channels = tallies
    .map((tally) => ({
      channel: tally.channel,
      title: tally.title,
      certificates: types.map(countIn(tally)),
      visits: durationsOf(tally.visitMs),
      waits: durationsOf(tally.waitMs),
    }))
    .filter(({ certificates }) => certificates.some((count) => count > 0));
  const moved = [...halls.moved].map(([how, certificates]) => {
    const [, before = '', after = '', type = ''] = /^(.+)>(.+)\/(.+)$/.exec(how) ?? [];
    return { from: before, to: after, type, certificates };
  });
  const told = { from: observed.from, to: observed.to };
  return { period: period.name, from, to, observed: told, channels, types, moved };
}

function durationsOf(record: HistogramRecord): Durations | undefined {
  if (record.count === 0) return undefined;
  const histogram = Histogram.fromRecord(record);
  const [median, p95] = [50, 95].map((percent) => histogram.percentileMs(percent) / 1000);
  histogram.dispose();
  return { count: record.count, median: median as number, p95: p95 as number };
}
