import { Piscina } from 'piscina';
import { type Process, perform } from '../../sim/process.ts';
import { workerFile } from '../../sim/worker-file.ts';
import type { SealedFront, UnreadableReason } from '../scramble/scramble.ts';
import type {
  ComparedFronts,
  FrontToCompare,
  ReadUpload,
  ScanReader,
  Upload,
} from './verification.ts';

/** Reads scans in worker threads: a scan takes a few tenths of a second of a processor. */
export class PooledScanReader implements ScanReader {
  readonly #pool: Piscina;

  constructor({ threads }: { readonly threads: number }) {
    this.#pool = new Piscina({
      ...workerFile(import.meta.url, './scan-reader-pdf-worker'),
      minThreads: 0,
      maxThreads: threads,
      // More than this wait in vain: whoever uploads is told to come back.
      maxQueue: 100,
    });
  }

  *read(upload: Upload): Process<ReadUpload> {
    return yield* perform(() => this.#pool.run(upload, { name: 'read' }));
  }

  *restore(sealed: SealedFront, key: Uint8Array): Process<Uint8Array | UnreadableReason> {
    return yield* perform(() => this.#pool.run({ sealed, key }, { name: 'restore' }));
  }

  /** Compares the scan of a front with what its back has restored. */
  *compare(asked: FrontToCompare): Process<ComparedFronts> {
    return yield* perform(() => this.#pool.run(asked, { name: 'compare' }));
  }

  /** Lets the scans in hand be read and stops the threads. */
  close(): Promise<void> {
    return this.#pool.close();
  }
}
