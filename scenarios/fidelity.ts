import type { CardOffice } from '../devices/card-office.ts';
import { DigestCardOffice } from '../devices/card-office-digest.ts';
import type { PageReader } from '../devices/page-reader.ts';
import { DigestPageReader } from '../devices/page-reader-digest.ts';
import { unhashed } from '../server/contract-digest-signature.ts';
import type { Renderer } from '../server/document.ts';
import { DigestRenderer } from '../server/document-digest.ts';
import type { SignatureVerifier } from '../server/signature.ts';
import { DigestSignatureVerifier } from '../server/signature-digest.ts';
import { DAY_MS } from '../sim/civil-time.ts';
import type { Scenario } from './scenario.ts';
import { instantMs } from './units.ts';

/** How true the expensive work of a run is: signature, document, printed page. */
export interface Fidelity {
  readonly render: 'full' | 'digest';
  readonly cards: CardOffice;
  readonly verifier: SignatureVerifier;
  readonly renderer: Renderer;
  readonly pageReader: PageReader;
  /** What a card is given to sign for a challenge. */
  readonly digestInfo: (challenge: Uint8Array) => Uint8Array;
  close(): Promise<void>;
}

/** Digest models, which take no time: a million journeys in seconds. */
export function digestFidelity(scenario: Scenario): Fidelity {
  const cards = new DigestCardOffice({ validFromMs: cardsValidFromMs(scenario) });
  return {
    render: 'digest',
    cards,
    verifier: new DigestSignatureVerifier(cards.authority),
    renderer: new DigestRenderer(),
    pageReader: new DigestPageReader(),
    digestInfo: unhashed,
    close: async () => {},
  };
}

/** Cards were handed out a year before the run: whole days, so that certificates say it exactly. */
export function cardsValidFromMs(scenario: Scenario): number {
  return Math.floor(instantMs(scenario.start) / DAY_MS) * DAY_MS - 365 * DAY_MS;
}
