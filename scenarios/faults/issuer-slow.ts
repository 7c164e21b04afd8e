import { faultKind, jitterTooLarge, LATENCY, late } from '../injection/fault.ts';

/** 処理遅延: every step of its work takes longer, and its workers are taken meanwhile. */
export const issuerSlow = faultKind(
  {
    kind: 'issuer.slow',
    site: 'work',
    en: 'The issuing server works more slowly, so that requests queue for its workers',
    ja: '証明発行サーバの処理が遅くなる',
    source: 'OUT-4 (P93): morning time-outs of a day between holidays',
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
