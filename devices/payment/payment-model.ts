import type { Process } from '../../sim/process.ts';
import type { Tender } from './cash.ts';
import { CASH_SETTINGS, CashAcceptorModel, type CashSettings } from './cash-acceptor-model.ts';
import type { CashSlot } from './cash-slot.ts';
import type { PaymentOutcome, PaymentUnit } from './payment.ts';
import { AcceptorPaymentUnit } from './payment-acceptor.ts';

/** A payment unit without hardware, and the slot into which a hand puts the money. */
export class ModelPaymentUnit implements PaymentUnit, CashSlot {
  /** The device below it, which XFS4IoT speaks to. */
  readonly acceptor: CashAcceptorModel;
  readonly #unit: PaymentUnit;

  constructor(settings: CashSettings = CASH_SETTINGS) {
    this.acceptor = new CashAcceptorModel(settings);
    this.#unit = new AcceptorPaymentUnit(this.acceptor);
  }

  get insertedYen(): number {
    return this.acceptor.insertedYen;
  }

  get takingsYen(): number {
    return this.acceptor.takingsYen;
  }

  get missingYen(): number {
    return this.acceptor.missingYen;
  }

  collect(yen: number): Process<PaymentOutcome> {
    return this.#unit.collect(yen);
  }

  lastCollection(): Process<PaymentOutcome> {
    return this.#unit.lastCollection();
  }

  refund(yen: number): Process {
    return this.#unit.refund(yen);
  }

  insert(tender: Tender): void {
    this.acceptor.insert(tender);
  }

  withdraw(): void {
    this.acceptor.withdraw();
  }

  cancel(): void {
    this.acceptor.cancel();
  }
}
