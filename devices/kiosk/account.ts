import type { Process } from '../../sim/process.ts';
import type { CentreSession } from '../bus/centre.ts';
import type { KioskPorts, Visit } from '../citizen/visit.ts';
import type { KioskEvent } from '../events.ts';
import type { PageComparison, PrintedPage } from '../printer/page-reader.ts';

type ComparedPage = Extract<KioskEvent, { kind: 'page-compared' }>;

/**
 * What a kiosk has to account for to a citizen and to the centre: a document asked for, a fee, the
 * pages that came out. It stands in the kiosk's journal, and so outlives a blackout.
 */
export class Account {
  readonly requestId: string;
  readonly #kioskId: string;
  readonly #ports: KioskPorts;
  readonly #visit: Visit;
  #session: CentreSession | undefined;
  #askedYen = 0;
  #paidYen = 0;
  #hasMoved = false;
  #pagesDue = 0;
  #pagesOut = 0;
  #reported = false;

  constructor(kioskId: string, ports: KioskPorts, visit: Visit) {
    this.#kioskId = kioskId;
    this.#ports = ports;
    this.#visit = visit;
    this.requestId = `${visit.requestPrefix ?? ''}r${visit.journey}`;
  }

  /** Whether a document was asked for, and the centre has not been told what became of it. */
  get isOpen(): boolean {
    return this.#session !== undefined && !this.#reported;
  }

  /** Pages that have come out whole. */
  get pagesOut(): number {
    return this.#pagesOut;
  }

  /** Whether money or paper has moved, though it may have moved back. */
  get hasMoved(): boolean {
    return this.#hasMoved;
  }

  get isWhole(): boolean {
    return this.#pagesDue > 0 && this.#pagesOut >= this.#pagesDue;
  }

  /** A document is asked for. */
  open(session: CentreSession): void {
    const { emit, runner, outbox } = this.#ports;
    this.#session = session;
    emit({ kind: 'requested', t: runner.now(), ...this.#whose() });
    outbox.announce(this.requestId);
  }

  /** Whether the fee has been asked for, and was not refused. */
  get isPaying(): boolean {
    return this.#askedYen > 0 || this.#paidYen > 0;
  }

  /** It has so many pages. */
  expect(pages: number): void {
    this.#pagesDue = pages;
  }

  /** The payment unit is asked for so much: only it knows what becomes of that, till it says so. */
  ask(yen: number): void {
    this.#askedYen = yen;
  }

  /** It has refused, or nobody can say. */
  unpaid(): void {
    this.#askedYen = 0;
  }

  paid(yen: number): void {
    const { emit, runner } = this.#ports;
    this.#askedYen = 0;
    this.#paidYen = yen;
    this.#hasMoved = true;
    emit({ kind: 'paid', t: runner.now(), ...this.#whose(), yen });
  }

  /** These pages have come out, after those before. */
  deliver(pages: readonly PrintedPage[]): void {
    const { emit, runner } = this.#ports;
    const { journey } = this.#visit;
    const [t, kiosk] = [runner.now(), this.#kioskId];
    this.#hasMoved ||= pages.length > 0;
    for (const { reading, comparison } of pages) {
      const sheet = ++this.#pagesOut;
      if (reading.kind !== 'read') {
        emit({ kind: 'page-unreadable', t, journey, kiosk, sheet, reason: reading.reason });
        continue;
      }
      const { ownerNonce, requestId, documentNumber, page, of, registerVersion } = reading.mark;
      const isCompared = typeof comparison === 'function';
      // Written out, and not put together from parts: there is one of these for every page.
      emit({
        kind: 'page',
        t,
        journey,
        kiosk,
        sheet,
        owner: ownerNonce,
        request: requestId,
        number: documentNumber,
        page,
        of,
        registerVersion,
        compared: isCompared ? 'follows' : comparison,
      });
      if (!isCompared) continue;
      const whose = { journey, kiosk, sheet, number: documentNumber };
      runner.spawn(this.#compared(whose, comparison));
    }
  }

  /** Tells how the front of a page compares with its back, whenever that is known. */
  *#compared(
    whose: Omit<ComparedPage, 'kind' | 't' | keyof PageComparison>,
    comparison: () => Process<PageComparison>,
  ): Process {
    const { emit, runner } = this.#ports;
    const { verdict, likeness, reason } = yield* comparison();
    emit({ kind: 'page-compared', t: runner.now(), ...whose, verdict, likeness, reason });
  }

  /** Tells the centre, until it has heard it. */
  *report(outcome: 'printed' | 'not-printed'): Process {
    const { municipality } = this.#visit;
    const { requestId } = this;
    const sessionId = this.#session?.sessionId;
    const [pagesPrinted, paidYen] = [this.#pagesOut, this.#paidYen];
    const result = { municipality, requestId, outcome, pagesPrinted, paidYen };
    this.#reported = true;
    yield* this.#ports.outbox.deposit(sessionId === undefined ? result : { ...result, sessionId });
  }

  /** Gives back what was paid for a document that has not come out whole. */
  *giveBack(): Process {
    const { emit, runner, payment } = this.#ports;
    if (this.#askedYen > 0) {
      // The power went before the answer came.
      const outcome = yield* payment.lastCollection();
      if (outcome.kind === 'collected') this.paid(this.#askedYen);
    }
    if (this.#paidYen === 0 || this.isWhole) return;
    const yen = this.#paidYen;
    yield* payment.refund(yen);
    this.#paidYen = 0;
    emit({ kind: 'refunded', t: runner.now(), ...this.#whose(), yen });
  }

  /** Nothing more will come of it: gives back what is due, and tells the centre. */
  *makeGood(): Process {
    if (!this.isOpen) return;
    yield* this.giveBack();
    yield* this.report(this.isWhole ? 'printed' : 'not-printed');
  }

  #whose() {
    return { journey: this.#visit.journey, kiosk: this.#kioskId, request: this.requestId };
  }
}
