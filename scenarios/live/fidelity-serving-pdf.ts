import { openRsaCardOffice } from '../../devices/card/card-office-rsa.ts';
import { type AntiForgery, NO_ANTI_FORGERY } from '../../server/anti-forgery/anti-forgery.ts';
import { PdfAntiForgery } from '../../server/anti-forgery/anti-forgery-pdf.ts';
import { RsaSignatureVerifier } from '../../server/cards/signature-rsa.ts';
import { DigestRenderer } from '../../server/document/document-digest.ts';
import { PdfRenderer } from '../../server/document/document-pdf.ts';
import { ready } from '../../sim/process.ts';
import type { ServingFidelity } from '../fidelity.ts';
import type { Scenario } from '../scenario.ts';
import { cardsValidFromMs } from '../traffic/cards.ts';

export interface ServingOptions {
  readonly render: 'full' | 'digest';
  /** The certificate of the card authority that is trusted, DER; undefined makes a new one. */
  readonly authority: Uint8Array | undefined;
}

/**
 * What a server alone needs of the real thing: real signatures of the cards of an authority, and
 * documents that are drawn, or of which only the marks are made.
 */
export async function openServingFidelity(
  scenario: Scenario,
  { render, authority }: ServingOptions,
): Promise<ServingFidelity> {
  const verifier = new RsaSignatureVerifier(authority ?? (await newAuthority(scenario)));
  if (render === 'digest') {
    const drawn = { renderer: new DigestRenderer(), antiForgery: NO_ANTI_FORGERY };
    return { ...drawn, verifier, close: async () => {} };
  }
  const renderer = new PdfRenderer({ threads: 1 });
  const antiForgery = new PdfAntiForgery({ threads: 1 });
  const close = async () => {
    await renderer.close();
    await antiForgery.close();
  };
  const loads = () => ({ 'document-pdf': renderer.load, 'anti-forgery-pdf': antiForgery.load });
  return { renderer, antiForgery, verifier, loads, close };
}

/** What an issuing server alone needs: documents that are drawn, or models of them. */
export function openIssuingFidelity(
  render: 'full' | 'digest',
): Pick<ServingFidelity, 'renderer' | 'loads' | 'close'> {
  if (render === 'digest') return { renderer: new DigestRenderer(), close: async () => {} };
  const renderer = new PdfRenderer({ threads: 1 });
  return { renderer, close: () => renderer.close() };
}

/** What a centre alone needs: signatures, and backs for the documents that have been drawn. */
export async function openCentreFidelity(
  scenario: Scenario,
  { render, authority }: ServingOptions,
): Promise<ServingFidelity> {
  const verifier = new RsaSignatureVerifier(authority ?? (await newAuthority(scenario)));
  const renderer = new DigestRenderer();
  if (render === 'digest') {
    return { verifier, renderer, antiForgery: NO_ANTI_FORGERY, close: async () => {} };
  }
  const backs = new PdfAntiForgery({ threads: 1 });
  const antiForgery: AntiForgery = {
    // An issuing server elsewhere may have made a model only.
    protect: (document, protection) =>
      document.kind === 'digest' ? ready(document) : backs.protect(document, protection),
  };
  return { verifier, renderer, antiForgery, close: () => backs.close() };
}

/** One that has handed out no cards. */
async function newAuthority(scenario: Scenario): Promise<Uint8Array> {
  const office = { validFromMs: cardsValidFromMs(scenario), keyPairs: 1 };
  return (await openRsaCardOffice(office)).authority;
}
