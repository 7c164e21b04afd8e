import type { CardOffice } from '../devices/card/card-office.ts';
import { DigestCardOffice } from '../devices/card/card-office-digest.ts';
import type { PageReader } from '../devices/printer/page-reader.ts';
import { DigestPageReader } from '../devices/printer/page-reader-digest.ts';
import {
  type AntiForgery,
  type DocumentKeys,
  NO_ANTI_FORGERY,
  NO_DOCUMENT_KEYS,
} from '../server/anti-forgery/anti-forgery.ts';
import type { SignatureVerifier } from '../server/cards/signature.ts';
import { DigestSignatureVerifier } from '../server/cards/signature-digest.ts';
import { unhashed } from '../server/contract-digest-signature.ts';
import type { Renderer } from '../server/document/document.ts';
import { DigestRenderer } from '../server/document/document-digest.ts';
import type { Load } from '../server/http/metrics.ts';
import type { Scenario } from './scenario.ts';
import { cardsValidFromMs, holdingsOf } from './traffic/cards.ts';

/** How true the expensive work of a run is: signature, document, printed page. */
export interface Fidelity {
  readonly render: 'full' | 'digest';
  readonly cards: CardOffice;
  readonly verifier: SignatureVerifier;
  readonly renderer: Renderer;
  readonly antiForgery: AntiForgery;
  /** Keys of runs in virtual time; a live server keeps them in its database. */
  readonly keys: DocumentKeys;
  readonly pageReader: PageReader;
  /** Resolves when nothing that was printed is looked at any more. */
  readonly settled?: () => Promise<void>;
  /** What a card is given to sign for a challenge. */
  readonly digestInfo: (challenge: Uint8Array) => Uint8Array;
  /** How busy the server's pools of threads are, by name. */
  readonly loads?: () => Readonly<Record<string, Load>>;
  close(): Promise<void>;
}

/** What a server alone needs of it. */
export type ServingFidelity = Pick<
  Fidelity,
  'verifier' | 'renderer' | 'antiForgery' | 'loads' | 'close'
>;

/** Digest models, which take no time: a million journeys in seconds. */
export function digestFidelity(scenario: Scenario): Fidelity {
  const validFromMs = cardsValidFromMs(scenario);
  const cards = new DigestCardOffice({ validFromMs, holdings: holdingsOf(scenario) });
  return {
    render: 'digest',
    cards,
    verifier: new DigestSignatureVerifier(cards.authority),
    renderer: new DigestRenderer(),
    antiForgery: NO_ANTI_FORGERY,
    keys: NO_DOCUMENT_KEYS,
    pageReader: new DigestPageReader(),
    digestInfo: unhashed,
    close: async () => {},
  };
}
