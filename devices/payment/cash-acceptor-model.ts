import { type Process, ready } from '../../sim/process.ts';
import { Signal, TIMED_OUT, within } from '../../sim/waiting.ts';
import {
  type Cash,
  cashOf,
  changeOf,
  DENOMINATIONS,
  minus,
  NO_CASH,
  plus,
  type Tender,
  yenOf,
} from './cash.ts';
import type {
  CashAcceptor,
  CashAnswer,
  CashEvent,
  CashInReport,
  StorageUnit,
} from './cash-acceptor.ts';
import type { CashSlot } from './cash-slot.ts';

/** What payment units of one build have in common. */
export interface CashSettings {
  /** What a unit holds for change when its day begins. */
  readonly float: Cash;
  /** How long it waits for the amount to come together, ms. */
  readonly timeoutMs: number;
  /** A value of which it holds so many pieces or fewer is told to be low (XFS4IoT thresholds). */
  readonly lowFrom: number;
}

/** Not published; a box of change as small shops fill it, inferred. */
export const CASH_SETTINGS: CashSettings = {
  float: cashOf({ 500: 20, 100: 100, 50: 40, 10: 100 }),
  timeoutMs: 120_000,
  lowFrom: 5,
};

/** One amount that it was asked for. */
interface Transaction {
  readonly askedYen: number;
  status: CashInReport['status'];
  cash: Cash;
  insertedYen: number;
  eMoneyYen: number;
  refused: number;
  /** What CashIn is to answer, as soon as it is known. */
  answer: CashAnswer | undefined;
  /** Fires when it is, for whoever waits for it. */
  known: Signal | undefined;
}

/**
 * A payment unit without hardware. It takes only what it could change, and after that also give
 * back: a fee that was collected can be refunded as long as nothing else has been asked for.
 */
export class CashAcceptorModel implements CashAcceptor, CashSlot {
  readonly #settings: CashSettings;
  #box: Cash;
  #takingsYen = 0;
  #transaction: Transaction | undefined;
  #hand: Tender | undefined;
  #isJammed = false;
  #tell: ((event: CashEvent) => void) | undefined;

  constructor(settings: CashSettings = CASH_SETTINGS) {
    this.#settings = settings;
    this.#box = settings.float;
  }

  get takingsYen(): number {
    return this.#takingsYen;
  }

  get insertedYen(): number {
    const open = this.#open;
    return open === undefined ? 0 : open.insertedYen;
  }

  get missingYen(): number {
    const open = this.#open;
    return open?.answer !== undefined ? 0 : Math.max(0, (open?.askedYen ?? 0) - this.insertedYen);
  }

  listen(listener: (event: CashEvent) => void): void {
    this.#tell = listener;
  }

  /** A piece jams in it: what came in goes back, and nothing is taken until it is cleared. */
  jam(): void {
    this.#isJammed = true;
    this.#tell?.({ name: 'storageError', failure: 'cashUnitError' });
    this.#settle(JAMMED);
  }

  clear(): void {
    this.#isJammed = false;
  }

  insert(tender: Tender): void {
    this.#hand = tender;
    this.#take();
  }

  withdraw(): void {
    this.#hand = undefined;
  }

  cancel(): void {
    this.#settle(CANCELED);
  }

  cashInStart(yen: number): Process<CashAnswer> {
    if (this.#isJammed) return READY_JAMMED;
    if (this.#open !== undefined) return READY_ACTIVE;
    this.#transaction = {
      askedYen: yen,
      status: 'active',
      cash: NO_CASH,
      insertedYen: 0,
      eMoneyYen: 0,
      refused: 0,
      answer: undefined,
      known: undefined,
    };
    if (yen === 0) this.#settle(DONE);
    return READY_DONE;
  }

  cashIn(): Process<CashAnswer> {
    const open = this.#open;
    if (open === undefined) return READY_INACTIVE;
    this.#tell?.(INSERT_ITEMS);
    this.#take();
    return open.answer === undefined ? this.#comesTogether(open) : ready(open.answer);
  }

  *#comesTogether(open: Transaction): Process<CashAnswer> {
    open.known ??= new Signal();
    const waited = yield* within(this.#settings.timeoutMs, open.known.wait());
    if (waited === TIMED_OUT) open.answer ??= LATE;
    return open.answer ?? LATE;
  }

  #settle(answer: CashAnswer): void {
    const open = this.#open;
    if (open === undefined || open.answer !== undefined) return;
    open.answer = answer;
    open.known?.fire();
  }

