import { faultKind } from '../injection/fault.ts';

/** 釣銭切れ: to whom change would be due, it gives back what was inserted. */
export const paymentNoChange = faultKind(
  {
    kind: 'payment.no-change',
    site: 'payment',
    en: 'The payment unit has no change: it gives back what it cannot change',
    ja: 'キオスク端末の釣銭が切れ、釣銭の要る投入金が返却される',
    source: 'XFS4IoT CashAcceptor, cashUnitError; how many need change is for `probability` to say',
    params: {},
  },
  {
    // biome-ignore lint/correctness/useYield: it knows at once what it has.
    *strike() {
      return { kind: 'refused', reason: 'no-change' };
    },
  },
);
