import { type Process, type Runner, sleep } from '../../sim/process.ts';
import type { Task } from '../../sim/task.ts';
import { beside } from '../../sim/waiting.ts';
import type { DocumentReader, OutputTray } from './document-reader.ts';
import type { JobStateName } from './ipp-codes.ts';
import type { PrintEngine } from './print-engine.ts';
import { type JobIdentity, type PrintDocument, PrintJob, type PrintTicket } from './print-job.ts';
import { pagesIn, sheetAt, sheetCount } from './print-layout.ts';

export interface PrintSpoolSettings {
  /** Jobs that have not ended. */
  readonly maxJobs: number;
  /** Ended jobs that are still told of. */
  readonly maxHistory: number;
  /** Documents of all jobs together. */
  readonly maxBytes: number;
  /** A job that waits so long for its document is aborted, ms. */
  readonly documentTimeoutMs: number;
}

/** Told whenever a job has got on. */
export type JobWatch = (job: Readonly<PrintJob>, what: 'state' | 'sheet' | 'spoilt') => void;

/** What can be the matter with a job that is sent in. */
export type SpoolRefusal = 'too-many-jobs' | 'spool-full';

/**
 * The jobs of a printer: takes them in, prints one after the other, and erases each document when
 * its job ends. Where printing goes on after a stop is decided from the sheets that are completed:
 * the sheet that was lost is printed again, and none that came out is.
 */
export class PrintSpool {
  readonly #runner: Runner;
  readonly #engine: PrintEngine;
  readonly #reader: DocumentReader;
  readonly #settings: PrintSpoolSettings;
  readonly #watch: JobWatch;
  readonly #output: OutputTray | undefined;
  #jobs = new Map<number, PrintJob>();
  #lastId = 0;
  #completedJobs = 0;
  #printing: Task | undefined;

  constructor(
    runner: Runner,
    engine: PrintEngine,
    reader: DocumentReader,
    settings: PrintSpoolSettings,
    { watch = () => {}, output }: { watch?: JobWatch; output?: OutputTray | undefined } = {},
  ) {
    this.#runner = runner;
    this.#engine = engine;
    this.#reader = reader;
    this.#settings = settings;
    this.#watch = watch;
    this.#output = output;
  }

