import { io, type Socket } from 'socket.io-client';
import {
  BUS_EVENT,
  BusMessage,
  type DeviceStatus,
  Registered,
  type Registration,
  type UnsettledIssuance,
} from '../../server/contract-bus.ts';

/** A kiosk's end of the device bus. */
export interface BusConnection {
  /**
   * What the kiosk shows to be itself in HTTP requests, or undefined while it is not registered:
   * a token dies with its connection.
   */
  readonly token: string | undefined;
  /** Tells the centre of a change of status (XFS4IoT Common.StatusChangedEvent). */
  report(device: DeviceStatus['device']): void;
  /** Ends the connection, as when its line is cut; it is not made again until `restore`. */
  cut(): void;
  /** Connects at once, and registers anew. */
  restore(): void;
  close(): void;
}

export interface BusOptions {
  /** First pause before a lost connection or a refused registration is tried again, ms. */
  readonly pauseMs?: number;
  /** Longest pause; each is about twice the one before. */
  readonly longestPauseMs?: number;
  /** Told at each registration what the kiosk has to account for, be it nothing. */
  readonly onUnsettled?: (unsettled: readonly UnsettledIssuance[]) => void;
}

/** How long a kiosk waits for its first registration, ms. */
const REGISTRATION_TIMEOUT_MS = 10_000;

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
  const line = new BusLine(origin, registration, options);
  try {
    await line.firstRegistration();
    return line;
  } catch (error) {
    line.close();
    throw error;
  }
}

/** One kiosk's connection, through all that befalls it. */
class BusLine implements BusConnection {
  readonly #socket: Socket;
  readonly #registration: Registration;
  readonly #pauseMs: number;
  readonly #longestPauseMs: number;
  readonly #onUnsettled: (unsettled: readonly UnsettledIssuance[]) => void;
  #token: string | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  /** The next try, after one that was refused. */
  #again: NodeJS.Timeout | undefined;
  #refusals = 0;
  #asked = 0;
  #closed = false;
  #onFirst: (problem: string | undefined) => void = () => {};

  constructor(origin: string, registration: Registration, options: BusOptions) {
    const { pauseMs = 500, longestPauseMs = 10_000, onUnsettled = () => {} } = options;
    this.#registration = registration;
    this.#pauseMs = pauseMs;
    this.#longestPauseMs = longestPauseMs;
    this.#onUnsettled = onUnsettled;
    this.#socket = io(origin, {
      transports: ['websocket'],
      forceNew: true,
      autoConnect: false,
      // The pauses grow and are spread, so that a fleet does not come back all at once.
      reconnectionDelay: pauseMs,
      reconnectionDelayMax: longestPauseMs,
    });
    this.#socket.on('connect', () => this.#register());
    this.#socket.on('connect_error', (error) => this.#onFirst(`no device bus: ${error.message}`));
    this.#socket.on('disconnect', (reason) => this.#lost(reason));
    this.#socket.on(BUS_EVENT, (raw: unknown) => this.#receive(raw));
  }

  get token(): string | undefined {
    return this.#token;
  }

  report(device: DeviceStatus['device']): void {
    this.#tell('Common.StatusChangedEvent', { device });
  }

  cut(): void {
    this.#forget();
    this.#socket.disconnect();
  }

  restore(): void {
    if (!this.#closed) this.#socket.connect();
  }

  close(): void {
    this.#closed = true;
    this.#forget();
    this.#socket.disconnect();
  }

  firstRegistration(): Promise<void> {
    const { kioskId } = this.#registration;
    return new Promise((resolve, reject) => {
      const end = (problem: string | undefined) => {
        clearTimeout(timer);
        this.#onFirst = () => {};
        if (problem === undefined) resolve();
        else reject(new Error(`kiosk ${kioskId}: ${problem}`));
      };
      const timer = setTimeout(
        () => end('the device bus did not answer in time'),
        REGISTRATION_TIMEOUT_MS,
      );
      this.#onFirst = end;
      this.#socket.connect();
    });
  }

  #register(): void {
    this.#asked += 1;
    const requestId = this.#asked;
    const header = { type: 'command', name: 'KofuKiosk.Register', requestId, version: '1.0' };
    this.#socket.emit(BUS_EVENT, { header, payload: this.#registration });
  }

  #receive(raw: unknown): void {
    const message = BusMessage.safeParse(raw);
    if (!message.success) return;
    const { header, payload = {} } = message.data;
    const { type, completionCode, requestId } = header;
    if (type !== 'completion' || requestId !== this.#asked || this.#closed) return;
    if (completionCode === 'success') this.#registered(payload);
    else this.#refused(String(payload['errorCode'] ?? completionCode));
  }

  #registered(payload: unknown): void {
    const registered = Registered.safeParse(payload);
    if (!registered.success) {
      this.#refused('an answer that is not of the contract');
      return;
    }
    this.#refusals = 0;
    const { token, heartbeatMs, unsettled } = registered.data;
    this.#token = token;
    clearInterval(this.#heartbeat);
    this.#heartbeat = setInterval(() => this.#tell('KofuKiosk.HeartbeatEvent'), heartbeatMs);
    this.#heartbeat.unref();
    this.#onUnsettled(unsettled);
    this.#onFirst(undefined);
  }

  /**
   * Whoever has been registered once goes on trying: the centre may still believe in the
   * connection that was lost, or have been started with another key by mistake.
   */
  #refused(code: string): void {
    this.#tryAgain(() => this.#register());
    this.#onFirst(`refused by the device bus: ${code}`);
  }

  #tryAgain(attempt: () => void): void {
    const pauseMs = Math.min(this.#pauseMs * 2 ** this.#refusals, this.#longestPauseMs);
    this.#refusals += 1;
    this.#again = setTimeout(attempt, pauseMs);
  }

  #lost(reason: Socket.DisconnectReason): void {
    this.#forget();
    // What the server itself has ended, the library does not connect again.
    if (reason === 'io server disconnect' && !this.#closed) {
      this.#tryAgain(() => this.#socket.connect());
    }
  }

  #forget(): void {
    this.#token = undefined;
    clearInterval(this.#heartbeat);
    clearTimeout(this.#again);
  }

  #tell(name: string, payload: Record<string, unknown> = {}): void {
    // Not kept for later: what was true then says nothing about a connection to come.
    if (!this.#socket.connected) return;
    const header = { type: 'unsolicited', name, requestId: 0, version: '1.0' };
    this.#socket.emit(BUS_EVENT, { header, payload });
  }
}
