import { z } from 'zod';
import { CERTIFICATE_TYPES, CertificateType, MunicipalityCode } from '../server/contract.ts';
import { Behaviour } from './behaviour.ts';
import { whyNobodyComes } from './crowd.ts';
import { Thresholds } from './thresholds.ts';
import { Duration, durationMs, Estimate, Instant, Stretch, TimeOfDay } from './units.ts';
import { Workload } from './workloads.ts';

const Municipality = z
  .strictObject({
    code: MunicipalityCode,
    name: z.string().min(1).describe('As printed on certificates, e.g. 豊中市'),
    issuerTitle: z.string().min(1).describe('Who certifies, e.g. 豊中市長'),
    population: z.int().min(1).max(20_000_000).describe('Residents in its register'),
    sealShare: z
      .number()
      .min(0)
      .max(1)
      .default(0.6)
      .describe('Share of the residents aged 15 and over who have registered a seal'),
    feesYen: z
      .partialRecord(CertificateType, z.int().min(0).max(10_000))
      .describe('Fee in yen of each certificate on offer; what has no fee here is not offered'),
    hours: z
      .strictObject({
        opens: TimeOfDay.describe('From when requests are granted'),
        closes: TimeOfDay.describe('From when on they are refused, this instant included'),
      })
      .describe('Every day but 29 December to 3 January'),
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
  from: z.int().min(0).max(120).describe('Youngest age in years'),
  to: z.int().min(0).max(120).describe('Oldest age in years, included'),
  share: z.number().min(0).describe('Share of the journeys, in any unit'),
});

const Citizens = z
  .strictObject({
    ages: z.array(AgeBand).min(1).describe('How old they are'),
    outsideShare: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe('Share of the journeys at kiosks outside of the city'),
    certificates: z
      .partialRecord(CertificateType, z.number().min(0))
      .describe('Share of the journeys by certificate, in any unit'),
    behaviour: Behaviour.prefault({}),
  })
  .describe('Who comes and what for');

const Printer = z
  .strictObject({
    firstPage: Estimate.default({ median: '60s', p95: '150s' }).describe(
      'Until the first sheet lies in the tray, both sides printed',
    ),
    nextPage: Duration.default('20s').describe('For each further sheet'),
  })
  .describe('Printing times of a kiosk');

const Server = z
  .strictObject({
    workers: z.int().min(1).default(16).describe('Requests an issuing server works on at once'),
    pace: z
      .strictObject({
        authenticate: Estimate.default({ median: '2500ms', p95: '4s' }).describe(
          'To find out who it is and what is on offer',
        ),
        issue: Estimate.default({ median: '10s', p95: '25s' }).describe(
          'To look the resident up and make the document',
        ),
      })
      .prefault({})
      .describe('Durations of the server’s work in virtual time; in real time it is measured'),
    timeout: Duration.default('90s').describe(
      'How long a kiosk waits for one answer, in the server’s own time: speed does not shorten it',
    ),
    attempts: z
      .int()
      .min(1)
      .max(10)
      .default(2)
      .describe('How often a kiosk asks the same at most, the first time included'),
  })
  .describe('The reference server');

const Fields = z
  .strictObject({
    kofu: z.literal(1).describe('Version of this format'),
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'write a name such as toyonaka-monday')
      .describe('Short name, as the file is called; run folders bear it'),
    title: z
      .strictObject({
        ja: z.string().describe('In Japanese'),
        en: z.string().describe('In English'),
      })
      .describe('What reports call it'),
    start: Instant.describe('Civil time at which the run begins'),
    duration: Stretch.describe('No citizen arrives after this long'),
    gracefulStop: Duration.default('30m').describe(
      'How long journeys in hand may go on after that (k6); what then goes on stays in flight',
    ),
    speed: z
      .number()
      .min(0.01)
      .max(100_000)
      .default(1)
      .describe('Real time only: people and devices live this many times faster'),
    municipality: Municipality,
    stores: Stores,
    citizens: Citizens,
    printer: Printer.prefault({}),
    server: Server.prefault({}),
    workloads: z
      .record(z.string().regex(/^[a-z0-9-]{1,32}$/), Workload)
      .describe('What makes citizens come, each under a name of its own'),
    thresholds: Thresholds.default({}),
    keepPages: z
      .int()
      .min(0)
      .max(1000)
      .default(4)
      .describe('From so many documents, the first printed, all pages are kept as pictures'),
  })
  .describe('A kofu scenario');
/** Everything that is asked of a run, as data. */
export type Scenario = z.infer<typeof Fields>;

/** The format of a scenario file, said once: validation, types, JSON Schema and reference. */
export const Scenario = Fields.superRefine(checkTogether);

/** What no single field can know. */
function checkTogether(scenario: Scenario, context: z.RefinementCtx): void {
  const complain = (path: readonly (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path: [...path], message, input: undefined });
  const { municipality, citizens, stores, workloads } = scenario;
  if (municipality.hours.opens >= municipality.hours.closes) {
    complain(['municipality', 'hours'], 'opens must come before closes');
  }
  if (Object.keys(workloads).length === 0) complain(['workloads'], 'name at least one workload');
  for (const [name, { startTime }] of Object.entries(workloads)) {
    if (durationMs(startTime) < durationMs(scenario.duration)) continue;
    complain(
      ['workloads', name, 'startTime'],
      'nobody would come: it must lie within the duration',
    );
  }
  if (citizens.outsideShare > 0 && stores.outside === 0) {
    complain(['stores', 'outside'], 'citizens go outside the city, but there are no kiosks there');
  }
  citizens.ages.forEach(({ from, to }, index) => {
    if (from > to) complain(['citizens', 'ages', index], 'from must not exceed to');
  });
  const wanted = CERTIFICATE_TYPES.filter((type) => (citizens.certificates[type] ?? 0) > 0);
  if (wanted.length === 0) complain(['citizens', 'certificates'], 'the shares add up to 0');
  if (!citizens.ages.some(({ share }) => share > 0)) {
    complain(['citizens', 'ages'], 'the shares add up to 0');
    return;
  }
  const nobody = whyNobodyComes(scenario);
  if (nobody !== undefined) complain(nobody.path, nobody.message);
}
