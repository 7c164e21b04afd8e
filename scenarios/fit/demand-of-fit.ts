import { Document, isCollection, visit } from 'yaml';
import type { z } from 'zod';
import type { Demand } from '../demand/demand.ts';
import { readDemand } from '../demand/demand-text.ts';
import { FitRefused } from './fit-refused.ts';
import type { FittedBand, FittedDemand } from './fitted-demand.ts';
import type { Estimate } from './statistics.ts';
import { AGES } from './usual-ages.ts';

/** A demand as a file says it, before what it does not say is filled in. */
export type DemandData = z.input<typeof Demand>;

/** What a demand says of itself besides what was counted. */
export interface DemandFrame {
  readonly name: string;
  /** Where its numbers come from: `fit: log.csv, 26,182 rows`. */
  readonly origin: string;
  readonly opening: { readonly opens: string; readonly closes: string };
  readonly closedDays: Demand['closedDays']['value'];
}

/** Certificates where a table tells none. */
const CERTIFICATES = {
  value: { 'resident-record': 0.4618, 'seal-registration': 0.5382 },
  origin: 'I: not in the table; as in Miyazaki (miy.conv.resident, miy.conv.seal, S5)',
};

/** Hours of weekdays where nothing tells them. */
const CURVE = {
  value: {
    ...{ 6: 2.1, 7: 2.1, 8: 5, 9: 9.5, 10: 11.8, 11: 9.3, 12: 6.2, 13: 8.7, 14: 8.9, 15: 7.4 },
    ...{ 16: 5.5, 17: 4.5, 18: 4.1, 19: 4.1, 20: 4.1, 21: 4.1, 22: 4.1 },
  },
  origin:
    'I: not counted by hour; the bands of Miyazaki (S5), with the curve of P66 in office hours',
};

/** The demand that a fit comes to, every number with its origin. */
export function demandOf(fitted: FittedDemand, frame: DemandFrame): DemandData {
  const { origin, name, opening, closedDays } = frame;
  const told = <T>(value: T) => ({ value, origin });
  const map = (estimates: ReadonlyMap<string, Estimate>) =>
    estimates.size === 0 ? undefined : told(valuesOf(estimates));
  const { dayOffShare, overdispersion, hours } = fitted;
  const weekday = bandsOf(hours.weekday, origin) ?? bandsOf(hours.dayOff, NO_WEEKDAY);
  const dayOff = hours.weekday === undefined ? undefined : bandsOf(hours.dayOff, origin);
  const data: DemandData = {
    demand: 1,
    name,
    volume: {
      by: 'count',
      from: fitted.from,
      to: fitted.to,
      certificates: told(Math.round(fitted.certificates.value * 100) / 100),
    },
    ...defined({
      growth: map(fitted.growth),
      months: map(fitted.months),
      weekdays: map(fitted.weekdays),
      dayOffShare: dayOffShare === undefined ? undefined : told(rounded(dayOffShare.value)),
    }),
    opening: { value: opening, origin: openingOrigin(opening) },
    closedDays: {
      value: [...closedDays],
      origin: isUsuallyClosed(closedDays)
        ? 'svc.closed_from, svc.closed_to (S4, S5)'
        : GIVEN.closed,
    },
    hours: { weekday: weekday ?? defaultBands(opening), ...defined({ dayOff }) },
    certificates: fitted.types.size === 0 ? CERTIFICATES : told(sharesOf(fitted.types)),
    ages:
      fitted.ages.length === 0 ? AGES : told(withShares(fitted.ages, ({ share }) => share.value)),
    ...defined({
      places: fitted.places.size === 0 ? undefined : told(sharesOf(fitted.places)),
      copies: fitted.copies.size === 0 ? undefined : told(sharesOf(fitted.copies)),
      overdispersion:
        overdispersion === undefined ? undefined : told(rounded(overdispersion.value)),
    }),
  };
  return data;
}

