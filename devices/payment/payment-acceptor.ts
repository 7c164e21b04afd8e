import assert from 'node:assert/strict';
import type { Process } from '../../sim/process.ts';
import type { CashAcceptor, CashAnswer } from './cash-acceptor.ts';
import type { PaymentOutcome, PaymentUnit } from './payment.ts';

const COLLECTED: PaymentOutcome = { kind: 'collected' };

/** A kiosk's payment unit over any CashAcceptor. */
export class AcceptorPaymentUnit implements PaymentUnit {
  readonly #acceptor: CashAcceptor;

  constructor(acceptor: CashAcceptor) {
    this.#acceptor = acceptor;
  }

  get insertedYen(): number {
    return this.#acceptor.insertedYen;
  }

  get takingsYen(): number {
    return this.#acceptor.takingsYen;
  }

  *collect(yen: number): Process<PaymentOutcome> {
    const acceptor = this.#acceptor;
    let answer = yield* acceptor.cashInStart(yen);
    if (answer.completionCode !== 'success') return refused(answer);
    let isEnded = false;
    try {
      answer = yield* acceptor.cashIn();
      if (answer.completionCode === 'success') answer = yield* acceptor.cashInEnd();
      isEnded = answer.completionCode === 'success';
    } finally {
      // Also if nobody waits for it any more: who goes has the money back.
      if (!isEnded) yield* acceptor.cashInRollback();
    }
    return isEnded ? COLLECTED : refused(answer);
  }

  *lastCollection(): Process<PaymentOutcome> {
    const { status } = yield* this.#acceptor.getCashInStatus();
    if (status === 'ok') return COLLECTED;
    return { kind: 'refused', reason: status === 'unknown' ? 'nothing was asked for' : status };
  }

  *refund(yen: number): Process {
    const { completionCode } = yield* this.#acceptor.dispense(yen);
    assert(completionCode === 'success', `a payment unit cannot give ${yen} yen back`);
  }
}

/** Why nothing was collected, in the words of a kiosk's journal. */
function refused(answer: CashAnswer): PaymentOutcome {
  switch (answer.completionCode) {
    case 'timeOut':
      return TIMED_OUT;
    case 'canceled':
      return CANCELED;
    case 'commandErrorCode':
      return answer.errorCode === 'shortage'
        ? NO_CHANGE
        : { kind: 'refused', reason: 'out-of-order' };
    default:
      return JAMMED;
  }
}

const TIMED_OUT: PaymentOutcome = { kind: 'refused', reason: 'time-out' };
const CANCELED: PaymentOutcome = { kind: 'refused', reason: 'canceled' };
const NO_CHANGE: PaymentOutcome = { kind: 'refused', reason: 'no-change' };
const JAMMED: PaymentOutcome = { kind: 'refused', reason: 'jam' };
