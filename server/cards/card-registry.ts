import { type Process, ready } from '../../sim/process.ts';
import type { MunicipalCardKind } from '../contract-card-id.ts';

/** What a municipality holds about a card of the older method, but for its PIN. */
export interface RegisteredCard {
  readonly cardId: string;
  readonly kind: MunicipalCardKind;
  readonly residentNo: number;
  readonly generation: number;
  /** Civil time in ms from which it can be used: 利用登録 is for the service, not for the card. */
  readonly usableFromMs: number;
  /** Wrong PINs in a row, of every kiosk and session. */
  readonly wrongPins: number;
}

/** A card to be registered (カード・暗証番号情報), the PIN in clear for the last time. */
export interface NewCard extends Omit<RegisteredCard, 'wrongPins'> {
  readonly pin: string;
}

/** Wrong PINs in a row that lock a card until the counter resets it (S4, P52). */
export const PIN_TRIES = 3;

/** One entry of a PIN at a kiosk. */
export interface PinTry {
  readonly municipality: string;
  readonly cardId: string;
  readonly pin: string;
  /**
   * Names this entry among all of them. A request that is made again, because its answer was
   * lost, is the same entry: it is answered as before and counted once.
   */
  readonly attempt: string;
}

/** `locked` from the third wrong PIN in a row on, that one included. */
export type PinAnswer = 'right' | 'wrong' | 'locked' | 'unknown-card';

/** The cards of the older method that municipalities have registered. */
export interface CardRegistry {
  find(municipality: string, cardId: string): Process<RegisteredCard | undefined>;
  /**
   * Whether this is the PIN of the card, in one atomic step with its counter: a right one resets
   * it, a wrong one raises it, and once it has reached `PIN_TRIES` nothing is compared any more.
   */
  tryPin(entry: PinTry): Process<PinAnswer>;
}

/** The same registry as the municipality's counter sees it (ICカード標準システム). */
export interface CardRegistryOffice extends CardRegistry {
  /** 利用登録: answers false, and changes nothing, if the card is registered already. */
  register(municipality: string, card: NewCard): Process<boolean>;
  /** 利用廃止: answers false if there was no such card. It can be registered again. */
  unregister(municipality: string, cardId: string): Process<boolean>;
  /** 暗証番号再設定: a PIN the citizen has chosen anew unlocks the card; false if there is none. */
  resetPin(municipality: string, cardId: string, pin: string): Process<boolean>;
}

/** Where a registry takes a card from that it holds no record of yet. */
export interface CardOrigin {
  card(municipality: string, cardId: string): Process<NewCard | undefined>;
}

/** No municipality has registered such a card before the run. */
export const NO_CARDS: CardOrigin = { card: () => ready(undefined) };
