/**
 * What is kept of a PIN in its stead: the same for the same PIN of the same card, another one for
 * anything else. There are only 10,000 PINs, so no digest that can be computed from the record
 * alone protects them, however slow it is: a true one needs a key that is kept elsewhere.
 */
export type PinDigest = (municipality: string, cardId: string, pin: string) => string;

/** No digest at all, for registries that live in memory and die with a run. */
export const UNHASHED_PIN: PinDigest = (_, __, pin) => pin;
