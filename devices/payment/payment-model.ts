import { type Process, ready } from '../../sim/process.ts';
import type { PaymentOutcome, PaymentUnit } from './payment.ts';

const COLLECTED = ready<PaymentOutcome>({ kind: 'collected' });

/** A payment unit that never fails; the citizen's think time is the time it takes. */
export class ModelPaymentUnit implements PaymentUnit {
  #insertedYen = 0;
  #takingsYen = 0;
  #last: PaymentOutcome = { kind: 'refused', reason: 'nothing was asked for' };

  get insertedYen(): number {
    return this.#insertedYen;
  }

  get takingsYen(): number {
    return this.#takingsYen;
  }

  collect(yen: number): Process<PaymentOutcome> {
    this.#insertedYen += yen;
    this.#takingsYen += yen;
    this.#insertedYen -= yen;
    this.#last = { kind: 'collected' };
    return COLLECTED;
  }

  lastCollection(): Process<PaymentOutcome> {
    return ready(this.#last);
  }

  refund(yen: number): Process {
    this.#takingsYen -= yen;
    return ready(undefined);
  }
}
