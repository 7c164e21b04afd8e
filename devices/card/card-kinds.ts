/** Kinds and states of cards that are issued one by one. */
export const ISSUED_KINDS = [
  'my-number',
  'my-number-under-15',
  'my-number-expired',
  'my-number-damaged',
  'basic-resident',
  'citizen',
  'other',
] as const;
export type IssuedKind = (typeof ISSUED_KINDS)[number];
