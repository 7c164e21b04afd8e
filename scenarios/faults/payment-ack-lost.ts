import { sleep } from '../../sim/process.ts';
import { Duration, durationMs } from '../../sim/units.ts';
import { faultKind } from '../injection/fault.ts';

/** 収納応答の喪失: the fee is collected, and the kiosk does not hear of it. */
export const paymentAckLost = faultKind(
  {
    kind: 'payment.ack-lost',
    site: 'payment',
    en: 'The payment unit has collected the fee, but the kiosk does not hear of it',
    ja: '手数料は収納されたが、その応答がキオスク端末に届かない',
    source: 'DEV-7: no case found in public; inferred from the published order, pay before print',
    params: {
      after: Duration.default('30s').describe('How long the kiosk waits for the answer'),
    },
  },
  {
    *strike({ params }, proceed) {
      yield* proceed();
      yield sleep(durationMs(params.after));
      return { kind: 'unheard' };
    },
  },
);
