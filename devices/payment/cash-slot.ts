import type { Tender } from './cash.ts';

/** Where a citizen's hand puts money into a payment unit. */
export interface CashSlot {
  /**
   * Holds money out, instead of what was held out before: the unit takes it piece by piece as soon
   * as an amount is asked for, till that is there, and no more.
   */
  insert(tender: Tender): void;
  /** Puts back into the purse what is still in the hand. */
  withdraw(): void;
  /** The citizen turns the lever, or touches 取消: whatever was inserted is to come back. */
  cancel(): void;
  /** What is missing of the amount it asks for; 0 while it takes nothing. */
  readonly missingYen: number;
}
