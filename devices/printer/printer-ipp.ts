import assert from 'node:assert/strict';
import type { CertificateDocument } from '../../server/contract.ts';
import type { Process, Runner } from '../../sim/process.ts';
import type { Task } from '../../sim/task.ts';
import { join } from '../../sim/waiting.ts';
import type { PageReader, PrintedPage } from './page-reader.ts';
import type { Printer, PrinterStatus, PrinterStop, PrintOutcome } from './printer.ts';
import type { IppClient } from './printer-ipp-client.ts';
import { type IppPatience, IppPrintJob } from './printer-ipp-job.ts';
import {
  askStanding,
  type IppPrinterStanding,
  OTHER,
  standingOf,
  TIMED_OUT,
} from './printer-ipp-state.ts';
import type { IppTicket } from './printer-ipp-ticket.ts';

export const IPP_PATIENCE: IppPatience = {
  answerMs: 10_000,
  documentMs: 60_000,
  pollMs: 250,
  pageMs: 300_000,
  doubtMs: 5_000,
  cancelMs: 10_000,
};

export interface IppPrinterPorts {
  readonly runner: Runner;
  readonly client: IppClient;
  /** Reads what the pages of a document bear. */
  readonly reader: PageReader;
  /** Told what goes wrong between the kiosk and the printer, in one line. */
  readonly tell: (what: string) => void;
  /** Tells jobs of this start of the kiosk from those of every other. */
  readonly jobPrefix: string;
  readonly patience?: IppPatience;
}

type PdfDocument = Extract<CertificateDocument, { kind: 'pdf' }>;

/** What of a document is to be printed. */
interface PrintTask {
  readonly document: PdfDocument;
  readonly reading: Task<readonly PrintedPage[]>;
  readonly standing: IppPrinterStanding;
  /** What has come out of it. */
  readonly cameOut: PrintedPage[];
}

/** A document that is printed, or was the last one. */
interface Work {
  readonly document: CertificateDocument;
  readonly job: IppPrintJob;
  /** Of the whole document, once they were read. */
  pages: readonly PrintedPage[] | undefined;
  /** The sheet with which the job begins, 1 is that of the whole document. */
  readonly firstPage: number;
  /** Sheets of the job that have been counted. */
  counted: number;
  /** Sheets of the job that whoever printed it has been told of. */
  told: number;
}

/**
 * A kiosk's printer that is reached over IPP: a printer of metal, a virtual one or a CUPS queue.
 *
 * Nobody looks at the paper behind it. What its pages bear is read from the document that was sent,
 * and how many of them came out is what the printer counts (job-impressions-completed, which are
 * stacked in the output tray, RFC 8011 §5.3.18.2); of a job that it calls completed all have. So a
 * printer that counts wrongly, or prints something else, is not found out here.
 *
 * No page is lost and none doubled: when the printer stops, the job is cancelled, and only what the
 * printer then says is out counts as such; the missing pages are a job of their own (page-ranges).
 * A CUPS queue with filters counts what it has sent on and not what came out: it is given one sheet
 * at a time, and a sheet is out when its job is completed. A raw queue counts as the printer does.
 * As long as it has not said that a job has ended, it is given no other one, and what has come out
 * meanwhile is reported with the next print of that document. A printer that forgets a job when its
 * power goes leaves unsaid what came out after it was asked last.
 */
export class RemoteIppPrinter implements Printer {
  readonly #ports: IppPrinterPorts;
  readonly #patience: IppPatience;
  #work: Work | undefined;
  #jobs = 0;
  #cameOut: readonly PrintedPage[] = [];
  #sheetsInTray = 0;
  #sheetsPrinted = 0;

  constructor(ports: IppPrinterPorts) {
    this.#ports = ports;
    this.#patience = ports.patience ?? IPP_PATIENCE;
  }

  get cameOut(): readonly PrintedPage[] {
    return this.#cameOut;
  }

  /** A document that the printer has not said to have done with is still there. */
  get spooled(): number {
    return this.#work === undefined || this.#work.job.hasEnded ? 0 : 1;
  }

  /** Sheets that came out since somebody took all: the printer is not asked. */
  get sheetsInTray(): number {
    return this.#sheetsInTray;
  }

  /** Sheets that the printer has counted for this kiosk since it was opened. */
  get sheetsPrinted(): number {
    return this.#sheetsPrinted;
  }

  takeSheets(): void {
    this.#sheetsInTray = 0;
    if (this.spooled > 0) return;
    this.#cameOut = [];
    // Nobody will ask for the rest of that document.
    this.#work = undefined;
  }

  *status(): Process<PrinterStatus> {
    const unsettled = yield* this.#settle();
    const standing = yield* this.#standing();
    return standing.stop ?? unsettled ?? { kind: 'ready' };
  }

  /** What the printer says of itself; stopped if it says nothing. */
  *#standing(): Process<IppPrinterStanding> {
    const { client, tell } = this.#ports;
    const answer = yield* askStanding(client, this.#patience.answerMs);
    if (!('what' in answer)) return answer;
    tell(answer.what);
    return { ...standingOf([]), stop: answer.kind === 'silent' ? TIMED_OUT : OTHER };
  }

