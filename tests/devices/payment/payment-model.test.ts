import { expect, test } from 'vitest';
import { ModelPaymentUnit } from '../../../devices/payment/payment-model.ts';
import { answerOf } from '../card/card-conversation.ts';

test('a payment unit counts what it has taken less what it has given back', () => {
  const unit = new ModelPaymentUnit();
  expect(unit.takingsYen).toBe(0);
  expect(answerOf(unit.collect(200))).toEqual({ kind: 'collected' });
  expect(answerOf(unit.collect(300))).toEqual({ kind: 'collected' });
  expect(unit.takingsYen).toBe(500);
  answerOf(unit.refund(200));
  expect(unit.takingsYen).toBe(300);
});
