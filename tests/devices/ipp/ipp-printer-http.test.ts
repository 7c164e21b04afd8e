import { readdirSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { PdfDocumentReader } from '../../../devices/ipp/document-reader-pdf.ts';
import { decodeIpp } from '../../../devices/ipp/ipp-decoding.ts';
import { encodeIpp } from '../../../devices/ipp/ipp-encoding.ts';
import { attribute } from '../../../devices/ipp/ipp-values.ts';
import { FolderOutputTray } from '../../../devices/ipp/output-tray-files.ts';
import { selfSignedForLoopback } from '../../../devices/ipp/tls-certificate-system.ts';
import {
  allPrinted,
  openRealPrinter,
  pdfOf,
  pwgPage,
  type RealPrinter,
  testFolder,
} from '../../hardware/ipp-printer.ts';
import { type Asked, answered, requestFor } from './small-printer.ts';

const HEADERS = { 'content-type': 'application/ipp' };

/** Asks over HTTP, and reads what is answered. */
async function ask(
  { origin }: RealPrinter,
  operation: Parameters<typeof requestFor>[0],
  asked: Asked = {},
) {
  const body = Buffer.from(encodeIpp(requestFor(operation, asked)));
  const response = await fetch(`${origin}/ipp/print`, { method: 'POST', headers: HEADERS, body });
  const decoded = decodeIpp(new Uint8Array(await response.arrayBuffer()));
  if (decoded.kind === 'malformed') throw new Error(decoded.what);
  return answered(decoded.message);
}

const isAlive = async (printer: RealPrinter) =>
  (await ask(printer, 'Get-Printer-Attributes')).status === 'successful-ok';

test('unpacks gzip and raw deflate, and says what is neither', async () => {
  const printer = await openRealPrinter({ settings: { maxBytes: 100_000 } });
  const pdf = await pdfOf(1);
  const send = async (compression: string, data: Buffer) => {
    const operation = [attribute('compression', 'keyword', compression)];
    return (await ask(printer, 'Print-Job', { operation, data })).status;
  };
  expect(await send('gzip', gzipSync(pdf))).toBe('successful-ok');
  expect(await send('deflate', deflateRawSync(pdf))).toBe('successful-ok');
  expect(await send('deflate', deflateSync(pdf))).toBe('client-error-compression-error');
  expect(await send('compress', pdf)).toBe('client-error-compression-not-supported');
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  expect(await send('gzip', bomb)).toBe('client-error-request-entity-too-large');
  await allPrinted(printer);
  expect(printer.printer.engine.counters.sheets).toBe(2);
});

test('prints every format that it names, and keeps what came out as files', async () => {
  const folder = join(testFolder(), 'pages');
  const reader = new PdfDocumentReader();
  const failed: unknown[] = [];
  const output = new FolderOutputTray(folder, reader, (error) => failed.push(error));
  const printer = await openRealPrinter({ reader, output });
  await printer.control('/faults', 'jam@2');
  await ask(printer, 'Print-Job', { data: await pdfOf(3) });
  while (printer.printer.state !== 'stopped') await wait(5);
  while (readdirSync(folder).length === 0) await wait(5);
  expect(readdirSync(folder)).toEqual(['job-0001-sheet-0001-page-0001.png']);
  await printer.control('/faults', 'clear');
  await ask(printer, 'Print-Job', { data: Buffer.concat([Buffer.from('RaS2'), pwgPage()]) });
  await ask(printer, 'Print-Job', { data: Buffer.from('%PDF-1.4 that breaks off') });
  await allPrinted(printer);
  await reader.close();
  expect(readdirSync(folder)).toEqual([
    'job-0001-sheet-0001-page-0001.png',
    'job-0001-sheet-0002-page-0002.png',
    'job-0001-sheet-0003-page-0003.png',
    'job-0002-sheet-0001-page-0001.pwg',
  ]);
  expect(printer.printer.spool.jobs.map(({ state }) => state)).toEqual([
    'completed',
    'completed',
    'aborted',
  ]);
  expect([failed, printer.errors]).toEqual([[], []]);
});

test('answers over TLS with a certificate of its own', async () => {
  const tls = selfSignedForLoopback(Date.now());
  const printer = await openRealPrinter({ tls });
  expect(printer.uri).toMatch(/^ipps:\/\/127\.0\.0\.1:\d+\/ipp\/print$/);
  const body = Buffer.from(encodeIpp(requestFor('Get-Printer-Attributes')));
  const asked = (options: object) =>
    new Promise<Buffer>((resolve, reject) => {
      const url = `${printer.origin}/ipp/print`;
      const request = httpsRequest(
        url,
        { method: 'POST', headers: HEADERS, ...options },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk) => chunks.push(chunk));
          answer.on('end', () => resolve(Buffer.concat(chunks)));
        },
      );
      request.on('error', reject).end(body);
    });
  // Whoever trusts this certificate alone takes it for this address: names and signature are right.
  const decoded = decodeIpp(await asked({ ca: tls.cert }));
  expect(decoded.kind).toBe('message');
  await expect(asked({})).rejects.toThrow(/self-signed/);
});

