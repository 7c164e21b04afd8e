import type { Process } from '../sim/process.ts';
import type { PaymentOutcome, PaymentUnit } from './payment.ts';

/** A payment unit that never fails; the citizen's think time is the time it takes. */
export class ModelPaymentUnit implements PaymentUnit {
  #takingsYen = 0;

  get takingsYen(): number {
    return this.#takingsYen;
  }

  // biome-ignore lint/correctness/useYield: the port is a process; the model needs no time.
  *collect(yen: number): Process<PaymentOutcome> {
    this.#takingsYen += yen;
    return { kind: 'collected' };
  }

  // biome-ignore lint/correctness/useYield: the port is a process; the model needs no time.
  *refund(yen: number): Process {
    this.#takingsYen -= yen;
  }
}
