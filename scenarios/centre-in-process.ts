import {
  type Centre as CentrePort,
  type CentreSession,
  type Credentials,
  mayPass,
  type Reply,
} from '../devices/bus/centre.ts';
import type { Centre } from '../server/centre.ts';
import type { Authentication, PrintResult } from '../server/contract.ts';
import { type Outcome, PROBLEMS } from '../server/problems.ts';
import { type Process, type Runner, ready } from '../sim/process.ts';
import { beside } from '../sim/waiting.ts';

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

  openSession(kioskId: string): Process<Reply<CentreSession>> {
    return ready({ kind: 'granted', value: this.#centre.openSession(kioskId, this.#nowMs()) });
  }

  *authenticate(
    kioskId: string,
    sessionId: string,
    credentials: Credentials,
  ): Process<Reply<Authentication>> {
    const work = this.#centre.authenticate(sessionId, kioskId, credentials, this.#nowMs());
    return toReply(yield* beside(this.#runner, work));
  }

  *issue(
    kioskId: string,
    sessionId: string,
    request: Parameters<CentrePort['issue']>[2],
  ): ReturnType<CentrePort['issue']> {
    const work = this.#centre.issue(sessionId, kioskId, request, this.#nowMs());
    return toReply(yield* beside(this.#runner, work));
  }

  *reportPrint(kioskId: string, result: PrintResult): Process<Reply<void>> {
    const outcome = yield* this.#centre.settle(kioskId, result, this.#nowMs());
    return outcome.ok ? GRANTED : toReply(outcome);
  }

  endSession(kioskId: string, sessionId: string): Process<Reply<void>> {
    this.#centre.endSession(sessionId, kioskId);
    return ready(GRANTED);
  }

  #nowMs(): number {
    return this.#originMs + this.#runner.now();
  }
}

const GRANTED: Reply<void> = { kind: 'granted', value: undefined };

/** As over HTTP: what the server could not do may be asked again, what it refuses may not. */
function toReply<T>(outcome: Outcome<T>): Reply<T> {
  if (outcome.ok) return { kind: 'granted', value: outcome.value };
  const { status } = PROBLEMS[outcome.code];
  return mayPass(status)
    ? { kind: 'failed', reason: `HTTP ${status}` }
    : { kind: 'refused', code: outcome.code };
}
