import assert from 'node:assert/strict';
import { Piscina } from 'piscina';
import { type Process, perform } from '../../sim/process.ts';
import { workerFile } from '../../sim/worker-file.ts';
import type { CertificateDocument } from '../contract.ts';
import type { Load } from '../http/metrics.ts';
import type { CertificateContent, Draft, Renderer, SheetOf } from './document.ts';
import { bindPages } from './document-binding-pdf.ts';

/** Draws certificates as true PDFs in `threads` worker threads. */
export class PdfRenderer implements Renderer {
  readonly #pool: Piscina<CertificateContent, Uint8Array>;
  #drawings = 0;

  constructor({ threads }: { readonly threads: number }) {
    this.#pool = new Piscina({
      ...workerFile(import.meta.url, './document-pdf-worker'),
      name: 'draw',
      minThreads: threads,
      maxThreads: threads,
    });
  }

  *render(draft: Draft): Process<CertificateDocument> {
    const content: CertificateContent = { ...draft, body: draft.body() };
    // Not stopped by the signal: the pool would end the whole thread for a drawing of a few ms.
    const bytes = yield* perform(() => this.#draw(content));
    return { kind: 'pdf', bytes, duplex: false };
  }

  *bind(sheets: readonly SheetOf[]): Process<CertificateDocument> {
    const leaves = sheets.map(({ document, page }) => {
      assert(document.kind === 'pdf', 'a true document is bound from true documents');
      return { bytes: document.bytes, page };
    });
    const bytes = yield* perform(() => bindPages(leaves));
    return { kind: 'pdf', bytes, duplex: false };
  }

  /** Drawings under way, and those that wait for a thread. */
  get load(): Load {
    const { queueSize: queued } = this.#pool;
    return { busy: this.#drawings - queued, queued };
  }

  async #draw(content: CertificateContent): Promise<Uint8Array> {
    this.#drawings += 1;
    try {
      return await this.#pool.run(content);
    } finally {
      this.#drawings -= 1;
    }
  }

  /** Lets the drawings under way end and stops the threads. */
  close(): Promise<void> {
    return this.#pool.close();
  }
}
