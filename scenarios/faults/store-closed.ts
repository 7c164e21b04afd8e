import { faultKind } from '../injection/fault.ts';

/** 臨時休業: nobody comes in any more; who is at the kiosk is served. */
export const storeClosed = faultKind(
  {
    kind: 'store.closed',
    site: 'kiosk',
    en: 'Stores are closed: nobody comes in, and who is inside is served',
    ja: '店舗が閉店し、新たな利用者が入れない',
    source: 'No published case; inferred: certificates are to be had only while the store is open',
    params: {},
  },
  {
    concerns: (_, { operation }) => operation === 'admit',
    // biome-ignore lint/correctness/useYield: the door is shut.
    *strike() {
      return 'closed';
    },
  },
);
