import { sleep } from '../../sim/process.ts';
import { Duration, durationMs } from '../../sim/units.ts';
import { faultKind } from '../injection/fault.ts';

/** カードの応答遅延: every answer comes late. */
export const cardSlow = faultKind(
  {
    kind: 'card.slow',
    site: 'reader',
    en: 'The card takes longer to answer each command',
    ja: 'カードの応答が遅い',
    source: 'DEV-3 (P106): a card that lies badly is read again and again',
    params: {
      by: Duration.default('2s').describe('How much longer each answer takes'),
    },
  },
  {
    concerns: (_, { operation }) => operation === 'transmit',
    *strike({ params }, proceed) {
      yield sleep(durationMs(params.by));
      return yield* proceed();
    },
  },
);
