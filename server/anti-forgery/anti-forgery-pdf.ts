import assert from 'node:assert/strict';
import { Piscina } from 'piscina';
import { type Process, perform } from '../../sim/process.ts';
import { workerFile } from '../../sim/worker-file.ts';
import type { CertificateDocument } from '../contract.ts';
import type { Load } from '../http/metrics.ts';
import type { AntiForgery, Protection } from './anti-forgery.ts';

/** What a worker is given: a municipality's PDF, fronts only, and what the centre knows of it. */
export interface DocumentToProtect extends Protection {
  readonly bytes: Uint8Array;
}

/** Adds the anti-forgery printing to true PDFs in `threads` worker threads. */
export class PdfAntiForgery implements AntiForgery {
  readonly #pool: Piscina<DocumentToProtect, Uint8Array>;
  #documents = 0;

  constructor({ threads }: { readonly threads: number }) {
    this.#pool = new Piscina({
      ...workerFile(import.meta.url, './anti-forgery-pdf-worker'),
      name: 'protect',
      minThreads: threads,
      maxThreads: threads,
    });
  }

  *protect(document: CertificateDocument, protection: Protection): Process<CertificateDocument> {
    assert(document.kind === 'pdf', 'a digest is not printed: it needs no anti-forgery printing');
    assert(!document.duplex, 'a document gets its backs once');
    // Not stopped by the signal: the pool would end the whole thread for a drawing of a few ms.
    const asked = { ...protection, bytes: document.bytes };
    const bytes = yield* perform(() => this.#protect(asked));
    return { kind: 'pdf', bytes, duplex: true };
  }

  /** Documents under way, and those that wait for a thread. */
  get load(): Load {
    const { queueSize: queued } = this.#pool;
    return { busy: this.#documents - queued, queued };
  }

  async #protect(asked: DocumentToProtect): Promise<Uint8Array> {
    this.#documents += 1;
    try {
      return await this.#pool.run(asked);
    } finally {
      this.#documents -= 1;
    }
  }

  /** Lets the drawings under way end and stops the threads. */
  close(): Promise<void> {
    return this.#pool.close();
  }
}
