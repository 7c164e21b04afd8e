import { z } from 'zod';
import { Duration, durationMs } from '../../sim/units.ts';
import { within } from '../../sim/waiting.ts';
import { faultKind } from '../injection/fault.ts';

/** 紙詰まり: a sheet stays in the printer; those before it came out whole. */
export const printerJam = faultKind(
  {
    kind: 'printer.jam',
    site: 'printer',
    en: 'Paper jams in the printer of a kiosk in the middle of a document',
    ja: 'キオスク端末のプリンタで印刷中に紙が詰まる',
    source: 'DEV-1 (P30); printer-state-reasons media-jam (RFC 8011 §5.4.12)',
    params: {
      afterImpressions: z
        .int()
        .min(0)
        .default(0)
        .describe('Pages of the document that have come out whole before'),
      clearedAfter: Duration.default('5m').describe(
        'How long until the staff of the store has cleared it; the end of the fault does, too',
      ),
    },
  },
  {
    concerns: ({ afterImpressions }, { operation, nth }) =>
      operation === 'clear' || (operation === 'feed' && nth === afterImpressions + 1),
    *strike({ params, call, over }, proceed) {
      if (call.operation === 'feed') return { kind: 'stopped', reason: 'media-jam' };
      yield* within(durationMs(params.clearedAfter), over.wait());
      return yield* proceed();
    },
  },
);
