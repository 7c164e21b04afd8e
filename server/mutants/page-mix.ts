import { type Process, sleep } from '../../sim/process.ts';
import type { CertificateDocument } from '../contract.ts';
import type { SheetOf } from '../document/document.ts';
import {
  inTurn,
  type PrintImages,
  type PrintJob,
  type PrintStagePorts,
} from '../document/print-images.ts';
import type { Mutant } from '../mutant.ts';
import type { Outcome } from '../problems.ts';

/** M4: documents are put together from files of single pages that overlapping jobs share. */
export const pageMix: Mutant = {
  id: 'M4',
  title: { ja: '徳島市：ページの混入', en: 'Tokushima: a foreign page within' },
  incident: 'Tokushima, late March 2023: sheet 2 of a 戸籍 of 3 sheets (P14)',
  mechanism: {
    ja: '複数枚の証明書をページごとのファイルから組み立てる。2枚目以降のファイル名がページ番号だけなので、同時に作成中の別の証明書のページが混入する。仕組みは未公表のため推定。',
    en: 'A document of several pages is assembled from a file per page, of which all but the first are named by the number of the page alone: while two are being made at once, one gets a page of the other. The real mechanism was not published.',
  },
  plantedIn: 'print stage',
  oracle: 'completeness',
  window: {
    ms: 1_000,
    why: 'inference: what assembling takes longer than drawing; in virtual time the drawing counts, too',
  },
  needs:
    'two documents of several pages drawn at once: 戸籍, or `municipality.layout.peoplePerPage` 1',
  plant: ({ windowMs }) => ({
    printImages: (ports) => new PageFiles(ports, windowMs),
  }),
};

class PageFiles implements PrintImages {
  readonly #ports: PrintStagePorts;
  readonly #windowMs: number;
  /** Files of the pages after the first, by number. */
  readonly #files = new Map<number, SheetOf>();

  constructor(ports: PrintStagePorts, windowMs: number) {
    this.#ports = ports;
    this.#windowMs = windowMs;
  }

  make(job: PrintJob): Process<Outcome<CertificateDocument>> {
    return inTurn(this.#ports, this.#assembled(job));
  }

  *#assembled({ draft, nowMs }: PrintJob): Process<CertificateDocument> {
    const { renderer, pace } = this.#ports;
    const document = yield* renderer.render(draft);
    for (let page = 2; page <= draft.pages; page++) this.#files.set(page, { document, page });
    yield* pace.work('print-image', `${draft.requestId}@${nowMs}`);
    if (draft.pages === 1) return document;
    yield sleep(this.#windowMs);
    const sheets: SheetOf[] = [{ document, page: 1 }];
    for (let page = 2; page <= draft.pages; page++) {
      sheets.push(this.#files.get(page) ?? { document, page });
    }
    if (sheets.every((sheet) => sheet.document === document)) return document;
    return yield* renderer.bind(sheets);
  }
}
