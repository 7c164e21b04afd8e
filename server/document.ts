import type { Process } from '../sim/process.ts';
import type { CertificateDocument, CertificateType } from './contract.ts';
import type { Resident } from './register.ts';

/** Everything that is drawn on a certificate. */
export interface CertificateContent {
  readonly type: CertificateType;
  readonly municipalityName: string;
  /** Title and name of who certifies, e.g. 豊中市長. */
  readonly issuerTitle: string;
  readonly documentNumber: string;
  readonly requestId: string;
  /** Civil time, milliseconds since 1970-01-01T00:00Z; drawn in JST and the Japanese era. */
  readonly issuedAtMs: number;
  /** Who asked. */
  readonly owner: Resident;
  /** Who is listed: the household on a 住民票, the owner alone on a 印鑑登録証明書. */
  readonly people: readonly Resident[];
}

/** 世帯連記式: four people a page (facts: domain.md §3.4). */
export const PEOPLE_PER_PAGE = 4;

/** How many pages a list of people takes. */
export function pageCount(people: number): number {
  return Math.max(1, Math.ceil(people / PEOPLE_PER_PAGE));
}

/** Makes the document of a certificate: a PDF, or the digest model of one. */
export interface Renderer {
  render(content: CertificateContent): Process<CertificateDocument>;
}
