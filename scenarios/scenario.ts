import { z } from 'zod';
import { CERTIFICATE_TYPES, CertificateType, MunicipalityCode } from '../server/contract.ts';
import { Behaviour } from './behaviour.ts';
import { Thresholds } from './thresholds.ts';
import { Duration, Instant, TimeOfDay } from './units.ts';
import { Workload } from './workloads.ts';

/** A duration by its median and its 95th percentile, drawn from a lognormal. */
export const Estimate = z
  .strictObject({ median: Duration, p95: Duration })
  .describe('Lognormal by its median and 95th percentile');
export type Estimate = z.infer<typeof Estimate>;

const Municipality = z
  .strictObject({
    code: MunicipalityCode,
    name: z.string().min(1).describe('As printed on certificates, e.g. 豊中市'),
    issuerTitle: z.string().min(1).describe('Who certifies, e.g. 豊中市長'),
    population: z.int().min(1).max(20_000_000),
    sealShare: z.number().min(0).max(1).default(0.6).describe('Adults with a registered seal'),
    feesYen: z
      .partialRecord(CertificateType, z.int().min(0).max(10_000))
      .describe('Fee of each certificate on offer'),
    hours: z.strictObject({ opens: TimeOfDay, closes: TimeOfDay }),
  })
  .describe('A municipality that takes part');

const Stores = z
  .strictObject({
    inside: z.int().min(1).describe('Kiosks in the city'),
    outside: z.int().min(0).default(0).describe('Kiosks elsewhere that its citizens use'),
    skew: z
      .number()
      .min(0)
      .max(2)
      .default(0)
      .describe('Exponent of the Zipf law of how citizens spread over kiosks; 0 is evenly'),
  })
  .describe('One kiosk a store');

const AgeBand = z.strictObject({
  from: z.int().min(0).max(120),
  to: z.int().min(0).max(120),
  share: z.number().min(0),
});

const Citizens = z
  .strictObject({
    ages: z.array(AgeBand).min(1).describe('Share of journeys by age, in any unit'),
    outsideShare: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe('Share of journeys outside the city'),
    certificates: z
      .partialRecord(CertificateType, z.number().min(0))
      .describe('Share of journeys by certificate, in any unit'),
    behaviour: Behaviour.prefault({}),
  })
  .describe('Who comes and what for');

const Printer = z
  .strictObject({
    firstPage: Estimate.default({ median: '60s', p95: '150s' }),
    nextPage: Duration.default('20s'),
  })
  .describe('Printing times of a kiosk');

const Server = z
  .strictObject({
    workers: z.int().min(1).default(16).describe('Requests an issuing server works on at once'),
    pace: z
      .strictObject({
        authenticate: Estimate.default({ median: '2500ms', p95: '4s' }),
        issue: Estimate.default({ median: '10s', p95: '25s' }),
      })
      .prefault({})
      .describe('Durations of the server’s work in virtual time; in real time it is measured'),
    timeout: Duration.default('90s').describe('How long a kiosk waits for one answer'),
    attempts: z.int().min(1).max(10).default(2).describe('How often a kiosk asks'),
  })
  .describe('The reference server');

const Fields = z
  .strictObject({
    kofu: z.literal(1).describe('Version of this format'),
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'write a name such as toyonaka-monday'),
    title: z.strictObject({ ja: z.string(), en: z.string() }),
    start: Instant.describe('Civil time at which the run begins'),
    duration: Duration.describe('No citizen arrives after this long'),
    gracefulStop: Duration.default('30m').describe('Time for journeys in hand to end (k6)'),
    speed: z.number().min(0.01).max(100_000).default(1).describe('In real time, times faster'),
    municipality: Municipality,
    stores: Stores,
    citizens: Citizens,
    printer: Printer.prefault({}),
    server: Server.prefault({}),
    workloads: z.record(z.string().regex(/^[a-z0-9-]{1,32}$/), Workload),
    thresholds: Thresholds.default({}),
    keepPages: z.int().min(0).max(1000).default(4).describe('Printed pages kept as pictures'),
  })
  .describe('A kofu scenario');
/** Everything that is asked of a run, as data. */
export type Scenario = z.infer<typeof Fields>;

/** The format of a scenario file, said once: validation, types, JSON Schema and reference. */
export const Scenario = Fields.superRefine(checkTogether);

/** What no single field can know. */
function checkTogether(scenario: Scenario, context: z.RefinementCtx): void {
  const complain = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message, input: undefined });
  const { municipality, citizens, stores, workloads } = scenario;
  if (municipality.hours.opens >= municipality.hours.closes) {
    complain(['municipality', 'hours'], 'opens must come before closes');
  }
  if (Object.keys(workloads).length === 0) complain(['workloads'], 'name at least one workload');
  if (citizens.outsideShare > 0 && stores.outside === 0) {
    complain(['stores', 'outside'], 'citizens go outside the city, but there are no kiosks there');
  }
  citizens.ages.forEach(({ from, to }, index) => {
    if (from > to) complain(['citizens', 'ages', index], 'from must not exceed to');
  });
  if (!citizens.ages.some(({ share }) => share > 0)) {
    complain(['citizens', 'ages'], 'the shares add up to 0');
  }
  const wanted = CERTIFICATE_TYPES.filter((type) => (citizens.certificates[type] ?? 0) > 0);
  if (wanted.length === 0) complain(['citizens', 'certificates'], 'the shares add up to 0');
}
