import type { PaymentOutcome, PaymentUnit } from '../../devices/payment/payment.ts';
import { type Process, ready } from '../../sim/process.ts';
import type { Around } from '../injection/site.ts';

const NOTHING = ready<PaymentOutcome>({ kind: 'refused', reason: 'nothing was collected' });

/** A kiosk’s payment unit, with what can befall it. */
export class ExposedPaymentUnit implements PaymentUnit {
  readonly #kiosk: string;
  readonly #unit: PaymentUnit;
  readonly #around: Around<'payment'>;
  #asked = 0;
  /** Whether the last collection came as far as to the unit’s cash box. */
  #isReached = false;

  constructor(kiosk: string, unit: PaymentUnit, around: Around<'payment'>) {
    this.#kiosk = kiosk;
    this.#unit = unit;
    this.#around = around;
  }

  get insertedYen(): number {
    return this.#unit.insertedYen;
  }

  get takingsYen(): number {
    return this.#unit.takingsYen;
  }

  collect(yen: number): Process<PaymentOutcome> {
    this.#isReached = false;
    const key = `${this.#kiosk}/${++this.#asked}`;
    const call = { operation: 'collect', kiosk: this.#kiosk, key };
    return this.#around(call, () => {
      this.#isReached = true;
      return this.#unit.collect(yen);
    });
  }

  lastCollection(): Process<PaymentOutcome> {
    return this.#isReached ? this.#unit.lastCollection() : NOTHING;
  }

  refund(yen: number): Process {
    return this.#unit.refund(yen);
  }
}
