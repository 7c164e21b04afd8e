import { ISSUED_KINDS, type IssuedKind } from '../../devices/card/card-kinds.ts';
import { CARD_FAULTS, type CardFault } from '../../devices/card-reader/card-reader-faulty.ts';

/** What each kind of card is, in a line. */
const KINDS: Readonly<Record<IssuedKind, string>> = {
  'my-number': '個人番号カード with both pairs of keys',
  'my-number-under-15': '個人番号カード of a child: no pair of keys for signatures',
  'my-number-expired': '個人番号カード whose certificates have expired',
  'my-number-damaged': '個人番号カード whose chip does not answer',
  'basic-resident': '住基カード: nothing on it that a kiosk still accepts by signature',
  citizen: '市民カード, a municipality’s own card',
  other: 'any other card with a chip, such as a bank’s',
};

/** The kinds of cards and of their faults: as data, and in lines. */
export function cardList() {
  const kinds = ISSUED_KINDS.map((kind) => ({ kind, description: KINDS[kind] }));
  const faults = (Object.keys(CARD_FAULTS) as CardFault[]).map((fault) => ({
    fault,
    description: CARD_FAULTS[fault],
  }));
  const line = (name: string, description: string) => `  ${name.padEnd(20)}${description}\n`;
  const text = [
    '--kind\n',
    ...kinds.map(({ kind, description }) => line(kind, description)),
    '--fault\n',
    ...faults.map(({ fault, description }) => line(fault, description)),
  ].join('');
  return { data: { kinds, faults }, text };
}
