import { setTimeout as delay } from 'node:timers/promises';
import { openRsaCardOffice } from '../devices/card/card-office-rsa.ts';
import { sha256DigestInfo } from '../devices/card/jpki-rsa.ts';
import type { PageReader, PrintedPage } from '../devices/printer/page-reader.ts';
import { PdfPageReader } from '../devices/printer/page-reader-pdf.ts';
import { PdfAntiForgery } from '../server/anti-forgery/anti-forgery-pdf.ts';
import { RsaSignatureVerifier } from '../server/cards/signature-rsa.ts';
import { PdfRenderer } from '../server/document/document-pdf.ts';
import { MemoryDocumentKeys } from '../server/ledger/document-keys-memory.ts';
import { PooledFrontComparer } from '../server/verification/front-comparer-pdf.ts';
import { digestFidelity, type Fidelity } from './fidelity.ts';
import { PageComparisons } from './judging/page-comparison.ts';
import type { Scenario } from './scenario.ts';
import { cardsValidFromMs, holdingsOf } from './traffic/cards.ts';

/** Told of each printed page that is kept as a picture. */
export type OnPage = (page: PrintedPage, png: Uint8Array) => void;

/** What is told of the pages and the keys of a run. */
export interface Watch {
  readonly onPage: OnPage;
  /** Told of the key of each document whose backs are drawn. */
  readonly onKey?: (documentNumber: string, key: Uint8Array) => void;
}

/** Nobody looks. */
export const UNWATCHED: Watch = { onPage: () => {} };

/** How often it is asked whether all comparisons have come to their end. */
const SETTLING_MS = 20;

/** The real thing: RSA and X.509, PDF documents, pages drawn and read back from their pixels. */
export async function openFullFidelity(scenario: Scenario, watch: Watch): Promise<Fidelity> {
  const renderer = new PdfRenderer({ threads: 1 });
  const antiForgery = new PdfAntiForgery({ threads: 1 });
  const pages = new PdfPageReader({ threads: 1, keepPng: (nth) => nth <= scenario.keepPages });
  const comparer = new PooledFrontComparer({ threads: 1 });
  const comparisons = new PageComparisons({
    compare: (sheet) => comparer.compare(sheet),
    share: scenario.compareFronts,
  });
  const validFromMs = cardsValidFromMs(scenario);
  const cards = await openRsaCardOffice({ validFromMs, holdings: holdingsOf(scenario) });
  return {
    render: 'full',
    cards,
    verifier: new RsaSignatureVerifier(cards.authority),
    renderer,
    antiForgery: {
      protect: (document, protection) => {
        watch.onKey?.(protection.documentNumber, protection.key);
        comparisons.learn(protection.documentNumber, protection.key);
        return antiForgery.protect(document, protection);
      },
    },
    keys: new MemoryDocumentKeys(),
    pageReader: comparisons.reading(keeping(pages, watch.onPage)),
    digestInfo: sha256DigestInfo,
    loads: () => ({ 'document-pdf': renderer.load, 'anti-forgery-pdf': antiForgery.load }),
    settled: async () => {
      while (comparisons.underWay > 0) await delay(SETTLING_MS);
    },
    close: async () => {
      await renderer.close();
      await antiForgery.close();
      await pages.close();
      await comparer.close();
    },
  };
}

/**
 * For load tests of the rest: real cards, certificates and signatures, and documents of which only
 * the marks are made. The report says that nothing was drawn.
 */
export async function openUndrawnFidelity(scenario: Scenario): Promise<Fidelity> {
  const validFromMs = cardsValidFromMs(scenario);
  const cards = await openRsaCardOffice({ validFromMs, holdings: holdingsOf(scenario) });
  return {
    ...digestFidelity(scenario),
    cards,
    verifier: new RsaSignatureVerifier(cards.authority),
    digestInfo: sha256DigestInfo,
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
