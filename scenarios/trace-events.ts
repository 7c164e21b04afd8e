import { z } from 'zod';
import { KioskEvent } from '../devices/events.ts';
import { CertificateType } from '../server/contract.ts';
import { ServerEvent } from '../server/events.ts';

const t = z.number().describe('Scenario time in ms since the run began');

/** What the run itself has to say: what was offered, and how it began and ended. */
const RunEvent = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('run-began'),
      t,
      scenario: z.string().describe('Name of the scenario'),
      seed: z.int().describe('Where chance starts'),
      clock: z.enum(['virtual', 'real']).describe('Which clock the run lives by'),
      originMs: z.number().describe('Civil time of t = 0, ms since 1970-01-01T00:00Z'),
      target: z
        .string()
        .optional()
        .describe('Origin of the server, where it is somebody else’s: it tells no events'),
    })
    .describe('The run begins'),
  z
    .object({
      kind: z.literal('arrived'),
      t,
      journey: z.int().describe('Number of the journey, counted from 0 as citizens fall due'),
      workload: z
        .string()
        .describe(
          'Name of the workload that made the citizen come; with ~again for who tries again',
        ),
      kiosk: z.string().describe('Name of the kiosk, e.g. in-001'),
      municipality: z.string().describe('Code of the municipality'),
      resident: z.int().describe('Number of the resident in its register'),
      owner: z.string().describe('Nonce of the resident who holds the card: the ground truth'),
      age: z.int().describe('Age in years'),
      type: CertificateType,
      family: z
        .int()
        .optional()
        .describe('Number of the family register asked about, where it is one that is kept here'),
      as: z
        .string()
        .optional()
        .describe(
          'Name of a citizen of a demand: workload, day, hour, and number in the hour; of a log: workload and row',
        ),
      place: z.string().optional().describe('Where the kiosk is, as the demand calls it'),
      copy: z
        .int()
        .optional()
        .describe('Which of the certificates that a citizen of a demand wants this is, from 1'),
    })
    .describe('A citizen is due at a kiosk'),
  z
    .object({
      kind: z.literal('fault-began'),
      t,
      fault: z.string().describe('Name of the fault in this run: its kind and its number, from 1'),
      means: z.string().describe('Kind of the fault, e.g. issuer.error'),
    })
    .describe('A fault that the scenario asks for is at work from now on'),
  z
    .object({
      kind: z.literal('fault-ended'),
      t,
      fault: z.string().describe('Name of the fault'),
      struck: z.int().min(0).describe('How often it had an effect'),
    })
    .describe('A fault is over'),
  z
    .object({
      kind: z.literal('checked'),
      t,
      name: z.string().describe('Name of the check'),
      verdict: z.enum(['pass', 'fail', 'inconclusive']),
      message: z.string().describe('One sentence with the figures'),
    })
    .describe('The run has checked itself: a reason to trust its figures, or not to'),
  z
    .object({
      kind: z.literal('run-ended'),
      t,
      reason: z.enum(['finished', 'interrupted']),
      threshold: z
        .string()
        .optional()
        .describe('The threshold that ended it early, where one did: metric and what was promised'),
      inFlight: z
        .int()
        .min(0)
        .optional()
        .describe('Journeys still under way, as the run itself counted them'),
      events: z
        .int()
        .min(1)
        .optional()
        .describe('Events of the whole trace, this one included: a line that is lost is missed'),
    })
    .describe('The run is over; journeys that have not ended are in flight'),
]);

/** Every event a trace can hold. */
export const TraceEvent = z.union([KioskEvent, ServerEvent, RunEvent]);
export type TraceEvent = z.infer<typeof TraceEvent>;

export type EventOf<K extends TraceEvent['kind']> = Extract<TraceEvent, { kind: K }>;

/** Handlers by kind of event: what a reader of the trace is. */
export type Watch = {
  readonly [K in TraceEvent['kind']]?: (event: EventOf<K>) => void;
};
