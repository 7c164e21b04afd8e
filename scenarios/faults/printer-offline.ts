import type { PrinterStop } from '../../devices/printer/printer.ts';
import { faultKind } from '../injection/fault.ts';

/** プリンタ無応答: it does not answer, whatever it is asked, and stops where it was. */
export const printerOffline = faultKind(
  {
    kind: 'printer.offline',
    site: 'printer',
    en: 'The printer of a kiosk does not answer any more',
    ja: 'キオスク端末のプリンタが応答しなくなる',
    source: 'DEV-1 (P30); printer-state-reasons timed-out (RFC 8011 §5.4.12)',
    params: {},
  },
  {
    *strike({ call, over }, proceed) {
      if (call.operation !== 'clear') return TIMED_OUT;
      yield* over.wait();
      return yield* proceed();
    },
    breakOff: () => TIMED_OUT,
  },
);

const TIMED_OUT: PrinterStop = { kind: 'stopped', reason: 'timed-out' };
