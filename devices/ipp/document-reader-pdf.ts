import { Piscina } from 'piscina';
import { type Process, perform } from '../../sim/process.ts';
import { TIMED_OUT, within } from '../../sim/waiting.ts';
import { workerFile } from '../../sim/worker-file.ts';
import type { DocumentRead, DocumentReader } from './document-reader.ts';
import type { DrawnPage, PagesToDraw } from './document-reader-pdf-worker.ts';
import type { PrintDocument } from './print-job.ts';

/** Longest time for one document: whatever takes longer is made to take long. */
const PATIENCE_MS = 20_000;

/** Reads true documents with PDFium in a thread of its own, which is given up if it hangs. */
export class PdfDocumentReader implements DocumentReader {
  readonly #pool: Piscina;

  constructor() {
    this.#pool = new Piscina({
      ...workerFile(import.meta.url, './document-reader-pdf-worker'),
      minThreads: 1,
      maxThreads: 1,
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
  }

  *read(document: PrintDocument): Process<DocumentRead> {
    const reading = perform((signal) => this.#ask<DocumentRead>('readDocument', document, signal));
    const read = yield* within(PATIENCE_MS, reading, 'measured');
    if (read === TIMED_OUT) return { kind: 'unprintable', reason: 'it takes too long to read' };
    return read instanceof Error ? { kind: 'unprintable', reason: read.message } : read;
  }

  /** Pages as files; none if they cannot be drawn. */
  *draw(asked: PagesToDraw): Process<readonly DrawnPage[]> {
    const drawing = perform((signal) =>
      this.#ask<readonly DrawnPage[]>('drawPages', asked, signal),
    );
    const drawn = yield* within(PATIENCE_MS, drawing, 'measured');
    return drawn === TIMED_OUT || drawn instanceof Error ? [] : drawn;
  }

  /** Stops the thread. */
  close(): Promise<void> {
    return this.#pool.destroy();
  }

  async #ask<A>(name: string, task: unknown, signal: AbortSignal): Promise<A | Error> {
    try {
      return await this.#pool.run(task, { name, signal });
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}
