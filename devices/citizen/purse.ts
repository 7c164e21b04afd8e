import { exactly, inPiecesOf, type Tender } from '../payment/cash.ts';

/** What citizens hold out for a fee. */
export const MEANS = ['exact-coins', 'coin-500', 'note-1000', 'e-money'] as const;
export type Means = (typeof MEANS)[number];

/** E-money of which there is always enough: cards can hold 20,000 yen or more. */
const BALANCE_YEN = 20_000;

/** What is held out for an amount by who pays in this way. */
export function tenderOf(means: Means, yen: number): Tender {
  switch (means) {
    case 'exact-coins':
      return { kind: 'cash', pieces: exactly(yen) };
    case 'coin-500':
      return { kind: 'cash', pieces: inPiecesOf(500, yen) };
    case 'note-1000':
      return { kind: 'cash', pieces: inPiecesOf(1000, yen) };
    case 'e-money':
      return { kind: 'e-money', balanceYen: BALANCE_YEN };
  }
}
