import { faultKind, jitterTooLarge, LATENCY, late } from '../injection/fault.ts';

/** データベース遅延: statements take longer, and workers wait for them. */
export const databaseSlow = faultKind(
  {
    kind: 'database.slow',
    site: 'database',
    en: 'Statements to the ledger and the registers take longer',
    ja: '台帳・登録情報のデータベースが遅くなる',
    source: 'OUT-2 (P85–P87): 2019-12, failing shared storage of a hosting service',
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
