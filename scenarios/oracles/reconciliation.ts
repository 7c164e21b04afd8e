import { FaultTimes } from '../injection/fault-times.ts';
import { KioskRecords } from '../judging/kiosk-records.ts';
import type { Oracle, Report } from '../judging/oracle.ts';
import type { EventOf } from '../trace-events.ts';

/** One issue request, from the moment it is made until the server has recorded its result. */
interface Job {
  readonly request: string;
  readonly journey: number;
  readonly kiosk: string;
  /** Its document in the server log, and the one that reached the kiosk. */
  issued: string | undefined;
  number: string | undefined;
  pagesDue: number;
  pages: number;
  keptYen: number;
  settled: EventOf<'server-settled'> | undefined;
  endedMs: number;
}

/** What the journal of a kiosk says, beside what the counters of its devices show. */
interface Book {
  readonly kiosk: string;
  /** The request of the journey under way. */
  job: Job | undefined;
  journalYen: number;
  journalSheets: number;
  /** What the counters showed before anything was in the journal. */
  base: { readonly yen: number; readonly sheets: number } | undefined;
  /** How much the counters are ahead of the journal, as far as it has been told. */
  aheadYen: number;
  aheadSheets: number;
  /** Whether something was entered since the counters were told. */
  open: boolean;
}

/** A kiosk tells its result again after at most a minute's pause: later, something is wrong. */
const SETTLED_WITHIN_MS = 600_000;

/**
 * Four ledgers say the same: the server's log, the kiosk's journal, the payment unit's counter and
 * the printer's page counter. Each journey is reconciled when it is over and the server knows what
 * became of it; each kiosk whenever its devices tell their counters, and at the end of the run.
 *
 * It keeps a few sums and the request in hand for each kiosk, and those requests of journeys that
 * are over whose results the server has not recorded yet.
 */
export const reconciliation: Oracle = {
  name: 'reconciliation',
  asserts: 'Server log, kiosk journal, payment counter and printer counter say the same',
  assertsJa: 'サーバーの記録、キオスクの記録、収納機と印刷機の計数が一致する',
  begin(_scenario, _originMs, report, notice) {
    const ledgers = new Ledgers(report, notice);
    return { judged: () => ledgers.judged, unjudged: () => ledgers.unjudged, watch: ledgers.watch };
  },
};

class Ledgers {
  judged = 0;
  unjudged = 0;
  readonly #report: Report;
  readonly #notice: Report;
  readonly #books = new KioskRecords<Book>(bookOf);
  /** By request: journeys that are over, and whose results are on their way to the server. */
  readonly #unsettled = new Map<string, Job>();
  readonly #faults = new FaultTimes();
  /** Kiosks without power: their results come when it is back. */
  readonly #dark = new Set<string>();
  /** Which of the ledgers the trace has. */
  #hasLog = false;
  #hasResults = false;
  #hasCounters = false;

  constructor(report: Report, notice: Report) {
    this.#report = report;
    this.#notice = notice;
  }

