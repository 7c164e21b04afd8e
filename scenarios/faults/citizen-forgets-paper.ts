import { faultKind } from '../injection/fault.ts';
import { comesBack, comesBackMs } from './citizen-comes-back.ts';

/** 証明書の取り忘れ: the paper stays in the output tray when its owner goes. */
export const citizenForgetsPaper = faultKind(
  {
    kind: 'citizen.forgets-paper',
    site: 'citizen',
    en: 'The citizen leaves without the certificate',
    ja: '利用者が証明書を取り忘れる',
    source: 'DEV-2 (S1, S4, P32): the kiosk warns by voice and screen; no refund (DEV-5, S4)',
    params: { comesBack },
  },
  {
    // biome-ignore lint/correctness/useYield: it is decided before.
    *strike({ params }) {
      return { kind: 'forgets', what: 'paper', backAfterMs: comesBackMs(params) };
    },
  },
);
