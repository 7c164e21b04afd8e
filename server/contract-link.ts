import { z } from 'zod';
import {
  CertificateOptions,
  CertificateType,
  DigestDocument,
  Issuance,
  MunicipalityCode,
  Offer,
  RequestId,
  Withheld,
} from './contract.ts';
import { knowsHolidays } from './municipalities/holidays.ts';

/**
 * The wire between centre and issuing server (LGWAN), where they are processes of their own. The
 * real messages (カード認証電文 and others, SOAP) are under NDA (P31, P34); the steps are the
 * published ones (P32). Every message bears the civil instant at which the request reached the
 * centre: hours and dates are decided by that, not by how long the link took.
 */

const nowMs = z
  .number()
  .min(0)
  .refine(knowsHolidays, 'a time in a year whose holidays are known')
  .describe('Civil time, ms since 1970-01-01T00:00Z');

/** As databases hold it: a number of four bytes, a text without U+0000. */
const Whole = z.int().max(2_147_483_647);
const text = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^\P{C}+$/u);

const KioskId = text(64).describe('Kiosk as registered at the centre');

const Holder = z
  .object({
    residence: MunicipalityCode.describe('Municipality of the address'),
    residentNo: Whole.min(0),
    generation: Whole.min(1).describe('Which of the cards this resident has been given'),
  })
  .describe('Whose card it is');

export const LinkAuthentication = z
  .object({
    card: z.discriminatedUnion('method', [
      z.object({ method: z.literal('jpki'), ...Holder.shape }),
      z.object({
        method: z.literal('card-ap'),
        cardId: text(32),
        pin: z.string().regex(/^\d{4}$/),
        attempt: text(128).describe('Which entry of a PIN, of all sessions'),
      }),
    ]),
    nowMs,
  })
  .describe('カード認証電文: who is it, and what may they have?');

export const LinkAuthenticated = z
  .object({ holder: Holder, offers: z.array(Offer), withheld: z.array(Withheld) })
  .describe('Who it is, and what is on offer');

export const LinkOrder = z
  .object({
    requestId: RequestId,
    kioskId: KioskId,
    holder: Holder,
    type: CertificateType,
    options: CertificateOptions,
    nowMs,
  })
  .describe('Make one certificate');

export const LinkDocument = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pdf'), base64: z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/) }),
  DigestDocument,
]);

export const LinkIssued = z
  .object({ issuance: Issuance, document: LinkDocument })
  .describe('The certificate as the municipality made it, fronts only');

export const LinkSettlement = z
  .object({
    requestId: RequestId,
    kioskId: KioskId,
    outcome: z.enum(['printed', 'not-printed']),
    paidYen: Whole.min(0),
  })
  .describe('印刷結果: what became of it');

export const LinkUseApplication = z.object({ holder: Holder, nowMs }).describe('利用登録申請');

export const LinkUse = z.object({ usableFromMs: z.number() }).describe('From when it is usable');

export const LinkKiosk = z
  .object({ kioskId: KioskId })
  .describe('Which requests of this kiosk are open?');

export const LinkUnsettled = z
  .object({ requestIds: z.array(RequestId) })
  .describe('Requests of a kiosk of which nobody knows what became of them');
