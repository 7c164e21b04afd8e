import { DAY_MS } from '../../sim/civil-time.ts';
import { type Process, ready } from '../../sim/process.ts';
import type { CardOrigin, NewCard } from '../cards/card-registry.ts';
import { type MunicipalCardKind, parseCardId } from '../contract-card-id.ts';
import { cardPin } from '../contract-card-pin.ts';

/** Which resident holds which card of the older method; undefined if none. */
export type MunicipalHolding = (
  municipality: string,
  residentNo: number,
) => { readonly kind: MunicipalCardKind; readonly generation: number } | undefined;

/**
 * The cards that the residents of a synthetic population have registered for use, found by
 * arithmetic from the card id: nothing is made before a card is shown. All were registered the day
 * before `asOfMs`.
 */
export class SyntheticCards implements CardOrigin {
  readonly #holding: MunicipalHolding;
  readonly #usableFromMs: number;

  constructor(holding: MunicipalHolding, asOfMs: number) {
    this.#holding = holding;
    this.#usableFromMs = Math.floor(asOfMs) - DAY_MS;
  }

  card(municipality: string, cardId: string): Process<NewCard | undefined> {
    const named = parseCardId(cardId);
    // A municipality registers the cards of its own residents.
    if (named === undefined || named.municipality !== municipality) return ready(undefined);
    const { kind, residentNo, generation } = named;
    const held = this.#holding(municipality, residentNo);
    if (held?.kind !== kind || held.generation !== generation) return ready(undefined);
    const pin = cardPin(municipality, residentNo);
    const usableFromMs = this.#usableFromMs;
    return ready({ cardId, kind, residentNo, generation, usableFromMs, pin });
  }
}
