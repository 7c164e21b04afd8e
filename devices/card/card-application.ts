import type { CardPersonalisation, KeyPair } from './card-personalisation.ts';
import type { PinDesign } from './card-pins.ts';

/** An elementary file: bytes or records to read, a key to use, or a PIN to verify. */
export type CardFile =
  | {
      readonly kind: 'transparent';
      /** PINs of which one must be verified before the file may be read (`anyOf`). */
      readonly readableAfter: number;
      /** Undefined if there is nothing in it. */
      content(card: CardPersonalisation): Uint8Array | undefined;
    }
  | {
      readonly kind: 'records';
      readonly readableAfter: number;
      content(card: CardPersonalisation): readonly Uint8Array[];
    }
  | {
      readonly kind: 'key';
      /** PINs of which one must be verified before the key may be used. */
      readonly usableAfter: number;
      /** Undefined if it signs nothing that this engine makes. */
      readonly pair: KeyPair | undefined;
    }
  | { readonly kind: 'pin'; readonly pin: PinDesign };

/** An application on the card (AP), with its elementary files by their number, 0001 to 001E. */
export interface CardApplication {
  readonly aid: Uint8Array;
  readonly files: readonly (CardFile | undefined)[];
  /** Data objects that GET DATA answers while it is selected, by their tag. */
  readonly objects: ReadonlyMap<number, (card: CardPersonalisation) => Uint8Array>;
}
