import { beforeEach, describe, expect, test } from 'vitest';
import { k6Script } from './k6-script.ts';

interface Connection {
  emit(name: string, argument: unknown): void;
  event(name: string, wanted: (argument: unknown) => boolean): Promise<unknown>;
  leave(): Promise<void>;
}

interface Shim {
  readonly decode: (frame: string) => unknown;
  readonly encode: (name: string, argument: unknown) => string;
  readonly SocketIo: { connect(origin: string): Promise<Connection> };
}

/** A WebSocket whose server is played by the test. */
class PlayedSocket {
  readonly address: string;
  readonly sent: string[] = [];
  /** As WHATWG counts: connecting, open, closing, closed. */
  readyState = 0;
  closes = 0;
  onopen = (): void => {};
  onmessage = (_event: { readonly data: string }): void => {};
  onerror = (_event: { readonly error: string }): void => {};
  onclose = (): void => {};

  constructor(address: string) {
    this.address = address;
    sockets.push(this);
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.closes += 1;
    this.readyState = 2;
  }

  isOpen(): void {
    this.readyState = 1;
    this.onopen();
  }

  /** The server says something. */
  hears(data: string): void {
    this.onmessage({ data });
  }

  /** The connection is closed at last. */
  isClosed(): void {
    this.readyState = 3;
    this.onclose();
  }
}

let sockets: PlayedSocket[];
/** What is to be done later, with its delay in ms. */
let timers: Map<number, readonly [() => void, number]>;
let shim: Shim;

beforeEach(() => {
  sockets = [];
  timers = new Map();
  let count = 0;
  const setTimeout = (act: () => void, ms: number) => {
    timers.set(++count, [act, ms]);
    return count;
  };
  const clearTimeout = (timer: number) => void timers.delete(timer);
  shim = k6Script<Shim>('scenarios/k6/socket-io.ts', {
    'k6/timers': { setTimeout, clearTimeout },
    'k6/websockets': { WebSocket: PlayedSocket },
  });
});

/** A kiosk that has connected, and the socket it did so by. */
async function connected(): Promise<{ connection: Connection; socket: PlayedSocket }> {
  const connecting = shim.SocketIo.connect('http://127.0.0.1:8080');
  const [socket] = sockets;
  if (socket === undefined) throw new Error('no socket was opened');
  socket.isOpen();
  socket.hears('0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000}');
  socket.hears('40{"sid":"b"}');
  return { connection: await connecting, socket };
}

