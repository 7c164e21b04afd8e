import type { UnsettledIssuance } from '../server/contract-bus.ts';
import { spanMs } from '../sim/civil-time.ts';
import type { Process } from '../sim/process.ts';
import { Resource } from '../sim/resource.ts';
import { TIMED_OUT, within } from '../sim/waiting.ts';
import { Journey } from './journey.ts';
import type { JourneyEnd, KioskPorts, Visit } from './visit.ts';

/** キオスク端末: serves one citizen at a time, first come, first served. */
export class Kiosk {
  readonly id: string;
  readonly #ports: KioskPorts;
  readonly #stand = new Resource(1);

  constructor(id: string, ports: KioskPorts) {
    this.id = id;
    this.#ports = ports;
  }

  /** Citizens in front of the kiosk, the one being served among them. */
  get occupancy(): number {
    return this.#stand.busy + this.#stand.queued;
  }

  /** Accounts for documents of this kiosk that the centre finds unsettled. */
  reconcile(unsettled: readonly UnsettledIssuance[]): void {
    this.#ports.outbox.reconcile(unsettled);
  }

  /** One whole journey, from joining the queue to leaving with the paper, or without. */
  *serve(visit: Visit): Process<JourneyEnd> {
    const { runner, emit } = this.#ports;
    if (!(yield* this.#takeTurn(visit))) {
      return this.#ended(visit, { outcome: 'abandoned', stage: 'queue', reason: 'queue' });
    }
    try {
      const waitedMs = spanMs(visit.dueMs, runner.now());
      if (waitedMs > 0) {
        const { journey } = visit;
        emit({ kind: 'queued', t: runner.now(), journey, kiosk: this.id, ms: waitedMs });
      }
      return this.#ended(visit, yield* new Journey(this.id, this.#ports, visit).go());
    } finally {
      this.#stand.release();
    }
  }

  *#takeTurn(visit: Visit): Process<boolean> {
    // Drawn in any case, so that who else is there changes nothing that the citizen does later.
    const patienceMs = visit.citizen.patienceMs();
    if (this.#stand.busy === 0) {
      yield* this.#stand.acquire();
      return true;
    }
    return (yield* within(patienceMs, this.#stand.acquire())) !== TIMED_OUT;
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
