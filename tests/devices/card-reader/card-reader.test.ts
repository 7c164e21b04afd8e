import { describe } from 'vitest';
import type { CardReader } from '../../../devices/card-reader/card-reader.ts';
import { CardReaderModel } from '../../../devices/card-reader/card-reader-model.ts';
import { PatientCardReader } from '../../../devices/card-reader/card-reader-patient.ts';
import type { CardSlot } from '../../../devices/card-reader/card-slot.ts';
import { OperatedCardReader } from '../../../devices/xfs/operated.ts';
import { Operation } from '../../../devices/xfs/operation.ts';
import { ExposedCardReader } from '../../../scenarios/sites/reader.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { cardReaderContract } from './card-reader.contract.ts';

type Fitted = { readonly reader: CardReader; readonly slot: CardSlot };

describe.each<[string, (model: CardReaderModel) => Fitted]>([
  ['the model', (model) => ({ reader: model, slot: model })],
  ['with patience', (model) => ({ reader: new PatientCardReader(model), slot: model })],
  [
    'of an operator',
    (model) => ({ reader: new OperatedCardReader(model, new Operation()), slot: model }),
  ],
  [
    'that a fault could befall',
    (model) => {
      const reader = new ExposedCardReader('in-001', model, (_, proceed) => proceed());
      return { reader, slot: reader };
    },
  ],
])('%s', (_, fitted) => {
  cardReaderContract(async () => {
    const time = new RealTime();
    return {
      ...fitted(new CardReaderModel()),
      run: (process) => time.run(process),
      clear: async () => time.stop(),
    };
  });
});
