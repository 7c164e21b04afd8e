import type { Channels } from '../channels/channels.ts';
import type { Demand } from '../demand/demand.ts';
import type { Scenario } from '../scenario.ts';
import type { StudiedChannels } from './channel-table.ts';
import type { Printed, Sampled, TestName } from './sampling.ts';
import type { Statistic } from './statistics.ts';

/** A text in both languages. */
export interface Told {
  readonly ja: string;
  readonly en: string;
}

/** What a simulated figure is worth as evidence. */
export const BASES = ['follows', 'inferred'] as const;
/**
 * `follows`: from rows that the city is calibrated on, never from the row itself.
 * `inferred`: no published number says it, and ours was chosen with the row in view.
 */
export type Basis = (typeof BASES)[number];

/** What studies have to work with. */
export interface StudyPorts {
  readonly seed: number;
  readonly statistics: ReadonlyMap<string, Statistic>;
  /** The demand of a city: its own, or one that it is to be judged by. */
  readonly demandOf: (city: string) => Demand;
  readonly channelsOf: (city: string) => Channels;
  readonly scenarioOf: (name: string) => Promise<Scenario>;
  readonly signal: AbortSignal;
  readonly breathe: () => Promise<void>;
}

/** A `val` row of the statistics: how to see in what was observed whether it comes out. */
export interface Row<O> {
  readonly id: string;
  readonly title: Told;
  readonly test: TestName;
  readonly basis: Basis;
  /** What the published figure may have stood for. */
  readonly printed: (value: number) => Printed;
  readonly sample: (observed: O, printed: Printed) => Sampled;
  /** What a reader must know: a choice that was made, a defect of the source. */
  readonly notes?: readonly Told[];
}

/** Groups whose shares are published and calibrated on: they have to come back. */
export interface Mix<O> {
  readonly id: string;
  readonly title: Told;
  readonly groups: readonly { readonly name: string; readonly from: string }[];
  /** Counts of the groups in the same order. */
  readonly counts: (observed: O) => readonly number[];
  /** What is published of each group, in any unit; the values of `from` without. */
  readonly shares?: (published: (id: string) => Statistic) => readonly number[];
}

/** A city and what is published of it. */
export interface StudyOf<O> {
  readonly city: string;
  readonly title: Told;
  /** What is simulated, over which days. */
  readonly period: Told;
  readonly observe: (ports: StudyPorts) => Promise<O>;
  readonly rows: readonly Row<O>[];
  readonly mixes?: readonly Mix<O>[];
  readonly channels?: (observed: O) => readonly StudiedChannels[];
  readonly visits: (observed: O) => number;
}

/** The same without what is observed, so that cities of all kinds fit into one list. */
export interface Study extends Pick<StudyOf<unknown>, 'city' | 'title' | 'period'> {
  readonly rows: readonly Omit<Row<unknown>, 'sample'>[];
  readonly mixes: readonly Pick<Mix<unknown>, 'id' | 'title'>[];
  readonly run: (ports: StudyPorts) => Promise<Outcome>;
}

/** What came of a study, not yet judged. */
export interface Outcome {
  readonly visits: number;
  readonly rows: readonly {
    readonly row: Omit<Row<unknown>, 'sample'>;
    readonly printed: Printed;
    readonly sampled: Sampled;
  }[];
  readonly mixes: readonly {
    readonly id: string;
    readonly title: Told;
    readonly groups: readonly {
      readonly name: string;
      readonly from: string;
      readonly count: number;
      readonly share: number;
    }[];
  }[];
  readonly channels: readonly StudiedChannels[];
}

export function study<O>(definition: StudyOf<O>): Study {
  const { city, title, period, observe, rows, mixes = [], channels, visits } = definition;
  const run = async (ports: StudyPorts): Promise<Outcome> => {
    const published = publishedIn(ports.statistics);
    const observed = await observe(ports);
    return {
      visits: visits(observed),
      rows: rows.map((row) => {
        const printed = row.printed(Number(published(row.id).value));
        return { row, printed, sampled: row.sample(observed, printed) };
      }),
      mixes: mixes.map(({ id, title: name, groups, counts, shares }) => {
        const own = counts(observed);
        const due = shares?.(published) ?? groups.map(({ from }) => Number(published(from).value));
        const told = groups.map((group, index) => ({
          ...group,
          count: own[index] as number,
          share: due[index] as number,
        }));
        return { id, title: name, groups: told };
      }),
      channels: channels?.(observed) ?? [],
    };
  };
  return { city, title, period, rows, mixes, run };
}

/** A published row by name; throws where there is none, since every figure has one. */
export function publishedIn(statistics: ReadonlyMap<string, Statistic>): (id: string) => Statistic {
  return (id) => {
    const statistic = statistics.get(id);
    if (statistic === undefined) throw new RangeError(`no published number is called ${id}`);
    return statistic;
  };
}

/** The figure itself: a count, or a number that was defined. */
export function exactly(value: number): Printed {
  return { low: value, high: value };
}

/** A figure rounded to a unit: it stood for anything that rounds to it. */
export function roundedTo(unit: number): (value: number) => Printed {
  return (value) => ({ low: value - unit / 2, high: value + unit / 2 });
}
