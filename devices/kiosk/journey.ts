import type { Authentication, CertificateOptions, Choices } from '../../server/contract.ts';
import { type Process, sleep } from '../../sim/process.ts';
import { race, Signal } from '../../sim/waiting.ts';
import type { CentreSession, DeliveredDocument } from '../bus/centre.ts';
import { callBack, forgets } from '../citizen/left-behind.ts';
import type { JourneyEnd, KioskPorts, Visit } from '../citizen/visit.ts';
import { Account } from './account.ts';
import { identify, recognise } from './identification.ts';
import { printWhole } from './printing.ts';
import { Progress, type Step } from './progress.ts';
import { promptOfEnd } from './prompts.ts';
import type { Stage } from './stages.ts';
import type { WorkingMemory } from './working-memory.ts';

/**
 * One citizen's way through the twelve stages, in their published order: the document reaches the
 * kiosk, then the fee is paid, then it is printed.
 */
export class Journey {
  readonly #kioskId: string;
  readonly #ports: KioskPorts;
  readonly #memory: WorkingMemory;
  readonly #visit: Visit;
  readonly #progress: Progress;
  readonly #account: Account;
  /** Whether the centre has heard all there is, and its session is over with it. */
  #settled = false;

  constructor(kioskId: string, ports: KioskPorts, memory: WorkingMemory, visit: Visit) {
    this.#kioskId = kioskId;
    this.#ports = ports;
    this.#memory = memory;
    this.#visit = visit;
    this.#progress = new Progress(kioskId, ports, visit);
    this.#account = new Account(kioskId, ports, visit);
  }

  /** The stage it is in, or has ended in. */
  get stage(): Stage {
    return this.#progress.stage;
  }

  /** What the kiosk has to account for, whatever became of the journey. */
  get account(): Account {
    return this.#account;
  }

