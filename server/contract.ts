import { z } from 'zod';

/**
 * The wire between kiosk and centre, said once: types, validation, OpenAPI and the device side all
 * come from here. The real messages are under NDA (facts: domain.md §3.2), so the envelope is ours;
 * the order of the steps is the published one.
 */

/** Version of the published interface, semantic: who speaks 1.0.0 understands every 1.x. */
export const CONTRACT_VERSION = '1.0.0';

export const CERTIFICATE_TYPES = [
  'resident-record',
  'resident-record-items',
  'seal-registration',
  'tax',
  'family-register-full',
  'family-register-individual',
  'family-register-addresses',
] as const;

export const CertificateType = z
  .enum(CERTIFICATE_TYPES)
  .describe(
    'resident-record: 住民票の写し; resident-record-items: 住民票記載事項証明書; ' +
      'seal-registration: 印鑑登録証明書; tax: 所得・課税証明書; ' +
      'family-register-full: 戸籍全部事項証明書; family-register-individual: ' +
      '戸籍個人事項証明書; family-register-addresses: 戸籍の附票の写し',
  );
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

const AskedMunicipality = MunicipalityCode.describe(
  'Municipality asked: that of the address (住所地), or that of the family register (本籍地)',
);

export const JpkiAuthentication = z
  .object({
    method: z.literal('jpki'),
    municipality: AskedMunicipality,
    certificate: Base64.describe('利用者証明用電子証明書, DER'),
    signature: Base64.describe('RSASSA-PKCS1-v1_5 with SHA-256 over the challenge'),
  })
  .describe('The 個人番号カード has checked the PIN and signed the challenge');

export const CardApAuthentication = z
  .object({
    method: z.literal('card-ap'),
    municipality: AskedMunicipality,
    cardId: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,32}$/)
      .describe('What the card application answers for itself'),
    pin: z
      .string()
      .regex(/^\d{4}$/)
      .describe('Typed by the citizen; checked against the municipality’s own record'),
    attempt: z
      .int()
      .min(1)
      .max(99)
      .describe('Which entry of the PIN in this session; the same one again is counted once'),
  })
  .describe('A card of the older method (ICカード標準システム)');

export const AuthenticationRequest = z
  .discriminatedUnion('method', [JpkiAuthentication, CardApAuthentication])
  .describe('Who stands at the kiosk');
export type AuthenticationRequest = z.infer<typeof AuthenticationRequest>;

/** What a citizen may choose about a certificate on offer; what is absent is no choice. */
export const Choices = z.object({
  householdSize: z.int().min(1).optional().describe('People who can be listed, the head first'),
  relationships: z.boolean().optional().describe('Whether 世帯主・続柄 may be printed'),
  domicile: z.boolean().optional().describe('Whether 本籍・筆頭者 may be printed'),
  individualNumber: z.boolean().optional().describe('Whether 個人番号 may be printed'),
  taxYear: z.int().optional().describe('The one tax year (年度) on offer'),
});
export type Choices = z.infer<typeof Choices>;

export const Offer = z.object({
  type: CertificateType,
  feeYen: z.int().min(0),
  choices: Choices,
});
export type Offer = z.infer<typeof Offer>;

export const Withheld = z.object({
  type: CertificateType,
  code: z.string().describe('Why not: a code of the catalogue of problems'),
});
export type Withheld = z.infer<typeof Withheld>;

export const Authentication = z
  .object({
    offers: z.array(Offer).describe('What this citizen may have issued here and now'),
    withheld: z.array(Withheld).describe('What the municipality offers, but not to this citizen'),
  })
  .describe('The citizen is known; this is on offer');
export type Authentication = z.infer<typeof Authentication>;

