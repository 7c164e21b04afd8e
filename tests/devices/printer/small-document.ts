import type { PageReader, PrintedPage } from '../../../devices/printer/page-reader.ts';
import type { CertificateDocument } from '../../../server/contract.ts';
import { ready } from '../../../sim/process.ts';

type PdfDocument = Extract<CertificateDocument, { kind: 'pdf' }>;

/** What `BY_NAME` and the small IPP printer take for a PDF of so many pages. */
export function smallDocument(pages: number, { duplex = false } = {}): PdfDocument {
  return { kind: 'pdf', bytes: new TextEncoder().encode(`%PDF-${pages}`), duplex };
}

/** Sees on each front its number, without anything being drawn. */
export const BY_NAME: PageReader = {
  read(document) {
    if (document.kind !== 'pdf') throw new Error('no PDF');
    const [, pages] = /^%PDF-(\d+)$/.exec(new TextDecoder().decode(document.bytes)) ?? [];
    const of = Number(pages) / (document.duplex ? 2 : 1);
    return ready(Array.from({ length: of }, (_, index) => page(index + 1, of)));
  },
};

function page(number: number, of: number): PrintedPage {
  const mark = {
    ownerNonce: 'owner',
    requestId: 'r1',
    documentNumber: 'D1',
    page: number,
    of,
    registerVersion: 1,
  };
  return { reading: { kind: 'read', mark } };
}

/** The numbers that stand on pages. */
export function numbers(pages: readonly PrintedPage[]): readonly (number | string)[] {
  return pages.map(({ reading }) => (reading.kind === 'read' ? reading.mark.page : reading.reason));
}
