import { CardReaderModel } from '../../../devices/card-reader/card-reader-model.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { cardReaderContract } from './card-reader.contract.ts';

cardReaderContract(async () => {
  const reader = new CardReaderModel();
  const time = new RealTime();
  return {
    reader,
    slot: reader,
    run: (process) => time.run(process),
    clear: async () => time.stop(),
  };
});
