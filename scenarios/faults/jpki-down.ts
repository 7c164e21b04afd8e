import { refused } from '../../server/problems.ts';
import { faultKind } from '../injection/fault.ts';
import { FLAPPING, flaps } from '../injection/fault-flapping.ts';

/** JPKI停止: the centre cannot find out whether a certificate is valid, and lets nobody in. */
export const jpkiDown = faultKind(
  {
    kind: 'jpki.down',
    site: 'jpki',
    en: 'The JPKI centre is down: certificates of cards cannot be checked',
    ja: '公的個人認証サービスが停止し、電子証明書の有効性を確認できない',
    source: 'OUT-6, OUT-8 (P95, P99): 2019-11-11 and 2020-06-15',
    params: FLAPPING,
  },
  {
    // biome-ignore lint/correctness/useYield: what is down answers at once.
    *strike() {
      return refused('jpki-unavailable');
    },
    breakOff: () => refused('jpki-unavailable'),
    pulses: flaps,
  },
);
