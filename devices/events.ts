import { z } from 'zod';
import { STAGES } from './stages.ts';

const Stage = z.enum(STAGES);

/** How a journey can end; together with those in flight they add up to those offered. */
export const JOURNEY_OUTCOMES = [
  'completed',
  'refused',
  'failed',
  'timed-out',
  'abandoned',
] as const;
export type JourneyOutcome = (typeof JOURNEY_OUTCOMES)[number];

const t = z.number().describe('Scenario time in ms since the run began');
const journey = z.int().describe('Number of the journey, counted from 0 as citizens fall due');
const kiosk = z.string().describe('Name of the kiosk, e.g. in-001');
const request = z.string().describe('Idempotency key of the issue request');
const reason = z.string().describe('Why, in a few words');
const number = z.string().describe('Document number, printed on every page');
const waitedMs = z.number().describe('How long the citizen had waited, in ms');
const tookMs = z.number().describe('How long the stage took, in ms');
const yen = z.int().describe('Amount in yen');

/** The kiosk's own account of its journeys (kiosk journal), one event per thing that happened. */
export const KioskEvent = z.discriminatedUnion('kind', [
  z
    .object({ kind: z.literal('queued'), t, journey, kiosk, ms: waitedMs })
    .describe('The kiosk is free for a citizen who had to wait'),
  z
    .object({ kind: z.literal('stage'), t, journey, stage: Stage, ms: tookMs })
    .describe(
      'A stage has ended; pin and authenticate come again each time a PIN is typed again that ' +
        'the municipality checks',
    ),
  z
    .object({ kind: z.literal('requested'), t, journey, kiosk, request })
    .describe('The kiosk asks the centre for a certificate'),
  z
    .object({ kind: z.literal('asked-again'), t, journey, stage: Stage, reason })
    .describe('No usable answer came; the kiosk repeats the same request'),
  z
    .object({
      kind: z.literal('document'),
      t,
      journey,
      kiosk,
      request,
      number,
      pages: z.int().describe('How many pages it has'),
      feeYen: z.int().describe('What it costs'),
      repeated: z.boolean().describe('Whether the server had answered this request before'),
    })
    .describe('The document has reached the kiosk'),
  z
    .object({ kind: z.literal('paid'), t, journey, kiosk, request, yen })
    .describe('The payment unit has taken the fee'),
  z
    .object({ kind: z.literal('refunded'), t, journey, kiosk, request, yen })
    .describe('The payment unit has given the fee back'),
  z
    .object({
      kind: z.literal('page'),
      t,
      journey,
      kiosk,
      sheet: z.int().describe('Position in the output tray, from 1'),
      owner: z.string().describe('Nonce of the resident, as read from the printed pixels'),
      request: z.string().describe('Job, as read from the printed pixels'),
      number: z.string().describe('Document number, as read from the printed pixels'),
      page: z.int().describe('Number of the page, as read from the printed pixels'),
      of: z.int().describe('How many pages the document has, as read from the printed pixels'),
    })
    .describe('A printed page was delivered, and this is what stands on it'),
  z
    .object({
      kind: z.literal('page-unreadable'),
      t,
      journey,
      kiosk,
      sheet: z.int().describe('Position in the output tray, from 1'),
      reason,
    })
    .describe('A printed page was delivered on which no mark can be read'),
  z
    .object({
      kind: z.literal('ended'),
      t,
      journey,
      kiosk,
      outcome: z.enum(JOURNEY_OUTCOMES),
      stage: z.enum(['queue', ...STAGES]).describe('Where it ended'),
      reason: z.string().describe('Why, in a few words; empty if it was completed'),
      ms: z.number().describe('Duration in ms from the instant the citizen was due'),
    })
    .describe('The journey is over'),
]);
export type KioskEvent = z.infer<typeof KioskEvent>;
