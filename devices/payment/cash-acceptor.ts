import type { Process } from '../../sim/process.ts';
import type { Cash, Denomination } from './cash.ts';

/** How a command ended, in the words of XFS4IoT (completion code, error code of CashAcceptor). */
export type CashAnswer =
  | { readonly completionCode: 'success' }
  | {
      readonly completionCode: 'commandErrorCode';
      readonly errorCode: 'cashUnitError' | 'cashInActive' | 'noCashInActive' | 'shortage';
    }
  | { readonly completionCode: 'timeOut' | 'canceled' | 'hardwareError' };

/** Where the transaction under way or the last one stands (CashAcceptor.GetCashInStatus). */
export interface CashInReport {
  readonly status: 'ok' | 'rollback' | 'active' | 'unknown';
  /** The amount it was for, in yen. */
  readonly askedYen: number;
  /** What came in: still there while it is active, given back if it was rolled back. */
  readonly cash: Cash;
  readonly eMoneyYen: number;
  /** Pieces or cards it did not take. */
  readonly numOfRefused: number;
}

/** One compartment of a payment unit (Storage.GetStorage); `count` pieces of `value` yen. */
export interface StorageUnit {
  readonly value: Denomination;
  readonly type: 'cashIn' | 'cashRecycle';
  readonly count: number;
  /** How full it is: change is given from it as long as it is not empty. */
  readonly status: 'ok' | 'low' | 'empty' | 'inoperative';
}

/** What it tells of its own accord; names as events of CashAcceptor and Storage. */
export type CashEvent =
  | { readonly name: 'insertItems' }
  | { readonly name: 'subCashIn'; readonly cash: Cash; readonly eMoneyYen: number }
  | { readonly name: 'inputRefuse'; readonly reason: 'cashInUnitFull' | 'foreignItems' | 'balance' }
  | { readonly name: 'itemsPresented'; readonly cash: Cash }
  | { readonly name: 'storageThreshold'; readonly unit: StorageUnit }
  | { readonly name: 'storageError'; readonly failure: 'cashUnitError' };

/**
 * The device that takes money, in the words of XFS4IoT CashAcceptor: a transaction for an amount,
 * at most one at a time. E-money, which XFS4IoT leaves out, comes in like a piece of that amount.
 */
export interface CashAcceptor {
  /** Begins a transaction for an amount (CashInStart). */
  cashInStart(yen: number): Process<CashAnswer>;
  /** Opens the slot till the amount is there (CashIn); what is inserted is kept apart. */
  cashIn(): Process<CashAnswer>;
  /** Stows what came in and gives change (CashInEnd): from then on the fee is collected. */
  cashInEnd(): Process<CashAnswer>;
  /** Gives everything back that came in (CashInRollback). */
  cashInRollback(): Process<CashAnswer>;
  getCashInStatus(): Process<CashInReport>;
  getStorage(): Process<readonly StorageUnit[]>;
  /** Gives an amount back that was collected (CashDispenser.Dispense, or the card's credit). */
  dispense(yen: number): Process<CashAnswer>;
  /** Tells what happens from now on, to one listener. */
  listen(listener: (event: CashEvent) => void): void;
  /** What lies in it that came in, and is neither stowed nor given back. */
  readonly insertedYen: number;
  /** What its own counter shows: collected less given back, since it was installed. */
  readonly takingsYen: number;
}