test('is commanded through its control only from this machine and its own page', async () => {
  const printer = await openRealPrinter();
  const { origin } = printer;
  const status = async () => (await (await fetch(`${origin}/status`)).json()) as { state: string };
  expect((await printer.control('/faults', 'jam')).status).toBe(200);
  expect(await status()).toMatchObject({ state: 'stopped', reasons: ['media-jam-error'] });
  expect((await printer.control('/faults', 'clear jam')).status).toBe(200);
  expect((await printer.control('/faults', 'fire')).status).toBe(400);
  expect((await printer.control('/faults', 'clear fire')).status).toBe(400);
  const foreign = { method: 'POST', body: 'jam', headers: { origin: 'http://elsewhere.example' } };
  expect((await fetch(`${origin}/faults`, foreign)).status).toBe(403);
  expect(await status()).toMatchObject({ state: 'idle' });
  expect(await (await fetch(origin)).text()).toContain('test printer');
  expect((await fetch(`${origin}/ipp/print`)).status).toBe(405);
  expect((await fetch(`${origin}/elsewhere`)).status).toBe(404);
  const asText = { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } };
  expect((await fetch(`${origin}/ipp/print`, asText)).status).toBe(415);
  const answer = await rawly(printer, 'GET /status HTTP/1.1\r\nHost: printer.example\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 421 /);
});

test('says nothing while it is without power, and comes back with an empty spool', async () => {
  const printer = await openRealPrinter({ settings: { firstPageMs: 60_000 } });
  await ask(printer, 'Print-Job', { data: await pdfOf(1) });
  await printer.control('/power', 'off');
  await expect(ask(printer, 'Get-Printer-Attributes')).rejects.toThrow('fetch failed');
  await printer.control('/power', 'on');
  expect(await isAlive(printer)).toBe(true);
  expect(printer.printer.spool.jobs).toEqual([]);
});

/** Sends bytes as they are and answers what comes back until the end, or until nothing does. */
async function rawly({ origin }: RealPrinter, ...parts: (string | Uint8Array)[]): Promise<string> {
  const socket: Socket = connect(Number(new URL(origin).port), '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  const closed = new Promise((resolve) => socket.on('close', resolve).on('error', resolve));
  for (const part of parts) socket.write(part);
  await Promise.race([closed, wait(300)]);
  socket.destroy();
  return text;
}

test('lives through what is not HTTP, not IPP, too large, cut off or never ends', async () => {
  const printer = await openRealPrinter({ settings: { maxBytes: 100_000 } });
  const head = 'POST /ipp/print HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/ipp\r\n';
  const right = encodeIpp(requestFor('Get-Printer-Attributes'));
  const chunk = `${(0x10000).toString(16)}\r\n${'x'.repeat(0x10000)}\r\n`;
  const attempts: [string, (string | Uint8Array)[], RegExp][] = [
    ['no HTTP', ['\0\x01\x02 nonsense\r\n\r\n'], /^$|400/],
    ['no IPP', [`${head}Content-Length: 3\r\n\r\nabc`], /^HTTP\/1\.1 400 /],
    [
      'half a message',
      [`${head}Content-Length: 20\r\n\r\n`, right.subarray(0, 20)],
      /200 OK[\s\S]*client-error-bad-request: the message ends too early at byte 12/,
    ],
    ['too large by its word', [`${head}Content-Length: 99999999\r\n\r\n`], /^HTTP\/1\.1 413 /],
    [
      'too large in chunks',
      [`${head}Transfer-Encoding: chunked\r\n\r\n`, ...Array(20).fill(chunk)],
      /413 /,
    ],
    ['cut off', [`${head}Content-Length: 9999\r\n\r\n`, right], /^$/],
    ['chunks that are none', [`${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`], /^$|400/],
    ['a long header', [`${head}X: ${'y'.repeat(100_000)}\r\n\r\n`], /^$|431/],
  ];
  await Promise.all(
    attempts.map(async ([what, parts, expected]) => {
      expect(await rawly(printer, ...parts), what).toMatch(expected);
    }),
  );
  // Slow ones wait for their time-out; others are served meanwhile.
  const slow = Array.from({ length: 50 }, () => rawly(printer, head));
  expect(await isAlive(printer)).toBe(true);
  await Promise.all(slow);
  const sendDamaged = async (index: number) => {
    const body = Buffer.from(right);
    body[8 + (index % (body.length - 8))] = index % 256;
    const options = { method: 'POST', headers: HEADERS, body };
    const response = await fetch(`${printer.origin}/ipp/print`, options);
    expect([200, 400]).toContain(response.status);
    await response.arrayBuffer();
  };
  for (let first = 0; first < 300; first += 50) {
    await Promise.all(Array.from({ length: 50 }, (_, index) => sendDamaged(first + index)));
  }
  expect(await isAlive(printer)).toBe(true);
  expect(printer.errors).toEqual([]);
});
