import { type Process, ready } from '../../sim/process.ts';
import type { CertificateDocument, PageMark } from '../contract.ts';
import type { CertificateContent, Draft, Renderer } from './document.ts';

/** The model of a document for virtual time: what is on the pages, without the drawing. */
export class DigestRenderer implements Renderer {
  render(draft: Draft): Process<CertificateDocument> {
    return ready({ kind: 'digest', marks: pageMarks(draft) });
  }
}

/** The marks of all pages of a certificate, in order. */
export function pageMarks(content: Omit<CertificateContent, 'body'>): readonly PageMark[] {
  const { ownerNonce, requestId, documentNumber, pages } = content;
  const marks: PageMark[] = [];
  for (let page = 1; page <= pages; page++) {
    marks.push({ ownerNonce, requestId, documentNumber, page, of: pages });
  }
  return marks;
}