  readonly watch = {
    'fault-began': (event: EventOf<'fault-began'>) => this.#faults.began(event),
    'fault-ended': (event: EventOf<'fault-ended'>) => this.#faults.ended(event),
    requested: ({ journey, kiosk, request }: EventOf<'requested'>) => {
      const nothing = { issued: undefined, number: undefined, pagesDue: 0, pages: 0, keptYen: 0 };
      const job = { request, journey, kiosk, ...nothing, settled: undefined, endedMs: 0 };
      this.#books.of(kiosk).job = job;
    },
    'server-issued': (event: EventOf<'server-issued'>) => this.#issue(event),
    document: ({ journey, kiosk, number, pages }: EventOf<'document'>) => {
      const { job } = this.#books.of(kiosk);
      if (job?.journey !== journey) return;
      job.number = number;
      job.pagesDue = pages;
    },
    paid: (event: EventOf<'paid'>) => this.#pay(event, event.yen),
    refunded: (event: EventOf<'refunded'>) => this.#pay(event, -event.yen),
    page: ({ journey, kiosk }: EventOf<'page'>) => this.#enter(journey, kiosk, 0, 1),
    'page-unreadable': ({ journey, kiosk }: EventOf<'page-unreadable'>) => {
      this.#enter(journey, kiosk, 0, 1);
    },
    'power-lost': ({ kiosk }: EventOf<'power-lost'>) => {
      this.#dark.add(kiosk);
    },
    'power-returned': ({ kiosk }: EventOf<'power-returned'>) => {
      this.#dark.delete(kiosk);
    },
    counters: (event: EventOf<'counters'>) => this.#count(event),
    'server-settled': (event: EventOf<'server-settled'>) => this.#settle(event),
    ended: (event: EventOf<'ended'>) => this.#end(event),
    'run-ended': (event: EventOf<'run-ended'>) => this.#close(event),
  };