  cashInEnd(): Process<CashAnswer> {
    const open = this.#open;
    if (open === undefined) return READY_INACTIVE;
    if (this.#isJammed) return READY_JAMMED;
    const change = this.#changeFor(open);
    if (change === undefined) return READY_SHORT;
    this.#box = minus(plus(this.#box, open.cash), change);
    this.#takingsYen += open.askedYen;
    open.status = 'ok';
    if (this.#tell !== undefined) this.#tellChange(this.#tell, change);
    return READY_DONE;
  }

  cashInRollback(): Process<CashAnswer> {
    const open = this.#open;
    if (open === undefined) return READY_INACTIVE;
    open.status = 'rollback';
    if (open.insertedYen > 0) this.#tell?.({ name: 'itemsPresented', cash: open.cash });
    open.insertedYen = 0;
    return READY_DONE;
  }

  getCashInStatus(): Process<CashInReport> {
    const last = this.#transaction;
    if (last === undefined) return ready(NEVER);
    const { status, askedYen, cash, eMoneyYen, refused: numOfRefused } = last;
    return ready({ status, askedYen, cash, eMoneyYen, numOfRefused });
  }

  getStorage(): Process<readonly StorageUnit[]> {
    return ready(DENOMINATIONS.map((_, index) => this.#unit(index)));
  }

  dispense(yen: number): Process<CashAnswer> {
    const last = this.#transaction;
    const byEMoney = last?.status === 'ok' && last.eMoneyYen >= yen;
    const coins = byEMoney ? NO_CASH : changeOf(yen, this.#box);
    if (coins === undefined) return READY_SHORT;
    this.#box = minus(this.#box, coins);
    this.#takingsYen -= yen;
    if (!byEMoney) this.#tell?.({ name: 'itemsPresented', cash: coins });
    return READY_DONE;
  }

  get #open(): Transaction | undefined {
    return this.#transaction?.status === 'active' ? this.#transaction : undefined;
  }

  /** Takes out of the hand what is missing. */
  #take(): void {
    const open = this.#open;
    const hand = this.#hand;
    if (open === undefined || hand === undefined || open.answer !== undefined) return;
    this.#hand = undefined;
    if (hand.kind === 'cash') this.#takePieces(open, hand.pieces);
    else this.#takeEMoney(open, hand.balanceYen);
    if (open.insertedYen >= open.askedYen) this.#settle(DONE);
  }

  #takePieces(open: Transaction, pieces: Cash): void {
    const left = [...pieces];
    const taken = DENOMINATIONS.map((value, index) => {
      const missing = Math.ceil(Math.max(0, open.askedYen - open.insertedYen) / value);
      const count = Math.min(left[index] ?? 0, missing);
      open.insertedYen += count * value;
      left[index] = (left[index] ?? 0) - count;
      return count;
    });
    open.cash = plus(open.cash, taken);
    if (left.some((count) => count > 0)) this.#hand = { kind: 'cash', pieces: left };
    this.#tell?.({ name: 'subCashIn', cash: taken, eMoneyYen: 0 });
  }

  /** E-money pays all of it or nothing, and only where no coin lies in the unit. */
  #takeEMoney(open: Transaction, balanceYen: number): void {
    if (balanceYen < open.askedYen || open.insertedYen > 0) {
      open.refused += 1;
      this.#tell?.({ name: 'inputRefuse', reason: 'balance' });
      return;
    }
    open.eMoneyYen = open.askedYen;
    open.insertedYen = open.askedYen;
    this.#tell?.({ name: 'subCashIn', cash: NO_CASH, eMoneyYen: open.askedYen });
  }

  /** What is to be given back of what came in; undefined if there are no coins for it. */
  #changeFor({ askedYen, insertedYen, eMoneyYen, cash }: Transaction): Cash | undefined {
    if (eMoneyYen > 0) return NO_CASH;
    if (insertedYen < askedYen) return undefined;
    // Coins that make the fee exactly can be given back as they came.
    if (insertedYen === askedYen && cash[0] === 0) return NO_CASH;
    const box = plus(this.#box, cash);
    const change = changeOf(insertedYen - askedYen, box);
    const isRefundable = change !== undefined && changeOf(askedYen, minus(box, change));
    return isRefundable ? change : undefined;
  }

  #tellChange(tell: (event: CashEvent) => void, change: Cash): void {
    if (yenOf(change) > 0) tell({ name: 'itemsPresented', cash: change });
    change.forEach((count, index) => {
      const unit = this.#unit(index);
      if (count > 0 && unit.status !== 'ok') tell({ name: 'storageThreshold', unit });
    });
  }

  #unit(index: number): StorageUnit {
    const value = DENOMINATIONS[index] ?? 1;
    const count = this.#box[index] ?? 0;
    const isLow = count <= this.#settings.lowFrom;
    const fill = count === 0 ? 'empty' : isLow ? 'low' : 'ok';
    const type = index === 0 ? 'cashIn' : 'cashRecycle';
    return { value, type, count, status: this.#isJammed ? 'inoperative' : fill };
  }
}

const DONE: CashAnswer = { completionCode: 'success' };
const LATE: CashAnswer = { completionCode: 'timeOut' };
const CANCELED: CashAnswer = { completionCode: 'canceled' };
const JAMMED: CashAnswer = { completionCode: 'hardwareError' };
const READY_DONE = ready(DONE);
const READY_JAMMED = ready(JAMMED);
const READY_ACTIVE = answering('cashInActive');
const READY_INACTIVE = answering('noCashInActive');
const READY_SHORT = answering('shortage');
const INSERT_ITEMS: CashEvent = { name: 'insertItems' };

const NEVER: CashInReport = {
  status: 'unknown',
  askedYen: 0,
  cash: NO_CASH,
  eMoneyYen: 0,
  numOfRefused: 0,
};

function answering(errorCode: 'cashInActive' | 'noCashInActive' | 'shortage'): Process<CashAnswer> {
  return ready({ completionCode: 'commandErrorCode', errorCode });
}
