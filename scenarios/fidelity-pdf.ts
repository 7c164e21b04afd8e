import { openRsaCardOffice } from '../devices/card-office-rsa.ts';
import { sha256DigestInfo } from '../devices/jpki-rsa.ts';
import type { PageReader, PrintedPage } from '../devices/page-reader.ts';
import { PdfPageReader } from '../devices/page-reader-pdf.ts';
import { PdfRenderer } from '../server/document-pdf.ts';
import { RsaSignatureVerifier } from '../server/signature-rsa.ts';
import { cardsValidFromMs, type Fidelity } from './fidelity.ts';
import type { Scenario } from './scenario.ts';

/** Told of each printed page that is kept as a picture. */
export type OnPage = (page: PrintedPage, png: Uint8Array) => void;

/** The real thing: RSA and X.509, PDF documents, pages drawn and read back from their pixels. */
export async function openFullFidelity(scenario: Scenario, onPage: OnPage): Promise<Fidelity> {
  const renderer = new PdfRenderer({ threads: 1 });
  const pages = new PdfPageReader({ threads: 1, keepPng: (nth) => nth <= scenario.keepPages });
  const cards = await openRsaCardOffice({ validFromMs: cardsValidFromMs(scenario) });
  return {
    render: 'full',
    cards,
    verifier: new RsaSignatureVerifier(cards.authority),
    renderer,
    pageReader: keeping(pages, onPage),
    digestInfo: sha256DigestInfo,
    close: async () => {
      await renderer.close();
      await pages.close();
    },
  };
}

/** Hands on the pictures of those pages that have one. */
function keeping(reader: PageReader, onPage: OnPage): PageReader {
  return {
    *read(document) {
      const printed = yield* reader.read(document);
      for (const page of printed) if (page.png !== undefined) onPage(page, page.png);
      return printed;
    },
  };
}
