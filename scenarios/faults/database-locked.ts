import { faultKind } from '../injection/fault.ts';

/** ロック待ち: statements wait for a lock that something else holds, then all go on at once. */
export const databaseLocked = faultKind(
  {
    kind: 'database.locked',
    site: 'database',
    en: 'Statements wait for a lock until it is over, and then all go on at once',
    ja: 'データベースがロックされ、解除まで処理が待たされる',
    source: 'OUT-12 (P103): an update held up a host, and all certificates stopped',
    params: {},
  },
  {
    *strike({ over }, proceed) {
      yield* over.wait();
      return yield* proceed();
    },
  },
);