  #issue({ t, kiosk, request, number }: EventOf<'server-issued'>): void {
    this.#hasLog = true;
    const job = this.#jobOf(kiosk, request);
    if (job !== undefined) {
      job.issued = number;
      return;
    }
    const message = `document ${number} was issued to request ${request} after the kiosk had given it up`;
    this.#notice({ t, journey: -1, kiosk, message });
  }

  #pay({ journey, kiosk, request }: EventOf<'paid' | 'refunded'>, yen: number): void {
    this.#enter(journey, kiosk, yen, 0);
    // After a blackout the kiosk looks into its journal when the journey is long over.
    const job = this.#unsettled.get(request);
    if (job !== undefined) job.keptYen += yen;
  }

  /** Something is entered in the journal of a kiosk. */
  #enter(journey: number, kiosk: string, yen: number, sheets: number): void {
    const book = this.#books.of(kiosk);
    book.journalYen += yen;
    book.journalSheets += sheets;
    book.open = true;
    const { job } = book;
    if (job?.journey !== journey) return;
    job.keptYen += yen;
    job.pages += sheets;
  }

  #count({ t, journey = -1, kiosk, takingsYen, sheets }: EventOf<'counters'>): void {
    const book = this.#books.of(kiosk);
    const { base, journalYen, journalSheets } = book;
    this.#hasCounters = true;
    book.open = false;
    if (base === undefined) {
      // What a device had counted before the run is nobody's here.
      book.base = { yen: takingsYen - journalYen, sheets: sheets - journalSheets };
      return;
    }
    this.judged += 1;
    const moreYen = takingsYen - base.yen - journalYen - book.aheadYen;
    const moreSheets = sheets - base.sheets - journalSheets - book.aheadSheets;
    if (moreYen !== 0) {
      const message = `the payment unit’s counter has moved by ${moreYen} yen that are not in the kiosk’s journal`;
      this.#report({ t, journey, kiosk, message });
      book.aheadYen += moreYen;
    }
    if (moreSheets !== 0) {
      const message = `the printer’s counter has moved by ${moreSheets} sheets that are not in the kiosk’s journal`;
      this.#report({ t, journey, kiosk, message });
      book.aheadSheets += moreSheets;
    }
  }

  #settle(event: EventOf<'server-settled'>): void {
    this.#hasResults = true;
    const { t, kiosk, request } = event;
    const job = this.#jobOf(kiosk, request);
    // A result is told until it is heard: of what has been reconciled nothing is kept.
    if (job === undefined) return;
    const { settled } = job;
    if (settled === undefined) job.settled = event;
    else if (settled.outcome !== event.outcome || settled.paidYen !== event.paidYen) {
      const message = `request ${request} was settled as ${resultText(settled)} and as ${resultText(event)}`;
      this.#report({ t, journey: job.journey, kiosk, message });
    }
    if (this.#unsettled.size > 0 && this.#unsettled.delete(request)) this.#reconcile(job, t);
  }

  #end({ t, journey, kiosk }: EventOf<'ended'>): void {
    const book = this.#books.of(kiosk);
    const { job } = book;
    if (job?.journey !== journey) return;
    book.job = undefined;
    job.endedMs = t;
    this.#compareLog(job, t);
    // What was never issued is never settled.
    if (job.settled !== undefined) this.#reconcile(job, t);
    else if (job.issued === undefined) return;
    else if (this.#hasResults || this.#dark.has(kiosk)) this.#unsettled.set(job.request, job);
    else if (job.keptYen !== 0 || job.pages > 0) this.unjudged += 1;
  }

  /** The document that reached the kiosk is the one that the server says it has issued. */
  #compareLog({ journey, kiosk, number, issued }: Job, t: number): void {
    if (!this.#hasLog || number === undefined || number === issued) return;
    const said = issued === undefined ? 'it has issued nothing' : `it has issued ${issued}`;
    const message = `document ${number} reached the kiosk; the server’s log says ${said}`;
    this.#report({ t, journey, kiosk, message });
  }

  /** What the server has recorded is what the kiosk's journal says. */
  #reconcile({ journey, kiosk, settled, pages, pagesDue, keptYen }: Job, t: number): void {
    if (settled === undefined) return;
    this.judged += 1;
    const isPrinted = pagesDue > 0 && pages >= pagesDue;
    if (settled.paidYen === keptYen && (settled.outcome === 'printed') === isPrinted) return;
    const journal = `${pages} of ${pagesDue} pages, ${keptYen} yen kept`;
    const message = `the server has ${resultText(settled)}; the kiosk’s journal has ${journal}`;
    this.#report({ t, journey, kiosk, message });
  }

  /** At the end of the run nothing may be left over that had time to be settled. */
  #close({ t, reason }: EventOf<'run-ended'>): void {
    if (!this.#hasLog && this.judged > 0) {
      const message = 'the trace has no server log: the other three ledgers were reconciled';
      this.#notice({ t, journey: -1, kiosk: '–', message });
    }
    for (const job of this.#unsettled.values()) this.#closeJob(job, t, reason);
    this.#unsettled.clear();
    if (!this.#hasCounters || reason === 'interrupted') return;
    for (const { open, job } of this.#books.all()) {
      if (open && job === undefined) this.unjudged += 1;
    }
  }

  #closeJob(job: Job, t: number, reason: EventOf<'run-ended'>['reason']): void {
    const { request, journey, kiosk, endedMs, keptYen, pages } = job;
    const found = { t, journey, kiosk };
    const message = `the server does not know what became of request ${request}`;
    const hadTime = t - endedMs >= SETTLED_WITHIN_MS;
    const isDisturbed = this.#faults.wereOn(t - SETTLED_WITHIN_MS, t);
    if (keptYen === 0 && pages === 0) {
      this.#notice({ ...found, message: `${message}; nothing was paid or printed` });
    } else if (reason === 'interrupted' || isDisturbed || !hadTime) {
      this.unjudged += 1;
    } else {
      const journal = `${pages} pages were printed and ${keptYen} yen kept`;
      this.#report({ ...found, message: `${message}; ${journal}` });
    }
  }

  #jobOf(kiosk: string, request: string): Job | undefined {
    const { job } = this.#books.of(kiosk);
    if (job?.request === request) return job;
    return this.#unsettled.size === 0 ? undefined : this.#unsettled.get(request);
  }
}

function bookOf(kiosk: string): Book {
  const sums = { journalYen: 0, journalSheets: 0, aheadYen: 0, aheadSheets: 0 };
  return { kiosk, job: undefined, ...sums, base: undefined, open: false };
}

function resultText({ outcome, paidYen }: EventOf<'server-settled'>): string {
  return `${outcome === 'printed' ? 'printed' : 'not printed'}, ${paidYen} yen paid`;
}
