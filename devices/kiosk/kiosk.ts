import type { UnsettledIssuance } from '../../server/contract-bus.ts';
import { spanMs } from '../../sim/civil-time.ts';
import type { Process } from '../../sim/process.ts';
import { Resource } from '../../sim/resource.ts';
import { race, TIMED_OUT, within } from '../../sim/waiting.ts';
import type { JourneyEnd, KioskPorts, Visit } from '../citizen/visit.ts';
import type { Account } from './account.ts';
import { Journey } from './journey.ts';
import type { Power } from './power.ts';
import { WorkingMemory } from './working-memory.ts';

/** How far a visit has come, whatever breaks it off. */
interface Begun {
  journey: Journey | undefined;
}

/** What a kiosk has as soon as somebody comes to it. */
interface Fitting {
  readonly ports: KioskPorts;
  readonly memory: WorkingMemory;
  readonly stand: Resource;
}

/**
 * キオスク端末: serves one citizen at a time, first come, first served. One to which nobody has
 * come yet is only a name: its devices are there as soon as somebody asks for them.
 */
export class Kiosk {
  readonly id: string;
  #fitting: Fitting | ((id: string) => KioskPorts);
  /** What a blackout has broken off and is to be made good. */
  #unfinished: Account[] | undefined;
  /** What the counters of its devices showed when they were last told; undefined to tell anew. */
  #told: { readonly takingsYen: number; readonly sheets: number } | undefined;

  constructor(id: string, ports: KioskPorts | ((id: string) => KioskPorts)) {
    this.id = id;
    this.#fitting = typeof ports === 'function' ? ports : fitted(ports);
  }

  /** Citizens in front of the kiosk, the one being served among them. */
  get occupancy(): number {
    return this.#stand.busy + this.#stand.queued;
  }

  get #fitted(): Fitting {
    if (typeof this.#fitting === 'function') this.#fitting = fitted(this.#fitting(this.id));
    return this.#fitting;
  }

