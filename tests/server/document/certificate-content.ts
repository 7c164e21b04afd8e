import assert from 'node:assert/strict';
import type { Applicant, Compiled } from '../../../server/certificate.ts';
import { CERTIFICATES } from '../../../server/certificates.ts';
import {
  type CertificateOptions,
  type CertificateType,
  type Choices,
  DEFAULT_OPTIONS,
} from '../../../server/contract.ts';
import type { CertificateContent, Draft } from '../../../server/document/document.ts';
import { draw } from '../../../server/document/document-pdf-worker.ts';
import type { Outcome } from '../../../server/problems.ts';
import { answerOf } from '../../sim/virtual.ts';
import { someApplicant, someResident } from '../register/small-register.ts';
import { textsOfPages } from './page-texts.ts';

/** Whether somebody may have a certificate, and with which choices. */
export function offered(type: CertificateType, applicant: Applicant): Outcome<Choices> {
  return answerOf(() => CERTIFICATES[type].offer(applicant));
}

/** What becomes of it when it is asked for. */
export function compiled(
  type: CertificateType,
  applicant: Applicant,
  options: Partial<CertificateOptions> = {},
): Outcome<Compiled> {
  const asked = { ...DEFAULT_OPTIONS, ...options };
  return answerOf(() => CERTIFICATES[type].compile(applicant, asked));
}

/** A certificate as it goes to be drawn. */
export function contentOf(
  type: CertificateType,
  applicant: Applicant,
  options: Partial<CertificateOptions> = {},
): CertificateContent {
  const outcome = compiled(type, applicant, options);
  assert(outcome.ok, `${type} is refused: ${JSON.stringify(outcome)}`);
  const { owner, municipality, nowMs } = applicant;
  return {
    type,
    municipalityName: municipality.name,
    issuerTitle: municipality.issuerTitle,
    layout: municipality.layout,
    documentNumber: `27203-${String(owner.no).padStart(7, '0')}`,
    requestId: `kiosk-17.${owner.no}_8f14e45f-ceea-467f-a3bb`,
    issuedAtMs: nowMs,
    ownerNonce: owner.nonce,
    pages: outcome.value.pages,
    registerVersion: outcome.value.registerVersion,
    body: outcome.value.body(),
  };
}

/** What each page of a certificate says, without any space. */
export async function pagesOf(
  type: CertificateType,
  applicant: Applicant,
  options: Partial<CertificateOptions> = {},
): Promise<readonly string[]> {
  return textsOfPages(await draw(contentOf(type, applicant, options)));
}

/** The same as a renderer is given it. */
export function draftOf(content: CertificateContent): Draft {
  return { ...content, body: () => content.body };
}

/** A 住民票の写し of a household of `people`, numbered from `firstNo`. */
export function someRecord(people: number, firstNo = 0): CertificateContent {
  const residents = Array.from({ length: people }, (_, index) => someResident(firstNo + index));
  return contentOf('resident-record', someApplicant({ residents }));
}

/** A 印鑑登録証明書. */
export function someSealRegistration(no = 0): CertificateContent {
  return contentOf('seal-registration', someApplicant({ residents: [someResident(no)] }));
}
