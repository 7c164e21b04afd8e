import { z } from 'zod';
import { KioskState } from '../server/contract-bus.ts';
import { LIGHTS, PROMPT_NAMES } from './kiosk/prompts.ts';
import { STAGES } from './kiosk/stages.ts';
import { MEMORIES } from './kiosk/working-memory.ts';

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

/** What whoever counts wrong PINs answers to one entry. */
export const PIN_RESULTS = ['right', 'wrong', 'locked', 'unknown'] as const;
export type PinResult = (typeof PIN_RESULTS)[number];

const count = z.int().min(0);
const t = z.number().describe('Scenario time in ms since the run began');
const journey = z.int().describe('Number of the journey, counted from 0 as citizens fall due');
const kiosk = z.string().describe('Name of the kiosk, e.g. in-001');
const request = z.string().describe('Idempotency key of the issue request');
const reason = z.string().describe('Why, in a few words');
const number = z.string().describe('Document number, printed on every page');
const waitedMs = z.number().describe('How long the citizen had waited, in ms');
const tookMs = z.number().describe('How long the stage took, in ms');
const yen = z.int().describe('Amount in yen');
const left = z.enum(['card', 'paper']).describe('What has been left behind');

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
    .object({
      kind: z.literal('pin-entered'),
      t,
      journey,
      kiosk,
      card: z.number().describe('Tells this card from every other, and not whose it is'),
      result: z
        .enum(PIN_RESULTS)
        .describe(
          'right; wrong: there are tries left; locked: there are none, or were none before; ' +
            'unknown: no answer says whether the PIN was compared',
        ),
      countedBy: z
        .enum(['card', 'municipality'])
        .describe('Who counts wrong PINs: the card itself (JPKI), or the municipality'),
    })
    .describe('A PIN has been typed, and this is what came of it'),
  z
    .object({ kind: z.literal('asked-again'), t, journey, stage: Stage, reason })
    .describe('No usable answer came; the kiosk repeats the same request'),
  z
    .object({ kind: z.literal('told-again'), t, kiosk, request })
    .describe('The centre has not said that it knows the print result; the kiosk tells it again'),
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
      registerVersion: z
        .int()
        .optional()
        .describe('Version of the register entry certified, as read from the printed pixels'),
      compared: z
        .enum(['follows', 'left-out'])
        .optional()
        .describe('Whether its front is compared with its back; left out where it has none'),
    })
    .describe('A printed page was delivered, and this is what stands on it'),
  z
    .object({
      kind: z.literal('page-compared'),
      t,
      journey,
      kiosk,
      sheet: z.int().describe('Position in the output tray, from 1'),
      number,
      verdict: z
        .enum(['equal', 'different', 'unreadable'])
        .describe('Whether the front is what its back restores'),
      likeness: z
        .number()
        .min(0)
        .max(1)
        .optional()
        .describe('How like they are where they are least so; from 0.5 on they are equal'),
      reason: z.string().describe('Why, in a few words; empty if they are equal'),
    })
    .describe('The front of a printed page was compared with the picture sealed on its back'),
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
      kind: z.literal('prompted'),
      t,
      journey,
      kiosk,
      prompt: z.enum(PROMPT_NAMES).describe('Which sentence, of devices/kiosk/prompts.ts'),
      light: z.enum(LIGHTS).optional().describe('The lamp that flashes (XFS4IoT Lights)'),
    })
    .describe('The kiosk asks or tells the citizen something, by screen, voice and lamp'),
  z
    .object({ kind: z.literal('alarm'), t, journey, kiosk, left })
    .describe('The kiosk calls after the citizen by voice, lamp and screen: something lies there'),
  z
    .object({
      kind: z.literal('left-behind'),
      t,
      journey,
      kiosk,
      left,
      fate: z
        .enum(['fetched', 'retained', 'handed-over'])
        .describe(
          'fetched by who had left it; retained by the kiosk, so that nobody else has it; ' +
            'handed-over to a clerk, till whose coming it served nobody',
        ),
    })
    .describe('What had been left behind does not lie there any more'),
  z
    .object({ kind: z.literal('power-lost'), t, kiosk })
    .describe(
      'The kiosk is without power: what goes on there ends, what it holds in memory is lost',
    ),
  z
    .object({ kind: z.literal('power-returned'), t, kiosk })
    .describe('It has power again, and has made good what it finds unfinished in its journal'),
  z
    .object({
      kind: z.literal('operated'),
      t,
      kiosk,
      service: KioskState.shape.service,
      faults: KioskState.shape.faults,
    })
    .describe('An operator of the fleet has set or taken back a fault, drained it or reset it'),
  z
    .object({
      kind: z.literal('cleared'),
      t,
      journey,
      kiosk,
      cards: count.describe('Cards in its reader'),
      jobs: count.describe('Documents in the spool of its printer'),
      sheets: count.describe('Sheets in its output tray'),
      yen: z.int().describe('Money in its payment unit, neither collected nor given back'),
      memory: z
        .array(z.enum(MEMORIES))
        .readonly()
        .describe('What the kiosk itself still knows: session, screen, document'),
    })
    .describe('The citizen has left, and this is what the devices of the kiosk still hold'),
  z
    .object({
      kind: z.literal('counters'),
      t,
      journey: journey.optional().describe('Left out before the first journey, after the last'),
      kiosk,
      takingsYen: z.int().describe('Counter of the payment unit: collected less given back'),
      sheets: count.describe('Page counter of the printer: sheets that came out'),
    })
    .describe('What the devices of a kiosk have counted; told where it has changed'),
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
