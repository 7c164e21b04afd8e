import { PdfDocumentReader } from '../../devices/ipp/document-reader-pdf.ts';
import {
  type IppPrinterServerOptions,
  type OpenIppPrinter,
  openIppPrinter,
} from '../../devices/ipp/ipp-printer-http.ts';
import { FolderOutputTray } from '../../devices/ipp/output-tray-files.ts';
import { MEDIA } from '../../devices/ipp/print-media.ts';
import type { PrinterEvent } from '../../devices/ipp/printer-event.ts';
import { selfSignedForLoopback } from '../../devices/ipp/tls-certificate-system.ts';
import { EXIT } from '../exit-code.ts';
import { inUse } from '../live/port-in-use.ts';
import type { PrinterFlags } from './printer-flags.ts';
import { printerEventText } from './printer-text.ts';

interface Sink {
  write(text: string): unknown;
}

export interface PrinterPorts {
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Switches it off for good. */
  readonly signal: AbortSignal;
}

/** A printer cannot be started as it was asked for, with the remedy. */
export class PrinterRefused extends Error {
  override readonly name = 'PrinterRefused';
}

/** A printer until it is told to end; answers the exit code, and throws what breaks it inside. */
export async function printer(flags: PrinterFlags, ports: PrinterPorts): Promise<number> {
  const { stdout, stderr, signal } = ports;
  const tls = flags.tls ? selfSignedForLoopback(Date.now()) : undefined;
  const reader = new PdfDocumentReader();
  try {
    const onError = (error: unknown) => void stderr.write(`printer: ${stackOf(error)}\n`);
    const tell = (event: PrinterEvent) =>
      void stdout.write(flags.json ? `${JSON.stringify(event)}\n` : printerEventText(event));
    const options = { ...optionsOf(flags), tls, reader, tell, onError };
    const output = outputOf(flags, reader, onError);
    const open = await started({ ...options, output }, flags);
    try {
      for (const fault of flags.fault) open.printer.engine.inject(fault);
      stdout.write(startedText(open, flags, tls?.fingerprint));
      // One that has broken inside would go on taking jobs, and print none of them.
      await Promise.race([aborted(signal), open.failed]);
      return EXIT.pass;
    } finally {
      await open.close();
    }
  } finally {
    await reader.close();
  }
}

function startedText(
  { uri, origin }: OpenIppPrinter,
  { name, json }: PrinterFlags,
  fingerprint: string | undefined,
): string {
  if (json) return `${JSON.stringify({ type: 'started', uri, control: origin, fingerprint })}\n`;
  const started = `${name}: ${uri}, control at ${origin}; Ctrl-C ends it\n`;
  if (fingerprint === undefined) return started;
  return `${started}its certificate, SHA-256: ${fingerprint}\n`;
}

/** What flags make of a printer. */
function optionsOf(
  flags: PrinterFlags,
): Omit<IppPrinterServerOptions, 'reader' | 'onError' | 'output' | 'tell' | 'tls'> {
  const { name, duplex, colour, user, port, host, speed } = flags;
  const hasPasswords = user.some(({ password }) => password !== undefined);
  const names = user.map((each) => each.name);
  const authentication = hasPasswords ? 'basic' : 'requesting-user-name';
  const location = 'this machine';
  return {
    port,
    host,
    speed,
    passwords: hasPasswords
      ? new Map(user.map((each) => [each.name, each.password ?? '']))
      : undefined,
    settings: {
      identity: { name, location, duplex, colour, authentication },
      users: user.length === 0 ? undefined : new Set(names),
      pagesPerMinute: flags.ppm,
      firstPageMs: flags.firstPage,
      trays: Object.fromEntries(
        (flags.tray.length === 0 ? FULL_TRAYS : flags.tray).map(({ media, sheets }) => [
          media,
          sheets,
        ]),
      ),
      outputSheets: flags.outputSheets,
      tonerImpressions: flags.toner,
      maxJobs: MAX_JOBS,
      maxHistory: MAX_JOBS,
      maxBytes: flags.spool * 2 ** 20,
      documentTimeoutMs: 120_000,
    },
  };
}

const FULL_TRAYS = [
  { media: MEDIA.a4, sheets: 250 },
  { media: MEDIA.a3, sheets: 250 },
];
const MAX_JOBS = 500;

async function started(
  options: IppPrinterServerOptions,
  { port }: PrinterFlags,
): Promise<OpenIppPrinter> {
  try {
    return await openIppPrinter(options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRNOTAVAIL') {
      throw new PrinterRefused(
        `${options.host} is no address of this machine: choose another --host`,
      );
    }
    throw inUse(error, port);
  }
}

function outputOf(
  { out }: PrinterFlags,
  reader: PdfDocumentReader,
  onError: (error: unknown) => void,
): FolderOutputTray | undefined {
  if (out === undefined) return undefined;
  try {
    return new FolderOutputTray(out, reader, onError);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new PrinterRefused(`${out} cannot be made (${code}): name a folder with --out`);
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
