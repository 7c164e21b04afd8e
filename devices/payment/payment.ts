import type { Process } from '../../sim/process.ts';

export type PaymentOutcome =
  | { readonly kind: 'collected' }
  /** Nothing is collected, and what was inserted is given back (CashInRollback). */
  | { readonly kind: 'refused'; readonly reason: string }
  /** No answer came in time: it may have been collected or not. */
  | { readonly kind: 'unheard' };

/**
 * The payment unit as its kiosk uses it: coins, notes, e-money. Amounts in yen. What it does are
 * whole transactions of a CashAcceptor.
 */
export interface PaymentUnit {
  /** Takes the fee that the citizen inserts (CashInStart, CashIn, CashInEnd or CashInRollback). */
  collect(yen: number): Process<PaymentOutcome>;
  /** What has become of the amount it was asked for last (XFS4IoT CashAcceptor.GetCashInStatus). */
  lastCollection(): Process<PaymentOutcome>;
  /** Gives an amount back (CashDispenser.Dispense). */
  refund(yen: number): Process;
  /** What lies in it that has been inserted, and neither collected nor given back. */
  readonly insertedYen: number;
  /** What the unit's own counter shows: collected less refunded, since it was installed. */
  readonly takingsYen: number;
}
