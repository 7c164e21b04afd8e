import { z } from 'zod';

/**
 * The wire between kiosk and centre, said once: types, validation, OpenAPI and the device side all
 * come from here. The real messages are under NDA (facts: domain.md §3.2), so the envelope is ours;
 * the order of the steps is the published one.
 */

export const CERTIFICATE_TYPES = ['resident-record', 'seal-registration'] as const;

export const CertificateType = z
  .enum(CERTIFICATE_TYPES)
  .describe('resident-record: 住民票の写し; seal-registration: 印鑑登録証明書');
export type CertificateType = z.infer<typeof CertificateType>;

export const MunicipalityCode = z
  .string()
  .regex(/^\d{5}$/)
  .describe('全国地方公共団体コード without its check digit, e.g. 27203 for 豊中市');

const Base64 = z.base64().max(16_384);

export const SessionRequest = z
  .object({ kioskId: z.string().min(1).max(64).describe('Kiosk that asks, as registered') })
  .describe('A citizen stands at a kiosk: open a session');
export type SessionRequest = z.infer<typeof SessionRequest>;

export const Session = z.object({
  sessionId: z.string().min(1).max(64),
  challenge: Base64.describe('32 random bytes for the card to sign'),
});
export type Session = z.infer<typeof Session>;

export const AuthenticationRequest = z
  .object({
    municipality: MunicipalityCode.describe('Municipality asked for (住所地)'),
    certificate: Base64.describe('利用者証明用電子証明書, DER'),
    signature: Base64.describe('RSASSA-PKCS1-v1_5 with SHA-256 over the challenge'),
  })
  .describe('The card has signed the challenge');
export type AuthenticationRequest = z.infer<typeof AuthenticationRequest>;

export const Offer = z.object({
  type: CertificateType,
  feeYen: z.int().min(0),
});
export type Offer = z.infer<typeof Offer>;

export const Authentication = z
  .object({ offers: z.array(Offer).describe('What this citizen may have issued here and now') })
  .describe('The citizen is known; this is on offer');
export type Authentication = z.infer<typeof Authentication>;

export const IssuanceRequest = z
  .object({
    requestId: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,64}$/)
      .describe('Idempotency key: the same request twice is one document'),
    type: CertificateType,
  })
  .describe('Issue one certificate');
export type IssuanceRequest = z.infer<typeof IssuanceRequest>;

export const Issuance = z
  .object({
    requestId: z.string(),
    documentNumber: z.string().describe('Certificate-unique number, printed on every page'),
    pages: z.int().min(1),
    feeYen: z.int().min(0),
    issuedAt: z.iso.datetime({ offset: true }).describe('Civil time on the document'),
    registerVersion: z.int().min(1).describe('Version of the register entry it certifies'),
    repeated: z.boolean().describe('Whether this answers a request that had been answered before'),
  })
  .describe('The certificate is made; its pages are under …/document');
export type Issuance = z.infer<typeof Issuance>;

export const PrintResult = z
  .object({
    outcome: z.enum(['printed', 'not-printed']),
    pagesPrinted: z.int().min(0),
    paidYen: z.int().min(0),
  })
  .describe('What became of the document at the kiosk (印刷結果)');
export type PrintResult = z.infer<typeof PrintResult>;

/** RFC 9457 problem details; `code` is a key of the catalogue in server/problems.ts. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;

/**
 * What identifies a page: drawn on it as glyphs and as a QR code, read back from the printed
 * pixels. `ownerNonce` belongs to the resident, `requestId` to the job.
 */
export interface PageMark {
  readonly ownerNonce: string;
  readonly requestId: string;
  readonly documentNumber: string;
  readonly page: number;
  readonly of: number;
}

/** The text in the QR code of a page. */
export function encodePageMark(mark: PageMark): string {
  const { ownerNonce, requestId, documentNumber, page, of } = mark;
  return `KOFU1 ${ownerNonce} ${requestId} ${documentNumber} ${page}/${of}`;
}

const PAGE_MARK = /^KOFU1 ([0-9a-f]{16}) ([A-Za-z0-9._-]+) ([A-Za-z0-9-]+) (\d+)\/(\d+)$/;

/** The mark a QR text stands for, or undefined if it is none of ours. */
export function decodePageMark(text: string): PageMark | undefined {
  const match = PAGE_MARK.exec(text);
  if (match === null) return undefined;
  const [, ownerNonce = '', requestId = '', documentNumber = '', page, of] = match;
  return { ownerNonce, requestId, documentNumber, page: Number(page), of: Number(of) };
}

/** A certificate on its way to the printer: a true PDF, or the digest model of one. */
export type CertificateDocument =
  | { readonly kind: 'pdf'; readonly bytes: Uint8Array }
  | { readonly kind: 'digest'; readonly marks: readonly PageMark[] };

/** The bus event that carries every message (XFS4IoT message objects, CWA 17852). */
export const BUS_EVENT = 'xfs';

const Header = z.object({
  type: z.enum(['command', 'acknowledge', 'event', 'completion', 'unsolicited']),
  name: z.string().min(1).max(64),
  requestId: z.int().min(0),
  version: z.string().default('1.0'),
  timeout: z.int().min(0).optional().describe('Milliseconds; 0 or absent waits for ever'),
  status: z.enum(['invalidMessage', 'invalidRequestID', 'tooManyRequests']).optional(),
  completionCode: z.string().optional(),
  errorDescription: z.string().optional(),
});

/** One message on the device bus. */
export const BusMessage = z.object({
  header: Header,
  payload: z.record(z.string(), z.unknown()).optional(),
});
export type BusMessage = z.infer<typeof BusMessage>;

/** Payload of the `KofuKiosk.Register` command. */
export const Registration = z.object({
  kioskId: z.string().min(1).max(64),
  model: z.string().max(64),
  software: z.string().max(64),
});
export type Registration = z.infer<typeof Registration>;

/** Status of a device as XFS4IoT's Common.Status names it. */
export const DeviceStatus = z.object({
  device: z.enum(['online', 'offline', 'deviceBusy', 'hardwareError', 'userError', 'starting']),
});
export type DeviceStatus = z.infer<typeof DeviceStatus>;
