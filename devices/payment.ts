import type { Process } from '../sim/process.ts';

export type PaymentOutcome =
  | { readonly kind: 'collected' }
  | { readonly kind: 'refused'; readonly reason: string };

/** The coin and e-money unit of a kiosk. Amounts in yen. */
export interface PaymentUnit {
  /** Takes the fee the citizen has inserted. */
  collect(yen: number): Process<PaymentOutcome>;
  /** Gives an amount back. */
  refund(yen: number): Process;
  /** What the unit's own counter shows: collected less refunded, since it was installed. */
  readonly takingsYen: number;
}
