import { refused } from '../../server/problems.ts';
import { faultKind } from '../injection/fault.ts';
import { FLAPPING, flaps } from '../injection/fault-flapping.ts';

/** LGWAN断: no telegram reaches the municipality, and what was under way is lost. */
export const linkCut = faultKind(
  {
    kind: 'link.cut',
    site: 'link',
    en: 'LGWAN is cut: telegrams do not reach the issuing servers, answers under way are lost',
    ja: 'LGWANが切断され、電文が証明発行サーバに届かない',
    source: 'OUT-1 (P81–P84): 2022-01-26, more than 100 municipalities, some of them on and off',
    params: FLAPPING,
  },
  {
    // biome-ignore lint/correctness/useYield: what is cut answers at once.
    *strike() {
      return refused('issuer-unavailable');
    },
    breakOff: () => refused('issuer-unavailable'),
    pulses: flaps,
  },
);
