import type { Printer } from '../../devices/printer/printer.ts';
import { openRemotePrinter } from '../../devices/printer/printer-ipp-http.ts';
import { ippPlace } from '../../devices/printer/printer-ipp-place.ts';
import { HardwareRefused, type KioskMeans } from './kiosk-hardware.ts';

/** A true printer that answers, for one kiosk. */
export interface AttachedPrinter {
  printer(means: KioskMeans): Printer;
  close(): Promise<void>;
}

/** Opens the printer at a URL; throws HardwareRefused if none that can be used answers there. */
export type PrinterAt = (url: string, tell: (line: string) => void) => Promise<AttachedPrinter>;

/** Opens a printer that speaks IPP; a password in its URL is not repeated. */
export const printerAt: PrinterAt = async (url, tell) => {
  const opened = await openRemotePrinter(url, tell);
  if (opened.kind === 'refused') {
    throw new HardwareRefused(
      `the printer ${ippPlace(url)?.printerUri ?? 'of the scenario'} cannot be used: ${opened.why}; see that it is on and prints PDF, or ` +
        'leave it out, and a model prints',
    );
  }
  const { printer, close } = opened;
  return { printer: ({ runner, pageReader }) => printer(runner, pageReader), close };
};
