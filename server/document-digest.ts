import { type Process, ready } from '../sim/process.ts';
import type { CertificateDocument, PageMark } from './contract.ts';
import { type CertificateContent, pageCount, type Renderer } from './document.ts';

/** The model of a document for virtual time: what is on the pages, without the drawing. */
export class DigestRenderer implements Renderer {
  render(content: CertificateContent): Process<CertificateDocument> {
    return ready({ kind: 'digest', marks: pageMarks(content) });
  }
}

/** The marks of all pages of a certificate, in order. */
export function pageMarks(content: CertificateContent): readonly PageMark[] {
  const { owner, requestId, documentNumber } = content;
  const of = pageCount(content.people.length);
  const marks: PageMark[] = [];
  for (let page = 1; page <= of; page++) {
    marks.push({ ownerNonce: owner.nonce, requestId, documentNumber, page, of });
  }
  return marks;
}
