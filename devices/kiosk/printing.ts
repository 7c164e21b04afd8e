import type { CertificateDocument } from '../../server/contract.ts';
import { type Process, sleep } from '../../sim/process.ts';
import type { KioskPorts } from '../citizen/visit.ts';
import type { PrinterStop, PrintOutcome } from '../printer/printer.ts';
import type { Account } from './account.ts';

/** How often a kiosk asks whether a printer that has stopped is ready again, ms. */
export const PRINTER_POLL_MS = 5_000;

/**
 * Prints a document, and answers why it is not whole, or undefined if it is. No page is lost and
 * none doubled: what is printed after a stop is decided from the impressions completed.
 */
export function* printWhole(
  document: CertificateDocument,
  account: Account,
  ports: KioskPorts,
): Process<PrinterStop | undefined> {
  for (;;) {
    const printed = yield* printedPages(document, account, ports);
    if (printed.kind === 'printed' || account.isWhole) return undefined;
    if (!(yield* readyAgain(ports))) return printed;
  }
}

/** What comes out is told in any case, also if the printing is broken off. */
function* printedPages(
  document: CertificateDocument,
  account: Account,
  { printer }: KioskPorts,
): Process<PrintOutcome> {
  let printed: PrintOutcome | undefined;
  try {
    printed = yield* printer.print(document, account.pagesOut + 1);
    return printed;
  } finally {
    account.deliver((printed ?? { pages: printer.cameOut }).pages);
  }
}

/** Waits for the printer, as long as what is missing is to be printed at all. */
function* readyAgain({ recovery, printer }: KioskPorts): Process<boolean> {
  if (recovery?.kind !== 'reprint') return false;
  for (let waitedMs = 0; waitedMs < recovery.patienceMs; waitedMs += PRINTER_POLL_MS) {
    yield sleep(PRINTER_POLL_MS);
    if ((yield* printer.status()).kind === 'ready') return true;
  }
  return false;
}
