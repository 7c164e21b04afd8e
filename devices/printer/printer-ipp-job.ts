import type { Process } from '../../sim/process.ts';
import { Signal, within } from '../../sim/waiting.ts';
import { GROUP, type IppAttribute } from '../ipp/ipp-message.ts';
import { attribute, groupOf, named, textsOf, valuesOf } from '../ipp/ipp-values.ts';
import type { PrinterStop } from './printer.ts';
import type { IppAnswer, IppClient } from './printer-ipp-client.ts';
import {
  type IppPrinterStanding,
  JOB_QUESTIONS,
  jobStandingOf,
  OTHER,
  TIMED_OUT,
} from './printer-ipp-state.ts';
import { creationOf, type IppTicket, PDF } from './printer-ipp-ticket.ts';

/** How long a printer is waited for, ms of its own time, which no speed of citizens compresses. */
export interface IppPatience {
  /** For an answer. */
  readonly answerMs: number;
  /** For the answer to a document. */
  readonly documentMs: number;
  /** From one question after a job to the next. */
  readonly pollMs: number;
  /** For the next page, while the printer names no reason why none comes. */
  readonly pageMs: number;
  /** For a reason to pass that does not stop it: a queue tells of it until it looks again. */
  readonly doubtMs: number;
  /** For a job to end that was cancelled. */
  readonly cancelMs: number;
}

/** What a job is printed with. */
export interface IppJobMeans {
  readonly client: IppClient;
  readonly patience: IppPatience;
  /** Told what goes wrong, in one line. */
  readonly tell: (what: string) => void;
}

/** How often in a row it may not be known how a job is. */
const MISSES = 3;

/** How often a printer that is busy is asked again. */
const BUSY_QUESTIONS = 5;

/**
 * A job at a printer, from its creation until the printer has said that it has ended. It is first
 * created and then given its document wherever the printer allows that, because then a lost answer
 * leaves no job behind that prints unknown to its sender.
 */
export class IppPrintJob {
  readonly #means: IppJobMeans;
  readonly #ticket: IppTicket;
  readonly #counts: boolean;
  #id: number | undefined;
  /** Whether the printer may have a job whose number it has not been heard to say. */
  #isUnheard = false;
  #isCompleted = false;
  /** Whether its end is asked for. */
  #isCancelled = false;
  #hasEnded = true;
  #sheetsOut = 0;

  /** `counts` says whether what the printer counts is out. */
  constructor(means: IppJobMeans, ticket: IppTicket, counts: boolean) {
    this.#counts = counts;
    this.#means = means;
    this.#ticket = ticket;
  }

  /** Whether the printer has nothing of it any more, by its own word. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** All sheets are stacked in the output tray: that is what `completed` means (RFC 8011 §5.3.7). */
  get isCompleted(): boolean {
    return this.#isCompleted;
  }

  /** Sheets stacked in the output tray, as the printer has counted last (RFC 8011 §5.3.18.2). */
  get sheetsOut(): number {
    return this.#sheetsOut;
  }

  /** Hands the document over; answers why the printer does not take it. */
  *submit({ takesJobsFirst }: IppPrinterStanding): Process<PrinterStop | undefined> {
    return takesJobsFirst ? yield* this.#createAndSend() : yield* this.#printAtOnce();
  }

