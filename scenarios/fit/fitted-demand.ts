import type { CertificateType } from '../../server/contract.ts';
import type { Month } from '../demand/demand-units.ts';
import type { Estimate } from './statistics.ts';

/** A part of the day as it was fitted. */
export interface FittedBand {
  /** `06:30`. */
  readonly from: string;
  readonly to: string;
  /** Share of the days of its kind. */
  readonly share: Estimate;
  /** By hour of the day: what a whole such hour has, in per cent of the day. */
  readonly curve: ReadonlyMap<string, Estimate>;
}

/** The numbers of a demand as they follow from counts; what counts do not tell is not there. */
export interface FittedDemand {
  /** The first and the last day, `2014-03-31`. */
  readonly from: string;
  readonly to: string;
  readonly certificates: Estimate;
  /** Over the days fitted their mean is 1. */
  readonly months: ReadonlyMap<Month, Estimate>;
  /** Monday to Friday have the mean 1, and so have Saturday, Sunday and holidays. */
  readonly weekdays: ReadonlyMap<string, Estimate>;
  /** Fiscal years against the first of them. */
  readonly growth: ReadonlyMap<string, Estimate>;
  readonly dayOffShare: Estimate | undefined;
  readonly hours: {
    readonly weekday: readonly FittedBand[] | undefined;
    readonly dayOff: readonly FittedBand[] | undefined;
  };
  readonly types: ReadonlyMap<CertificateType, Estimate>;
  readonly ages: readonly {
    readonly from: number;
    readonly to: number;
    readonly share: Estimate;
  }[];
  readonly places: ReadonlyMap<string, Estimate>;
  readonly copies: ReadonlyMap<string, Estimate>;
  readonly overdispersion: Estimate | undefined;
}

/** One number that was fitted, by its path within the demand. */
export interface FittedNumber extends Estimate {
  readonly path: string;
}

/** All numbers of a fitted demand, in its order. */
export function numbersOf(fitted: FittedDemand): readonly FittedNumber[] {
  const map = (path: string, estimates: ReadonlyMap<string, Estimate>) =>
    [...estimates].map(([key, estimate]) => ({ path: `${path}.${key}`, ...estimate }));
  const one = (path: string, estimate: Estimate | undefined) =>
    estimate === undefined ? [] : [{ path, ...estimate }];
  const bands = (kind: 'weekday' | 'dayOff') =>
    (fitted.hours[kind] ?? []).flatMap(({ share, curve }, index) => {
      const path = `hours.${kind}[${index}]`;
      return [{ path: `${path}.share`, ...share }, ...map(`${path}.curve`, curve)];
    });
  return [
    ...one('volume.certificates', fitted.certificates),
    ...map('growth', fitted.growth),
    ...map('months', fitted.months),
    ...map('weekdays', fitted.weekdays),
    ...one('dayOffShare', fitted.dayOffShare),
    ...bands('weekday'),
    ...bands('dayOff'),
    ...map('certificates', fitted.types),
    ...fitted.ages.map(({ share }, index) => ({ path: `ages[${index}].share`, ...share })),
    ...map('places', fitted.places),
    ...map('copies', fitted.copies),
    ...one('overdispersion', fitted.overdispersion),
  ];
}
