import type { Offer } from '../server/contract.ts';
import { spanMs } from '../sim/civil-time.ts';
import { type Process, sleep, type Wait } from '../sim/process.ts';
import { TIMED_OUT, within } from '../sim/waiting.ts';
import type { CentreSession, DeliveredDocument, Reply } from './centre.ts';
import { openJpki, readCertificate, signChallenge, verifyPin } from './jpki.ts';
import type { PrintedPage } from './page-reader.ts';
import type { Stage, ThinkStage } from './stages.ts';
import type { JourneyEnd, KioskPorts, Visit } from './visit.ts';

/** A step's result, or the end of the journey that it has come to. */
type Step<T> = { readonly end: JourneyEnd } | { readonly end?: undefined; readonly value: T };

/**
 * One citizen's way through the twelve stages, in their published order: the document reaches the
 * kiosk, then the fee is paid, then it is printed. Stages follow one another without a gap, so
 * their durations add up to the journey's.
 */
export class Journey {
  readonly #kioskId: string;
  readonly #ports: KioskPorts;
  readonly #visit: Visit;
  readonly #requestId: string;
  #stage: Stage = 'menu';
  #stageBeganMs: number;

  constructor(kioskId: string, ports: KioskPorts, visit: Visit) {
    this.#kioskId = kioskId;
    this.#ports = ports;
    this.#visit = visit;
    this.#requestId = `r${visit.journey}`;
    this.#stageBeganMs = ports.runner.now();
  }

  *go(): Process<JourneyEnd> {
    const { reader, slot } = this.#ports;
    let session: CentreSession | undefined;
    let settled = false;
    try {
      yield this.#think('menu');
      const held = yield* this.#visit.card();
      yield this.#think('card-set');
      slot.insert(held.card);
      const present = yield* this.#connect();
      if (present.end !== undefined) return present.end;
      yield this.#think('municipality');
      const verified = yield* this.#pin(held.pin);
      if (verified.end !== undefined) return verified.end;
      const opened = yield* this.#authenticate();
      if (opened.end !== undefined) return opened.end;
      session = opened.value.session;
      yield* reader.disconnect('unpower');
      slot.remove();
      const chosen = yield* this.#choose(opened.value.offers);
      if (chosen.end !== undefined) return chosen.end;
      const delivered = yield* this.#issue(session);
      if (delivered.end !== undefined) return delivered.end;
      const end = yield* this.#payAndPrint(session, delivered.value);
      settled = true;
      return end;
    } finally {
      slot.remove();
      this.#leave();
      if (session !== undefined && !settled) this.#endSession(session);
    }
  }

