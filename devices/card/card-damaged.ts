import { type Card, type CardResponse, STATUS } from './card.ts';

/**
 * A card with a broken chip: it does not answer to reset, so that no reader ever sends it a
 * command. Whoever does is told that there is no precise diagnosis.
 */
export const DAMAGED_CARD: Card = {
  atr: new Uint8Array(0),
  transmit: () => DEAD,
  reset: () => {},
  powerOff: () => {},
};

const DEAD: CardResponse = { data: new Uint8Array(0), status: STATUS.noDiagnosis };
