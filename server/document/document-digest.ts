import assert from 'node:assert/strict';
import { type Process, ready } from '../../sim/process.ts';
import type { CertificateDocument, PageMark } from '../contract.ts';
import type { CertificateContent, Draft, Renderer, SheetOf } from './document.ts';

/** The model of a document for virtual time: what is on the pages, without the drawing. */
export class DigestRenderer implements Renderer {
  render(draft: Draft): Process<CertificateDocument> {
    return ready({ kind: 'digest', marks: pageMarks(draft) });
  }

  bind(sheets: readonly SheetOf[]): Process<CertificateDocument> {
    const marks = sheets.flatMap(({ document, page }) => {
      assert(document.kind === 'digest', 'a model is bound from models');
      return document.marks[page - 1] ?? [];
    });
    return ready({ kind: 'digest', marks });
  }
}

/** The marks of all pages of a certificate, in order. */
export function pageMarks(content: Omit<CertificateContent, 'body'>): readonly PageMark[] {
  const { ownerNonce, requestId, documentNumber, pages, registerVersion } = content;
  const marks: PageMark[] = [];
  for (let page = 1; page <= pages; page++) {
    marks.push({ ownerNonce, requestId, documentNumber, page, of: pages, registerVersion });
  }
  return marks;
}