  *#createAndSend(): Process<PrinterStop | undefined> {
    const created = yield* this.#askPatiently('Create-Job');
    if (created.kind !== 'granted') return this.#refused(created);
    if (!this.#learnId(created)) return OTHER;
    const sent = yield* this.#means.client.ask('Send-Document', {
      attributes: [this.#jobId(), PDF, attribute('last-document', 'boolean', true)],
      data: this.#ticket.bytes,
      limitMs: this.#means.patience.documentMs,
    });
    return sent.kind === 'granted' ? undefined : this.#refused(sent);
  }

  /** Print-Job: if its answer is lost, the job is looked for by its name. */
  *#printAtOnce(): Process<PrinterStop | undefined> {
    const valid = yield* this.#askPatiently('Validate-Job');
    if (valid.kind !== 'granted') return this.#refused(valid);
    this.#isUnheard = true;
    this.#hasEnded = false;
    const printed = yield* this.#means.client.ask('Print-Job', {
      ...creationOf(this.#ticket, 'Print-Job'),
      data: this.#ticket.bytes,
      limitMs: this.#means.patience.documentMs,
    });
    if (printed.kind === 'granted') return this.#learnId(printed) ? undefined : OTHER;
    if (printed.kind === 'refused') this.#end();
    return this.#refused(printed);
  }

  *#askPatiently(operation: 'Create-Job' | 'Validate-Job'): Process<IppAnswer> {
    const { client, patience } = this.#means;
    const asked = { ...creationOf(this.#ticket, operation), limitMs: patience.answerMs };
    for (let count = 1; ; count++) {
      const answer = yield* client.ask(operation, asked);
      const isBusy = answer.kind === 'refused' && answer.status === 'server-error-busy';
      if (!isBusy || count === BUSY_QUESTIONS) return answer;
      yield* this.#pause();
    }
  }

  /** Answers whether the job is one that may be printed. */
  #learnId({ message }: Extract<IppAnswer, { kind: 'granted' }>): boolean {
    const job = groupOf(message, GROUP.job)?.attributes;
    const [id] = valuesOf(job, 'job-id', 'integer');
    if (id === undefined || id < 1) {
      this.#means.tell('the printer has taken a job and gives it no number');
      this.#isUnheard = true;
      this.#hasEnded = false;
      return false;
    }
    this.#id = id;
    this.#isUnheard = false;
    this.#hasEnded = false;
    const ignored = groupOf(message, GROUP.unsupported)?.attributes;
    const lost = ['page-ranges', 'sides'].find((name) => named(ignored, name) !== undefined);
    if (lost === undefined) return true;
    this.#means.tell(`the printer does not grant ${lost}: the job is cancelled`);
    return false;
  }

  #refused(answer: Exclude<IppAnswer, { kind: 'granted' }>): PrinterStop {
    this.#means.tell(answer.what);
    if (answer.kind === 'silent') return TIMED_OUT;
    return answer.kind === 'refused' && FULL.has(answer.status) ? SPOOL_FULL : OTHER;
  }

  /**
   * Follows it until it has ended or the printer has stopped; answers why it does not come out
   * whole, as far as is known. `onSheets` is told each time more has come out, `printer` is asked
   * how the printer is whenever nothing has.
   */
  *follow(
    onSheets: () => void,
    printer: () => Process<IppPrinterStanding>,
  ): Process<PrinterStop | undefined> {
    const { pollMs, pageMs } = this.#means.patience;
    let misses = 0;
    for (let quietMs = 0; quietMs <= pageMs; quietMs += pollMs) {
      const before = this.#sheetsOut;
      const missed = yield* this.look();
      onSheets();
      if (this.#hasEnded) return undefined;
      misses = missed === undefined ? 0 : misses + 1;
      if (misses === MISSES) return missed;
      if (this.#sheetsOut > before) quietMs = 0;
      const stop = quietMs > 0 && misses === 0 ? yield* this.#stopped(printer, quietMs) : undefined;
      if (stop !== undefined) return stop;
      yield* this.#pause();
    }
    this.#means.tell(`no page has come within ${pageMs} ms`);
    return TIMED_OUT;
  }

  /** Whether the printer says that it has stopped, and not only since so short a time. */
  *#stopped(
    printer: () => Process<IppPrinterStanding>,
    quietMs: number,
  ): Process<PrinterStop | undefined> {
    const { stop, isFirm } = yield* printer();
    return isFirm || quietMs >= this.#means.patience.doubtMs ? stop : undefined;
  }

  /** Asks how the job is; answers why that is not known. */
  *look(): Process<PrinterStop | undefined> {
    if (this.#id === undefined) return yield* this.#find();
    const answer = yield* this.#means.client.ask('Get-Job-Attributes', {
      attributes: [this.#jobId(), attribute('requested-attributes', 'keyword', ...JOB_QUESTIONS)],
      limitMs: this.#means.patience.answerMs,
    });
    if (answer.kind === 'refused' && UNKNOWN.has(answer.status)) {
      this.#means.tell(`the printer does not know its job ${this.#id} any more: ${answer.what}`);
      this.#end();
      return undefined;
    }
    if (answer.kind !== 'granted') return this.#refused(answer);
    return this.#learn(groupOf(answer.message, GROUP.job)?.attributes);
  }

  #learn(attributes: readonly IppAttribute[] | undefined): PrinterStop | undefined {
    const standing = jobStandingOf(attributes);
    if (standing === undefined) {
      this.#means.tell('the printer does not tell the state of the job');
      return OTHER;
    }
    const { phase, impressions, sheets, reasons } = standing;
    const fronts = impressions === undefined ? sheets : this.#fronts(impressions);
    this.#sheetsOut = this.#counts ? Math.max(this.#sheetsOut, fronts ?? 0) : 0;
    this.#isCompleted = phase === 'completed';
    if (phase === 'given-up' && !this.#isCancelled)
      this.#means.tell(`the printer gives the job up: ${reasons.join(' ')}`);
    if (phase === 'completed' || phase === 'given-up') this.#end();
    return undefined;
  }

  /** A sheet is out when its back is. */
  #fronts(impressions: number): number {
    return this.#ticket.duplex ? Math.floor(impressions / 2) : impressions;
  }

  /** Nothing has told its number: looks for its name among all jobs. */
  *#find(): Process<PrinterStop | undefined> {
    for (const which of ['not-completed', 'completed']) {
      const answer = yield* this.#means.client.ask('Get-Jobs', {
        attributes: [
          attribute('which-jobs', 'keyword', which),
          attribute('requested-attributes', 'keyword', 'job-id', 'job-name'),
        ],
        limitMs: this.#means.patience.answerMs,
      });
      if (answer.kind !== 'granted') return this.#refused(answer);
      const ours = answer.message.groups.find(
        ({ tag, attributes }) =>
          tag === GROUP.job && textsOf(attributes, 'job-name')[0] === this.#ticket.name,
      );
      const [id] = valuesOf(ours?.attributes, 'job-id', 'integer');
      if (id === undefined) continue;
      this.#id = id;
      this.#isUnheard = false;
      return yield* this.look();
    }
    // It never came to be.
    this.#end();
    return undefined;
  }

  /** Cancels it, and waits until the printer says that it has ended; what is out by then is out. */
  *giveUp(): Process {
    const { client, patience } = this.#means;
    if (this.#isUnheard) yield* this.look();
    if (this.#hasEnded) return;
    this.#isCancelled = true;
    if (this.#id !== undefined) {
      const limitMs = patience.answerMs;
      const answer = yield* client.ask('Cancel-Job', { attributes: [this.#jobId()], limitMs });
      // A job that is ending by itself is not cancelled any more: asking how it is tells.
      if (answer.kind === 'silent' || answer.kind === 'unusable') {
        this.#refused(answer);
        return;
      }
    }
    for (let waitedMs = 0; waitedMs <= patience.cancelMs; waitedMs += patience.pollMs) {
      if ((yield* this.look()) !== undefined || this.#hasEnded) return;
      yield* this.#pause();
    }
  }

  #end(): void {
    this.#hasEnded = true;
    this.#isUnheard = false;
  }

  #jobId(): IppAttribute {
    return attribute('job-id', 'integer', this.#id ?? 0);
  }

  *#pause(): Process {
    yield* within(this.#means.patience.pollMs, new Signal().wait(), 'measured');
  }
}

const FULL: ReadonlySet<string> = new Set(['server-error-busy', 'server-error-too-many-jobs']);

/** It has no room for another document (RFC 8011 §5.4.12). */
const SPOOL_FULL: PrinterStop = { kind: 'stopped', reason: 'spool-area-full' };

const UNKNOWN: ReadonlySet<string> = new Set(['client-error-not-found', 'client-error-gone']);
