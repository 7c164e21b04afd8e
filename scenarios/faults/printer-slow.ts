import { sleep } from '../../sim/process.ts';
import { Duration, durationMs } from '../../sim/units.ts';
import { faultKind } from '../injection/fault.ts';

/** 印刷が遅い: each sheet takes longer, and all come out. */
export const printerSlow = faultKind(
  {
    kind: 'printer.slow',
    site: 'printer',
    en: 'The printer of a kiosk takes longer for each sheet',
    ja: 'キオスク端末のプリンタの印刷が遅くなる',
    source: 'P30: printing can take two minutes or more (Sakai, Fukui)',
    params: {
      by: Duration.default('60s').describe('How much longer each sheet takes'),
    },
  },
  {
    concerns: (_, { operation }) => operation === 'feed',
    *strike({ params }, proceed) {
      yield sleep(durationMs(params.by));
      return yield* proceed();
    },
  },
);
