import type { Centre as CentrePort, CentreSession, Reply } from '../devices/centre.ts';
import type { Centre } from '../server/centre.ts';
import type { Offer, PrintResult } from '../server/contract.ts';
import type { Outcome } from '../server/problems.ts';
import type { Process, Runner } from '../sim/process.ts';
import { join } from '../sim/waiting.ts';

/**
 * The centre without a wire, for virtual time. Requests that take time are tasks of their own:
 * a kiosk that gives up waiting does not stop the server from working on, as on a real line.
 */
export class CentreInProcess implements CentrePort {
  readonly #runner: Runner;
  readonly #centre: Centre;
  readonly #originMs: number;

  constructor(runner: Runner, centre: Centre, originMs: number) {
    this.#runner = runner;
    this.#centre = centre;
    this.#originMs = originMs;
  }

  // biome-ignore lint/correctness/useYield: the port is a process; opening takes no time here.
  *openSession(kioskId: string): Process<Reply<CentreSession>> {
    return { kind: 'granted', value: this.#centre.openSession(kioskId, this.#nowMs()) };
  }

  *authenticate(
    kioskId: string,
    sessionId: string,
    signed: Parameters<CentrePort['authenticate']>[2],
  ): Process<Reply<readonly Offer[]>> {
    const work = this.#centre.authenticate(sessionId, kioskId, signed, this.#nowMs());
    return toReply(yield* join(this.#runner.spawn(work)));
  }

  *issue(
    kioskId: string,
    sessionId: string,
    request: Parameters<CentrePort['issue']>[2],
  ): ReturnType<CentrePort['issue']> {
    const work = this.#centre.issue(sessionId, kioskId, request, this.#nowMs());
    return toReply(yield* join(this.#runner.spawn(work)));
  }

  *reportPrint(
    kioskId: string,
    sessionId: string,
    requestId: string,
    result: PrintResult,
  ): Process<Reply<void>> {
    const outcome = yield* this.#centre.settle(sessionId, kioskId, requestId, result);
    return outcome.ok ? GRANTED : toReply(outcome);
  }

  // biome-ignore lint/correctness/useYield: the port is a process; ending takes no time here.
  *endSession(kioskId: string, sessionId: string): Process<Reply<void>> {
    this.#centre.endSession(sessionId, kioskId);
    return GRANTED;
  }

  #nowMs(): number {
    return this.#originMs + this.#runner.now();
  }
}

const GRANTED: Reply<void> = { kind: 'granted', value: undefined };

function toReply<T>(outcome: Outcome<T>): Reply<T> {
  return outcome.ok
    ? { kind: 'granted', value: outcome.value }
    : { kind: 'refused', code: outcome.code };
}
