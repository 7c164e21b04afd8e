import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Rng, Streams } from '../../sim/rng.ts';
import type { Toxics } from '../injection/fault.ts';

/**
 * Stands on 127.0.0.1 between kiosks and a server, and lets befall their TCP connections what is
 * set. The words are those of Toxiproxy. What is late is late in each direction; bytes keep their
 * order and none is lost, as TCP has it.
 */
export class TcpProxy {
  readonly #target: URL;
  readonly #chance: Streams;
  readonly #server: Server;
  readonly #connections = new Set<Connection>();
  readonly #set = new Map<string, Toxics>();
  readonly #struck = new Map<string, Set<Connection>>();
  #numbered = 0;

  private constructor(target: URL, chance: Streams) {
    this.#target = target;
    this.#chance = chance;
    this.#server = createServer({ allowHalfOpen: true }, (socket) => this.#accept(socket));
  }

  /** Opens one on a free port; `target` is an origin such as http://127.0.0.1:8080. */
  static async open(target: string, chance: Streams): Promise<TcpProxy> {
    const proxy = new TcpProxy(new URL(target), chance);
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once('error', reject);
      proxy.#server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  /** What kiosks connect to instead of the server. */
  get origin(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** Connections that stand. */
  get connections(): number {
    return this.#connections.size;
  }

  /** Lets this befall every connection from now on, for a fault; undefined takes it back. */
  set(fault: string, toxics: Toxics | undefined): void {
    if (toxics === undefined) {
      this.#set.delete(fault);
      return;
    }
    this.#set.set(fault, toxics);
    if (toxics.down !== true && toxics.reset !== true) return;
    for (const connection of [...this.#connections]) {
      this.#strike(fault, connection);
      connection.reset();
    }
  }

  /** How many connections a fault has befallen since this was asked last. */
  takeStruck(fault: string): number {
    const count = this.#struck.get(fault)?.size ?? 0;
    this.#struck.delete(fault);
    return count;
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const connection of [...this.#connections]) connection.reset();
    await closed;
  }

  #accept(client: Socket): void {
    const number = ++this.#numbered;
    const connection: Connection = new Connection(
      client,
      this.#target,
      (isData) => this.#befalling(connection, isData),
      this.#chance.stream('tcp-proxy', number),
      () => this.#connections.delete(connection),
    );
    this.#connections.add(connection);
    for (const [fault, { down }] of this.#set) {
      if (down !== true) continue;
      this.#strike(fault, connection);
      connection.reset();
    }
  }

  /** All that is set together; whoever sends meanwhile is struck by it. */
  #befalling(connection: Connection, isData: boolean): Befalling {
    const befalling = { latencyMs: 0, jitterMs: 0, bytesPerMs: Number.POSITIVE_INFINITY };
    let slowCloseMs = 0;
    for (const [fault, toxics] of this.#set) {
      const { latencyMs = 0, jitterMs = 0, bytesPerSecond = Number.POSITIVE_INFINITY } = toxics;
      const isSlow = latencyMs > 0 || jitterMs > 0 || toxics.bytesPerSecond !== undefined;
      if (isData && isSlow) this.#strike(fault, connection);
      befalling.latencyMs += latencyMs;
      befalling.jitterMs += jitterMs;
      befalling.bytesPerMs = Math.min(befalling.bytesPerMs, bytesPerSecond / 1000);
      slowCloseMs = Math.max(slowCloseMs, toxics.slowCloseMs ?? 0);
    }
    return { ...befalling, slowCloseMs };
  }

  #strike(fault: string, connection: Connection): void {
    const struck = this.#struck.get(fault) ?? new Set();
    struck.add(connection);
    this.#struck.set(fault, struck);
  }
}

/** What befalls a connection at this moment; ms of the machine’s time. */
interface Befalling {
  readonly latencyMs: number;
  readonly jitterMs: number;
  readonly bytesPerMs: number;
  readonly slowCloseMs: number;
}

/** A kiosk’s connection, and the proxy’s own to the server for it. */
class Connection {
  readonly #sides: readonly [Socket, Socket];

  constructor(
    client: Socket,
    { hostname, port }: URL,
    befalling: (isData: boolean) => Befalling,
    chance: Rng,
    onClosed: () => void,
  ) {
    const server = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    this.#sides = [client, server];
    let open = this.#sides.length;
    const onSideClosed = () => {
      open -= 1;
      if (open === 0) onClosed();
    };
    new Direction(client, server, befalling, chance).open(onSideClosed);
    new Direction(server, client, befalling, chance).open(onSideClosed);
  }

  /** Breaks it on both sides (RST). */
  reset(): void {
    for (const side of this.#sides) side.resetAndDestroy();
  }
}

/** One direction of a connection: what comes in, and when it goes on. Nothing overtakes. */
class Direction {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #befalling: (isData: boolean) => Befalling;
  readonly #chance: Rng;
  readonly #queue: { readonly dueMs: number; readonly bytes: Buffer | undefined }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #waitingBytes = 0;
  /** When what was taken before has been sent, and when the last of it arrives. */
  #sentMs = 0;
  #lastDueMs = 0;

  constructor(from: Socket, to: Socket, befalling: (isData: boolean) => Befalling, chance: Rng) {
    this.#from = from;
    this.#to = to;
    this.#befalling = befalling;
    this.#chance = chance;
  }

  open(onClosed: () => void): void {
    const [from, to] = [this.#from, this.#to];
    from.setNoDelay(true);
    from.on('data', (bytes: Buffer) => this.#take(bytes));
    from.on('end', () => this.#queueUp(this.#befalling(false).slowCloseMs, undefined));
    // What breaks one side breaks the other.
    from.on('error', () => to.resetAndDestroy());
    from.on('close', (isBroken) => {
      if (isBroken) to.destroy();
      onClosed();
    });
    to.on('close', () => clearTimeout(this.#timer));
  }

  #take(bytes: Buffer): void {
    const { latencyMs, jitterMs, bytesPerMs } = this.#befalling(true);
    const lateMs = Math.max(0, latencyMs + (2 * this.#chance.uniform() - 1) * jitterMs);
    const nowMs = performance.now();
    this.#sentMs = Math.max(this.#sentMs, nowMs) + bytes.length / bytesPerMs;
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes >= HELD_BYTES) this.#from.pause();
    this.#queueUp(this.#sentMs - nowMs + lateMs, bytes);
  }

  #queueUp(inMs: number, bytes: Buffer | undefined): void {
    this.#lastDueMs = Math.max(this.#lastDueMs, performance.now() + inMs);
    this.#queue.push({ dueMs: this.#lastDueMs, bytes });
    if (this.#queue.length === 1) this.#next();
  }

  /** Hands on what is due, and waits for the first that is not. */
  #next(): void {
    for (let head = this.#queue[0]; head !== undefined; head = this.#queue[0]) {
      const waitMs = head.dueMs - performance.now();
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.#next(), Math.ceil(waitMs));
        return;
      }
      this.#queue.shift();
      if (head.bytes === undefined) this.#to.end();
      else this.#handOn(head.bytes);
    }
  }

  #handOn(bytes: Buffer): void {
    this.#waitingBytes -= bytes.length;
    if (this.#from.isPaused() && this.#waitingBytes < HELD_BYTES) this.#from.resume();
    if (!this.#to.destroyed) this.#to.write(bytes);
  }
}

/** What a direction holds back at most before it makes its sender wait. */
const HELD_BYTES = 1_048_576;
