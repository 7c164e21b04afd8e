import { Signal } from '../../sim/waiting.ts';
import { faultKind } from '../injection/fault.ts';

/** 応答消失: the centre has taken a print result, and the kiosk does not hear that it has. */
export const lineLostAnswer = faultKind(
  {
    kind: 'line.lost-answer',
    site: 'line',
    en: 'The centre’s answer is lost, to print results unless others are selected',
    ja: '入金・印刷後の応答が失われる',
    source: 'DEV-7: paid, and the acknowledgement lost; the published order allows it',
    operations: ['reportPrint'],
    params: {},
  },
  {
    *strike(_hit, proceed) {
      yield* proceed();
      return yield* new Signal<never>().wait();
    },
  },
);
