import { z } from 'zod';
import { faultKind } from '../injection/fault.ts';

/** 用紙切れ: known to the printer beforehand, unless the last sheets are just being printed on. */
export const printerEmpty = faultKind(
  {
    kind: 'printer.empty',
    site: 'printer',
    en: 'The printer of a kiosk has no paper, or runs out of it in the middle of a document',
    ja: 'キオスク端末のプリンタの用紙が切れる',
    source: 'DEV-1 (P30); printer-state-reasons media-empty (RFC 8011 §5.4.12)',
    params: {
      afterImpressions: z
        .int()
        .min(0)
        .default(0)
        .describe('Sheets that are left in it; with none it says so before anybody pays'),
    },
  },
  {
    concerns: ({ afterImpressions }, { operation, nth = 0 }) =>
      operation === 'feed'
        ? nth > afterImpressions
        : operation === 'clear' || afterImpressions === 0,
    *strike({ call, over }, proceed) {
      if (call.operation !== 'clear') return { kind: 'stopped', reason: 'media-empty' };
      yield* over.wait();
      return yield* proceed();
    },
  },
);
