import { faultKind } from '../injection/fault.ts';

/** 重複連携: changes come a second time, after newer ones perhaps. */
export const feedRepeated = faultKind(
  {
    kind: 'feed.repeated',
    site: 'feed',
    en: 'Changes of the registers come a second time, each after a lag of its own',
    ja: '登録情報の連携が重複して届く',
    source: 'MI-2 (P14–P16): near-real-time updates while certificates are issued',
    params: {},
  },
  { feed: (_params, feed) => ({ ...feed, repetition: 1 }) },
);
