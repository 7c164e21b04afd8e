import { z } from 'zod';
import { CertificateOptions, CertificateType, MunicipalityCode } from '../../server/contract.ts';
import { PRINTER_STOPS } from './printer-lever.ts';

function act<N extends string>(action: N) {
  return z.strictObject({ action: z.literal(action) });
}

/** Pieces that lie ready for the person, in yen: a note and coins. */
export const PURSE_YEN = [1000, 500, 100, 50, 10] as const;

/** What a person at the panel, or the tester beside it, can do. */
export const PanelAction = z.discriminatedUnion('action', [
  // Somebody is there.
  act('touch'),
  act('start'),
  act('agree'),
  act('cancel'),
  act('back'),
  act('municipality').extend({ municipality: MunicipalityCode }),
  act('digit').extend({ digit: z.string().regex(/^\d$/) }),
  act('erase'),
  act('enter'),
  act('select').extend({ type: CertificateType }),
  act('options').extend({ options: CertificateOptions }),
  act('confirm'),
  act('insert').extend({ yen: z.literal(PURSE_YEN) }),
  // Holds out e-money.
  act('tap'),
  act('take'),
  act('finish'),
  // What only a tester does.
  act('insert-card').extend({
    resident: z.int().min(0).max(99_999_999),
    damaged: z.boolean().default(false),
  }),
  act('remove-card'),
  act('stop-printer').extend({ reason: z.enum(PRINTER_STOPS) }),
  act('clear-printer'),
  act('jam-coins'),
  act('clear-coins'),
]);
export type PanelAction = z.infer<typeof PanelAction>;
