import { describe } from 'vitest';
import {
  CashAcceptorModel,
  type CashSettings,
} from '../../../devices/payment/cash-acceptor-model.ts';
import type { PaymentUnit } from '../../../devices/payment/payment.ts';
import { AcceptorPaymentUnit } from '../../../devices/payment/payment-acceptor.ts';
import { ModelPaymentUnit } from '../../../devices/payment/payment-model.ts';
import { OperatedPaymentUnit } from '../../../devices/xfs/operated.ts';
import { Operation } from '../../../devices/xfs/operation.ts';
import { WatchedPaymentUnit } from '../../../devices/xfs/payment-watch.ts';
import { ExposedPaymentUnit } from '../../../scenarios/sites/payment.ts';
import { paymentContract } from './payment.contract.ts';

describe('over a cash acceptor', () => {
  paymentContract((settings) => {
    const acceptor = new CashAcceptorModel(settings);
    const unit = new AcceptorPaymentUnit(acceptor);
    return { unit, cash: acceptor, jam: () => acceptor.jam() };
  });
});

describe.each<[string, (model: ModelPaymentUnit) => PaymentUnit]>([
  ['the model', (model) => model],
  [
    'that a fault could befall',
    (model) => new ExposedPaymentUnit('in-001', model, (_, proceed) => proceed()),
  ],
  ['of an operator', (model) => new OperatedPaymentUnit(model, new Operation())],
  ['that is watched', (model) => new WatchedPaymentUnit(model, () => {})],
])('%s', (_, fitted) => {
  paymentContract((settings?: CashSettings) => {
    const model = new ModelPaymentUnit(settings);
    return { unit: fitted(model), cash: model, jam: () => model.acceptor.jam() };
  });
});
