import { durationMs, Stretch } from '../../sim/units.ts';
import { faultKind } from '../injection/fault.ts';

/** 連携遅延: changes reach the issuing server later than they should. */
export const feedLate = faultKind(
  {
    kind: 'feed.late',
    site: 'feed',
    en: 'Changes of the registers reach the issuing server later',
    ja: '登録情報の連携が遅れる',
    source: 'ST-1 to ST-3 (P14, P23): cancelled seals were still certified',
    params: { by: Stretch.describe('By how much later') },
  },
  {
    feed: ({ by }, feed) => {
      const laterMs = durationMs(by);
      return { ...feed, lagMs: (rng) => feed.lagMs(rng) + laterMs };
    },
  },
);
