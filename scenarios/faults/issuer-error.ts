import { refused } from '../../server/problems.ts';
import { Duration, durationMs } from '../../sim/units.ts';
import { faultKind, measuredSleep } from '../injection/fault.ts';

/** 証明発行サーバのエラー: it answers, after a while, that something broke. */
export const issuerError = faultKind(
  {
    kind: 'issuer.error',
    site: 'node',
    en: 'The issuing server answers with an error of its own',
    ja: '証明発行サーバがエラーを返す',
    source: 'TOY-1 (S4): issuing-server errors at Toyonaka',
    params: {
      after: Duration.default('0s').describe('How long the answer takes, in the server’s own time'),
    },
  },
  {
    *strike({ params }) {
      yield* measuredSleep(durationMs(params.after));
      return refused('server-error');
    },
  },
);
