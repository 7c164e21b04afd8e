import type { Credentials } from '../centre.ts';

/** What a session has been shown: by which card, for which municipality. */
export interface PresentedCard {
  readonly municipality: string;
  /** The id of a card of the older method, or what a JPKI card made of the challenge. */
  readonly proof: string | { readonly certificate: Uint8Array; readonly signature: Uint8Array };
}

/** What is remembered of credentials: no PIN. */
export function presentedCard(credentials: Credentials): PresentedCard {
  const { municipality } = credentials;
  if (credentials.method === 'card-ap') return { municipality, proof: credentials.cardId };
  const { certificate, signature } = credentials;
  return { municipality, proof: { certificate, signature } };
}

/**
 * Whether credentials are of the card that a session was shown first. A session is one citizen's,
 * and its challenge is answered once: the same answer again is the same request, made again because
 * its reply was lost, and the next PIN for the same card is the same citizen.
 */
export function isSamePresentation(first: PresentedCard, now: PresentedCard): boolean {
  if (first.municipality !== now.municipality) return false;
  const [before, after] = [first.proof, now.proof];
  if (typeof before === 'string' || typeof after === 'string') return before === after;
  return isSame(before.signature, after.signature) && isSame(before.certificate, after.certificate);
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a === b) return true;
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
