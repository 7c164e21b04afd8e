import type { PrinterTrouble } from '../../devices/printer/printer-model.ts';
import type { Around } from '../injection/site.ts';

/** What can befall a kiosk’s printer when it is asked, at each sheet, and while it is repaired. */
export function printerTrouble(kiosk: string, around: Around<'printer'>): PrinterTrouble {
  let done = 0;
  return ({ operation, sheet }, proceed) =>
    around({ operation, kiosk, key: `${kiosk}/${++done}`, nth: sheet }, proceed);
}
