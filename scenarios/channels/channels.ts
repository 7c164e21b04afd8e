import { z } from 'zod';
import { CERTIFICATE_TYPES, MunicipalityCode } from '../../server/contract.ts';
import { Estimate, TimeOfDay } from '../../sim/units.ts';
import { CivilDay } from '../demand/civil-day.ts';
import { parameter } from '../demand/demand-parameter.ts';
import { checkChannels } from './channel-checks.ts';

/** What offices count: family registers are one line there, and so is all that has none. */
const OFFICE_CERTIFICATES = [...CERTIFICATE_TYPES, 'family-register', 'other'] as const;
export const OfficeCertificate = z.enum(OFFICE_CERTIFICATES);
export type OfficeCertificate = z.infer<typeof OfficeCertificate>;

const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'write a name such as counter');
const volumes = parameter(z.partialRecord(OfficeCertificate, z.number().min(0).max(1e9)));

const Step = z.strictObject({
  name: z.string().min(1).describe('What is done'),
  at: z
    .enum(['before', 'window', 'after'])
    .describe('In front of the queue, at the window (or machine) that it holds, or behind it'),
  time: parameter(Estimate).describe('How long it takes'),
});
export type Step = z.infer<typeof Step>;

const Kind = z.strictObject({
  kind: z
    .enum(['counter', 'machine', 'terminal', 'mail', 'stores'])
    .describe(
      '窓口, 自動交付機, カード用端末 (the citizen enters a PIN, the staff works it), 郵送, or ' +
        'stores, whose citizens a demand makes come',
    ),
  title: z
    .strictObject({ ja: z.string().min(1), en: z.string().min(1) })
    .describe('What reports call it'),
  opening: parameter(z.strictObject({ opens: TimeOfDay, closes: TimeOfDay })).describe(
    'When people can come',
  ),
  days: parameter(z.enum(['weekdays', 'all'])).describe('Weekdays only, or all days'),
  curve: parameter(z.record(z.string().regex(/^(?:\d|1\d|2[0-3])$/), z.number().min(0)))
    .optional()
    .describe('Weight of each whole hour; evenly without'),
  steps: z.array(Step).default([]).describe('What a visit is made of, in this order'),
});
export type Kind = z.infer<typeof Kind>;

const Place = z.strictObject({
  of: name.describe('Which channel this is'),
  name: z.string().min(1).describe('What the place, or a group of like places, is called'),
  count: parameter(z.int().min(1).max(1000))
    .optional()
    .describe('How many places alike, each with a queue of its own; 1 without'),
  windows: parameter(z.int().min(1).max(1000))
    .optional()
    .describe('Windows or machines of each that serve one queue; 1 without'),
  from: CivilDay.optional().describe('Its first day, where that is not the period’s'),
  volumes: volumes
    .optional()
    .describe('Certificates in the period; left out where they follow from another period'),
});
export type Place = z.infer<typeof Place>;

const Move = z.strictObject({
  from: name.describe('Whose habit changes'),
  certificate: OfficeCertificate.describe('For which certificate'),
  whose: z
    .enum(['all', 'closed'])
    .describe('Of all its visitors, or of those whose own place is closed now'),
  to: parameter(z.record(name, z.number().min(0).max(1))).describe(
    'Share that goes elsewhere, by channel; `nobody` wants none any more; the others stay',
  ),
});
export type Move = z.infer<typeof Move>;

const Period = z.strictObject({
  name: name.describe('What the period is called'),
  from: CivilDay.describe('The first day'),
  to: CivilDay.describe('The last day, included'),
  observed: z
    .strictObject({
      from: CivilDay.describe('The first of them'),
      to: CivilDay.describe('The last of them, included'),
    })
    .optional()
    .describe('Days whose queues are lived through; on the others visits are counted only'),
  places: z.array(Place).min(1).describe('Where people go'),
  totals: volumes
    .optional()
    .describe('Certificates in all: the volumes of the places are only in proportion then'),
  follows: z
    .strictObject({
      period: name.describe('The period before, whose habits these are'),
      moves: z.array(Move).default([]).describe('Who goes elsewhere'),
      newcomers: z
        .array(
          z.strictObject({
            to: name.describe('Where they go'),
            certificate: OfficeCertificate.describe('For which certificate'),
            certificates: parameter(z.number().min(0)).describe('How many in the period'),
          }),
        )
        .default([])
        .describe('Certificates that nobody wanted before'),
    })
    .optional()
    .describe('Where those who come now came before'),
});
export type Period = z.infer<typeof Period>;

const Fields = z.strictObject({
  channels: z.literal(1).describe('Version of this format'),
  name: name.describe('What the city is called'),
  municipality: MunicipalityCode,
  demand: z
    .string()
    .describe('Demand file of the stores; all channels share its weekdays, months, closed days'),
  residents: z
    .strictObject({
      population: parameter(z.int().min(1)).describe('Residents'),
      cards: parameter(z.int().min(0)).describe('Cards they hold'),
    })
    .optional()
    .describe('Who lives there'),
  kinds: z.record(name, Kind).describe('The channels, by name'),
  periods: z.array(Period).min(1).describe('What was counted, or follows from what was'),
});

/** The ways to a certificate in a city, beside the kiosk; each number with its origin. */
export const Channels = Fields.superRefine(checkChannels).describe('The channels of a city');
export type Channels = z.infer<typeof Fields>;
