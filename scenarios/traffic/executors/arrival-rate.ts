import { z } from 'zod';
import { evenArrivals } from '../../../sim/arrivals.ts';
import { constantRate, type RateCurve } from '../../../sim/rate-curve.ts';
import { durationMs, Stretch } from '../../../sim/units.ts';
import type { Scenario } from '../../scenario.ts';
import type { WorkloadComplaint } from './executor.ts';

/** Citizens per second at most: clocks tell a million instants of a second apart. */
const HIGHEST_PER_SECOND = 100_000;

/** Citizens per `timeUnit`. */
export const Rate = z
  .number({ error: 'write a number of citizens, 0 or more, such as 30' })
  .min(0, { error: 'nobody can come less often than never: write 0 or more' });

/** Fields of workloads with a rate. */
export const rateFields = {
  timeUnit: Stretch.default('1s').describe('What rates are counted in: `rate: 30` and `1m` (k6)'),
};

/** How long an open workload lasts. */
export const comesFor = Stretch.describe('How long citizens come');

/** Citizens per second of a rate as it is written. */
export function perSecond(rate: number, timeUnit: string): number {
  return rate / (durationMs(timeUnit) / 1000);
}

/** Complains about rates beyond all clocks. */
export function checkRates(
  rates: readonly { readonly path: readonly (string | number)[]; readonly rate: number }[],
  timeUnit: string,
  context: z.RefinementCtx,
): void {
  // A unit that is none has its own complaint.
  if (!(durationMs(timeUnit) > 0)) return;
  for (const { path, rate } of rates) {
    const isWithin = perSecond(rate, timeUnit) <= HIGHEST_PER_SECOND;
    if (isWithin || !Number.isFinite(rate)) continue;
    const message = `more than ${HIGHEST_PER_SECOND.toLocaleString('en')} citizens a second: lower it, or lengthen \`timeUnit\``;
    context.addIssue({ code: 'custom', path: [...path], message, input: rate });
  }
}

interface ConstantlyRated {
  readonly rate: number;
  readonly timeUnit: string;
  readonly duration: string;
  readonly startTime: string;
}

/** The curve of a workload with one rate. */
export function constantCurve({ rate, timeUnit, duration }: ConstantlyRated): RateCurve {
  return constantRate(perSecond(rate, timeUnit), durationMs(duration));
}

/** Nobody would come by a curve within a run: said, and not left to an empty report. */
export function whyNobodyIsDue(
  curveOf: () => RateCurve,
  { startTime }: { readonly startTime: string },
  { duration }: Scenario,
  path: string,
): readonly WorkloadComplaint[] {
  const runMs = durationMs(duration) - durationMs(startTime);
  // One that begins after the run has its own complaint.
  if (runMs <= 0) return [];
  const curve = ifSound(curveOf);
  if (curve === undefined || curve.segments.length === 0) return [];
  const [first = Number.POSITIVE_INFINITY] = evenArrivals(curve);
  if (first < runMs) return [];
  const expected = Number(curve.expected.toPrecision(3));
  const due = first === Number.POSITIVE_INFINITY ? '' : `, the first after the run has ended`;
  const message = `nobody would come: ${expected} citizens are due in all${due}; raise it, or let it last longer`;
  return [{ path: [path], message }];
}

/** What a single field has been complained about for makes no curve. */
function ifSound(curveOf: () => RateCurve): RateCurve | undefined {
  try {
    return curveOf();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
