import { z } from 'zod';
import { Instant, instantMs, MonthDay, TimeOfDay, timeOfDayMs } from '../../sim/units.ts';
import { CERTIFICATE_TYPES, CertificateType, MunicipalityCode } from '../contract.ts';
import { FeedPlan } from '../register/feed-plan.ts';
import type { Municipality, OpeningHours, ServiceCalendar } from './municipality.ts';

const Hours = z.strictObject({
  opens: TimeOfDay.default('06:30').describe('From when on requests are granted'), // S3, S4, S5
  closes: TimeOfDay.default('23:00').describe(
    'From when on they are refused, this instant included',
  ),
  weekdaysOnly: z.boolean().default(false).describe('Not on Saturdays, Sundays and holidays'),
});
type Hours = z.infer<typeof Hours>;

const ClosedDays = z.strictObject({
  from: MonthDay.describe('The first day'),
  to: MonthDay.describe('The last day, included; it may lie in the next year'),
});

const MaintenanceData = z.strictObject({
  from: Instant.describe('When it begins'),
  to: Instant.describe('When it is over'),
  types: z
    .array(CertificateType)
    .min(1)
    .optional()
    .describe('What is not issued then; everything without'),
});

const Items = z.strictObject({
  relationships: z.boolean().default(true).describe('世帯主・続柄'), // P51
  domicile: z.boolean().default(true).describe('本籍・筆頭者'), // P51
  // Never in P58 and P67, on request in P51.
  individualNumber: z.boolean().default(false).describe('個人番号'),
});

const Forms = z.strictObject({
  peoplePerPage: z
    .int()
    .min(1)
    .max(4)
    .default(4) // 世帯連記式: P59
    .describe('People on a page of a 住民票: 4 is 世帯連記式, 1 is 個票'),
  // That there are limits is in P56, how long they are is I.
  nameLimit: z.int().min(1).default(25).describe('Longest name that fits, in characters'),
  addressLimit: z.int().min(1).default(40).describe('Longest address that fits, in characters'),
});

/** The keys of a municipality’s data, said once. */
export const MunicipalityFields = z.strictObject({
  code: MunicipalityCode,
  name: z.string().min(1).describe('As printed on certificates, e.g. 豊中市'),
  issuerTitle: z.string().min(1).describe('Who certifies, e.g. 豊中市長'),
  population: z.int().min(1).max(20_000_000).describe('Residents in its register'),
  sealShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.6) // I
    .describe('Share of the residents aged 15 and over who have registered a seal'),
  feesYen: z
    .partialRecord(CertificateType, z.int().min(0).max(10_000))
    .describe('Fee in yen of each certificate on offer; what has no fee here is not offered'),
  hours: Hours.prefault({}).describe('When certificates are issued'),
  hoursOf: z
    .partialRecord(CertificateType, Hours)
    .default({})
    .describe('The same for single certificates that have hours of their own'),
  closedDays: z
    .array(ClosedDays)
    .default([{ from: '12-29', to: '01-03' }]) // S4, S5
    .describe('When nothing is issued, every year'),
  maintenance: z
    .array(MaintenanceData)
    .default([])
    .describe('Times without service that were announced'),
  methods: z
    .array(z.enum(['jpki', 'card-ap']))
    .min(1)
    .default(['jpki'])
    .describe('How a card may prove whose it is: jpki is 個人番号カード, card-ap is 住基カード'),
  items: Items.prefault({}).describe('What may be printed on a 住民票 when a citizen asks for it'),
  taxYearFrom: MonthDay.default('06-01') // P67: in June; the day is I
    .describe('From when on the tax year (年度) that has begun in April is on offer'),
  layout: Forms.prefault({}).describe('What fits on its forms'),
  feed: FeedPlan.prefault({}),
});

/**
 * A municipality that takes part, as files and scenarios write it. Numbers of defaults have their
 * origin beside them, in the marks of docs/sources.md.
 */
export const MunicipalityData = MunicipalityFields.superRefine((data, context) => {
  const complain = (path: readonly (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path: [...path], message, input: undefined });
  const inOrder = ({ opens, closes }: Hours, path: readonly string[]) => {
    if (timeOfDayMs(opens) >= timeOfDayMs(closes)) complain(path, 'opens must come before closes');
  };
  inOrder(data.hours, ['hours']);
  for (const [type, hours] of Object.entries(data.hoursOf)) inOrder(hours, ['hoursOf', type]);
  data.maintenance.forEach(({ from, to }, index) => {
    if (instantMs(from) < instantMs(to)) return;
    complain(['maintenance', index], 'from must come before to');
  });
  if (offered(data).length === 0) complain(['feesYen'], 'give at least one certificate a fee');
}).describe('A municipality that takes part');
export type MunicipalityData = z.infer<typeof MunicipalityData>;

/** Municipalities by code, e.g. those whose data come with kofu. */
export interface Municipalities {
  get(code: string): MunicipalityData | undefined;
  keys(): Iterable<string>;
}

/** The municipality as its issuing server knows it. */
export function municipalityOf(data: MunicipalityData): Municipality {
  const { code, name, issuerTitle, population, feesYen } = data;
  const { methods, items, taxYearFrom, layout } = data;
  return {
    code,
    name,
    issuerTitle,
    population,
    feesYen,
    calendar: calendarOf(data),
    methods,
    items,
    taxYearFrom,
    layout,
  };
}

function calendarOf(data: MunicipalityData): ServiceCalendar {
  const { hours, hoursOf, closedDays, maintenance } = data;
  const own = Object.entries(hoursOf).map(([type, its]) => [type, openingHours(its)]);
  return {
    types: offered(data),
    hours: openingHours(hours),
    hoursOf: Object.fromEntries(own),
    closedDays,
    maintenance: maintenance.map(({ from, to, types }) => ({
      fromMs: instantMs(from),
      toMs: instantMs(to),
      types,
    })),
  };
}

function openingHours({ opens, closes, weekdaysOnly }: Hours): OpeningHours {
  return { opensMs: timeOfDayMs(opens), closesMs: timeOfDayMs(closes), weekdaysOnly };
}

function offered({ feesYen }: Pick<MunicipalityData, 'feesYen'>): readonly CertificateType[] {
  return CERTIFICATE_TYPES.filter((type) => feesYen[type] !== undefined);
}