  *print(document: CertificateDocument, firstPage = 1): Process<PrintOutcome> {
    assert(document.kind === 'pdf', 'a printer over IPP needs a document that is drawn');
    const cameOut: PrintedPage[] = [];
    this.#cameOut = cameOut;
    const unsettled = yield* this.#settle();
    const standing = yield* this.#standing();
    cameOut.push(...this.#late(document, firstPage));
    const stop = standing.stop ?? unsettled;
    if (stop !== undefined) return { ...stop, pages: cameOut };
    const reading = this.#ports.runner.spawn(this.#ports.reader.read(document));
    const task = { document, reading, standing, cameOut };
    let from = firstPage + cameOut.length;
    if (standing.countsSheets) return yield* this.#printSheets(task, from, undefined);
    // Only of a job of one sheet its end says whether that is out.
    for (; from < (yield* join(reading)).length; from++) {
      const outcome = yield* this.#printSheets(task, from, from);
      if (outcome.kind === 'stopped') return outcome;
    }
    return yield* this.#printSheets(task, from, undefined);
  }

  /** Prints the sheets from one to another, or to the last one, as a job of their own. */
  *#printSheets(task: PrintTask, from: number, until: number | undefined): Process<PrintOutcome> {
    const { document, reading, standing, cameOut } = task;
    // Only a part needs to be told where it ends.
    const isPart = from > 1 || until !== undefined;
    const known = isPart ? (yield* join(reading)).slice(0, until) : undefined;
    if (known !== undefined && from > known.length) return { kind: 'printed', pages: cameOut };
    const ticket = this.#ticket(document, from, known?.length);
    const impossible = this.#whyNot(ticket, standing);
    if (impossible !== undefined) return { ...impossible, pages: cameOut };
    const job = new IppPrintJob(
      { ...this.#ports, patience: this.#patience },
      ticket,
      standing.countsSheets,
    );
    const work: Work = { document, job, pages: known, firstPage: from, counted: 0, told: 0 };
    this.#work = work;
    let stopped: PrinterStop | undefined;
    try {
      stopped = yield* job.submit(standing);
      work.pages ??= yield* join(reading);
      const collect = () => this.#collect(work, cameOut);
      stopped ??= yield* job.follow(collect, () => this.#standing());
    } finally {
      // Also where the citizen has left: nothing may come out for nobody.
      if (!job.hasEnded) yield* job.giveUp();
      work.pages ??= yield* join(reading);
      this.#collect(work, cameOut);
    }
    const isWhole = from + work.counted > work.pages.length;
    if (isWhole) return { kind: 'printed', pages: cameOut };
    return { ...(stopped ?? OTHER), pages: cameOut };
  }

  #ticket(document: PdfDocument, from: number, sheets: number | undefined): IppTicket {
    const { bytes, duplex } = document;
    const sides = duplex ? 2 : 1;
    this.#jobs += 1;
    const name = `${this.#ports.jobPrefix}-${this.#jobs}`;
    const range =
      sheets === undefined ? undefined : { lower: (from - 1) * sides + 1, upper: sheets * sides };
    return { name, bytes, duplex, range };
  }

  /** Why the printer cannot print what is asked for, whatever state it is in. */
  #whyNot(
    { duplex, range }: IppTicket,
    { printsRanges, sides }: IppPrinterStanding,
  ): PrinterStop | undefined {
    const { tell } = this.#ports;
    if (range !== undefined && !printsRanges) {
      tell('the printer prints no parts of documents (page-ranges-supported is not true)');
      return OTHER;
    }
    if (duplex && sides.length > 0 && !sides.includes('two-sided-long-edge')) {
      tell('the printer prints no backs (sides-supported lacks two-sided-long-edge)');
      return OTHER;
    }
    return undefined;
  }

  /** What the job's count says is out, and was not counted before. */
  #collect(work: Work, cameOut?: PrintedPage[]): void {
    const { job, pages = [], firstPage } = work;
    const expected = Math.max(0, pages.length - firstPage + 1);
    const out = job.isCompleted ? expected : Math.min(job.sheetsOut, expected);
    const more = Math.max(0, out - work.counted);
    this.#sheetsInTray += more;
    this.#sheetsPrinted += more;
    const from = firstPage - 1 + work.counted;
    work.counted += more;
    if (cameOut === undefined) return;
    cameOut.push(...pages.slice(from, from + more));
    work.told = work.counted;
  }

  /** Sees that no job is left at the printer; answers why one is. */
  *#settle(): Process<PrinterStop | undefined> {
    const work = this.#work;
    if (work === undefined || work.job.hasEnded) return undefined;
    yield* work.job.giveUp();
    this.#collect(work);
    return work.job.hasEnded ? undefined : TIMED_OUT;
  }

  /** Sheets of a document that came out when nobody could be told of them any more. */
  #late(document: CertificateDocument, firstPage: number): readonly PrintedPage[] {
    const work = this.#work;
    if (work === undefined || work.document !== document) return [];
    const untold = work.firstPage + work.told;
    if (firstPage !== untold) return [];
    work.told = work.counted;
    return (work.pages ?? []).slice(untold - 1, work.firstPage - 1 + work.counted);
  }
}
