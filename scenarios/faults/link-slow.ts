import { faultKind, jitterTooLarge, LATENCY, late } from '../injection/fault.ts';

/** LGWAN遅延: telegrams are long on their way; no worker of the issuing server is taken. */
export const linkSlow = faultKind(
  {
    kind: 'link.slow',
    site: 'link',
    en: 'LGWAN is slow: telegrams are longer on their way',
    ja: 'LGWANの通信が遅延する',
    source: 'OUT-4 (P93): a line that was shared with the traffic of moves',
    params: LATENCY,
  },
  {
    *strike(hit, proceed) {
      yield* late(hit);
      return yield* proceed();
    },
    contradictions: jitterTooLarge,
  },
);
