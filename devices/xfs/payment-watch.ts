import type { Payload } from '../../server/contract-bus.ts';
import type { Process } from '../../sim/process.ts';
import type { PaymentOutcome, PaymentUnit } from '../payment/payment.ts';

/** A payment unit that tells when it takes money and when it is done with it. */
export class WatchedPaymentUnit implements PaymentUnit {
  readonly #unit: PaymentUnit;
  readonly #onStatus: (status: Payload) => void;

  constructor(unit: PaymentUnit, onStatus: (status: Payload) => void) {
    this.#unit = unit;
    this.#onStatus = onStatus;
  }

  get insertedYen(): number {
    return this.#unit.insertedYen;
  }

  get takingsYen(): number {
    return this.#unit.takingsYen;
  }

  *collect(yen: number): Process<PaymentOutcome> {
    this.#onStatus({ intermediateStacker: 'notEmpty' });
    try {
      return yield* this.#unit.collect(yen);
    } finally {
      this.#onStatus(paymentStatus(this.#unit.insertedYen));
    }
  }

  lastCollection(): Process<PaymentOutcome> {
    return this.#unit.lastCollection();
  }

  refund(yen: number): Process {
    return this.#unit.refund(yen);
  }
}

/** The payment unit's part of Common.Status, by what lies in it that is nobody's yet. */
export function paymentStatus(insertedYen: number): Payload {
  return insertedYen > 0
    ? { intermediateStacker: 'notEmpty', stackerItems: 'noCustomerAccess', banknoteReader: 'ok' }
    : { intermediateStacker: 'empty', stackerItems: 'noItems', banknoteReader: 'ok' };
}
