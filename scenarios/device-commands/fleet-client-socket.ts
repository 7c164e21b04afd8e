import { io, type Socket } from 'socket.io-client';
import {
  BUS_EVENT,
  BusMessage,
  FleetEvent,
  FleetList,
  type FleetMember,
  type FleetOrder,
  FleetResult,
  type Payload,
} from '../../server/contract-bus.ts';

/** What cannot be done with this fleet, with the remedy. */
export class FleetRefused extends Error {
  override readonly name = 'FleetRefused';
}

export interface FleetCredentials {
  readonly operator: string;
  readonly credential: string;
}

/** Told what kiosks say, as it comes. */
export interface FleetListener {
  readonly onEvent: (event: FleetEvent) => void;
  readonly onResult: (result: FleetResult) => void;
}

/** How long the centre may take for what it knows itself, and beyond its kiosks, ms. */
const CENTRE_TIMEOUT_MS = 5_000;

type Ending = BusMessage | 'lost' | 'silent';

/** An operator's end of the device bus. */
export class FleetClient {
  readonly #socket: Socket;
  #asked = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Connects to a centre and signs on. Throws FleetRefused if either cannot be done. */
  static async open(origin: string, credentials: FleetCredentials): Promise<FleetClient> {
    const socket = io(origin, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      timeout: CENTRE_TIMEOUT_MS,
    });
    const problem = await new Promise<string | undefined>((resolve) => {
      socket.on('connect', () => resolve(undefined));
      socket.on('connect_error', (error) => resolve(error.message));
    });
    const client = new FleetClient(socket);
    if (problem !== undefined) {
      client.close();
      throw new FleetRefused(
        `no device bus at ${origin} (${problem}): name a running server with --server, e.g. that of kofu serve`,
      );
    }
    const answer = await client.#ask('KofuFleet.SignOn', { ...credentials }, CENTRE_TIMEOUT_MS);
    if (codeOf(answer) === 'success') return client;
    client.close();
    throw new FleetRefused(
      codeOf(answer) === 'invalidToken'
        ? `the server at ${origin} does not know this key: name with --fleet-key the file it was given, or its key in KOFU_FLEET_KEY`
        : `the server at ${origin} takes no operator (${codeOf(answer)}): it is no kofu server, or an older one`,
    );
  }

  /** The kiosks whose names begin so, as the centre knows them. */
  async list(prefixes: readonly string[]): Promise<readonly FleetMember[]> {
    const answer = await this.#ask('KofuFleet.List', { prefixes }, CENTRE_TIMEOUT_MS);
    const list = typeof answer === 'string' ? undefined : FleetList.safeParse(answer.payload);
    if (list?.success) return list.data.kiosks;
    throw new FleetRefused(`the server does not list its kiosks (${codeOf(answer)}): try again`);
  }

  /**
   * Has kiosks carry out a command. Answers how far it has come: `success` if each of them has
   * ended; what else is heard of them comes by the listener until then.
   */
  async command(
    order: FleetOrder,
    timeoutMs: number,
    { onEvent, onResult }: FleetListener,
    signal: AbortSignal,
  ): Promise<string> {
    const answer = await this.#ask('KofuFleet.Command', order, timeoutMs, signal, (message) => {
      const { name } = message.header;
      const event = FleetEvent.safeParse(message.payload);
      const result = FleetResult.safeParse(message.payload);
      if (name === 'KofuFleet.DeviceEvent' && event.success) onEvent(event.data);
      if (name === 'KofuFleet.DeviceCompletionEvent' && result.success) onResult(result.data);
    });
    return codeOf(answer);
  }

  close(): void {
    this.#socket.disconnect();
  }

  /** Gives a command and waits for its completion, but not for ever. */
  #ask(
    name: string,
    payload: Payload,
    timeoutMs: number,
    signal?: AbortSignal,
    onEvent: (message: BusMessage) => void = () => {},
  ): Promise<Ending> {
    const requestId = ++this.#asked;
    return new Promise((resolve) => {
      const end = (ending: Ending) => {
        clearTimeout(timer);
        this.#socket.off(BUS_EVENT, hear).off('disconnect', lost);
        signal?.removeEventListener('abort', lost);
        resolve(ending);
      };
      const lost = () => end('lost');
      const hear = (raw: unknown) => {
        const message = BusMessage.safeParse(raw);
        if (!message.success || message.data.header.requestId !== requestId) return;
        if (message.data.header.type === 'completion') end(message.data);
        else if (message.data.header.type === 'event') onEvent(message.data);
      };
      const timer = setTimeout(() => end('silent'), timeoutMs + CENTRE_TIMEOUT_MS);
      this.#socket.on(BUS_EVENT, hear).on('disconnect', lost);
      signal?.addEventListener('abort', lost, { once: true });
      const header = { type: 'command', name, requestId, version: '1.0', timeout: timeoutMs };
      this.#socket.emit(BUS_EVENT, { header, payload });
    });
  }
}

function codeOf(ending: Ending): string {
  if (typeof ending === 'string') return ending === 'lost' ? 'connection lost' : 'no answer';
  const { header, payload } = ending;
  return String(payload?.['errorCode'] ?? header.completionCode);
}
