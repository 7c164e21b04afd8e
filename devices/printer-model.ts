import type { CertificateDocument } from '../server/contract.ts';
import type { Distribution } from '../sim/distribution.ts';
import { type Process, type Runner, sleep } from '../sim/process.ts';
import type { Rng } from '../sim/rng.ts';
import { beside } from '../sim/waiting.ts';
import type { PageReader } from './page-reader.ts';
import type { Printer, PrintOutcome } from './printer.ts';

export interface PrinterSpeed {
  /** Until the first sheet lies in the tray, both sides printed, in ms. */
  readonly firstPageMs: Distribution;
  /** For each further sheet, in ms. */
  readonly nextPageMs: number;
}

/**
 * A printer without hardware: the time is drawn, the pages are really looked at. Looking is the
 * instrument's work, not the printer's, so it goes on beside the printing and adds no time to it.
 */
export class ModelPrinter implements Printer {
  readonly #runner: Runner;
  readonly #speed: PrinterSpeed;
  readonly #reader: PageReader;
  readonly #rng: Rng;

  constructor(runner: Runner, speed: PrinterSpeed, reader: PageReader, rng: Rng) {
    this.#runner = runner;
    this.#speed = speed;
    this.#reader = reader;
    this.#rng = rng;
  }

  *print(document: CertificateDocument): Process<PrintOutcome> {
    const reading = beside(this.#runner, this.#reader.read(document));
    yield sleep(this.#speed.firstPageMs(this.#rng));
    const pages = yield* reading;
    if (pages.length > 1) yield sleep((pages.length - 1) * this.#speed.nextPageMs);
    return { kind: 'printed', pages };
  }
}
