import { clearTimeout, setTimeout } from 'k6/timers';
import { type MessageEvent, WebSocket } from 'k6/websockets';

/** What a frame of engine.io 4 says, Socket.IO 5 within it, as far as a kiosk needs to know. */
export type Packet =
  | { readonly kind: 'open' | 'ping' | 'connected' | 'disconnected' | 'other' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'event'; readonly name: string; readonly argument: unknown };

/** Reads a text frame of the root namespace. Throws SyntaxError if what should be JSON is not. */
export function decode(frame: string): Packet {
  switch (frame.slice(0, 2)) {
    case '40':
      return { kind: 'connected' };
    case '41':
      return { kind: 'disconnected' };
    case '42': {
      // A number before the array asks for an acknowledgement, which nobody here gives.
      const [name, argument] = JSON.parse(frame.slice(2).replace(/^\d+/, ''));
      return { kind: 'event', name, argument };
    }
    case '44':
      return { kind: 'refused', message: String(JSON.parse(frame.slice(2)).message) };
  }
  if (frame.startsWith('0')) return { kind: 'open' };
  return { kind: frame.startsWith('2') ? 'ping' : 'other' };
}

/** An event with one argument as a text frame of the root namespace. */
export function encode(name: string, argument: unknown): string {
  return `42${JSON.stringify([name, argument])}`;
}

/** How long anything may take to be answered, ms. */
const DEADLINE_MS = 10_000;

/** States of a WebSocket (WHATWG), whose names k6 2.2 lacks, although its types have them. */
const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 3;

type Happening = Packet | { readonly kind: 'closed' };

interface Waiting {
  readonly wanted: (happening: Happening) => boolean;
  readonly resolve: (happening: Happening) => void;
  readonly reject: (error: Error) => void;
}

/**
 * As much of a Socket.IO client as a kiosk needs: one WebSocket, the root namespace, events of one
 * argument. k6 has WebSockets and no client of this protocol.
 */
export class SocketIo {
  readonly #socket: WebSocket;
  #waiting: readonly Waiting[] = [];

  /** Connects to an `http:` origin. Rejects with a sentence if that cannot be done in time. */
  static async connect(origin: string): Promise<SocketIo> {
    const address = `${origin.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`;
    const connection = new SocketIo(new WebSocket(address));
    try {
      await connection.#next(({ kind }) => kind === 'connected');
      return connection;
    } catch (error) {
      await connection.leave();
      throw error;
    }
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    // Not upon the server's first frame, which k6 2.2 loses if it is there before this event.
    socket.onopen = () => socket.send('40');
    socket.onmessage = (event) => this.#receive(event);
    socket.onerror = (event) => this.#fail(`the connection broke: ${event?.error}`);
    socket.onclose = () => {
      this.#tell({ kind: 'closed' });
      this.#fail('the connection was closed');
    };
  }

  emit(name: string, argument: unknown): void {
    this.#socket.send(encode(name, argument));
  }

  /** The argument of the next event that is wanted. Rejects if none comes in time. */
  async event(name: string, wanted: (argument: unknown) => boolean): Promise<unknown> {
    const event = await this.#next(
      (each) => each.kind === 'event' && each.name === name && wanted(each.argument),
    );
    return event.kind === 'event' ? event.argument : undefined;
  }

  /** Takes leave; resolves when the server has taken notice and the connection is closed. */
  async leave(): Promise<void> {
    const { readyState } = this.#socket;
    // k6 would hang in close() until the handshake is over; it gives that up by itself.
    if (readyState === CONNECTING || readyState === CLOSED) return;
    if (readyState === OPEN) this.#socket.send('41');
    this.#socket.close();
    await this.#next(({ kind }) => kind === 'closed');
  }

  #receive(event: MessageEvent | undefined): void {
    try {
      const packet = decode(String(event?.data));
      if (packet.kind === 'ping') this.#socket.send('3');
      if (packet.kind === 'refused') this.#fail(`the server refused: ${packet.message}`);
      if (packet.kind === 'disconnected') this.#fail('the server took leave');
      this.#tell(packet);
    } catch (error) {
      this.#fail(`not what Socket.IO says: ${event?.data} (${error})`);
    }
  }

  #tell(happening: Happening): void {
    for (const { wanted, resolve } of this.#waiting) if (wanted(happening)) resolve(happening);
  }

  #fail(message: string): void {
    for (const { reject } of this.#waiting) reject(new Error(message));
  }

  async #next(wanted: Waiting['wanted']): Promise<Happening> {
    let waiting: Waiting | undefined;
    const happened = new Promise<Happening>((resolve, reject) => {
      waiting = { wanted, resolve, reject };
      this.#waiting = [...this.#waiting, waiting];
    });
    const timer = setTimeout(() => waiting?.reject(new Error('no answer in time')), DEADLINE_MS);
    try {
      return await happened;
    } finally {
      clearTimeout(timer);
      this.#waiting = this.#waiting.filter((each) => each !== waiting);
    }
  }
}
