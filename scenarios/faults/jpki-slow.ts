import { faultKind, jitterTooLarge, LATENCY, late } from '../injection/fault.ts';

/** JPKI遅延: the validity check takes longer. */
export const jpkiSlow = faultKind(
  {
    kind: 'jpki.slow',
    site: 'jpki',
    en: 'The JPKI centre is slow to check certificates of cards',
    ja: '公的個人認証サービスの応答が遅い',
    source: 'OUT-7 (P96–P98): 2020-05, ten times the usual load',
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