describe('frames', () => {
  test.each<readonly [frame: string, packet: object]>([
    ['0{"sid":"a"}', { kind: 'open' }],
    ['2', { kind: 'ping' }],
    ['2probe', { kind: 'ping' }],
    ['40{"sid":"b"}', { kind: 'connected' }],
    ['41', { kind: 'disconnected' }],
    ['42["xfs",{"a":[1]}]', { kind: 'event', name: 'xfs', argument: { a: [1] } }],
    ['4217["xfs",1]', { kind: 'event', name: 'xfs', argument: 1 }],
    ['42["alone"]', { kind: 'event', name: 'alone', argument: undefined }],
    ['44{"message":"no"}', { kind: 'refused', message: 'no' }],
    ['3', { kind: 'other' }],
    ['6', { kind: 'other' }],
    ['451-["xfs",{"_placeholder":true,"num":0}]', { kind: 'other' }],
  ])('%s is read', (frame, packet) => {
    expect(shim.decode(frame)).toEqual(packet);
  });

  test('what is written is what is read', () => {
    const argument = { header: { type: 'command' }, text: '"]交付\n' };
    const frame = shim.encode('xfs', argument);
    expect(frame).toMatch(/^42\["xfs",/);
    expect(shim.decode(frame)).toEqual({ kind: 'event', name: 'xfs', argument });
  });
});

describe('a connection', () => {
  test('is opened by WebSocket alone, in the version of today', async () => {
    const { socket } = await connected();
    expect(socket.address).toBe('ws://127.0.0.1:8080/socket.io/?EIO=4&transport=websocket');
    expect(socket.sent).toEqual(['40']);
  });

  test('does not wait for the server’s first frame, which k6 may lose', async () => {
    const connecting = shim.SocketIo.connect('http://127.0.0.1:8080');
    sockets[0]?.isOpen();
    expect(sockets[0]?.sent).toEqual(['40']);
    sockets[0]?.hears('40{"sid":"b"}');
    await connecting;
  });

  test('answers the server’s pings, or it would be given up', async () => {
    const { socket } = await connected();
    socket.hears('2');
    socket.hears('2');
    expect(socket.sent).toEqual(['40', '3', '3']);
  });

  test('waits for the event that is wanted, and for no other', async () => {
    const { connection, socket } = await connected();
    const answer = connection.event('xfs', (argument) => argument === 3);
    connection.emit('xfs', 1);
    for (const frame of ['42["xfs",2]', '42["other",3]', '42["xfs",3]', '42["xfs",4]']) {
      socket.hears(frame);
    }
    expect(await answer).toBe(3);
    expect(socket.sent.at(-1)).toBe('42["xfs",1]');
  });

  test('takes leave of the server before it is closed, and is not left before it is', async () => {
    const { connection, socket } = await connected();
    let left = false;
    const leaving = connection.leave().then(() => {
      left = true;
    });
    await Promise.resolve();
    expect([socket.sent.at(-1), socket.closes, left]).toEqual(['41', 1, false]);
    socket.isClosed();
    await leaving;
    await connection.leave();
    expect(socket.closes).toBe(1);
  });

  test('leaves no timer behind: k6 would wait for it', async () => {
    const { connection, socket } = await connected();
    const leaving = connection.leave();
    socket.isClosed();
    await leaving;
    expect(timers.size).toBe(0);
  });
});

describe('what goes wrong is said', () => {
  test.each<readonly [string, (socket: PlayedSocket) => void, string]>([
    ['a refusal', (socket) => socket.hears('44{"message":"no"}'), 'the server refused: no'],
    ['an error', (socket) => socket.onerror({ error: 'cut' }), 'the connection broke: cut'],
    ['an end', (socket) => socket.isClosed(), 'the connection was closed'],
    ['a leave', (socket) => socket.hears('41'), 'the server took leave'],
    ['rubbish', (socket) => socket.hears('42xfs'), 'not what Socket.IO says: 42xfs'],
  ])('%s while something is awaited', async (_, happens, words) => {
    const { connection, socket } = await connected();
    const answer = connection.event('xfs', () => true);
    happens(socket);
    await expect(answer).rejects.toThrow(words);
  });

  test('silence after ten seconds, and for each that waits by itself', async () => {
    const { connection, socket } = await connected();
    const first = connection.event('xfs', (argument) => argument === 1);
    const second = connection.event('xfs', (argument) => argument === 2);
    const [expiry] = [...timers.values()];
    expect(expiry?.[1]).toBe(10_000);
    expiry?.[0]();
    await expect(first).rejects.toThrow('no answer in time');
    socket.hears('42["xfs",2]');
    expect(await second).toBe(2);
  });

  test('a server that does not answer at first is not closed: k6 would hang', async () => {
    const connecting = shim.SocketIo.connect('http://127.0.0.1:8080');
    for (const [act] of [...timers.values()]) act();
    await expect(connecting).rejects.toThrow('no answer in time');
    expect(sockets[0]).toMatchObject({ closes: 0, sent: [] });
  });

  test('a server that refuses the connection is left', async () => {
    const connecting = shim.SocketIo.connect('http://127.0.0.1:8080');
    sockets[0]?.isOpen();
    sockets[0]?.hears('44{"message":"not you"}');
    const refused = expect(connecting).rejects.toThrow('the server refused: not you');
    await Promise.resolve().then(() => {});
    sockets[0]?.isClosed();
    await refused;
    expect(sockets[0]?.closes).toBe(1);
  });

  test('a server that never closes is not waited for without end', async () => {
    const { connection } = await connected();
    const leaving = connection.leave();
    for (const [act] of [...timers.values()]) act();
    await expect(leaving).rejects.toThrow('no answer in time');
  });
});
