import assert from 'node:assert/strict';
import {
  Duplex,
  fillEvenOdd,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFObjectCopier,
  PDFOperator,
  PDFOperatorNames,
  type PDFPage,
  type PDFRef,
  popGraphicsState,
  pushGraphicsState,
  rectangle,
} from '@cantoo/pdf-lib';
import { type DrawnScramble, scrambledFronts } from '../scramble/front-scramble-pdf.ts';
import type { Place } from '../scramble/scramble.ts';
import {
  BACK_GROUND,
  FRONT_GROUND,
  MARK_PLACE,
  openArtwork,
  stencil,
} from './anti-forgery-artwork-pdf.ts';
import { BACK_CHARACTERS, type BackTitle, backTexts, placed } from './anti-forgery-back-pdf.ts';
import type { DocumentToProtect } from './anti-forgery-pdf.ts';
import { A4_HEIGHT_POINTS, A4_WIDTH_POINTS, pointsOf } from './sheet-points.ts';

/** Where the front bears its mark, with a quiet zone: the screens would disturb the QR code. */
const PAGE_MARK_WINDOW: Place = { x: 17, y: 254, width: 34, height: 34 };

const artwork = await openArtwork(BACK_CHARACTERS);

/** A document under the pen, with the artwork copied into it. */
interface Press {
  readonly pdf: PDFDocument;
  readonly frontGround: PDFRef;
  readonly backGround: PDFRef;
  readonly mark: PDFRef;
  readonly font: PDFRef;
}

/**
 * Makes of a municipality's PDF, which has fronts only, the duplex one that is printed: each front
 * with the けん制文字 under it, and behind it its back. The same input gives the same bytes.
 */
export async function protect(asked: DocumentToProtect): Promise<Uint8Array> {
  const pdf = await PDFDocument.load(asked.bytes, { updateMetadata: false });
  const fronts = pdf.getPages();
  fronts.forEach(assertUprightA4);
  const scramblings = await scrambledFronts(asked, fronts.length);
  const copier = PDFObjectCopier.for(artwork.pdf.context, pdf.context);
  const press = {
    pdf,
    frontGround: copier.copy(artwork.frontGround),
    backGround: copier.copy(artwork.backGround),
    mark: copier.copy(artwork.mark),
    font: copier.copy(artwork.font.ref),
  };
  fronts.forEach((front, index) => {
    const scrambling = scramblings[index];
    assert(scrambling !== undefined, 'every front has a scramble image');
    layGround(front, press.frontGround, FRONT_GROUND, [PAGE_MARK_WINDOW]);
    const back = pdf.insertPage(2 * index + 1, [A4_WIDTH_POINTS, A4_HEIGHT_POINTS]);
    const title = { documentNumber: asked.documentNumber, page: index + 1, of: fronts.length };
    drawBack(press, back, scrambling, title);
    layGround(back, press.backGround, BACK_GROUND, []);
  });
  pdf.catalog.getOrCreateViewerPreferences().setDuplex(Duplex.DuplexFlipLongEdge);
  return pdf.save({ useObjectStreams: false, objectsPerTick: Number.POSITIVE_INFINITY });
}

/** A4 as the printer and the places of everything take it: not turned, from its own corner. */
function assertUprightA4(page: PDFPage): void {
  const { x, y, width, height } = page.getMediaBox();
  const off = Math.max(
    Math.abs(x),
    Math.abs(y),
    Math.abs(width - A4_WIDTH_POINTS),
    Math.abs(height - A4_HEIGHT_POINTS),
  );
  assert(off <= 1 && page.getRotation().angle === 0, 'a front is an upright A4 page');
}

/** Lays a pattern under the content of a page, but for what has to stay white within it. */
function layGround(page: PDFPage, pattern: PDFRef, ground: Place, windows: readonly Place[]): void {
  const { context } = page.doc;
  page.node.normalize();
  const { Resources: resources, Contents: contents } = page.node.normalizedEntries();
  assert(contents !== undefined, 'a page says something');
  const patterns = resources.lookupMaybe(PDFName.of('Pattern'), PDFDict) ?? context.obj({});
  patterns.set(PDFName.of(GROUND_NAME), pattern);
  resources.set(PDFName.of('Pattern'), patterns);
  const under = context.contentStream([
    pushGraphicsState(),
    PDFOperator.of(PDFOperatorNames.NonStrokingColorspace, [PDFName.of('Pattern')]),
    PDFOperator.of(PDFOperatorNames.NonStrokingColorN, [PDFName.of(GROUND_NAME)]),
    ...[ground, ...windows].map((place) => {
      const { x, y, width, height } = pointsOf(place);
      return rectangle(x, y, width, height);
    }),
    // What lies in two of the rectangles is not filled: the windows.
    fillEvenOdd(),
    popGraphicsState(),
  ]);
  contents.insert(0, context.register(under));
}

/** A name that no front has of its own. */
const GROUND_NAME = 'KofuGround';

function drawBack(
  press: Press,
  back: PDFPage,
  { cells, place }: DrawnScramble,
  title: BackTitle,
): void {
  back.node.setXObject(PDFName.of('Cells'), stencil(press.pdf, cells));
  back.node.setXObject(PDFName.of('Mark'), press.mark);
  back.node.setFontDictionary(PDFName.of('Text'), press.font);
  back.pushOperators(
    ...placed('Cells', place),
    ...placed('Mark', MARK_PLACE),
    ...backTexts(artwork.font, 'Text', title),
  );
}
