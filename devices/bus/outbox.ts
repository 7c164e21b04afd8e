import type { PrintResult } from '../../server/contract.ts';
import type { UnsettledIssuance } from '../../server/contract-bus.ts';
import { exponential } from '../../sim/distribution.ts';
import { type Process, type Runner, sleep } from '../../sim/process.ts';
import type { Rng } from '../../sim/rng.ts';
import { TIMED_OUT, within } from '../../sim/waiting.ts';
import type { Centre } from './centre.ts';

export interface OutboxPorts {
  readonly runner: Runner;
  readonly centre: Centre;
  /** How long one answer is waited for, ms of measured time. */
  readonly timeoutMs: number;
  /** For the jitter between two attempts; asked for by the kiosk's name when it is needed. */
  readonly rng: Rng | ((kioskId: string) => Rng);
  /** Told of each request whose result is told again. */
  readonly onRepeat?: (requestId: string, kioskId: string) => void;
}

/** Mean pause before the second attempt, ms; it doubles up to the longest. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * The print results of one kiosk that the centre has not acknowledged. Each is told again, with
 * growing pauses that differ from kiosk to kiosk, until the centre has taken or refused it: what
 * was paid and printed must be known there whatever happens to the line or the server.
 *
 * It also accounts for what the centre finds unsettled. For that it knows which requests are in
 * hand: of a journey under way nobody can say yet what will become of it.
 */
export class Outbox {
  readonly #kioskId: string;
  readonly #ports: OutboxPorts;
  /** Undefined while there are none: most kiosks of a fleet have none at most moments. */
  #pending: Map<string, PrintResult> | undefined;
  #inHand: Set<string> | undefined;
  #rng: Rng | undefined;

  constructor(kioskId: string, ports: OutboxPorts) {
    this.#kioskId = kioskId;
    this.#ports = ports;
  }

  /** Results that nobody has acknowledged yet. */
  get pending(): number {
    return this.#pending?.size ?? 0;
  }

  has(requestId: string): boolean {
    return this.#pending?.has(requestId) ?? false;
  }

  /** A journey is about to ask for a document, until it deposits its result or withdraws it. */
  announce(requestId: string): void {
    this.#inHand ??= new Set();
    this.#inHand.add(requestId);
  }

  /** Nothing has come of a request, or its result is deposited. */
  withdraw(requestId: string): void {
    this.#inHand?.delete(requestId);
    if (this.#inHand?.size === 0) this.#inHand = undefined;
  }

  /**
   * Accounts for documents of which the centre does not know what became of them, when the kiosk
   * has registered. What is in hand is left alone; what waits to be told is told now, as the line
   * is back. Of all else there is no record that it was printed or paid for: its document never
   * came, or came to another device that had this name before.
   */
  reconcile(unsettled: readonly UnsettledIssuance[]): void {
    const { runner } = this.#ports;
    const waiting = [...(this.#pending?.values() ?? [])];
    const nothing = { outcome: 'not-printed', pagesPrinted: 0, paidYen: 0 } as const;
    for (const { municipality, requestId } of unsettled) {
      if (this.#inHand?.has(requestId) || this.has(requestId)) continue;
      runner.spawn(this.deposit({ municipality, requestId, ...nothing }));
    }
    for (const result of waiting) runner.spawn(this.#toldAgain(result));
  }

  /** Tells a result; what is not acknowledged at once is told again beside what comes next. */
  *deposit(result: PrintResult): Process {
    this.#pending ??= new Map();
    this.#pending.set(result.requestId, result);
    this.withdraw(result.requestId);
    let isHeard = false;
    try {
      isHeard = yield* this.#told(result);
    } finally {
      // Also if the kiosk lost its power over it: it will be told when that is back.
      if (!isHeard) this.#ports.runner.spawn(this.#repeat(result));
    }
  }

  *#repeat(result: PrintResult): Process {
    const rng = this.#chance();
    for (let meanMs = FIRST_PAUSE_MS; ; meanMs = Math.min(LONGEST_PAUSE_MS, 2 * meanMs)) {
      yield sleep(Math.min(LONGEST_PAUSE_MS, exponential(meanMs)(rng)));
      if (!this.has(result.requestId)) return;
      if (yield* this.#toldAgain(result)) return;
    }
  }

  #chance(): Rng {
    const { rng } = this.#ports;
    this.#rng ??= typeof rng === 'function' ? rng(this.#kioskId) : rng;
    return this.#rng;
  }

  #toldAgain(result: PrintResult): Process<boolean> {
    this.#ports.onRepeat?.(result.requestId, this.#kioskId);
    return this.#told(result);
  }

  /** Whether the centre has heard it: a refusal is an answer too. */
  *#told(result: PrintResult): Process<boolean> {
    const { centre, timeoutMs } = this.#ports;
    const asked = centre.reportPrint(this.#kioskId, result);
    const reply = yield* within(timeoutMs, asked, 'measured');
    if (reply === TIMED_OUT || reply.kind === 'failed') return false;
    this.#pending?.delete(result.requestId);
    if (this.#pending?.size === 0) this.#pending = undefined;
    return true;
  }
}
