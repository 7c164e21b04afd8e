import { type Process, ready } from '../sim/process.ts';
import type { PaymentOutcome, PaymentUnit } from './payment.ts';

/** A payment unit that never fails; the citizen's think time is the time it takes. */
export class ModelPaymentUnit implements PaymentUnit {
  #takingsYen = 0;

  get takingsYen(): number {
    return this.#takingsYen;
  }

  collect(yen: number): Process<PaymentOutcome> {
    this.#takingsYen += yen;
    return ready({ kind: 'collected' });
  }

  refund(yen: number): Process {
    this.#takingsYen -= yen;
    return ready(undefined);
  }
}
