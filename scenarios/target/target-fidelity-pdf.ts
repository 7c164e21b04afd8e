import { sha256DigestInfo } from '../../devices/card/jpki-rsa.ts';
import type { PageReader } from '../../devices/printer/page-reader.ts';
import { PdfPageReader } from '../../devices/printer/page-reader-pdf.ts';
import { ready } from '../../sim/process.ts';
import type { Fidelity } from '../fidelity.ts';
import type { OnPage } from '../fidelity-pdf.ts';
import type { Scenario } from '../scenario.ts';
import { openTargetCards } from './target-cards-rsa.ts';

/** How true the kiosks are against a server of somebody else's: always all of it. */
export type TargetFidelity = Pick<Fidelity, 'cards' | 'pageReader' | 'digestInfo' | 'close'>;

export interface TargetFidelityOptions {
  /** PEM: cards are certified with it. */
  readonly authorityKey: string;
  /** Whether every second page of a document is the back of the one before, without a mark. */
  readonly backs: boolean;
  readonly onPage: OnPage;
}

/** Opens cards of the authority that the server trusts, and eyes for the PDFs that it draws. */
export async function openTargetFidelity(
  scenario: Scenario,
  { authorityKey, backs, onPage }: TargetFidelityOptions,
): Promise<TargetFidelity> {
  const pages = new PdfPageReader({ threads: 1, keepPng: (nth) => nth <= scenario.keepPages });
  return {
    cards: await openTargetCards(authorityKey, scenario),
    pageReader: printing(pages, backs, onPage),
    digestInfo: sha256DigestInfo,
    close: () => pages.close(),
  };
}

/** Prints what a stranger sends: what has no pixels is a page that nobody can read. */
function printing(pages: PageReader, duplex: boolean, onPage: OnPage): PageReader {
  return {
    *read(document) {
      if (document.kind === 'digest') return yield* ready([NO_PDF]);
      const printed = yield* pages.read({ ...document, duplex });
      for (const page of printed) if (page.png !== undefined) onPage(page, page.png);
      return printed;
    },
  };
}

const NO_PDF = { reading: { kind: 'unreadable', reason: 'a digest model, and no PDF' } } as const;
