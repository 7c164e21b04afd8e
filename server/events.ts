import { z } from 'zod';
import { CertificateType } from './contract.ts';

const t = z
  .number()
  .describe('Scenario time at which the request came in, in ms since the run began');
const kiosk = z.string().describe('Name of the kiosk that asked');

/** The server's own account (server log). */
export const ServerEvent = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('server-issued'),
      t,
      kiosk,
      request: z.string().describe('Idempotency key of the issue request'),
      number: z.string().describe('Document number'),
      type: CertificateType,
      municipality: z.string().describe('Code of the municipality'),
      resident: z.int().describe('Number of the resident it was issued to'),
      repeated: z.boolean().describe('Whether this request had been answered before'),
    })
    .describe('The issuing server answered an issue request with a document'),
  z
    .object({
      kind: z.literal('server-settled'),
      t: z.number().describe('Scenario time at which it was told, in ms since the run began'),
      kiosk: z.string().describe('Name of the kiosk that told it'),
      request: z.string().describe('Idempotency key of the issue request'),
      outcome: z.enum(['printed', 'not-printed']).describe('What the kiosk says became of it'),
      paidYen: z.int().describe('What the kiosk says it has collected and kept'),
    })
    .describe(
      'The issuing server has recorded what became of a document (印刷結果), or knew it already: ' +
        'only the first telling counts',
    ),
  z
    .object({
      kind: z.literal('server-refused'),
      t,
      kiosk,
      code: z.string().describe('Code of the catalogue of problems'),
    })
    .describe('The centre or an issuer refused, with a code of the catalogue'),
  z
    .object({
      kind: z.literal('registration-refused'),
      t: z.number().describe('Scenario time, in ms since the run began'),
      kiosk: z.string().describe('Name of the kiosk that it said it was'),
      reason: z
        .enum(['unauthorised', 'duplicate'])
        .describe(
          'unauthorised: without the credential of this kiosk; duplicate: another connection ' +
            'speaks for it',
        ),
    })
    .describe('The centre refused who wanted to register as a kiosk on the device bus'),
  z
    .object({
      kind: z.literal('register-changed'),
      t: z.number().describe('Scenario time of the change, in ms since the run began'),
      municipality: z.string().describe('Code of the municipality whose registers have changed'),
      resident: z.int().describe('Number of the resident it was about, where it was entered'),
      change: z.string().describe('Name of the office’s operation'),
      version: z.int().describe('Version of everything that has changed or goes along with it'),
      residents: z.array(z.int()).describe('Numbers of the residents here who have this version'),
      families: z.array(z.int()).describe('Numbers of the family registers here that have it'),
      mistake: z.boolean().describe('Whether the registers now say what is not so'),
    })
    .describe('An office has changed the registers at the base system (異動)'),
  z
    .object({
      kind: z.literal('card-changed'),
      t: z.number().describe('Scenario time of the change, in ms since the run began'),
      municipality: z.string().describe('Code of the municipality that keeps the card'),
      card: z.number().describe('Tells this card from every other, and not whose it is'),
      change: z.string().describe('Name of the office’s operation, e.g. reset-pin'),
    })
    .describe('An office has changed what the municipality holds about a card of the older method'),
  z
    .object({
      kind: z.literal('register-updated'),
      t: z.number().describe('Scenario time at which it was taken, in ms since the run began'),
      municipality: z.string().describe('Code of the municipality'),
      resident: z.int().describe('Number of the resident the change was about'),
      change: z.string().describe('Name of the office’s operation'),
      version: z.int().describe('Version that the issuing server has now'),
      lagMs: z.number().describe('Since the change, in ms'),
      by: z
        .enum(['update', 'nightly'])
        .describe('What has brought it: 随時連携 or the nightly batch'),
    })
    .describe('The issuing server’s copy of the registers has taken a change'),
]);
export type ServerEvent = z.infer<typeof ServerEvent>;