  go(): Process<JourneyEnd> {
    const { runner } = this.#ports;
    const called = this.#visit.leaving?.();
    if (called !== undefined) return race(runner, [this.#undisturbed(), this.#calledAway(called)]);
    return this.#undisturbed();
  }

  #undisturbed(): Process<JourneyEnd> {
    const { runner } = this.#ports;
    const leaving = this.#visit.citizen.leaving?.();
    if (leaving !== undefined) return race(runner, [this.#served(), this.#left(leaving)]);
    if (this.#visit.lapse?.kind !== 'walks-away') return this.#served();
    return race(runner, [this.#served(), this.#deserted()]);
  }

  /** Nobody touches the screen any more: after a while the kiosk ends the journey. */
  *#deserted(): Process<JourneyEnd> {
    yield* this.#progress.deserted.wait();
    yield sleep(IDLE_MS - IDLE_WARNING_MS);
    this.#progress.prompt({ prompt: 'still-there' });
    yield sleep(IDLE_WARNING_MS);
    return this.#progress.end('abandoned', 'citizen walked away');
  }

  /** They are called away, and go; who pays or has paid waits for the paper. */
  *#calledAway(called: Process<string>): Process<JourneyEnd> {
    const reason = yield* called;
    if (this.#account.isPaying) yield new Signal();
    return this.#progress.end('abandoned', reason);
  }

  /** They have left, and said why. */
  *#left(leaving: Process<string>): Process<JourneyEnd> {
    const reason = yield* leaving;
    return this.#progress.end('abandoned', reason);
  }

  *#served(): Process<JourneyEnd> {
    try {
      const end = yield* this.#stages();
      const prompt = promptOfEnd(end);
      if (prompt !== undefined) this.#progress.prompt({ prompt });
      yield* callBack(this.#progress);
      return end;
    } finally {
      this.#leave();
    }
  }

  /** Whatever has become of it: nothing of the citizen stays. */
  #leave(): void {
    const { slot, printer, cash, outbox, runner, power } = this.#ports;
    const progress = this.#progress;
    const memory = this.#memory;
    const account = this.#account;
    // Whoever leaves takes card and paper along.
    slot.remove();
    printer.takeSheets();
    cash?.withdraw();
    progress.leave();
    outbox.withdraw(account.requestId);
    // Without power nobody is told anything, and what is owed waits in the journal.
    if (power === undefined || power.isOn) {
      if (account.isOpen) runner.spawn(account.makeGood());
      if (memory.session !== undefined && !this.#settled) progress.endSession(memory.session);
    }
    memory.clear();
  }

  *#stages(): Process<JourneyEnd> {
    const { reader, slot } = this.#ports;
    const progress = this.#progress;
    const memory = this.#memory;
    yield progress.think('menu');
    const outOfOrder = yield* this.#notReady();
    if (outOfOrder !== undefined) return outOfOrder;
    progress.enter('card-set');
    const held = yield* this.#visit.card();
    yield progress.think('card-set');
    slot.insert(held.card);
    const method = yield* recognise(progress);
    if (method.end !== undefined) return method.end;
    yield progress.think('municipality');
    const identified = yield* identify(progress, method.value, held);
    if (identified.end !== undefined) return identified.end;
    const { session, authentication } = identified.value;
    memory.session = session;
    memory.screen = authentication;
    yield* reader.disconnect('unpower');
    progress.prompt({ prompt: 'take-card' });
    if (!forgets(this.#visit, 'card')) slot.remove();
    const chosen = yield* this.#choose(authentication);
    if (chosen.end !== undefined) return chosen.end;
    const delivered = yield* this.#issue(session, chosen.value);
    if (delivered.end !== undefined) return delivered.end;
    memory.document = delivered.value;
    const end = yield* this.#payAndPrint(delivered.value);
    this.#settled = true;
    return end;
  }

  *#choose({ offers, withheld }: Authentication): Process<Step<CertificateOptions>> {
    const progress = this.#progress;
    const { citizen } = this.#visit;
    for (;;) {
      yield progress.think('select');
      // What a person wishes for is known only now.
      const { type } = this.#visit;
      // The screen shows only what is on offer: who finds nothing walks away with a reason.
      const choices = offers.find((offer) => offer.type === type)?.choices;
      if (choices === undefined) {
        const reason = withheld.find((certificate) => certificate.type === type)?.code;
        return { end: progress.end('refused', reason ?? 'not-offered') };
      }
      yield progress.think('options');
      if (citizen.reconsiders?.()) continue;
      yield progress.think('confirm');
      if (citizen.reconsiders?.()) continue;
      if (citizen.abandons()) return { end: progress.end('abandoned', 'citizen walked away') };
      return { value: possible(this.#visit.options, choices) };
    }
  }

  *#issue(session: CentreSession, options: CertificateOptions): Process<Step<DeliveredDocument>> {
    const { centre, emit, runner } = this.#ports;
    const progress = this.#progress;
    const account = this.#account;
    const { journey, type } = this.#visit;
    const [kiosk, request] = [this.#kioskId, account.requestId];
    progress.enter('issue');
    account.open(session);
    const wish = { requestId: request, type, options };
    const delivered = progress.granted(
      yield* progress.ask(() => centre.issue(kiosk, session.sessionId, wish)),
    );
    if (delivered.end !== undefined) {
      // It may have been issued all the same, as by an earlier attempt whose answer was lost, and
      // will not be printed here. Of a request that has come to nothing the centre knows nothing.
      runner.spawn(account.report('not-printed'));
      return delivered;
    }
    const { documentNumber: number, pages, feeYen, repeated } = delivered.value.issuance;
    const t = runner.now();
    account.expect(pages);
    emit({ kind: 'document', t, journey, kiosk, request, number, pages, feeYen, repeated });
    return delivered;
  }

  *#payAndPrint({ issuance, document }: DeliveredDocument): Process<JourneyEnd> {
    const progress = this.#progress;
    const account = this.#account;
    progress.enter('pay');
    progress.prompt({ prompt: 'insert-fee', yen: issuance.feeYen });
    yield progress.think('pay');
    const unpaid = (yield* this.#notReady()) ?? (yield* this.#collect(issuance.feeYen));
    if (unpaid !== undefined) {
      yield* account.report('not-printed');
      return unpaid;
    }
    progress.enter('print');
    const stopped = yield* printWhole(document, account, this.#ports);
    if (stopped !== undefined) {
      yield* account.makeGood();
      progress.prompt({ prompt: 'fee-refunded', yen: issuance.feeYen });
      return progress.end('failed', stopped.reason);
    }
    return yield* this.#take();
  }

  /** The end of a journey at a kiosk that could not print now: nobody is to pay for nothing. */
  *#notReady(): Process<JourneyEnd | undefined> {
    const status = yield* this.#ports.printer.status();
    return status.kind === 'ready' ? undefined : this.#progress.end('failed', status.reason);
  }

  /** Takes the fee, or answers the end of the journey that it has come to. */
  *#collect(yen: number): Process<JourneyEnd | undefined> {
    const { payment, cash } = this.#ports;
    const tender = this.#visit.citizen.pays?.(yen);
    if (tender !== undefined) cash?.insert(tender);
    this.#account.ask(yen);
    let outcome = yield* payment.collect(yen);
    // Only the unit itself knows whether what it was not heard to say has become of it.
    for (let asked = 0; outcome.kind === 'unheard' && asked < PAYMENT_QUESTIONS; asked++) {
      yield sleep(PAYMENT_PAUSE_MS);
      outcome = yield* payment.lastCollection();
    }
    if (outcome.kind !== 'collected') {
      this.#account.unpaid();
      const reason = outcome.kind === 'refused' ? outcome.reason : outcome.kind;
      return this.#progress.end('failed', `payment ${reason}`);
    }
    this.#account.paid(yen);
    return undefined;
  }

  /** The citizen takes the paper while the kiosk reports: the server's time is no device's. */
  *#take(): Process<JourneyEnd> {
    const { runner } = this.#ports;
    const progress = this.#progress;
    progress.enter('take');
    const beganMs = runner.now();
    yield* this.#account.report('printed');
    const reportMs = runner.now() - beganMs;
    yield this.#visit.citizen.think('take', reportMs);
    return progress.end('completed', '');
  }
}

/** How long a kiosk waits for a touch of its screen before it ends a journey, ms; inferred. */
export const IDLE_MS = 60_000;

/** How long before that it asks whether anybody is there, ms; inferred. */
const IDLE_WARNING_MS = 15_000;

/** How often a payment unit that was not heard is asked what it has done, and how far apart, ms. */
const PAYMENT_QUESTIONS = 3;
const PAYMENT_PAUSE_MS = 2_000;

/** What is wished for, as far as it is on offer: the screen shows no other items. */
function possible(wish: CertificateOptions, choices: Choices): CertificateOptions {
  return {
    people: wish.people,
    relationships: wish.relationships && choices.relationships === true,
    domicile: wish.domicile && choices.domicile === true,
    individualNumber: wish.individualNumber && choices.individualNumber === true,
  };
}
