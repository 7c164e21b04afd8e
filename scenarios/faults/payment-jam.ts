import { faultKind } from '../injection/fault.ts';

/** 硬貨詰まり: what was inserted comes back (CashInRollback), and nothing is collected. */
export const paymentJam = faultKind(
  {
    kind: 'payment.jam',
    site: 'payment',
    en: 'A coin jams in the payment unit of a kiosk: what was inserted is given back',
    ja: 'キオスク端末の硬貨投入口で硬貨が詰まり、投入金が返却される',
    source:
      'XFS4IoT CashAcceptor, cashUnitError and CashInRollback; rates are not published (DEV-8)',
    params: {},
  },
  {
    // biome-ignore lint/correctness/useYield: what is jammed refuses at once.
    *strike() {
      return { kind: 'refused', reason: 'jam' };
    },
  },
);
