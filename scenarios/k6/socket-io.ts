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

interface Waiting {
  readonly wanted: (packet: Packet) => boolean;
  readonly resolve: (packet: Packet) => void;
  readonly reject: (error: Error) => void;
}

/**
 * As much of a Socket.IO client as a kiosk needs: one WebSocket, the root namespace, events of one
 * argument. k6 has WebSockets and no client of this protocol.
 */
export class SocketIo {
  readonly #socket: WebSocket;
  readonly #closed: Promise<void>;
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
    socket.onmessage = (event) => this.#receive(event);
    socket.onerror = (event) => this.#fail(`the connection broke: ${event?.error}`);
    this.#closed = new Promise((resolve) => {
      socket.onclose = () => {
        this.#fail('the connection was closed');
        resolve();
      };
    });
  }

  emit(name: string, argument: unknown): void {
    this.#socket.send(encode(name, argument));
  }

  /** The argument of the next event that is wanted. Rejects if none comes in time. */
  async event(name: string, wanted: (argument: unknown) => boolean): Promise<unknown> {
    const packet = await this.#next(
      (each) => each.kind === 'event' && each.name === name && wanted(each.argument),
    );
    return packet.kind === 'event' ? packet.argument : undefined;
  }

  /** Takes leave; resolves when the server has taken notice and the connection is closed. */
  async leave(): Promise<void> {
    // k6 hangs in close() until the handshake is over, and gives that up by itself.
    if (this.#socket.readyState === WebSocket.CONNECTING) return;
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send('41');
    this.#socket.close();
    await this.#closed;
  }

  #receive(event: MessageEvent | undefined): void {
    let packet: Packet;
    try {
      packet = decode(String(event?.data));
    } catch {
      this.#fail(`not a frame of Socket.IO: ${event?.data}`);
      return;
    }
    if (packet.kind === 'open') this.#socket.send('40');
    if (packet.kind === 'ping') this.#socket.send('3');
    if (packet.kind === 'refused') this.#fail(`the server refused: ${packet.message}`);
    if (packet.kind === 'disconnected') this.#fail('the server took leave');
    const answered = this.#waiting.filter(({ wanted }) => wanted(packet));
    for (const { resolve } of answered) resolve(packet);
  }

  #fail(message: string): void {
    for (const { reject } of this.#waiting) reject(new Error(message));
  }

  async #next(wanted: Waiting['wanted']): Promise<Packet> {
    let waiting: Waiting | undefined;
    const timer = setTimeout(() => this.#fail('no answer in time'), DEADLINE_MS);
    try {
      return await new Promise<Packet>((resolve, reject) => {
        waiting = { wanted, resolve, reject };
        this.#waiting = [...this.#waiting, waiting];
      });
    } finally {
      clearTimeout(timer);
      this.#waiting = this.#waiting.filter((each) => each !== waiting);
    }
  }
}
