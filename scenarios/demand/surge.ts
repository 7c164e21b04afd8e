import { z } from 'zod';
import { Duration, Instant, Stretch } from '../../sim/units.ts';
import { CivilDay } from './civil-day.ts';
import { parameter } from './demand-parameter.ts';
import { MONTHS, WEEKDAYS } from './demand-units.ts';

const factor = parameter(z.number().min(0).max(1000)).describe('What demand is multiplied by');

const Named = {
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/, 'write a name such as fiscal-year-end')
    .describe('Name'),
};

const withinVolume = (fallback: boolean) =>
  z
    .boolean()
    .default(fallback)
    .describe('Whether the given volume holds it already, or it comes on top');

const MonthEnd = z
  .strictObject({
    kind: z.literal('month-end'),
    ...Named,
    days: z.int().min(1).max(15).default(1).describe('How many of the last weekdays of a month'),
    weekday: z.enum(WEEKDAYS).optional().describe('Only if it is this day of the week'),
    months: z.array(z.enum(MONTHS)).min(1).optional().describe('Only in these months'),
    factor,
    withinVolume: withinVolume(true),
  })
  .describe(
    'The last weekdays of a month, holidays and closed days not counted; with `weekday` the last ' +
      'ones of these in the month',
  );

const LaunchDay = z
  .strictObject({
    kind: z.literal('launch-day'),
    ...Named,
    on: CivilDay.describe('The first day'),
    factor,
    days: z.int().min(1).max(366).default(1).describe('Days until it is over, less day by day'),
    withinVolume: withinVolume(false),
  })
  .describe('The first days of something new: the factor falls evenly, day by day, to 1');

const Campaign = z
  .strictObject({
    kind: z.literal('campaign'),
    ...Named,
    from: CivilDay.describe('The first day'),
    to: CivilDay.describe('The last day, included'),
    factor,
    withinVolume: withinVolume(false),
  })
  .describe('Some days, each as much as the other');

const Disaster = z
  .strictObject({
    kind: z.literal('disaster'),
    ...Named,
    from: Instant.describe('When it begins'),
    rises: Duration.default('0s').describe('How long demand takes to rise to the factor'),
    lasts: Duration.default('0s').describe('How long it stays there'),
    fades: Duration.default('0s').describe('How long it takes to fall back'),
    factor,
    withinVolume: withinVolume(false),
  })
  .describe('From an instant: rises, lasts, fades, each along a straight line');

const Recovery = z
  .strictObject({
    kind: z.literal('recovery'),
    ...Named,
    from: Instant.describe('When the outage began'),
    to: Instant.describe('When it was over'),
    during: parameter(z.number().min(0).max(1))
      .default({ value: 0, origin: 'I: nobody comes while it is known to be out of order' })
      .describe('Share of the citizens who come all the same'),
    returns: parameter(z.number().min(0).max(1)).describe(
      'Share of the demand of the outage that comes afterwards',
    ),
    over: Stretch.describe('Within how long; most at once, then fewer along a straight line'),
  })
  .describe('What an outage held back comes when it is over, on top of the volume');

/** Days and hours with a demand of their own, each by what it is. */
export const Surge = z.discriminatedUnion('kind', [
  MonthEnd,
  LaunchDay,
  Campaign,
  Disaster,
  Recovery,
]);
export type Surge = z.infer<typeof Surge>;
