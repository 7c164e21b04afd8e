import { z } from 'zod';
import { faultKind } from '../injection/fault.ts';

/** 停電: the kiosks of the stores selected are without power until it is over. */
export const storeBlackout = faultKind(
  {
    kind: 'store.blackout',
    site: 'kiosk',
    en: 'Stores are without power: journeys in hand end, and what kiosks keep in memory is lost',
    ja: '店舗が停電し、手続が中断され、キオスク端末のメモリの内容が失われる',
    source: 'S3: planned blackouts of 2011 stopped the counters at Ichikawa',
    params: {
      probability: z
        .literal(1, { error: 'leave it out: choose a part of the stores by `select.share`' })
        .default(1)
        .describe('Always 1: whoever is selected is without power as long as it lasts'),
    },
  },
  {
    concerns: (_, { operation }) => operation !== 'admit',
    *strike({ call, over }, proceed) {
      if (call.operation === 'supply') return 'no-power';
      yield* over.wait();
      return yield* proceed();
    },
    breakOff: () => 'no-power',
  },
);