  get #ports(): KioskPorts {
    return this.#fitted.ports;
  }

  get #stand(): Resource {
    return this.#fitted.stand;
  }

  /** Accounts for documents of this kiosk that the centre finds unsettled. */
  reconcile(unsettled: readonly UnsettledIssuance[]): void {
    this.#ports.outbox.reconcile(unsettled);
  }

  /** Tells what the counters of its devices show, if nobody is being served and they have moved. */
  tellCounters(): void {
    if (this.#told !== undefined && this.#stand.busy === 0) this.#tellCounters();
  }

  /** One whole journey, from joining the queue to leaving with the paper, or without. */
  *serve(visit: Visit): Process<JourneyEnd> {
    const { runner, power, admits, operation } = this.#ports;
    if (operation?.isDraining) return this.#ended(visit, OUT_OF_SERVICE);
    if (admits !== undefined && !(yield* admits())) {
      return this.#ended(visit, { outcome: 'refused', stage: 'queue', reason: 'store-closed' });
    }
    const begun: Begun = { journey: undefined };
    if (power === undefined) return yield* this.#attend(visit, begun);
    const end = power.isOn
      ? yield* race<JourneyEnd | undefined>(runner, [this.#attend(visit, begun), lost(power)])
      : undefined;
    if (end !== undefined) return end;
    const { journey } = begun;
    if (journey?.account.isOpen) {
      this.#unfinished ??= [];
      this.#unfinished.push(journey.account);
    }
    const stage = journey?.stage ?? 'queue';
    return this.#ended(visit, { outcome: 'failed', stage, reason: 'no power' });
  }

  /** The mains fail: journeys in hand end where they are, and what is only in memory is lost. */
  losePower(): void {
    const { runner, emit, power, place } = this.#ports;
    emit({ kind: 'power-lost', t: runner.now(), kiosk: this.id });
    power?.goOff();
    place?.leave();
  }

  /** They are back: gives back what is owed by the journal, and accounts for itself. */
  *regainPower(): Process {
    const { runner, emit, power } = this.#ports;
    const unfinished = this.#unfinished ?? [];
    this.#unfinished = undefined;
    power?.comeOn();
    for (const account of unfinished) yield* account.giveBack();
    if (this.#told !== undefined) {
      // Also if they show what they showed before: the journal has moved meanwhile, there and back.
      this.#told = undefined;
      this.#tellCounters();
    }
    emit({ kind: 'power-returned', t: runner.now(), kiosk: this.id });
    runner.spawn(this.#registerAnew(unfinished));
  }

  /** What the journal knows of is told first; what the centre then finds unsettled is all else. */
  *#registerAnew(unfinished: readonly Account[]): Process {
    const { place } = this.#ports;
    for (const account of unfinished) yield* account.makeGood();
    if (place !== undefined) this.reconcile(yield* place.take());
  }

  *#attend(visit: Visit, begun: Begun): Process<JourneyEnd> {
    const { runner, emit, power, operation } = this.#ports;
    const reason = yield* this.#takeTurn(visit);
    if (reason !== undefined) {
      return this.#ended(visit, { outcome: 'abandoned', stage: 'queue', reason });
    }
    let end: JourneyEnd | undefined;
    try {
      if (operation?.isDraining) {
        end = OUT_OF_SERVICE;
        return end;
      }
      const waitedMs = spanMs(visit.dueMs, runner.now());
      if (waitedMs > 0) {
        const { journey } = visit;
        emit({ kind: 'queued', t: runner.now(), journey, kiosk: this.id, ms: waitedMs });
      }
      if (this.#told === undefined) this.#tellCounters();
      begun.journey = new Journey(this.id, this.#ports, this.#fitted.memory, visit);
      end = yield* begun.journey.go();
      return end;
    } finally {
      // However it has ended, also if it was broken off.
      this.#tellLeft(visit.journey);
      // In the dark nobody can read them.
      if (power === undefined || power.isOn) {
        if (begun.journey?.account.hasMoved) this.#told = undefined;
        this.#tellCounters(visit.journey);
      }
      if (end !== undefined) this.#ended(visit, end);
      this.#stand.release();
      operation?.leave();
    }
  }

  /** Asks every device what it still holds. */
  #tellLeft(journey: number): void {
    const { slot, printer, payment, runner, emit } = this.#ports;
    emit({
      kind: 'cleared',
      t: runner.now(),
      journey,
      kiosk: this.id,
      cards: slot.occupied ? 1 : 0,
      jobs: printer.spooled,
      sheets: printer.sheetsInTray,
      yen: payment.insertedYen,
      memory: this.#fitted.memory.held(),
    });
  }

  #tellCounters(journey?: number): void {
    const { printer, payment, runner, emit } = this.#ports;
    const { takingsYen } = payment;
    const sheets = printer.sheetsPrinted;
    if (this.#told?.takingsYen === takingsYen && this.#told.sheets === sheets) return;
    this.#told = { takingsYen, sheets };
    const t = runner.now();
    if (journey === undefined) emit({ kind: 'counters', t, kiosk: this.id, takingsYen, sheets });
    else emit({ kind: 'counters', t, journey, kiosk: this.id, takingsYen, sheets });
  }

  /** Waits until the kiosk is theirs; answers why they have left the queue, if they have. */
  *#takeTurn(visit: Visit): Process<string | undefined> {
    // Drawn in any case, so that who else is there changes nothing that the citizen does later.
    const patienceMs = visit.citizen.patienceMs();
    if (this.#stand.busy === 0) {
      yield* this.#stand.acquire();
      return undefined;
    }
    const called = visit.leaving?.();
    if (called !== undefined) return yield* this.#queueUntilCalled(patienceMs, called);
    const outcome = yield* within(patienceMs, this.#stand.acquire());
    return outcome === TIMED_OUT ? 'queue' : undefined;
  }

  *#queueUntilCalled(patienceMs: number, called: Process<string>): Process<string | undefined> {
    const stand = this.#stand;
    let isTheirs = false;
    function* turn(): Process<undefined> {
      yield* stand.acquire();
      isTheirs = true;
    }
    const queued = race<string | undefined>(this.#ports.runner, [turn(), called]);
    const outcome = yield* within(patienceMs, queued);
    if (outcome === undefined) return undefined;
    // Their turn may have come in the very instant in which they left.
    if (isTheirs) stand.release();
    return outcome === TIMED_OUT ? 'queue' : outcome;
  }

  #ended(visit: Visit, end: JourneyEnd): JourneyEnd {
    const t = this.#ports.runner.now();
    const { outcome, stage, reason } = end;
    const { journey } = visit;
    const ms = spanMs(visit.dueMs, t);
    this.#ports.emit({ kind: 'ended', t, journey, kiosk: this.id, outcome, stage, reason, ms });
    return end;
  }
}

/** How a journey ends at a kiosk that takes nobody any more, by its operator's will. */
const OUT_OF_SERVICE: JourneyEnd = { outcome: 'refused', stage: 'queue', reason: 'out-of-service' };

function fitted(ports: KioskPorts): Fitting {
  return { ports, memory: ports.memory ?? new WorkingMemory(), stand: new Resource(1) };
}

function* lost(power: Power): Process<undefined> {
  yield* power.lost.wait();
  return undefined;
}
