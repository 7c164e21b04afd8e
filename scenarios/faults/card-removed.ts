import { faultKind } from '../injection/fault.ts';
import { command, isCommand } from './card-command.ts';

/** カードの抜去: the card is lifted from the reader before it has acted on a command. */
export const cardRemoved = faultKind(
  {
    kind: 'card.removed',
    site: 'reader',
    en: 'The citizen lifts the card from the reader in the middle of a command',
    ja: '処理の途中で利用者がカードを読取装置から離す',
    source: 'DEV-3 (P106): lifted during read',
    params: { command },
  },
  {
    concerns: isCommand,
    // biome-ignore lint/correctness/useYield: it is gone at once.
    *strike() {
      return 'removed';
    },
  },
);