export const CertificateOptions = z
  .strictObject({
    people: z
      .union([z.enum(['household', 'self']), z.array(z.int().min(1).max(99)).min(1).max(99)])
      .default('household')
      .describe('Who is listed: all, who asks, or these places in the household, the head is 1'),
    relationships: z.boolean().default(true).describe('Print 世帯主・続柄'),
    domicile: z.boolean().default(false).describe('Print 本籍・筆頭者'),
    individualNumber: z.boolean().default(false).describe('Print 個人番号'),
  })
  .describe('What shall be on a 住民票の写し or 住民票記載事項証明書; others have no options');
export type CertificateOptions = z.infer<typeof CertificateOptions>;

export const DEFAULT_OPTIONS: CertificateOptions = {
  people: 'household',
  relationships: true,
  domicile: false,
  individualNumber: false,
};

export const RequestId = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/)
  .describe('Idempotency key: the same request twice is one document');

export const IssuanceRequest = z
  .object({
    requestId: RequestId,
    type: CertificateType,
    options: CertificateOptions.default(DEFAULT_OPTIONS),
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
    municipality: MunicipalityCode.describe('Municipality that issued the document'),
    requestId: RequestId,
    sessionId: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .describe('Session that ends with this; it may have ended or been lost before'),
    outcome: z.enum(['printed', 'not-printed']),
    pagesPrinted: z.int().min(0),
    paidYen: z.int().min(0),
  })
  .describe(
    'What became of a document at the kiosk (印刷結果). A kiosk repeats it until it is answered, ' +
      'also after a restart of either side; only the first one counts',
  );
export type PrintResult = z.infer<typeof PrintResult>;

export const UseApplication = z
  .object({ municipality: MunicipalityCode.describe('Municipality of the family register') })
  .describe('利用登録申請: to have family-register certificates of where one does not live');
export type UseApplication = z.infer<typeof UseApplication>;

export const UseRegistration = z
  .object({ usableFrom: z.iso.datetime({ offset: true }).describe('From when on it is usable') })
  .describe('The application is recorded');
export type UseRegistration = z.infer<typeof UseRegistration>;

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
  /** Version of the register entry that is certified; a server may leave it out. */
  readonly registerVersion?: number | undefined;
}

/** The text in the QR code of a page. */
export function encodePageMark(mark: PageMark): string {
  const { ownerNonce, requestId, documentNumber, page, of, registerVersion } = mark;
  const version = registerVersion === undefined ? '' : ` v${registerVersion}`;
  return `KOFU1 ${ownerNonce} ${requestId} ${documentNumber} ${page}/${of}${version}`;
}

const PAGE_MARK =
  /^KOFU1 ([0-9a-f]{16}) ([A-Za-z0-9._-]+) ([A-Za-z0-9-]+) (\d+)\/(\d+)(?: v(\d+))?$/;

/** The mark a QR text stands for, or undefined if it is none of ours. */
export function decodePageMark(text: string): PageMark | undefined {
  const match = PAGE_MARK.exec(text);
  if (match === null) return undefined;
  const [, ownerNonce = '', requestId = '', documentNumber = '', page, of, version] = match;
  const mark = { ownerNonce, requestId, documentNumber, page: Number(page), of: Number(of) };
  return version === undefined ? mark : { ...mark, registerVersion: Number(version) };
}

/** The digest model of a document: the marks of its pages, without the drawing. */
export const DigestDocument = z.object({
  kind: z.literal('digest'),
  marks: z.array(
    z.object({
      ownerNonce: z.string(),
      requestId: z.string(),
      documentNumber: z.string(),
      page: z.int().min(1),
      of: z.int().min(1),
      registerVersion: z.int().min(1).optional(),
    }),
  ),
});

/** A certificate on its way to the printer: a true PDF, or the digest model of one. */
export type CertificateDocument =
  | {
      readonly kind: 'pdf';
      readonly bytes: Uint8Array;
      /** Whether every second page is the back of the one before. */
      readonly duplex: boolean;
    }
  | { readonly kind: 'digest'; readonly marks: readonly PageMark[] };
