import { faultKind } from '../injection/fault.ts';
import { comesBack, comesBackMs } from './citizen-comes-back.ts';

/** カードの取り忘れ: the card stays on the reader when its holder goes. */
export const citizenForgetsCard = faultKind(
  {
    kind: 'citizen.forgets-card',
    site: 'citizen',
    en: 'The citizen leaves without the card',
    ja: '利用者がカードを取り忘れる',
    source: 'DEV-2 (S1, S4, P32): the kiosk warns by voice and screen',
    params: { comesBack },
  },
  {
    // biome-ignore lint/correctness/useYield: it is decided before.
    *strike({ params }) {
      return { kind: 'forgets', what: 'card', backAfterMs: comesBackMs(params) };
    },
  },
);
