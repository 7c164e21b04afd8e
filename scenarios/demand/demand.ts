import { z } from 'zod';
import { CertificateType } from '../../server/contract.ts';
import { Instant, MonthDay, TimeOfDay } from '../../sim/units.ts';
import { CivilDay } from './civil-day.ts';
import { checkDemand } from './demand-checks.ts';
import { parameter } from './demand-parameter.ts';
import { MONTHS, WEEKDAYS } from './demand-units.ts';
import { Surge } from './surge.ts';

const share = z.number().min(0).max(1);
const factor = z.number().min(0).max(100);
const year = z.string().regex(/^\d{4}$/, 'write a year such as 2014');
const byMonth = z.partialRecord(z.enum(MONTHS), factor);

const ByPopulation = z
  .strictObject({
    by: z.literal('population'),
    year: z.int().min(1970).max(2100).describe('The fiscal year meant, which begins on 1 April'),
    population: parameter(z.int().min(1).max(200_000_000)).describe('Residents'),
    kind: parameter(z.enum(['metropolis', 'city', 'town']))
      .optional()
      .describe('Kind of municipality: 1.40, 1.20 or 1.10 certificates a person and year (S1)'),
    certificatesPerPerson: parameter(z.number().min(0).max(10))
      .optional()
      .describe('Certificates a person and year over all channels, in place of the kind'),
    cardShare: parameter(share).describe('Share of the residents who hold a card'),
    channelShare: parameter(share).describe('Share of the holders’ certificates made at kiosks'),
  })
  .describe('People × certificates a person × who has a card × who uses it here');

const ByCount = z
  .strictObject({
    by: z.literal('count'),
    from: CivilDay.describe('The first day counted'),
    to: CivilDay.describe('The last day counted, included'),
    certificates: parameter(z.number().min(0).max(1e9)).describe('Certificates issued in all'),
  })
  .describe('A number of certificates that was counted');

const Band = z.strictObject({
  when: parameter(
    z.strictObject({
      from: TimeOfDay.describe('When it begins'),
      to: TimeOfDay.describe('When it ends'),
    }),
  ).describe('A part of the day'),
  share: parameter(share).describe('Share of the day’s demand'),
  curve: parameter(z.record(z.string().regex(/^(?:\d|1\d|2[0-3])$/), z.number().min(0)))
    .optional()
    .describe('Weight of each whole hour, by hour of the day; evenly without'),
});

const AgeBand = z.strictObject({
  from: z.int().min(0).max(120).describe('Youngest age in years'),
  to: z.int().min(0).max(120).describe('Oldest age in years, included'),
  share: share.describe('Share of the visits'),
});

const Weekdays = z
  .partialRecord(z.enum([...WEEKDAYS, 'holiday', 'afterHoliday']), factor)
  .describe(
    'By day of the week; `holiday` in place of it on holidays (as Sunday without it); ' +
      '`afterHoliday` besides it on a weekday after a holiday or a closed day',
  );

const Fields = z.strictObject({
  demand: z.literal(1).describe('Version of this format'),
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'write a name such as miyazaki-2014'),
  volume: z.discriminatedUnion('by', [ByPopulation, ByCount]).describe('How much'),
  growth: parameter(z.record(year, factor))
    .optional()
    .describe(
      'Demand of each fiscal year against the others, in any unit; before the first and after the ' +
        'last as there',
    ),
  months: parameter(byMonth).optional().describe('Factor of each month; 1 without'),
  monthsOf: z
    .partialRecord(CertificateType, parameter(byMonth))
    .default({})
    .describe('The same for single certificates, besides: the tax year is switched in June'),
  weekdays: parameter(Weekdays).optional().describe('Factor of each day of the week; 1 without'),
  dayOffShare: parameter(share)
    .optional()
    .describe(
      'Share of the volume on Saturdays, Sundays and holidays; without it, as the factors say',
    ),
  opening: parameter(z.strictObject({ opens: TimeOfDay, closes: TimeOfDay }))
    .default({
      value: { opens: '06:30', closes: '23:00' },
      origin: 'svc.open, svc.close (S3, S4, S5)',
    })
    .describe('Nobody comes at other hours'),
  closedDays: parameter(z.array(z.strictObject({ from: MonthDay, to: MonthDay })))
    .default({
      value: [{ from: '12-29', to: '01-03' }],
      origin: 'svc.closed_from, svc.closed_to (S4, S5)',
    })
    .describe('Days of every year on which nobody comes; they may run into the next year'),
  maintenance: z
    .array(parameter(z.strictObject({ from: Instant, to: Instant })))
    .default([])
    .describe('Times without service that were announced: nobody comes'),
  hours: z
    .strictObject({
      weekday: z.array(Band).min(1).describe('Monday to Friday, holidays excepted'),
      dayOff: z
        .array(Band)
        .min(1)
        .optional()
        .describe('Saturdays, Sundays and holidays; as weekdays without'),
    })
    .describe('The day’s bands'),
  certificates: parameter(z.partialRecord(CertificateType, share)).describe(
    'Share of each certificate',
  ),
  ages: parameter(z.array(AgeBand).min(1)).describe('How old citizens are'),
  places: parameter(z.record(z.string().regex(/^[a-z][a-z0-9-]{0,31}$/), share))
    .default({ value: { city: 1 }, origin: 'I: all in their own city' })
    .describe('Where citizens go: `city` is their own, all others are outside of it'),
  copies: parameter(z.record(z.string().regex(/^(?:[1-9]|10)$/), share))
    .default({ value: { '1': 1 }, origin: 'I: one certificate a visit' })
    .describe('Share of the visits by how many certificates are wanted'),
  overdispersion: parameter(z.number().min(0).max(4))
    .default({ value: 0, origin: 'I: days differ as their factors say, and by chance' })
    .describe(
      'Variance of the factor, gamma-distributed with mean 1, that each day is multiplied by',
    ),
  surges: z.array(Surge).default([]).describe('Days and hours with a demand of their own'),
});

/** How many come when, for what, where and how old they are; each number with its origin. */
export const Demand = Fields.superRefine(checkDemand).describe(
  'A demand: how many citizens come when, for what and where',
);
export type Demand = z.infer<typeof Fields>;
export type DemandBand = z.infer<typeof Band>;
