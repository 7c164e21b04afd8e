import type { CertificateDocument } from '../../server/contract.ts';
import type { Distribution } from '../../sim/distribution.ts';
import { type Process, type Runner, ready, sleep } from '../../sim/process.ts';
import type { Rng } from '../../sim/rng.ts';
import { beside } from '../../sim/waiting.ts';
import type { PageReader, PrintedPage } from './page-reader.ts';
import type { Printer, PrinterStatus, PrinterStop, PrintOutcome } from './printer.ts';

export interface PrinterSpeed {
  /** Until the first sheet lies in the tray, both sides printed, in ms. */
  readonly firstPageMs: Distribution;
  /** For each further sheet, in ms. */
  readonly nextPageMs: number;
}

/** What a printer does: it is asked how it is, draws a sheet in, is repaired. */
export type PrinterWork =
  | { readonly operation: 'status' | 'clear'; readonly sheet?: undefined }
  | { readonly operation: 'feed'; readonly sheet: number };

/** What can befall a printer: stands around its work, which then is done late or not at all. */
export type PrinterTrouble = <A>(
  work: PrinterWork,
  proceed: () => Process<A>,
) => Process<A | PrinterStop>;

/**
 * A printer without hardware: the time is drawn, the pages are really looked at. Looking is the
 * instrument's work, not the printer's, so it goes on beside the printing and adds no time to it.
 */
export class ModelPrinter implements Printer {
  readonly #runner: Runner;
  readonly #speed: PrinterSpeed;
  readonly #reader: PageReader;
  readonly #rng: Rng;
  #spooled = 0;
  readonly #trouble: PrinterTrouble | undefined;
  /** Why it prints nothing until it is repaired. */
  #stopped: PrinterStop | undefined;
  #cameOut: readonly PrintedPage[] = NOTHING;
  #sheetsInTray = 0;
  #sheetsPrinted = 0;

  constructor(
    runner: Runner,
    speed: PrinterSpeed,
    reader: PageReader,
    rng: Rng,
    trouble?: PrinterTrouble,
  ) {
    this.#runner = runner;
    this.#speed = speed;
    this.#reader = reader;
    this.#rng = rng;
    this.#trouble = trouble;
  }

  get cameOut(): readonly PrintedPage[] {
    return this.#cameOut;
  }

  get spooled(): number {
    return this.#spooled;
  }

  get sheetsInTray(): number {
    return this.#sheetsInTray;
  }

  get sheetsPrinted(): number {
    return this.#sheetsPrinted;
  }

  takeSheets(): void {
    this.#sheetsInTray = 0;
    // Of what was printed it keeps nothing either.
    if (this.#spooled === 0) this.#cameOut = NOTHING;
  }

  status(): Process<PrinterStatus> {
    if (this.#stopped !== undefined) return ready(this.#stopped);
    return this.#trouble?.({ operation: 'status' }, () => READY) ?? READY;
  }

  *print(document: CertificateDocument, firstPage = 1): Process<PrintOutcome> {
    const cameOut: PrintedPage[] = [];
    this.#cameOut = cameOut;
    if (this.#stopped !== undefined) return { ...this.#stopped, pages: cameOut };
    this.#spooled += 1;
    try {
      const reading = beside(this.#runner, this.#reader.read(document));
      let sheetMs = this.#speed.firstPageMs(this.#rng);
      let pages: readonly PrintedPage[] | undefined;
      for (let sheet = firstPage; ; sheet++) {
        const stopped = yield* this.#feed(sheet, sheetMs);
        pages ??= yield* reading;
        if (stopped !== undefined) return { ...stopped, pages: cameOut };
        const page = pages[sheet - 1];
        if (page !== undefined) {
          cameOut.push(page);
          this.#sheetsPrinted += 1;
          this.#sheetsInTray += 1;
        }
        if (sheet >= pages.length) return { kind: 'printed', pages: cameOut };
        sheetMs = this.#speed.nextPageMs;
      }
    } finally {
      this.#spooled -= 1;
    }
  }

  /** Draws a sheet in and prints both of its sides, or answers why it does not come out. */
  *#feed(sheet: number, ms: number): Process<PrinterStop | undefined> {
    if (this.#trouble === undefined) {
      yield sleep(ms);
      return undefined;
    }
    const fed = yield* this.#trouble({ operation: 'feed', sheet }, () => after(ms));
    if (fed === undefined) return undefined;
    this.#stopped = fed;
    this.#runner.spawn(this.#repair(this.#trouble));
    return fed;
  }

  /** Somebody sees to it, and it is ready again. */
  *#repair(trouble: PrinterTrouble): Process {
    yield* trouble({ operation: 'clear' }, () => READY);
    this.#stopped = undefined;
  }
}

function* after(ms: number): Process<undefined> {
  yield sleep(ms);
  return undefined;
}

const NOTHING: readonly PrintedPage[] = [];
const READY = ready<PrinterStatus>({ kind: 'ready' });
