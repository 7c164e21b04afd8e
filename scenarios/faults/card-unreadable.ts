import { faultKind } from '../injection/fault.ts';

/** 読取不能: what lies on the reader does not answer to reset. */
export const cardUnreadable = faultKind(
  {
    kind: 'card.unreadable',
    site: 'reader',
    en: 'The reader cannot read the card: misplaced, its chip damaged, or the reader broken',
    ja: 'カードが読み取れない（置き方、ICチップの破損、読取装置の故障）',
    source: 'DEV-3 (P106)',
    params: {},
  },
  {
    concerns: (_, { operation }) => operation === 'connect',
    // biome-ignore lint/correctness/useYield: the reader says so at once.
    *strike() {
      return { kind: 'unreadable' };
    },
  },
);
