import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import {
  BUS_EVENT,
  type Payload,
  type Registration,
  UNNUMBERED,
  type UnsettledIssuance,
} from '../../server/contract-bus.ts';
import { type Process, perform } from '../../sim/process.ts';
import { RealTime } from '../../sim/real-time.ts';
import { type Rng, streams } from '../../sim/rng.ts';
import type { XfsService } from '../xfs/conversation.ts';
import { versionOf } from '../xfs/device.ts';
import { BUS_BACK_OFF } from './back-off.ts';
import { BusLine, type BusListener, type BusTransport, type BusWire } from './bus-line.ts';

/** A kiosk's end of the device bus. */
export interface BusConnection {
  /**
   * What the kiosk shows to be itself in HTTP requests, or undefined while it is not registered:
   * a token dies with its connection.
   */
  readonly token: string | undefined;
  /** Whether the centre wants to hear of every card, sheet and coin. */
  readonly wantsDeviceEvents: boolean;
  /** Tells the centre what no command has asked for, now or when it can be reached again. */
  tell(name: string, payload?: Payload): void;
  /** From now on the centre's commands are carried out by this service. */
  serve(service: XfsService): void;
  /** Ends the connection, as when its line is cut; it is not made again until `restore`. */
  cut(): void;
  /** Connects at once, and registers anew. */
  restore(): void;
  close(): void;
}

export interface BusOptions {
  /** Longest pause before a lost connection or a refused registration is tried again, ms. */
  readonly pauseMs?: number;
  /** Longest pause of all; each is about twice the one before. */
  readonly longestPauseMs?: number;
  /** For the jitter of the pauses; without it the kiosk's own, of seed 0. */
  readonly rng?: Rng;
  /** Told at each registration what the kiosk has to account for, be it nothing. */
  readonly onUnsettled?: (unsettled: readonly UnsettledIssuance[]) => void;
}

/**
 * Connects a kiosk to the bus and registers it; sends heartbeats until it is closed. A connection
 * that is lost is made again, and the kiosk registered anew. Rejects with a sentence if at first
 * the bus cannot be reached, the registration is refused, or nothing comes in time.
 */
export async function connectBus(
  origin: string,
  registration: Registration,
  options: BusOptions = {},
): Promise<BusConnection> {
  const { kioskId } = registration;
  const { onUnsettled = () => {} } = options;
  const { pauseMs: firstMs = BUS_BACK_OFF.firstMs } = options;
  const { longestPauseMs: longestMs = BUS_BACK_OFF.longestMs } = options;
  const backOff = { firstMs, longestMs };
  const rng = options.rng ?? streams(0).stream('bus', kioskId);
  // The machine's own time, whatever that of the run is.
  const runner = new RealTime();
  const transport = new SocketTransport(origin);
  const line = new BusLine(
    { ...registration, start: registration.start ?? randomUUID() },
    { runner, transport, rng, backOff, onUnsettled },
  );
  const close = () => {
    line.close();
    runner.stop();
  };
  const problem = await Promise.race([runner.run(line.open()), runner.failure]);
  if (problem !== undefined) {
    close();
    throw new Error(`kiosk ${kioskId}: ${problem}`);
  }
  // A line that breaks inside must not fall silent: nobody joins its process.
  runner.failure.catch((error: unknown) => {
    setImmediate(() => {
      throw error;
    });
  });
  return {
    get token() {
      return line.token;
    },
    get wantsDeviceEvents() {
      return line.wantsDeviceEvents;
    },
    tell: (name, payload) => {
      const header = { type: 'unsolicited' as const, name, version: versionOf(name) };
      line.tell({ header, ...(payload && { payload }) });
    },
    serve: (service) => line.serve(service),
    cut: () => line.cut(),
    restore: () => line.restore(),
    close,
  };
}

/** How long a connection may take to stand, ms. */
const CONNECT_TIMEOUT_MS = 10_000;

/** A later acknowledgement is not noted: the message is told again when reconnected, ms. */
const ACKNOWLEDGE_TIMEOUT_MS = 60_000;

/** Socket.IO; it connects once, as it is the line that knows when to try again. */
export class SocketTransport implements BusTransport {
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  connect(listener: BusListener): Process<BusWire | string> {
    return perform((signal) => connected(this.#origin, listener, signal));
  }
}

function connected(
  origin: string,
  listener: BusListener,
  signal: AbortSignal,
): Promise<BusWire | string> {
  const socket = io(origin, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    timeout: CONNECT_TIMEOUT_MS,
  });
  const close = () => void socket.disconnect();
  socket.on(BUS_EVENT, (raw: unknown) => listener.receive(raw));
  socket.on('disconnect', () => listener.lost());
  signal.addEventListener('abort', close, { once: true });
  return new Promise((resolve) => {
    // A server may go away before it has let the kiosk in: then there is no 'connect_error'.
    socket.on('disconnect', (reason) => resolve(reason));
    socket.on('connect_error', (error) => {
      close();
      resolve(error.message);
    });
    socket.on('connect', () => {
      signal.removeEventListener('abort', close);
      resolve({
        send: (message, number) => {
          if (number === UNNUMBERED) socket.emit(BUS_EVENT, message);
          else {
            // Who never acknowledges is not to have an ever growing list of callbacks.
            const heard = (silence: Error | null) => silence ?? listener.acknowledged(number);
            socket.timeout(ACKNOWLEDGE_TIMEOUT_MS).emit(BUS_EVENT, message, number, heard);
          }
        },
        close,
      });
    });
  });
}
