import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { encodeIpp } from '../../../devices/ipp/ipp-encoding.ts';
import { selfSignedForLoopback } from '../../../devices/ipp/tls-certificate-system.ts';
import { IPP_PATIENCE, RemoteIppPrinter } from '../../../devices/printer/printer-ipp.ts';
import { IppClient } from '../../../devices/printer/printer-ipp-client.ts';
import { HttpIppWire, openRemotePrinter } from '../../../devices/printer/printer-ipp-http.ts';
import { ippPlace } from '../../../devices/printer/printer-ipp-place.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { openRealPrinter } from '../../hardware/ipp-printer.ts';
import { requestFor } from '../ipp/small-printer.ts';
import { BY_NAME, smallDocument } from './small-document.ts';

describe('the URL of a printer', () => {
  test.each([
    ['ipp://127.0.0.1:8631/ipp/print', 'http://127.0.0.1:8631/ipp/print', 'kofu', undefined],
    ['ipp://printer.example', 'http://printer.example:631/ipp/print', 'kofu', undefined],
    ['ipp://printer.example:80/x', 'http://printer.example:80/x', 'kofu', undefined],
    ['ipps://[::1]/', 'https://[::1]:631/ipp/print', 'kofu', undefined],
    ['http://localhost/printers/q', 'http://localhost:80/printers/q', 'kofu', undefined],
    ['https://u:p%40ss@host/ipp', 'https://host:443/ipp', 'u', 'p@ss'],
  ])('%s', (url, httpUrl, user, password) => {
    const place = ippPlace(url);
    expect(place).toMatchObject({ httpUrl, user, password });
    expect(place?.printerUri).toBe(httpUrl.replace('http', 'ipp'));
  });

  test.each(['', '127.0.0.1', 'ftp://host/', 'ipp://', 'ipp://%zz@host/'])('not %j', (url) => {
    expect(ippPlace(url)).toBeUndefined();
  });
});

test('shows its password where it is asked for one, and says so where it has none', async () => {
  const passwords = new Map([['clerk', 'pass:word']]);
  const { uri } = await openRealPrinter({ passwords });
  const bare = await openRemotePrinter(uri, expect.fail);
  expect(bare).toEqual({
    kind: 'refused',
    why: 'Get-Printer-Attributes: HTTP 401: put a user and a password into its URL, ipp://user:password@…',
  });
  const opened = await openRemotePrinter(uri.replace('//', '//clerk:pass%3Aword@'), expect.fail);
  expect(opened.kind).toBe('open');
  if (opened.kind === 'open') await opened.close();
});

test('trusts no certificate that nobody has vouched for', async () => {
  const { uri } = await openRealPrinter({ tls: selfSignedForLoopback(Date.now()) });
  const opened = await openRemotePrinter(uri, expect.fail);
  expect(opened).toEqual({ kind: 'refused', why: expect.stringContaining('self-signed') });
});

/** A server that says something to whoever connects, whatever they want. */
async function rogue(speak: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    socket.once('data', () => speak(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `ipp://127.0.0.1:${(server.address() as AddressInfo).port}/ipp/print`;
}

const OK = 'HTTP/1.1 200 OK\r\ncontent-type: application/ipp\r\n';

function says(body: Uint8Array | string, head = OK): (socket: Socket) => void {
  const bytes = Buffer.from(body);
  return (socket) => {
    socket.write(`${head}content-length: ${bytes.length}\r\n\r\n`);
    socket.end(bytes);
  };
}

function forEver(head: string, chunk: string): (socket: Socket) => void {
  return (socket) => {
    socket.write(head);
    const more = () => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on('drain', more);
    more();
  };
}

const wrongNumber = encodeIpp({ ...requestFor('Get-Jobs'), code: 0, requestId: 4711 });

test.each<[string, (socket: Socket) => void, reason: string, what: RegExp]>([
  ['hangs up', (socket) => socket.destroy(), 'timed-out', /hang up|ECONNRESET/],
  ['never answers', () => {}, 'timed-out', /no answer to Get-Printer-Attributes within 300 ms/],
  ['drips', drip, 'timed-out', /within 300 ms/],
  [
    'breaks off',
    (socket) => socket.end(`${OK}content-length: 99\r\n\r\nabc`),
    'timed-out',
    /abort/,
  ],
  ['is no HTTP', (socket) => socket.end('220 smtp ready\r\n'), 'timed-out', /HTTP|Parse/],
  ['has endless headers', forEver(OK, `x: ${'y'.repeat(999)}\r\n`), 'timed-out', /overflow/i],
  ['fails', says('oh', 'HTTP/1.1 500 Sorry\r\n'), 'other', /HTTP 500/],
  ['is a web site', says('<!doctype html>'), 'other', /at byte \d+ of the answer/],
  ['truncates', says(wrongNumber.subarray(0, 30)), 'other', /at byte \d+ of the answer/],
  ['says nothing', says(''), 'other', /at byte 0/],
  ['answers another request', says(wrongNumber), 'other', /to request 4711, and 1 was asked/],
  ['never ends', forEver(`${OK}\r\n`, 'z'.repeat(65_536)), 'other', /more than 1048576 bytes/],
])('a printer that %s is one that has stopped', async (_, speak, reason, what) => {
  const place = ippPlace(await rogue(speak));
  if (place === undefined) return expect.fail();
  const told: string[] = [];
  const runner = new RealTime();
  const printer = new RemoteIppPrinter({
    runner,
    client: new IppClient(new HttpIppWire(place), place.printerUri, place.user),
    reader: BY_NAME,
    tell: (line) => told.push(line),
    jobPrefix: 'kiosk',
    patience: { ...IPP_PATIENCE, answerMs: reason === 'other' ? 20_000 : 300 },
  });
  const stopped = { kind: 'stopped', reason };
  expect(await runner.run(printer.status())).toEqual(stopped);
  expect(told.join()).toMatch(what);
  const outcome = await runner.run(printer.print(smallDocument(1)));
  expect(outcome).toEqual({ ...stopped, pages: [] });
  expect(printer.spooled).toBe(0);
  runner.stop();
});

function drip(socket: Socket): void {
  socket.write(`${OK}content-length: 999\r\n\r\n`);
  const dripping = setInterval(() => socket.write('.'), 50);
  socket.on('close', () => clearInterval(dripping));
}

test('says why a printer cannot be used where nobody listens', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const opened = await openRemotePrinter(`ipp://127.0.0.1:${port}/`, expect.fail);
  expect(opened).toEqual({ kind: 'refused', why: expect.stringContaining('ECONNREFUSED') });
});
