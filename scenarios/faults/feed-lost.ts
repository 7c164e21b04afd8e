import { faultKind } from '../injection/fault.ts';

/** 連携漏れ: changes do not reach the issuing server until the nightly batch brings them again. */
export const feedLost = faultKind(
  {
    kind: 'feed.lost',
    site: 'feed',
    en: 'Changes of the registers are lost on their way, until the nightly batch brings them again',
    ja: '登録情報の連携が失われ、夜間の一括連携まで反映されない',
    source: 'ST-1 to ST-3 (P14, P23): cancellations never reached the issuing server',
    params: {},
  },
  { feed: (_params, feed) => ({ ...feed, loss: 1 }) },
);