const GIVEN = {
  opening: 'given: --opening',
  closed: 'given: --closed',
  bands: 'given: --bands and --opening; 08:30 and 17:15 without are I: office hours',
};

function openingOrigin({ opens, closes }: DemandFrame['opening']): string {
  const isUsual = opens === '06:30' && closes === '23:00';
  return isUsual ? 'svc.open, svc.close (S3, S4, S5)' : GIVEN.opening;
}

function isUsuallyClosed(days: DemandFrame['closedDays']): boolean {
  const [first] = days;
  return days.length === 1 && first?.from === '12-29' && first.to === '01-03';
}

const NO_WEEKDAY = 'I: no weekday in what was counted; as on days off';

/** A demand as a file, which kofu reads; throws FitRefused if it would refuse what it says. */
export function demandText(data: DemandData, head: readonly string[]): string {
  // What a file is called must not end the comment.
  const comments = head.map((line) => `# ${line.replace(/\p{Cc}/gu, ' ')}`).join('\n');
  const text = `${comments}\n${written(data)}`;
  const reading = readDemand(text, 'the fitted demand');
  if (reading.kind === 'read') return text;
  const told = reading.complaints.map(({ path, message }) => `${path}: ${message}`).join('; ');
  throw new FitRefused(
    `what was counted makes no demand (${told}): if rows are few, fit a longer log`,
  );
}

/** On a line what fits there: a number with its origin, or its values at least. */
function written(data: DemandData): string {
  const document = new Document(data);
  visit(document, {
    Map: (_, node) => {
      if (!node.has('origin')) return undefined;
      const value = node.get('value', true);
      if (isCollection(value)) value.flow = true;
      node.flow = JSON.stringify(node).length < LINE;
      return visit.SKIP;
    },
  });
  return document.toString({ lineWidth: 0 });
}

const LINE = 110;

function valuesOf(estimates: ReadonlyMap<string, Estimate>): Record<string, number> {
  return Object.fromEntries([...estimates].map(([key, { value }]) => [key, rounded(value)]));
}

/** Shares to five places that make 1: what rounding leaves is put to the largest. */
function sharesOf(estimates: ReadonlyMap<string, Estimate>): Record<string, number> {
  const parts = withShares([...estimates], ([, { value }]) => value);
  return Object.fromEntries(parts.map(({ 0: key, share }) => [key, share]));
}

function withShares<T extends object>(
  parts: readonly T[],
  shareOf: (part: T) => number,
): (T & { share: number })[] {
  const total = parts.reduce((sum, part) => sum + shareOf(part), 0);
  const shares = parts.map((part) => Math.round((1e5 * shareOf(part)) / total));
  const largest = shares.indexOf(Math.max(...shares));
  const rest = 1e5 - shares.reduce((sum, share) => sum + share, 0);
  shares[largest] = (shares[largest] as number) + rest;
  return parts.map((part, index) => ({ ...part, share: (shares[index] as number) / 1e5 }));
}

function bandsOf(
  bands: readonly FittedBand[] | undefined,
  origin: string,
): DemandData['hours']['weekday'] | undefined {
  if (bands === undefined) return undefined;
  return withShares(bands, ({ share }) => share.value).map(({ from, to, share, curve }) => ({
    when: { value: { from, to }, origin: GIVEN.bands },
    share: { value: share, origin },
    ...(share > 0 && curve.size > 0 ? { curve: { value: valuesOf(curve), origin } } : {}),
  }));
}

/** Where nothing tells the hours of the day. */
function defaultBands({ opens, closes }: DemandFrame['opening']): DemandData['hours']['weekday'] {
  return [
    {
      when: { value: { from: opens, to: closes }, origin: openingOrigin({ opens, closes }) },
      share: { value: 1, origin: 'all of the day' },
      curve: CURVE,
    },
  ];
}

/** Five digits: more than any interval has. */
function rounded(value: number): number {
  return Number(value.toPrecision(5));
}

/** Without what is undefined, which is not to be written. */
function defined<T extends object>(parts: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
