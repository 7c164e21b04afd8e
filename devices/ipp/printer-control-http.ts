import { PNG } from 'pngjs';
import type { IppPrinter } from './ipp-printer.ts';
import { CONDITION_NAMES, CONDITIONS, parsePrinterFault } from './printer-condition.ts';

/** A request to the printer's control, which no real printer has. */
export interface ControlRequest {
  readonly method: string;
  readonly path: string;
  /** The page that a browser sends it for. */
  readonly origin: string | undefined;
  readonly body: string;
}

export interface ControlAnswer {
  readonly status: number;
  readonly type: string;
  readonly content: string | Uint8Array;
}

const PATHS = ['/', '/icon.png', '/status', '/faults', '/power'];

export function isControl(path: string): boolean {
  return PATHS.includes(path);
}

/** Tells how the printer is, lets faults begin and end, and switches it off and on. */
export function answerControl(
  printer: IppPrinter,
  { method, path, origin, body }: ControlRequest,
  ownOrigin: string,
): ControlAnswer {
  // Another page that is open in a browser of this machine must not command the printer.
  if (origin !== undefined && origin !== ownOrigin) return said(403, { error: 'another origin' });
  const isRead = method === 'GET' || method === 'HEAD';
  if (isRead && path === '/icon.png') return { status: 200, type: 'image/png', content: icon() };
  if (isRead && path === '/') return { status: 200, type: 'text/html', content: page(printer) };
  if (isRead) return said(200, statusOf(printer));
  if (method !== 'POST') return said(405, { error: 'GET tells, POST commands' });
  if (path === '/faults') return command(printer, body.trim());
  if (path === '/power') return power(printer, body.trim());
  return said(405, { error: 'only /faults and /power take commands' });
}

/** What a program wants to know of a printer, without whose jobs they are. */
export function statusOf(printer: IppPrinter) {
  const { engine, spool } = printer;
  return {
    name: printer.identity.name,
    uri: printer.identity.uri,
    state: printer.state,
    reasons: printer.stateReasons,
    conditions: engine.conditions,
    counters: { ...engine.counters, jobs: spool.completedJobs },
    trays: Object.fromEntries(engine.trays),
    sheetsInOutput: engine.sheetsInOutput,
    tonerPercent: engine.tonerPercent,
    documentsInSpool: spool.documents,
    jobs: spool.unfinished.map(({ id, state, reasons, sheets, sheetsCompleted }) => {
      return { id, state, reasons, sheets, sheetsCompleted };
    }),
  };
}

/** `jam`, `jam@3`, `clear` or `clear jam`. */
function command(printer: IppPrinter, text: string): ControlAnswer {
  const [, cleared] = /^clear(?: ([a-z-]+))?$/.exec(text) ?? [undefined, 'nothing'];
  const named = CONDITION_NAMES.find((name) => name === cleared);
  if (cleared === undefined || named !== undefined) {
    printer.engine.clear(named);
    return said(200, statusOf(printer));
  }
  const fault = parsePrinterFault(text);
  if (fault === undefined) {
    const names = CONDITION_NAMES.join(', ');
    const error = `write one of ${names}, with @n for the nth sheet from now on, or clear`;
    return said(400, { error });
  }
  printer.engine.inject(fault);
  return said(200, statusOf(printer));
}

function power(printer: IppPrinter, text: string): ControlAnswer {
  if (text === 'off') printer.switchOff();
  else if (text === 'on') printer.switchOn();
  else return said(400, { error: 'write on or off' });
  return said(200, statusOf(printer));
}

function said(status: number, content: unknown): ControlAnswer {
  return { status, type: 'application/json', content: `${JSON.stringify(content, null, 2)}\n` };
}

/** The page that `printer-more-info` points to. */
function page(printer: IppPrinter): string {
  const { engine, identity, state } = printer;
  const matters =
    engine.conditions.map((name) => CONDITIONS[name].text).join(' ') || 'All is well.';
  const { sheets, impressions, spoiltSheets } = engine.counters;
  const counted = `${sheets} sheets, ${impressions} impressions, ${spoiltSheets} spoilt sheets`;
  const [title, uri] = [escaped(identity.name), escaped(identity.uri)];
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>
<h1>${title}</h1><p>${uri}: ${state}. ${matters}</p><p>${counted}.</p></html>\n`;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A printer, as far as 64 by 64 pixels show one: IPP Everywhere asks for a picture. */
function icon(): Uint8Array {
  const png = new PNG({ width: 64, height: 64 });
  const fill = (
    from: readonly [number, number],
    until: readonly [number, number],
    grey: number,
  ) => {
    for (let y = from[1]; y < until[1]; y++) {
      const row = (y * 64 + from[0]) * 4;
      for (let at = row; at < row + (until[0] - from[0]) * 4; at += 4) {
        png.data.set([grey, grey, grey, 255], at);
      }
    }
  };
  fill([16, 6], [48, 26], 230);
  fill([6, 24], [58, 46], 90);
  fill([16, 38], [48, 58], 245);
  return PNG.sync.write(png);
}
