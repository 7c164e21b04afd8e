import { z } from 'zod';
import { STATUS } from '../../devices/card/card.ts';
import { faultKind } from '../injection/fault.ts';

/** 起動直後の異常: the card is not ready when the first command comes. */
export const cardPowerUpError = faultKind(
  {
    kind: 'card.power-up-error',
    site: 'reader',
    en: 'The card answers 6F00 to the first command after power-up, and is well afterwards',
    ja: '起動直後の最初のコマンドにカードが6F00を返し、以後は正常に動作する',
    source:
      'Seen on real cards (soltia48/myna-card); 6F00 is no precise diagnosis (ISO/IEC 7816-4)',
    params: {
      commands: z
        .int()
        .min(1)
        .default(1)
        .describe('How many commands after power-up; a kiosk asks once more, and not again'),
    },
  },
  {
    concerns: ({ commands }, { operation, nth = 0 }) => operation === 'transmit' && nth <= commands,
    // biome-ignore lint/correctness/useYield: it fails at once.
    *strike() {
      return { data: new Uint8Array(0), status: STATUS.noDiagnosis };
    },
  },
);
