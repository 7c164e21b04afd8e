import { refused } from '../../server/problems.ts';
import { faultKind } from '../injection/fault.ts';

/**
 * 電文送信不能: the issuing server does what it is asked and cannot send its telegrams. Whoever asks
 * hears nothing; what was not sent is lost when it can send again.
 */
export const issuerMute = faultKind(
  {
    kind: 'issuer.mute',
    site: 'node',
    en: 'The issuing server works, but cannot send its answers: who asks hears nothing',
    ja: '証明発行サーバが電文を送信できず、応答が届かない',
    source: 'TOY-1 (S4): three times the issuing server could not send its telegram',
    params: {},
  },
  {
    *strike({ over }, proceed) {
      yield* proceed();
      yield* over.wait();
      return refused('issuer-unavailable');
    },
  },
);
