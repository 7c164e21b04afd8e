import type { CertificateDocument } from '../../server/contract.ts';
import type { Payload } from '../../server/contract-bus.ts';
import type { Process } from '../../sim/process.ts';
import type { Printer, PrinterStatus, PrinterStop, PrintOutcome } from '../printer/printer.ts';

/** What happens at the mouth of a printer, and inside it. */
export type PaperEvent =
  | { readonly kind: 'presented'; readonly sheets: number }
  | { readonly kind: 'taken' }
  | { readonly kind: 'stopped'; readonly reason: string };

/** A printer that tells what comes out of it and who takes it, with all else as it was. */
export class WatchedPrinter implements Printer {
  readonly #printer: Printer;
  readonly #listeners = new Set<(event: PaperEvent) => void>();

  constructor(printer: Printer) {
    this.#printer = printer;
  }

  watch(listener: (event: PaperEvent) => void): void {
    this.#listeners.add(listener);
  }

  get cameOut() {
    return this.#printer.cameOut;
  }

  get spooled(): number {
    return this.#printer.spooled;
  }

  get sheetsInTray(): number {
    return this.#printer.sheetsInTray;
  }

  get sheetsPrinted(): number {
    return this.#printer.sheetsPrinted;
  }

  status(): Process<PrinterStatus> {
    return this.#printer.status();
  }

  *print(document: CertificateDocument, firstPage?: number): Process<PrintOutcome> {
    let told = false;
    try {
      const outcome = yield* this.#printer.print(document, firstPage);
      told = true;
      this.#presented(outcome.pages.length);
      if (outcome.kind === 'stopped') this.#tell({ kind: 'stopped', reason: outcome.reason });
      return outcome;
    } finally {
      if (!told) this.#presented(this.#printer.cameOut.length);
    }
  }

  takeSheets(): void {
    const lay = this.#printer.sheetsInTray > 0;
    this.#printer.takeSheets();
    if (lay) this.#tell({ kind: 'taken' });
  }

  #presented(sheets: number): void {
    if (sheets > 0) this.#tell({ kind: 'presented', sheets });
  }

  #tell(event: PaperEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

/** A reason that a printer stops for (IPP), as an XFS4IoT error and as a status of its supplies. */
export interface PaperTrouble {
  /** `errorCode` of the print commands; undefined where XFS4IoT has none: then hardwareError. */
  readonly errorCode?: string;
  readonly paper?: 'out' | 'jammed';
  readonly toner?: 'out';
}

const TROUBLES: Readonly<Record<string, PaperTrouble>> = {
  'media-jam': { errorCode: 'paperJammed', paper: 'jammed' },
  'media-empty': { errorCode: 'paperOut', paper: 'out' },
  'media-needed': { errorCode: 'paperOut', paper: 'out' },
  'toner-empty': { errorCode: 'tonerOut', toner: 'out' },
  'marker-supply-empty': { errorCode: 'tonerOut', toner: 'out' },
  'output-area-full': { errorCode: 'stackerFull' },
};

/** What XFS4IoT calls the reason of a stop. */
export function troubleOf({ reason }: PrinterStop): PaperTrouble {
  return TROUBLES[reason.replace(/-(error|warning|report)$/, '')] ?? {};
}

/** The printer's part of Common.Status. */
export function* paperStatus(printer: WatchedPrinter): Process<Payload> {
  const status = yield* printer.status();
  const { paper = 'full', toner = 'full' } = status.kind === 'stopped' ? troubleOf(status) : {};
  const lies = printer.sheetsInTray > 0;
  return {
    media: paper === 'jammed' ? 'jammed' : lies ? 'present' : 'notPresent',
    paper: { upper: paper },
    toner,
    mediaOnStacker: printer.sheetsInTray,
  };
}
