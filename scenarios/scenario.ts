import { z } from 'zod';
import { nodeNames } from '../server/cluster.ts';
import { CERTIFICATE_TYPES, CertificateType } from '../server/contract.ts';
import { HOLIDAY_YEARS, knowsHolidays } from '../server/municipalities/holidays.ts';
import { MunicipalityData } from '../server/municipalities/municipality-data.ts';
import { MUTANT_IDS } from '../server/mutant.ts';
import { DAY_MS } from '../sim/civil-time.ts';
import { Duration, durationMs, Estimate, Instant, instantMs, Stretch } from '../sim/units.ts';
import { Expect, TroubleCase, whyNotExpected } from './cases/expect.ts';
import { whyNoCitizens } from './demand/citizens-of-demand.ts';
import { Hardware, whyNotAttached } from './hardware/hardware.ts';
import { FaultPlan, whyNoFault } from './injection/faults.ts';
import { Thresholds, whyNoThreshold } from './judging/thresholds.ts';
import { whyNotPlanted } from './mutant-planting.ts';
import { Nation, someTownOf, whyNoNation } from './nation/nation.ts';
import { Behaviour } from './traffic/behaviour.ts';
import { Cards } from './traffic/card-pace.ts';
import { CardShares } from './traffic/cards.ts';
import { whyNobodyComes } from './traffic/crowd.ts';
import { Stores } from './traffic/fleet.ts';
import { kioskCounts, kioskIds } from './traffic/kiosk-ids.ts';
import { LeftBehind, Payment, Prompts } from './traffic/kiosk-settings.ts';
import { OfficePlan, whyNotEntered } from './traffic/office-plan.ts';
import { isOpen, Workload, whyNotOffered } from './traffic/workloads.ts';

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
    cards: CardShares,
    behaviour: Behaviour.prefault({}),
  })
  .describe('Who comes and what for');

const Printer = z
  .strictObject({
    firstPage: Estimate.default({ median: '60s', p95: '150s' }).describe(
      'Until the first sheet lies in the tray, both sides printed',
    ),
    nextPage: Duration.default('20s').describe('For each further sheet'),
    recovery: z
      .enum(['refund', 'reprint'])
      .default('refund')
      .describe(
        'What a kiosk does when printing stops before all pages are out: give the fee back, or ' +
          'print the missing pages once the printer is ready, by the impressions completed',
      ),
    recoveryTimeout: Duration.default('10m').describe(
      'How long it waits for the printer before it gives the fee back all the same',
    ),
  })
  .describe('Printing times of a kiosk, and what it does when printing stops');

const Server = z
  .strictObject({
    nodes: z
      .int()
      .min(1)
      .max(64)
      .default(1)
      .describe('Nodes of the issuing server behind a balancer, each with workers of its own'),
    connections: z
      .int()
      .min(1)
      .optional()
      .describe('Requests a node takes at once; if all have as many, it is refused. Any without'),
    probeEvery: Duration.default('5s').describe(
      'How often the balancer probes whether a node answers; it is in or out by its last answer',
    ),
    mutant: z
      .enum(MUTANT_IDS)
      .optional()
      .describe('A published fault planted into the reference server (docs/mutants.md); or none'),
    mutantWindow: Duration.optional().describe(
      'How long the moment is in which the mutant is vulnerable; its own without',
    ),
    mutantNodes: z
      .array(z.string())
      .min(1)
      .optional()
      .describe('Nodes with the mutant in their build, e.g. node-2; all without'),
    workers: z.int().min(1).default(16).describe('Requests a node works on at once'),
    pace: z
      .strictObject({
        authenticate: Estimate.default({ median: '2500ms', p95: '4s' }).describe(
          'To find out who it is and what is on offer',
        ),
        issue: Estimate.default({ median: '6s', p95: '20s' }).describe(
          'To look the resident up and number the document, on both ways through the link',
        ),
        'print-image': Estimate.default({ median: '4s', p95: '6s' }).describe(
          'To draw the document, once its turn has come',
        ),
      })
      .prefault({})
      .describe('Durations of the server’s work in virtual time; in real time it is measured'),
    printImages: z
      .strictObject({
        workers: z
          .int()
          .min(1)
          .default(8)
          .describe('Documents an issuing server draws at once; the others wait in their order'),
        timeout: Duration.default('60s').describe(
          'How long a document waits for its turn and is drawn at most, in the server’s own time',
        ),
      })
      .prefault({})
      .describe('The stage that draws documents (印刷イメージ)'),
    timeout: Duration.default('90s').describe(
      'How long a kiosk waits for one answer, in the server’s own time: speed does not shorten it',
    ),
    attempts: z
      .int()
      .min(1)
      .max(10)
      .default(2)
      .describe('How often a kiosk asks the same at most, the first time included'),
    retryAfter: Duration.default('2s').describe('Pause before a kiosk asks the same again'),
    revocations: z
      .strictObject({
        delay: Duration.default('10m').describe(
          'From a revocation to when the authority can answer for it',
        ),
        every: Duration.default('24h').describe(
          'From one list to the next, counted from midnight; 0s asks anew each time (OCSP)',
        ),
      })
      .prefault({})
      .describe('How the centre learns which certificates of cards are revoked'),
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
    case: TroubleCase.optional(),
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
    municipality: MunicipalityData,
    nation: Nation.optional(),
    stores: Stores,
    citizens: Citizens,
    cards: Cards.prefault({}),
    printer: Printer.prefault({}),
    payment: Payment.prefault({}),
    leftBehind: LeftBehind.prefault({}),
    prompts: Prompts,
    server: Server.prefault({}),
    workloads: z
      .record(z.string().regex(/^[a-z0-9-]{1,32}$/), Workload)
      .describe('What makes citizens come, each under a name of its own'),
    office: OfficePlan.default([]),
    faults: FaultPlan.default([]),
    hardware: Hardware.optional(),
    thresholds: Thresholds.default({}),
    expect: Expect.optional(),
    keepPages: z
      .int()
      .min(0)
      .max(1000)
      .default(4)
      .describe('From so many documents, the first printed, all pages are kept as pictures'),
    compareFronts: z
      .number()
      .min(0)
      .max(1)
      .default(0.1)
      .describe(
        'Share of the documents, chosen by their numbers, whose printed fronts are compared with ' +
          'what their backs restore; the first one always is. Where nothing is drawn: none',
      ),
  })
  .describe('A kofu scenario');