  *#connect(): Process<Step<void>> {
    const { reader } = this.#ports;
    const present = yield* reader.connect();
    if (present.kind !== 'connected') return { end: this.#end('failed', `card: ${present.kind}`) };
    const opened = yield* openJpki(reader);
    if (opened.kind !== 'opened') return { end: this.#end('failed', `card: ${opened.kind}`) };
    return { value: undefined };
  }

  *#pin(pin: string): Process<Step<void>> {
    const { citizen } = this.#visit;
    this.#enter('pin');
    for (;;) {
      yield sleep(citizen.thinkMs('pin'));
      const answer = yield* verifyPin(this.#ports.reader, citizen.typedPin(pin));
      switch (answer.kind) {
        case 'verified':
          return { value: undefined };
        case 'wrong':
          continue;
        case 'blocked':
          return { end: this.#end('refused', 'pin-locked') };
        case 'removed':
        case 'card-error':
          return { end: this.#end('failed', `card: ${answer.kind}`) };
      }
    }
  }

  *#authenticate(): Process<Step<{ session: CentreSession; offers: readonly Offer[] }>> {
    const { reader, centre, digestInfo } = this.#ports;
    const { municipality } = this.#visit;
    this.#enter('authenticate');
    const opened = this.#granted(yield* this.#ask(() => centre.openSession(this.#kioskId)));
    if (opened.end !== undefined) return opened;
    const session = opened.value;
    const certificate = yield* readCertificate(reader);
    const signed =
      certificate.kind === 'read'
        ? yield* signChallenge(reader, session.challenge, digestInfo)
        : certificate;
    if (certificate.kind !== 'read' || signed.kind !== 'signed') {
      this.#endSession(session);
      return { end: this.#end('failed', `card: ${signed.kind}`) };
    }
    const credentials = {
      municipality,
      certificate: certificate.certificate,
      signature: signed.signature,
    };
    const offers = this.#granted(
      yield* this.#ask(() => centre.authenticate(this.#kioskId, session.sessionId, credentials)),
    );
    if (offers.end !== undefined) {
      this.#endSession(session);
      return offers;
    }
    return { value: { session, offers: offers.value } };
  }

  *#choose(offers: readonly Offer[]): Process<Step<void>> {
    const { citizen, type } = this.#visit;
    yield this.#think('select');
    // The screen shows only what is on offer: who finds nothing walks away with a reason.
    if (!offers.some((offer) => offer.type === type)) {
      return { end: this.#end('refused', `${type} not on offer`) };
    }
    yield this.#think('options');
    yield this.#think('confirm');
    if (citizen.abandons()) return { end: this.#end('abandoned', 'citizen walked away') };
    return { value: undefined };
  }

  *#issue(session: CentreSession): Process<Step<DeliveredDocument>> {
    const { centre, emit, runner } = this.#ports;
    const { journey, type } = this.#visit;
    const [kiosk, request] = [this.#kioskId, this.#requestId];
    this.#enter('issue');
    emit({ kind: 'requested', t: runner.now(), journey, kiosk, request });
    const delivered = this.#granted(
      yield* this.#ask(() => centre.issue(kiosk, session.sessionId, { requestId: request, type })),
    );
    if (delivered.end !== undefined) return delivered;
    const { documentNumber: number, pages, feeYen, repeated } = delivered.value.issuance;
    const t = runner.now();
    emit({ kind: 'document', t, journey, kiosk, request, number, pages, feeYen, repeated });
    return delivered;
  }

  *#payAndPrint(session: CentreSession, delivered: DeliveredDocument): Process<JourneyEnd> {
    const { payment, printer, runner, emit } = this.#ports;
    const { journey } = this.#visit;
    const [kiosk, request] = [this.#kioskId, this.#requestId];
    const yen = delivered.issuance.feeYen;
    yield this.#think('pay');
    const collected = yield* payment.collect(yen);
    if (collected.kind === 'refused') {
      yield* this.#report(session, 'not-printed', 0, 0);
      return this.#end('failed', `payment ${collected.reason}`);
    }
    emit({ kind: 'paid', t: runner.now(), journey, kiosk, request, yen });
    this.#enter('print');
    const printed = yield* printer.print(delivered.document);
    this.#deliver(printed.pages);
    if (printed.kind === 'stopped') {
      yield* payment.refund(yen);
      emit({ kind: 'refunded', t: runner.now(), journey, kiosk, request, yen });
      yield* this.#report(session, 'not-printed', printed.pages.length, 0);
      return this.#end('failed', printed.reason);
    }
    // The citizen takes the paper while the kiosk reports: the server's time is no device's.
    this.#enter('take');
    const beganMs = runner.now();
    yield* this.#report(session, 'printed', printed.pages.length, yen);
    const reportMs = runner.now() - beganMs;
    yield sleep(Math.max(0, this.#visit.citizen.thinkMs('take') - reportMs));
    return this.#end('completed', '');
  }

  #deliver(pages: readonly PrintedPage[]): void {
    const { emit, runner } = this.#ports;
    const { journey } = this.#visit;
    const [t, kiosk] = [runner.now(), this.#kioskId];
    let sheet = 0;
    for (const { reading } of pages) {
      sheet += 1;
      if (reading.kind === 'read') {
        const {
          ownerNonce: owner,
          requestId: request,
          documentNumber: number,
          page,
          of,
        } = reading.mark;
        emit({ kind: 'page', t, journey, kiosk, sheet, owner, request, number, page, of });
      } else {
        emit({ kind: 'page-unreadable', t, journey, kiosk, sheet, reason: reading.reason });
      }
    }
  }

  /** The centre is told what became of the document; that it cannot be told changes no outcome. */
  *#report(
    session: CentreSession,
    outcome: 'printed' | 'not-printed',
    pagesPrinted: number,
    paidYen: number,
  ): Process {
    const { centre } = this.#ports;
    const result = { outcome, pagesPrinted, paidYen };
    yield* this.#ask(() =>
      centre.reportPrint(this.#kioskId, session.sessionId, this.#requestId, result),
    );
  }

  #endSession(session: CentreSession): void {
    const { runner, centre } = this.#ports;
    runner.spawn(centre.endSession(this.#kioskId, session.sessionId));
  }

  /** What the centre has granted; whatever is not granted ends the journey. */
  #granted<T>(reply: Reply<T> | typeof TIMED_OUT): Step<T> {
    if (reply === TIMED_OUT) return { end: this.#end('timed-out', 'centre did not answer') };
    switch (reply.kind) {
      case 'granted':
        return { value: reply.value };
      case 'refused':
        return { end: this.#end('refused', reply.code) };
      case 'failed':
        return { end: this.#end('failed', reply.reason) };
    }
  }

  /** Asks until there is an answer, at most `attempts` times. The request stays the same one. */
  *#ask<T>(request: () => Process<Reply<T>>): Process<Reply<T> | typeof TIMED_OUT> {
    const { patience, emit, runner } = this.#ports;
    for (let attempt = 1; ; attempt++) {
      const reply = yield* within(patience.timeoutMs, request(), 'measured');
      const reason = failure(reply);
      if (reason === undefined || attempt >= patience.attempts) return reply;
      const { journey } = this.#visit;
      emit({ kind: 'asked-again', t: runner.now(), journey, stage: this.#stage, reason });
    }
  }

  #think(stage: ThinkStage): Wait {
    this.#enter(stage);
    return sleep(this.#visit.citizen.thinkMs(stage));
  }

  /** Ends the stage before and begins this one. */
  #enter(stage: Stage): void {
    if (stage !== this.#stage) this.#leave();
    this.#stage = stage;
  }

  #leave(): void {
    const { emit, runner } = this.#ports;
    const t = runner.now();
    const ms = spanMs(this.#stageBeganMs, t);
    emit({ kind: 'stage', t, journey: this.#visit.journey, stage: this.#stage, ms });
    this.#stageBeganMs = t;
  }

  #end(outcome: JourneyEnd['outcome'], reason: string): JourneyEnd {
    return { outcome, stage: this.#stage, reason };
  }
}

/** Why there is no usable answer, or undefined if there is one. */
function failure(reply: Reply<unknown> | typeof TIMED_OUT): string | undefined {
  if (reply === TIMED_OUT) return 'time-out';
  return reply.kind === 'failed' ? reply.reason : undefined;
}
