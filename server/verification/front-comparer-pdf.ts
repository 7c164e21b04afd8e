import { Piscina } from 'piscina';
import { type Process, perform } from '../../sim/process.ts';
import { workerFile } from '../../sim/worker-file.ts';
import type { SheetToCompare } from './front-comparer-pdf-worker.ts';
import type { FrontComparison } from './front-comparison.ts';

/** Compares fronts with backs in worker threads: 0.36 s of a processor a sheet. */
export class PooledFrontComparer {
  readonly #pool: Piscina<SheetToCompare, FrontComparison>;

  constructor({ threads }: { readonly threads: number }) {
    this.#pool = new Piscina({
      ...workerFile(import.meta.url, './front-comparer-pdf-worker'),
      name: 'compareSheet',
      minThreads: 0,
      maxThreads: threads,
    });
  }

  *compare(sheet: SheetToCompare): Process<FrontComparison> {
    return yield* perform(() => this.#pool.run(sheet));
  }

  /** Lets the comparisons under way end and stops the threads. */
  close(): Promise<void> {
    return this.#pool.close();
  }
}
