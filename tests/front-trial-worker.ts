import assert from 'node:assert/strict';
import { protect } from '../server/anti-forgery/anti-forgery-pdf-worker.ts';
import type { PageMark } from '../server/contract.ts';
import { rasterise } from '../server/contract-raster-pdf.ts';
import type { CertificateContent } from '../server/document/document.ts';
import { pageMarks } from '../server/document/document-digest.ts';
import { draw } from '../server/document/document-pdf-worker.ts';
import type { RestoredFront, Scan } from '../server/scramble/scramble.ts';
import { AES_256_GCM } from '../server/scramble/scramble-cipher-system.ts';
import { readScramble, restoreFront } from '../server/scramble/scramble-decode.ts';
import { compareDrawn, compareScan, likenessOf } from '../server/verification/front-comparison.ts';
import { type Rng, streams } from '../sim/rng.ts';
import { scanPage } from './degradations.ts';
import {
  contentAbout,
  type Facts,
  type Forgery,
  type FrontTrial,
  forgeryOf,
  numberOf,
  renumbered,
  sealed,
  someFacts,
  someScanning,
  type TriedFront,
  whitedOut,
  withDigit,
  withMarkOf,
  withName,
  withStroke,
} from './front-trial.ts';

const KEY = new Uint8Array(32).fill(7);
/** Resolution at which pages are printed before they are scanned. */
const PRINT_DPI = 400;

/** A document as it was issued, and what its first back restores. */
interface Issued {
  readonly document: number;
  readonly facts: Facts;
  readonly content: CertificateContent;
  /** Without ground and backs. */
  readonly plain: Uint8Array;
  readonly pdf: Uint8Array;
  readonly restored: RestoredFront;
}

/** Draws, prints and scans some documents, true and forged, and compares them with their backs. */
export async function tryFronts({
  seed,
  first,
  count,
  by: ways,
}: FrontTrial): Promise<readonly TriedFront[]> {
  const tried: TriedFront[] = [];
  for (let document = first; document < first + count; document++) {
    const rng = streams(seed).stream('front', document);
    const issued = await issue(someFacts(rng, document), document);
    for (const forgery of ['none', forgeryOf(document)] as const) {
      for (const by of ways) {
        const one = await tryFront(issued, forgery, by, rng);
        if (one !== undefined) tried.push(one);
      }
    }
  }
  return tried;
}

async function issue(facts: Facts, document: number): Promise<Issued> {
  const content = contentAbout(facts, document);
  const plain = await draw(content);
  const pdf = await protect({ bytes: plain, documentNumber: numberOf(document), key: KEY });
  const read = readScramble(await side(pdf, 1, 200));
  assert(read.kind === 'read', 'a back as drawn can be read');
  const restored = restoreFront(read, KEY, AES_256_GCM);
  assert(restored.kind === 'restored', 'and restored');
  return { document, facts, content, plain, pdf, restored };
}

async function tryFront(
  issued: Issued,
  forgery: Forgery,
  by: TriedFront['by'],
  rng: Rng,
): Promise<TriedFront | undefined> {
  const { document, content, restored } = issued;
  const front = await frontOf(issued, forgery, by === 'drawn' ? restored.frontDpi : PRINT_DPI, rng);
  if (front === undefined) return undefined;
  const { page, mark } = front;
  const comparison =
    by === 'drawn'
      ? compareDrawn(page, mark, restored)
      : compareScan(scanPage(page, someScanning(rng), rng), restored).comparison;
  const { verdict } = comparison;
  const likeness = likenessOf(comparison);
  return { document, type: content.type, forgery, by, verdict, likeness };
}

/** The first front as it leaves the printer, forged; undefined where there is only one page. */
async function frontOf(
  issued: Issued,
  forgery: Forgery,
  dpi: number,
  rng: Rng,
): Promise<{ readonly page: Scan; readonly mark: PageMark } | undefined> {
  const { document, facts, content, plain, pdf } = issued;
  const [mark, next] = pageMarks(content) as [PageMark, PageMark?];
  const own = () => side(pdf, 0, dpi);
  const again = async (other: CertificateContent) => {
    const protecting = { bytes: await draw(other), documentNumber: numberOf(document), key: KEY };
    return { page: await side(await protect(protecting), 0, dpi), mark };
  };
  switch (forgery) {
    case 'none':
      return { page: await own(), mark };
    case 'a digit':
      return again(contentAbout(withDigit(facts, rng), document));
    case 'a character of a name':
      return again(contentAbout(withName(facts, rng), document));
    case 'a stroke':
      // A family register without the domicile names no address.
      if (content.type === 'family-register-full') return undefined;
      return again(contentAbout(withStroke(facts), document));
    case 'another person':
      return again(withMarkOf(contentAbout(someFacts(rng, document), document), content));
    case 'another page':
      return next && { page: await side(pdf, 2, dpi), mark: next };
    case 'a page number':
      return next && { page: renumbered(await own(), await side(pdf, 2, dpi)), mark };
    case 'a line whited out':
      return { page: whitedOut(await own(), await side(plain, 0, dpi), rng), mark };
    case 'a seal pasted':
      return { page: sealed(await own(), rng), mark };
  }
}

async function side(pdf: Uint8Array, index: number, dpi: number): Promise<Scan> {
  let found: Scan | undefined;
  await rasterise(pdf, (page, at) => {
    if (at === index) found = page?.raster(dpi);
  });
  assert(found !== undefined, `side ${index} is there`);
  return found;
}
