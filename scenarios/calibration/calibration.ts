import { normalQuantile } from '../../sim/distribution.ts';
import { EXIT } from '../exit-code.ts';
import { type ChannelTable, channelTable } from './channel-table.ts';
import { SOURCE_DEFECTS, type SourceDefect } from './defects.ts';
import { holmAdjusted, mixAgainst, type Printed, type Sampled } from './sampling.ts';
import type { Statistic } from './statistics.ts';
import {
  type Basis,
  type Outcome,
  publishedIn,
  type Study,
  type StudyPorts,
  type Told,
} from './study.ts';

/** How often a whole report of right figures may call one of them wrong. */
export const LEVEL = 0.05;

export const CALIBRATION_VERDICTS = ['inside', 'chance', 'outside'] as const;
/**
 * `inside` the interval of 95 %; outside of it, but no more than so many figures may be by `chance`;
 * or `outside`, by the probabilities adjusted for all figures of the report together.
 */
export type CalibrationVerdict = (typeof CALIBRATION_VERDICTS)[number];

interface Judged {
  /** Of all figures of the report together (Holm). */
  readonly adjusted: number;
  readonly verdict: CalibrationVerdict;
}

/** A published figure, what the simulation has in its place, and the verdict. */
export interface JudgedRow extends Sampled, Judged {
  readonly id: string;
  readonly city: string;
  readonly title: Told;
  readonly published: Statistic;
  readonly printed: Printed;
  readonly basis: Basis;
  readonly notes: readonly Told[];
  /**
   * Departure, as a part of the published figure, that four reports of five would call outside;
   * undefined for bounds and ranks.
   */
  readonly noticed: number | undefined;
}

/** Shares that have to come back, and the verdict of their χ². */
export interface JudgedMix extends Judged {
  readonly id: string;
  readonly city: string;
  readonly title: Told;
  readonly groups: readonly {
    readonly name: string;
    /** Row of the statistics. */
    readonly from: string;
    readonly simulated: number;
    readonly published: number;
  }[];
  readonly chiSquare: number;
  readonly freedom: number;
  readonly pValue: number;
}

/** A city as it was simulated. */
export interface StudiedCity {
  readonly city: string;
  readonly title: Told;
  readonly period: Told;
  readonly visits: number;
  readonly channels: readonly ChannelTable[];
}

/** Cities against what is published of them. */
export interface Calibration {
  readonly seed: number;
  readonly level: number;
  readonly cities: readonly StudiedCity[];
  readonly rows: readonly JudgedRow[];
  readonly mixes: readonly JudgedMix[];
  readonly defects: readonly SourceDefect[];
  readonly exit: { readonly code: number; readonly reason: string };
}

/** Simulates cities and judges every published figure of theirs, all of them together. */
export async function calibrate(
  studies: readonly Study[],
  ports: StudyPorts,
  onCity: (study: Study, at: number) => void = () => {},
): Promise<Calibration> {
  const outcomes: Outcome[] = [];
  for (const [at, study] of studies.entries()) {
    ports.signal.throwIfAborted();
    onCity(study, at);
    await ports.breathe();
    outcomes.push(await study.run(ports));
  }
  ports.signal.throwIfAborted();
  const published = publishedIn(ports.statistics);
  const rows = outcomes.flatMap((outcome, at) =>
    outcome.rows.map(({ row, printed, sampled }) => ({
      ...sampled,
      id: row.id,
      city: (studies[at] as Study).city,
      title: row.title,
      published: published(row.id),
      printed,
      basis: row.basis,
      notes: row.notes ?? [],
    })),
  );
  const mixes = outcomes.flatMap((outcome, at) =>
    outcome.mixes.map((mix) => mixOf(mix, (studies[at] as Study).city)),
  );
  return judged(
    studies,
    outcomes,
    rows.map(withProbability),
    mixes.map(withProbability),
    ports.seed,
  );
}

/** Where nobody came there is nothing to judge by: that is no figure that comes out. */
function withProbability<T extends { readonly pValue: number }>(figure: T): T {
  return Number.isNaN(figure.pValue) ? { ...figure, pValue: 0 } : figure;
}

function judged(
  studies: readonly Study[],
  outcomes: readonly Outcome[],
  rows: readonly Omit<JudgedRow, keyof Judged | 'noticed'>[],
  mixes: readonly Omit<JudgedMix, keyof Judged>[],
  seed: number,
): Calibration {
  const pValues = [...rows, ...mixes].map(({ pValue }) => pValue);
  const adjusted = holmAdjusted(pValues);
  const verdictAt = (index: number): Judged => {
    const own = adjusted[index] as number;
    const verdict =
      own < LEVEL ? 'outside' : (pValues[index] as number) < LEVEL ? 'chance' : 'inside';
    return { adjusted: own, verdict };
  };
  const judgedRows = rows.map((row, index) => ({
    ...row,
    ...verdictAt(index),
    noticed: noticedIn(row, pValues.length),
  }));
  const judgedMixes = mixes.map((mix, index) => ({ ...mix, ...verdictAt(rows.length + index) }));
  const cities = studies.map(({ city, title, period }, at) => {
    const { visits, channels } = outcomes[at] as Outcome;
    return { city, title, period, visits, channels: channels.map(channelTable) };
  });
  const ids = new Set(rows.map(({ city }) => city));
  return {
    seed,
    level: LEVEL,
    cities,
    rows: judgedRows,
    mixes: judgedMixes,
    defects: SOURCE_DEFECTS.filter((defect) => isOf(defect, [...ids])),
    exit: exitOf(judgedRows, judgedMixes),
  };
}

/** What is needed to be seen at the strictest of Holm’s levels, with a power of 80 %. */
function noticedIn(
  { test, printed, interval }: Pick<JudgedRow, 'test' | 'printed' | 'interval'>,
  figures: number,
): number | undefined {
  if (test === 'bound' || test === 'rank') return undefined;
  const deviation = (interval.high - printed.high) / normalQuantile(0.975);
  const needed = normalQuantile(1 - LEVEL / (2 * figures)) + normalQuantile(0.8);
  const middle = (printed.low + printed.high) / 2;
  return (needed * deviation + (printed.high - printed.low) / 2) / middle;
}

function mixOf(mix: Outcome['mixes'][number], city: string): Omit<JudgedMix, keyof Judged> {
  const counts = mix.groups.map(({ count }) => count);
  const shares = mix.groups.map(({ share }) => share);
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return {
    id: mix.id,
    city,
    title: mix.title,
    groups: mix.groups.map(({ name, from, count, share }) => ({
      name,
      from,
      simulated: count / total,
      published: share / whole,
    })),
    ...mixAgainst(counts, shares),
  };
}

function exitOf(rows: readonly JudgedRow[], mixes: readonly JudgedMix[]): Calibration['exit'] {
  const outside = [...rows, ...mixes].filter(({ verdict }) => verdict === 'outside');
  if (outside.length > 0) {
    const names = outside.map(({ id }) => id).join(', ');
    return { code: EXIT.thresholdFailed, reason: `not as published: ${names}` };
  }
  const all = (count: number) => `${count} of ${count}`;
  const shares = mixes.length === 0 ? '' : `, ${all(mixes.length)} sets of shares`;
  return { code: EXIT.pass, reason: `${all(rows.length)} published figures${shares} come out` };
}

/** Defects of the cities that were judged, told by how their rows begin. */
function isOf({ rows }: SourceDefect, cities: readonly string[]): boolean {
  return rows.some((row) => cities.some((city) => row.startsWith(`${city.slice(0, 3)}.`)));
}
