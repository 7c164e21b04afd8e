import type { Authentication, CertificateOptions, Choices } from '../server/contract.ts';
import { type Process, sleep } from '../sim/process.ts';
import type { CentreSession, DeliveredDocument } from './centre.ts';
import { identify, recognise } from './identification.ts';
import type { PrintedPage } from './page-reader.ts';
import { Progress, type Step } from './progress.ts';
import type { JourneyEnd, KioskPorts, Visit } from './visit.ts';

/**
 * One citizen's way through the twelve stages, in their published order: the document reaches the
 * kiosk, then the fee is paid, then it is printed.
 */
export class Journey {
  readonly #kioskId: string;
  readonly #ports: KioskPorts;
  readonly #visit: Visit;
  readonly #progress: Progress;
  readonly #requestId: string;

  constructor(kioskId: string, ports: KioskPorts, visit: Visit) {
    this.#kioskId = kioskId;
    this.#ports = ports;
    this.#visit = visit;
    this.#progress = new Progress(kioskId, ports, visit);
    this.#requestId = `r${visit.journey}`;
  }

  *go(): Process<JourneyEnd> {
    const { reader, slot, outbox } = this.#ports;
    const progress = this.#progress;
    let session: CentreSession | undefined;
    let settled = false;
    try {
      yield progress.think('menu');
      const held = yield* this.#visit.card();
      yield progress.think('card-set');
      slot.insert(held.card);
      const method = yield* recognise(progress);
      if (method.end !== undefined) return method.end;
      yield progress.think('municipality');
      const identified = yield* identify(progress, method.value, held.pin);
      if (identified.end !== undefined) return identified.end;
      session = identified.value.session;
      yield* reader.disconnect('unpower');
      slot.remove();
      const chosen = yield* this.#choose(identified.value.authentication);
      if (chosen.end !== undefined) return chosen.end;
      const delivered = yield* this.#issue(session, chosen.value);
      if (delivered.end !== undefined) return delivered.end;
      const end = yield* this.#payAndPrint(session, delivered.value);
      settled = true;
      return end;
    } finally {
      slot.remove();
      progress.leave();
      outbox.withdraw(this.#requestId);
      if (session !== undefined && !settled) progress.endSession(session);
    }
  }

  *#choose({ offers, withheld }: Authentication): Process<Step<CertificateOptions>> {
    const progress = this.#progress;
    const { citizen, type, options } = this.#visit;
    yield progress.think('select');
    // The screen shows only what is on offer: who finds nothing walks away with a reason.
    const choices = offers.find((offer) => offer.type === type)?.choices;
    if (choices === undefined) {
      const reason = withheld.find((certificate) => certificate.type === type)?.code;
      return { end: progress.end('refused', reason ?? 'not-offered') };
    }
    yield progress.think('options');
    yield progress.think('confirm');
    if (citizen.abandons()) return { end: progress.end('abandoned', 'citizen walked away') };
    return { value: possible(options, choices) };
  }

  *#issue(session: CentreSession, options: CertificateOptions): Process<Step<DeliveredDocument>> {
    const { centre, emit, runner, outbox } = this.#ports;
    const progress = this.#progress;
    const { journey, type } = this.#visit;
    const [kiosk, request] = [this.#kioskId, this.#requestId];
    progress.enter('issue');
    emit({ kind: 'requested', t: runner.now(), journey, kiosk, request });
    outbox.announce(request);
    const wish = { requestId: request, type, options };
    const delivered = progress.granted(
      yield* progress.ask(() => centre.issue(kiosk, session.sessionId, wish)),
    );
    if (delivered.end !== undefined) {
      // It may have been issued all the same, as by an earlier attempt whose answer was lost, and
      // will not be printed here. Of a request that has come to nothing the centre knows nothing.
      runner.spawn(this.#report(session, 'not-printed', 0, 0));
      return delivered;
    }
    const { documentNumber: number, pages, feeYen, repeated } = delivered.value.issuance;
    const t = runner.now();
    emit({ kind: 'document', t, journey, kiosk, request, number, pages, feeYen, repeated });
    return delivered;
  }

  *#payAndPrint(session: CentreSession, delivered: DeliveredDocument): Process<JourneyEnd> {
    const { payment, printer, runner, emit } = this.#ports;
    const progress = this.#progress;
    const { journey } = this.#visit;
    const [kiosk, request] = [this.#kioskId, this.#requestId];
    const yen = delivered.issuance.feeYen;
    yield progress.think('pay');
    const collected = yield* payment.collect(yen);
    if (collected.kind === 'refused') {
      yield* this.#report(session, 'not-printed', 0, 0);
      return progress.end('failed', `payment ${collected.reason}`);
    }
    emit({ kind: 'paid', t: runner.now(), journey, kiosk, request, yen });
    progress.enter('print');
    const printed = yield* printer.print(delivered.document);
    this.#deliver(printed.pages);
    if (printed.kind === 'stopped') {
      yield* payment.refund(yen);
      emit({ kind: 'refunded', t: runner.now(), journey, kiosk, request, yen });
      yield* this.#report(session, 'not-printed', printed.pages.length, 0);
      return progress.end('failed', printed.reason);
    }
    // The citizen takes the paper while the kiosk reports: the server's time is no device's.
    progress.enter('take');
    const beganMs = runner.now();
    yield* this.#report(session, 'printed', printed.pages.length, yen);
    const reportMs = runner.now() - beganMs;
    yield sleep(Math.max(0, this.#visit.citizen.thinkMs('take') - reportMs));
    return progress.end('completed', '');
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

  *#report(
    session: CentreSession,
    outcome: 'printed' | 'not-printed',
    pagesPrinted: number,
    paidYen: number,
  ): Process {
    const { municipality } = this.#visit;
    const { sessionId } = session;
    const requestId = this.#requestId;
    const result = { municipality, requestId, sessionId, outcome, pagesPrinted, paidYen };
    yield* this.#ports.outbox.deposit(result);
  }
}

/** What is wished for, as far as it is on offer: the screen shows no other items. */
function possible(wish: CertificateOptions, choices: Choices): CertificateOptions {
  return {
    people: wish.people,
    relationships: wish.relationships && choices.relationships === true,
    domicile: wish.domicile && choices.domicile === true,
    individualNumber: wish.individualNumber && choices.individualNumber === true,
  };
}
