import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import { onTestFinished } from 'vitest';
import { PdfDocumentReader } from '../../devices/ipp/document-reader-pdf.ts';
import { encodeIpp } from '../../devices/ipp/ipp-encoding.ts';
import {
  type IppPrinterServerOptions,
  type OpenIppPrinter,
  openIppPrinter,
} from '../../devices/ipp/ipp-printer-http.ts';
import { MEDIA } from '../../devices/ipp/print-media.ts';
import type { PrinterEvent } from '../../devices/ipp/printer-event.ts';
import { requestFor } from '../devices/ipp/small-printer.ts';

export interface RealPrinter extends OpenIppPrinter {
  readonly events: readonly PrinterEvent[];
  /** What went wrong inside of it. */
  readonly errors: readonly unknown[];
  /** Sends a line to its control, and answers what that says. */
  control(path: '/faults' | '/power', line: string): Promise<Response>;
}

/** A printer on a free port of this machine, a thousand times faster than one of metal. */
export async function openRealPrinter(
  changes: Partial<Omit<IppPrinterServerOptions, 'settings'>> & {
    readonly settings?: Partial<IppPrinterServerOptions['settings']>;
  } = {},
): Promise<RealPrinter> {
  const reader = new PdfDocumentReader();
  const events: PrinterEvent[] = [];
  const errors: unknown[] = [];
  const open = await openIppPrinter({
    port: 0,
    host: '127.0.0.1',
    reader,
    tell: (event) => events.push(event),
    onError: (error) => errors.push(error),
    ...changes,
    settings: { ...SETTINGS, ...changes.settings },
  });
  open.failed.catch((error) => errors.push(error));
  const close = async () => {
    await open.close();
    await reader.close();
  };
  onTestFinished(close);
  const { origin } = open;
  const control = (path: string, body: string) => fetch(origin + path, { method: 'POST', body });
  return { ...open, events, errors, control, close };
}

const SETTINGS: IppPrinterServerOptions['settings'] = {
  identity: {
    name: 'test printer',
    location: 'nowhere',
    duplex: true,
    colour: true,
    authentication: 'requesting-user-name',
  },
  users: undefined,
  pagesPerMinute: 60_000,
  firstPageMs: 0,
  trays: { [MEDIA.a4]: 1_000 },
  outputSheets: 10_000,
  tonerImpressions: 100_000,
  maxJobs: 200,
  maxHistory: 200,
  maxBytes: 4 * 2 ** 20,
  documentTimeoutMs: 120_000,
};

/** A PDF with so many pages of A4, each with its number. */
export async function pdfOf(pages: number): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4', autoFirstPage: false });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  for (let page = 1; page <= pages; page++) document.addPage().fontSize(90).text(`page ${page}`);
  document.end();
  await once(document, 'end');
  return Buffer.concat(chunks);
}

/** Waits until every job has ended. */
export async function allPrinted({ printer }: RealPrinter): Promise<void> {
  while (printer.spool.unfinished.length > 0) await wait(5);
}

/** Lets it print a document once, so that whatever it loads for that is loaded. */
export async function warmUp(printer: RealPrinter): Promise<void> {
  const request = requestFor('Print-Job', { data: await pdfOf(1) });
  const headers = { 'content-type': 'application/ipp' };
  const url = printer.uri.replace('ipp:', 'http:');
  await fetch(url, { method: 'POST', headers, body: Buffer.from(encodeIpp(request)) });
  await allPrinted(printer);
}

/** A grey pixel as a JPEG. */
export const JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AR//Z',
  'base64',
);

/** A page of PWG raster, 8 by 8 pixels of grey (PWG 5102.4 §4.3), without the file's header. */
export function pwgPage(): Buffer {
  const header = Buffer.alloc(1796);
  header.write('PwgRaster');
  for (const at of [372, 376, 384, 388, 392]) header.writeUInt32BE(8, at);
  return Buffer.concat([header, Buffer.from([7, 7, 0xff])]);
}

export interface Told {
  readonly status: number | null;
  readonly text: string;
}

/** Runs a program beside the printer, which lives in this process. */
export async function runBeside(
  program: string,
  options: readonly string[],
  settings: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Told> {
  const env = { ...process.env, LC_ALL: 'C', ...settings.env };
  const child = spawn(program, options, { cwd: settings.cwd, env, timeout: 30_000 });
  child.stdin.end();
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  }
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, text: Buffer.concat(chunks).toString() };
}

/** A folder that is gone when the test has ended. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kofu-ipp-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
