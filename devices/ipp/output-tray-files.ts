import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Process, perform } from '../../sim/process.ts';
import type { OutputTray, PrintedSheet } from './document-reader.ts';
import type { PdfDocumentReader } from './document-reader-pdf.ts';

/** What is seen of a page: enough to read small print, a tenth of the bytes of the true thing. */
const DPI = 150;

/** Keeps every side of every sheet that came out as a file, named in the order of printing. */
export class FolderOutputTray implements OutputTray {
  readonly #folder: string;
  readonly #reader: PdfDocumentReader;
  readonly #onError: (error: unknown) => void;

  constructor(folder: string, reader: PdfDocumentReader, onError: (error: unknown) => void) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#reader = reader;
    this.#onError = onError;
  }

  *keep({ jobId, sheet, pages, document }: PrintedSheet): Process {
    const drawn = yield* this.#reader.draw({ document, pages, dpi: DPI });
    const place = `job-${padded(jobId)}-sheet-${padded(sheet)}`;
    for (const { page, extension, bytes } of drawn) {
      const file = join(this.#folder, `${place}-page-${padded(page)}.${extension}`);
      yield* perform(() => writeFile(file, bytes).catch(this.#onError));
    }
  }
}

function padded(number: number): string {
  return String(number).padStart(4, '0');
}
