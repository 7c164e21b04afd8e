import { PDFDocument, PDFName } from '@cantoo/pdf-lib';
import * as fontkit from 'fontkit';
import { expect, it } from 'vitest';
import {
  BACK_CHARACTERS,
  type BackTitle,
  backTexts,
} from '../../../server/anti-forgery/anti-forgery-back-pdf.ts';
import { CERTIFICATE_FONT } from '../../../server/anti-forgery/letter-image-pdf.ts';
import { A4_HEIGHT_POINTS, A4_WIDTH_POINTS } from '../../../server/anti-forgery/sheet-points.ts';
import { type GreyRaster, rasterise } from '../../../server/contract-raster-pdf.ts';
import { textsOfPages } from '../document/page-texts.ts';

/** A page with nothing but the texts of a back. */
async function textsOnly(title: BackTitle): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  pdf.registerFontkit(fontkit);
  const font = await pdf.embedFont(CERTIFICATE_FONT, { subset: true });
  const page = pdf.addPage([A4_WIDTH_POINTS, A4_HEIGHT_POINTS]);
  page.node.setFontDictionary(PDFName.of('Text'), font.ref);
  page.pushOperators(...backTexts(font, 'Text', title));
  return pdf.save();
}

/** Where a page has ink, in mm from its top left corner. */
async function inkOf(bytes: Uint8Array) {
  const places: { readonly x: number; readonly y: number }[] = [];
  const look = ({ width, grey }: GreyRaster) => {
    for (const [at, value] of grey.entries()) {
      if (value < 128) places.push({ x: (at % width) / 5, y: Math.floor(at / width) / 5 });
    }
  };
  // 127 dpi are 5 pixels a mm.
  await rasterise(bytes, (page) => page && look(page.raster(127)));
  return places;
}

it.each([
  { documentNumber: '27203-0000001', page: 1, of: 2 },
  { documentNumber: 'W'.repeat(40), page: 255, of: 255 },
])('the texts of the back of $documentNumber stay clear of what else is there', async (title) => {
  const bytes = await textsOnly(title);
  const [text] = textsOfPages(bytes);
  expect(text).toContain(title.documentNumber);
  expect(text).toContain(`${title.page}/${title.of}（うら面）`);
  const inked = await inkOf(bytes);
  expect(inked.length).toBeGreaterThan(500);
  // Printers leave out some 4 mm; between lies the scramble image, in the band its 複写, and
  // at the lower left the mark.
  expect(inked.filter(({ x, y }) => x < 9 || x > 201 || y < 5 || y > 292)).toEqual([]);
  expect(inked.filter(({ y }) => y > 17 && y < 283)).toEqual([]);
  expect(inked.filter(({ x, y }) => y < 17 && x > 45 && x < 146)).toEqual([]);
  expect(inked.filter(({ x, y }) => y > 283 && x < 19)).toEqual([]);
});

it('a font cut down to the characters of backs says all that a back says', async () => {
  const title = { documentNumber: '27203-0000001', page: 1, of: 2 };
  const [text = ''] = textsOfPages(await textsOnly(title));
  const characters = new Set(BACK_CHARACTERS);
  expect([...text].filter((character) => !characters.has(character))).toEqual([]);
  for (let code = 0x20; code < 0x7f; code++) {
    expect(characters.has(String.fromCharCode(code))).toBe(true);
  }
});
