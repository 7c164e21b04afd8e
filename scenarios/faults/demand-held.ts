import { Duration, durationMs } from '../../sim/units.ts';
import { faultKind } from '../injection/fault.ts';

/** 需要の滞留と解放: who would have come meanwhile comes afterwards. */
export const demandHeld = faultKind(
  {
    kind: 'demand.held',
    site: 'demand',
    en: 'Citizens who would have come meanwhile come when it is over, all within `over`',
    ja: 'その間に来るはずの住民が、終了後にまとめて来る',
    source: 'OUT-4 (P93): 2016-05-02, the demand that a notice of recovery released',
    params: {
      over: Duration.default('10m').describe('Within which time after its end they come, evenly'),
    },
  },
  {
    demand: ({ over }, { endMs, chance }) => endMs + chance.uniform() * durationMs(over),
    demandTailMs: ({ over }) => durationMs(over),
  },
);
