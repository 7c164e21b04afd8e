import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TcpProxy } from '../../../scenarios/sites/tcp-proxy-socket.ts';
import { streams } from '../../../sim/rng.ts';

let server: Server;
let proxy: TcpProxy;
const open: Socket[] = [];

/** Says back what it is told, and ends when the other side has. */
beforeEach(async () => {
  server = createServer((socket) => {
    socket.on('error', () => {});
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  proxy = await TcpProxy.open(`http://127.0.0.1:${port}`, streams(1));
});

afterEach(async () => {
  for (const socket of open.splice(0)) socket.destroy();
  await proxy.close();
  await new Promise((resolve) => server.close(resolve));
});

function dialling(): Socket {
  const socket = connect(Number(new URL(proxy.origin).port), '127.0.0.1');
  socket.on('error', () => {});
  open.push(socket);
  return socket;
}

async function dial(): Promise<Socket> {
  const socket = dialling();
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}

/** Whether the connection broke, when it is closed. */
function closing(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => socket.once('close', resolve));
}

/** Says something, and answers what came back once it is all there, and how long that took. */
async function echoed(socket: Socket, said: Buffer): Promise<{ heard: Buffer; tookMs: number }> {
  const beganMs = performance.now();
  const parts: Buffer[] = [];
  let size = 0;
  const all = new Promise<void>((resolve) => {
    socket.on('data', (part: Buffer) => {
      parts.push(part);
      size += part.length;
      if (size >= said.length) resolve();
    });
  });
  socket.write(said);
  await all;
  socket.removeAllListeners('data');
  return { heard: Buffer.concat(parts), tookMs: performance.now() - beganMs };
}

const PATTERN = Buffer.from(Array.from({ length: 500_000 }, (_, index) => (index * 7) % 251));

describe('a proxy', () => {
  test('hands on every byte in its order, and closes what is closed', async () => {
    const socket = await dial();
    expect((await echoed(socket, PATTERN)).heard.equals(PATTERN)).toBe(true);
    const ended = closing(socket);
    socket.end();
    await ended;
    await expect.poll(() => proxy.connections).toBe(0);
  });

  test('delays both directions by the latency, in order whatever the jitter', async () => {
    const socket = await dial();
    proxy.set('slow', { latencyMs: 60, jitterMs: 40 });
    const { heard, tookMs } = await echoed(socket, PATTERN);
    expect(heard.equals(PATTERN)).toBe(true);
    // Two directions, each 20 ms at least; timers may not fire early.
    expect(tookMs).toBeGreaterThanOrEqual(40);
    expect(proxy.takeStruck('slow')).toBe(1);
    expect(proxy.takeStruck('slow')).toBe(0);
  });

  test('lets no more through than the bandwidth', async () => {
    const socket = await dial();
    proxy.set('narrow', { bytesPerSecond: 2_000_000 });
    const { heard, tookMs } = await echoed(socket, PATTERN);
    expect(heard.equals(PATTERN)).toBe(true);
    expect(tookMs).toBeGreaterThanOrEqual(250);
  });

  test('breaks what stands and takes nobody while it is down; then it is as before', async () => {
    const socket = await dial();
    await echoed(socket, Buffer.from('there'));
    const closed = closing(socket);
    proxy.set('cut', { down: true });
    expect(await closed).toBe(true);
    await closing(dialling());
    expect(proxy.takeStruck('cut')).toBe(2);
    proxy.set('cut', undefined);
    const { heard } = await echoed(await dial(), Buffer.from('back'));
    expect(heard.toString()).toBe('back');
  });

  test('resets what stands, and takes who comes back at once', async () => {
    const sockets = [await dial(), await dial(), await dial()];
    for (const socket of sockets) await echoed(socket, Buffer.from('there'));
    const closed = sockets.map(closing);
    proxy.set('storm', { reset: true });
    expect(await Promise.all(closed)).toEqual([true, true, true]);
    expect((await echoed(await dial(), Buffer.from('back'))).heard.toString()).toBe('back');
    expect(proxy.takeStruck('storm')).toBe(3);
  });

  test('tells the other side late that one has closed', async () => {
    const socket = await dial();
    proxy.set('late', { slowCloseMs: 80 });
    await echoed(socket, Buffer.from('there'));
    const beganMs = performance.now();
    const closed = closing(socket);
    socket.end();
    await closed;
    expect(performance.now() - beganMs).toBeGreaterThanOrEqual(80);
  });

  test('breaks a connection whose server is not there', async () => {
    await new Promise((resolve) => server.close(resolve));
    await closing(dialling());
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  test('lets several befall at once, and takes them back one by one', async () => {
    const socket = await dial();
    proxy.set('one', { latencyMs: 30 });
    proxy.set('other', { latencyMs: 30 });
    expect((await echoed(socket, Buffer.from('a'))).tookMs).toBeGreaterThanOrEqual(120);
    proxy.set('one', undefined);
    expect((await echoed(socket, Buffer.from('b'))).tookMs).toBeGreaterThanOrEqual(60);
    expect(proxy.takeStruck('one')).toBe(1);
  });
});