/** Everything that is asked of a run, as data. */
export type Scenario = z.infer<typeof Fields>;

/** The format of a scenario file, said once: validation, types, JSON Schema and reference. */
export const Scenario = Fields.superRefine(checkTogether);

/** When all is over that the run has begun, applications that take some business days included. */
function settledMs({ start, duration, gracefulStop }: z.infer<typeof Fields>): number {
  return instantMs(start) + durationMs(duration) + durationMs(gracefulStop) + 30 * DAY_MS;
}

function lacksHolidays(atMs: number): boolean {
  return Number.isFinite(atMs) && !knowsHolidays(atMs);
}

/** What no single field can know. */
function checkTogether(scenario: Scenario, context: z.RefinementCtx): void {
  const complain = (path: readonly (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path: [...path], message, input: undefined });
  const { citizens, workloads } = scenario;
  if ([instantMs(scenario.start), settledMs(scenario)].some(lacksHolidays)) {
    const { first, last } = HOLIDAY_YEARS;
    complain(['start'], `begin in ${first} to ${last - 1}: holidays are known for these years`);
  }
  if (Object.keys(workloads).length === 0) complain(['workloads'], 'name at least one workload');
  for (const [name, { startTime }] of Object.entries(workloads)) {
    if (durationMs(startTime) < durationMs(scenario.duration)) continue;
    complain(
      ['workloads', name, 'startTime'],
      'nobody would come: it must lie within the duration',
    );
  }
  const parts = [
    whyNotPlanted(scenario.server),
    whyNotEntered(scenario),
    whyNoFault(scenario.faults, selectableOf(scenario)),
    whyNotExpected(scenario),
    whyNotOffered(someTownOf(scenario)),
    whyNoCitizens(someTownOf(scenario)),
    whyNoNation(scenario),
    whyNoThreshold(scenario),
    whyNotAttached(scenario.hardware ?? {}, kioskIds(scenario)),
  ];
  for (const { path, message } of parts.flat()) complain(path, message);
  if (citizens.outsideShare > 0 && kioskCounts(someTownOf(scenario)).outside === 0) {
    complain(['stores', 'outside'], 'citizens go outside the city, but there are no kiosks there');
  }
  citizens.ages.forEach(({ from, to }, index) => {
    if (from > to) complain(['citizens', 'ages', index], 'from must not exceed to');
  });
  const wanted = CERTIFICATE_TYPES.filter((type) => (citizens.certificates[type] ?? 0) > 0);
  if (wanted.length === 0) complain(['citizens', 'certificates'], 'the shares add up to 0');
  if (!Object.values(citizens.cards).some((share) => share > 0)) {
    complain(['citizens', 'cards'], 'the shares add up to 0');
  }
  if (!citizens.ages.some(({ share }) => share > 0)) {
    complain(['citizens', 'ages'], 'the shares add up to 0');
    return;
  }
  const nobody = whyNobodyComes(scenario);
  if (nobody !== undefined) complain(nobody.path, nobody.message);
}

/** What faults of a scenario can be about. */
function selectableOf(scenario: z.infer<typeof Fields>) {
  const { municipality, duration, server, workloads } = scenario;
  return {
    kiosks: kioskIds(scenario),
    municipalities: [municipality.code],
    nodes: nodeNames(server.nodes),
    durationMs: durationMs(duration),
    isOpen: Object.values(workloads).some(isOpen),
  };
}
