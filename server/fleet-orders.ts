import type { Process, Runner } from '../sim/process.ts';
import { join, Signal, TIMED_OUT, within } from '../sim/waiting.ts';
import type { BusMessage, FleetCount, FleetResult, Payload, SentMessage } from './contract-bus.ts';
import type { Fleet } from './fleet.ts';

/** How long the centre waits for a kiosk that is not told how long it may take, ms. */
export const ORDER_TIMEOUT_MS = 5_000;

/** Longest time that may be given to a kiosk, ms. */
export const ORDER_TIMEOUT_MAX_MS = 3_600_000;

/** How much longer the centre waits than the kiosk: it may have something to say of its own, ms. */
const GRACE_MS = 250;

/** What kiosks are told to do. */
export interface Order {
  readonly kioskIds: readonly string[];
  /** An XFS4IoT command, and its payload. */
  readonly name: string;
  readonly payload: Payload | undefined;
  /** For each kiosk, ms of measured time. */
  readonly timeoutMs: number;
}

/** Whoever has given an order hears of it. */
export interface OrderListener {
  event(kioskId: string, name: string, payload: Payload | undefined): void;
  result(result: FleetResult): void;
}

interface Pending {
  readonly connection: string;
  readonly answered: Signal<Omit<FleetResult, 'kioskId' | 'tookMs'>>;
  readonly event: (name: string, payload: Payload | undefined) => void;
}

/**
 * Commands that the centre passes on to kiosks. Each ends at every kiosk in what the kiosk says, or
 * says by itself that it is not there, has left, or does not answer in time: never in silence.
 */
export class FleetOrders {
  readonly #runner: Runner;
  readonly #fleet: Fleet;
  readonly #wallMs: () => number;
  readonly #send: (connection: string, message: SentMessage) => void;
  readonly #pending = new Map<number, Pending>();
  #given = 0;

  constructor(
    runner: Runner,
    fleet: Fleet,
    wallMs: () => number,
    send: (connection: string, message: SentMessage) => void,
  ) {
    this.#runner = runner;
    this.#fleet = fleet;
    this.#wallMs = wallMs;
    this.#send = send;
  }

  /** Gives an order, and answers its sum when it has ended everywhere. */
  *give(order: Order, listener: OrderListener): Process<FleetCount> {
    const count = { kiosks: order.kioskIds.length, done: 0, refused: 0, timedOut: 0 };
    const tasks = order.kioskIds.map((kioskId) =>
      this.#runner.spawn(this.#one(kioskId, order, listener)),
    );
    for (const task of tasks) {
      const code = yield* join(task);
      count[code === 'success' ? 'done' : code === 'timeOut' ? 'timedOut' : 'refused'] += 1;
    }
    return count;
  }

  /** Takes what a kiosk says of an order. Answers false if it is of none that it has. */
  receive(connection: string, { header, payload }: BusMessage): boolean {
    const { type, requestId, status, completionCode, errorDescription, name } = header;
    const pending = this.#pending.get(requestId);
    if (pending?.connection !== connection) return false;
    if (type === 'acknowledge') {
      const errorDescription = `not taken: ${status}`;
      if (status) pending.answered.fire({ completionCode: 'invalidCommand', errorDescription });
    } else if (type === 'event') {
      pending.event(name, payload ?? undefined);
    } else {
      const answer = { completionCode: completionCode ?? ('internalError' as const) };
      pending.answered.fire({ ...answer, errorDescription, payload });
    }
    return true;
  }

  /** Whoever has gone carries nothing out any more, as far as anybody can know. */
  disconnected(connection: string): void {
    for (const pending of this.#pending.values()) {
      if (pending.connection !== connection) continue;
      const errorDescription = 'it has left the bus';
      pending.answered.fire({ completionCode: 'deviceNotReady', errorDescription });
    }
  }

  *#one(
    kioskId: string,
    order: Order,
    listener: OrderListener,
  ): Process<FleetResult['completionCode']> {
    const beganMs = this.#wallMs();
    const answer = yield* this.#asked(kioskId, order, (name, payload) =>
      listener.event(kioskId, name, payload),
    );
    const tookMs = this.#wallMs() - beganMs;
    listener.result({ kioskId, ...answer, tookMs });
    return answer.completionCode;
  }

  *#asked(
    kioskId: string,
    { name, payload, timeoutMs }: Order,
    event: Pending['event'],
  ): Process<Omit<FleetResult, 'kioskId' | 'tookMs'>> {
    const connection = this.#fleet.connectionOf(kioskId);
    if (connection === undefined) return OFFLINE;
    const requestId = ++this.#given;
    const answered: Pending['answered'] = new Signal();
    this.#pending.set(requestId, { connection, answered, event });
    try {
      const header = { type: 'command', name, requestId, timeout: timeoutMs } as const;
      this.#send(connection, payload === undefined ? { header } : { header, payload });
      const answer = yield* within(timeoutMs + GRACE_MS, answered.wait(), 'measured');
      if (answer !== TIMED_OUT) return answer;
      return { completionCode: 'timeOut', errorDescription: `no answer in ${timeoutMs} ms` };
    } finally {
      this.#pending.delete(requestId);
    }
  }
}

const OFFLINE = { completionCode: 'deviceNotReady', errorDescription: 'it is offline' } as const;
