import assert from 'node:assert/strict';
import { Piscina } from 'piscina';
import type { CertificateDocument } from '../../server/contract.ts';
import { type Process, perform } from '../../sim/process.ts';
import { workerFile } from '../../sim/worker-file.ts';
import type { PageReader, PrintedPage } from './page-reader.ts';

export interface PdfPageReaderOptions {
  readonly threads: number;
  /** Whether to keep the pages of the nth document (1, 2, …) as images; by default of none. */
  readonly keepPng?: (nth: number) => boolean;
}

/** What a worker is given to read. */
export interface PagesToRead {
  readonly bytes: Uint8Array;
  /** Whether every second page is the back of the one before, which bears no mark. */
  readonly duplex: boolean;
  readonly keepPng: boolean;
}

/** Draws PDF documents with PDFium in worker threads and reads the QR code of each page. */
export class PdfPageReader implements PageReader {
  readonly #pool: Piscina<PagesToRead, readonly PrintedPage[]>;
  readonly #keepPng: (nth: number) => boolean;
  #documents = 0;

  constructor({ threads, keepPng = () => false }: PdfPageReaderOptions) {
    this.#keepPng = keepPng;
    this.#pool = new Piscina({
      ...workerFile(import.meta.url, './page-reader-pdf-worker'),
      name: 'readPages',
      minThreads: threads,
      maxThreads: threads,
    });
  }

  *read(document: CertificateDocument): Process<readonly PrintedPage[]> {
    assert(document.kind === 'pdf', 'a digest has no pixels: it needs the digest reader');
    this.#documents += 1;
    const { bytes, duplex } = document;
    const keepPng = this.#keepPng(this.#documents);
    // Not stopped by the signal: the pool would end the whole thread for a reading of a few ms.
    return yield* perform(() => this.#pool.run({ bytes, duplex, keepPng }));
  }

  /** Lets the readings under way end and stops the threads. */
  close(): Promise<void> {
    return this.#pool.close();
  }
}