  /** All that are told of, in the order in which they came. */
  get jobs(): readonly Readonly<PrintJob>[] {
    return [...this.#jobs.values()];
  }

  job(id: number): Readonly<PrintJob> | undefined {
    return this.#jobs.get(id);
  }

  get unfinished(): readonly Readonly<PrintJob>[] {
    return this.jobs.filter(({ hasEnded }) => !hasEnded);
  }

  /** Documents that lie in the spool. */
  get documents(): number {
    return this.jobs.filter(({ document }) => document !== undefined).length;
  }

  /** Jobs that were printed whole since the printer was installed. */
  get completedJobs(): number {
    return this.#completedJobs;
  }

  /** Whether a job, or a document of so many bytes, would be taken. */
  refusal(bytes: number): SpoolRefusal | undefined {
    if (this.unfinished.length >= this.#settings.maxJobs) return 'too-many-jobs';
    return this.#hasRoom(bytes) ? undefined : 'spool-full';
  }

  #hasRoom(bytes: number): boolean {
    const spooled = this.jobs.reduce((sum, { document }) => sum + (document?.bytes.length ?? 0), 0);
    return spooled + bytes <= this.#settings.maxBytes;
  }

  /** Takes a job in; its document follows. */
  create(identity: JobIdentity, ticket: PrintTicket): Readonly<PrintJob> {
    this.#lastId += 1;
    const job = new PrintJob(this.#lastId, identity, ticket, this.#runner.now());
    this.#jobs.set(job.id, job);
    this.#forget();
    this.#move(job, 'pending', ['job-incoming']);
    return job;
  }

  /** Gives a job up whose document does not come in time. */
  expect(id: number): void {
    this.#runner.spawn(this.#abandon(this.#at(id)));
  }

  /** The document of a job that has none; no other one comes. */
  send(id: number, document: PrintDocument, octets: number): SpoolRefusal | undefined {
    const job = this.#at(id);
    if (!this.#hasRoom(document.bytes.length)) return 'spool-full';
    job.document = document;
    job.octets = octets;
    return undefined;
  }

  /** No more documents come: what is there is printed. */
  close(id: number): void {
    const job = this.#at(id);
    job.isClosed = true;
    if (job.document === undefined) this.#end(job, 'aborted', ['aborted-by-system']);
    else this.#queue(job);
  }

  hold(id: number): void {
    const job = this.#at(id);
    job.isHeld = true;
    if (job.isClosed) this.#move(job, 'pending-held', ['job-hold-until-specified']);
  }

  release(id: number): void {
    const job = this.#at(id);
    job.isHeld = false;
    if (job.isClosed) this.#queue(job);
  }

  /** Ends a job; one that is printed ends once the sheet under way is out. */
  cancel(id: number): void {
    const job = this.#at(id);
    job.isCancelled = true;
    if (job.processingMs === undefined) {
      this.#end(job, 'canceled', ['job-canceled-by-user']);
      return;
    }
    this.#move(job, job.state, ['processing-to-stop-point', 'job-canceled-by-user']);
    this.#engine.ring();
  }

  /** The power goes: whatever was in the spool is gone, and so is all memory of jobs. */
  losePower(): void {
    this.#printing?.cancel();
    this.#printing = undefined;
    for (const job of this.#jobs.values()) {
      job.document = undefined;
      job.isCancelled = true;
    }
    this.#jobs = new Map();
  }

  #at(id: number): PrintJob {
    const job = this.#jobs.get(id);
    if (job === undefined || job.hasEnded) throw new Error(`job ${id} has ended`);
    return job;
  }

  #queue(job: PrintJob): void {
    if (job.isHeld) this.#move(job, 'pending-held', ['job-hold-until-specified']);
    else this.#move(job, 'pending', []);
    this.#printing ??= this.#runner.spawn(this.#printAll());
  }

  *#printAll(): Process {
    for (;;) {
      const job = [...this.#jobs.values()].find(({ isReady }) => isReady);
      if (job === undefined) break;
      if (this.#engine.isStopped) yield* this.#engine.change(A_DAY_MS);
      else yield* this.#print(job);
    }
    this.#printing = undefined;
  }

  *#print(job: PrintJob): Process {
    const { document } = job;
    if (document === undefined) return;
    job.processingMs = this.#runner.now();
    this.#move(job, 'processing', ['job-interpreting']);
    const reading = beside(this.#runner, this.#reader.read(document));
    const { firstPageMs } = this.#engine.settings;
    const beforeFirstMs = Math.max(0, firstPageMs - this.#engine.impressionMs);
    yield* this.#engine.wait(beforeFirstMs, () => job.isCancelled);
    const read = yield* reading;
    if (read.kind === 'unprintable') {
      this.#end(job, 'aborted', ['aborted-by-system', 'document-format-error']);
      return;
    }
    const { copies, duplex, pageRanges } = job.ticket;
    job.layout = { pages: pagesIn(read.pages, pageRanges), copies, duplex };
    this.#move(job, 'processing', ['job-printing']);
    yield* this.#printSheets(job, document);
    // Who cancels while the last sheet comes out has it all.
    const isWhole = job.sheetsCompleted === job.sheets;
    if (isWhole) this.#end(job, 'completed', ['job-completed-successfully']);
    else this.#end(job, 'canceled', ['job-canceled-by-user']);
  }

  *#printSheets(job: PrintJob, document: PrintDocument): Process {
    const { layout } = job;
    if (layout === undefined) return;
    const count = sheetCount(layout);
    const keeping: Process[] = [];
    while (!job.isCancelled && job.sheetsCompleted < count) {
      const { copy, pages } = sheetAt(layout, job.sheetsCompleted);
      const outcome = yield* this.#engine.feed(job.ticket.media, pages.length);
      if (outcome === 'out') {
        job.sheetsCompleted += 1;
        job.impressionsCompleted += pages.length;
        const sheet = job.sheetsCompleted;
        this.#watch(job, 'sheet');
        const keep = this.#output?.keep({ jobId: job.id, sheet, copy, pages, document });
        // Looking at a sheet takes the printer no time.
        if (keep !== undefined) keeping.push(beside(this.#runner, keep));
      } else {
        if (outcome === 'spoilt') this.#watch(job, 'spoilt');
        yield* this.#standStill(job);
      }
    }
    for (const each of keeping) yield* each;
  }

  /** A job in mid-print stops with its printer and goes on with it. */
  *#standStill(job: PrintJob): Process {
    if (!this.#engine.isStopped) return;
    this.#move(job, 'processing-stopped', ['printer-stopped']);
    while (this.#engine.isStopped && !job.isCancelled) yield* this.#engine.change(A_DAY_MS);
    if (!job.isCancelled) this.#move(job, 'processing', ['job-printing']);
  }

  *#abandon(job: PrintJob): Process {
    yield sleep(this.#settings.documentTimeoutMs);
    if (job.isClosed || job.hasEnded || this.#jobs.get(job.id) !== job) return;
    job.isClosed = true;
    if (job.document !== undefined) this.#queue(job);
    else this.#end(job, 'aborted', ['aborted-by-system', 'job-data-insufficient']);
  }

  #move(job: PrintJob, state: JobStateName, reasons: readonly string[]): void {
    job.state = state;
    job.reasons = reasons;
    this.#watch(job, 'state');
  }

  /** The document is erased whatever became of it. */
  #end(job: PrintJob, state: JobStateName, reasons: readonly string[]): void {
    job.document = undefined;
    if (job.hasEnded) return;
    job.endedMs = this.#runner.now();
    if (state === 'completed') this.#completedJobs += 1;
    this.#move(job, state, reasons);
  }

  #forget(): void {
    const ended = this.jobs.filter(({ hasEnded }) => hasEnded);
    const surplus = Math.max(0, ended.length - this.#settings.maxHistory);
    for (const { id } of ended.slice(0, surplus)) this.#jobs.delete(id);
  }
}

const A_DAY_MS = 86_400_000;
