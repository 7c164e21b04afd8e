import { sleep } from '../../sim/process.ts';
import { Duration, durationMs } from '../../sim/units.ts';
import { faultKind } from '../injection/fault.ts';

/** 投入待ち時間切れ: the fee does not come together in time, and what was inserted comes back. */
export const paymentTimeout = faultKind(
  {
    kind: 'payment.timeout',
    site: 'payment',
    en: 'The fee is not inserted in time: what was inserted is given back',
    ja: '手数料が時間内に投入されず、投入金が返却される',
    source: 'XFS4IoT completion code timeOut; how long a kiosk waits is not published',
    params: {
      after: Duration.default('2m').describe('How long the payment unit waits for the fee'),
    },
  },
  {
    *strike({ params }) {
      yield sleep(durationMs(params.after));
      return { kind: 'refused', reason: 'time-out' };
    },
  },
);
