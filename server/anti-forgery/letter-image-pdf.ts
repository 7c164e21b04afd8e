import { readFileSync } from 'node:fs';
import {
  beginText,
  endText,
  LineJoinStyle,
  PDFDocument,
  setFontAndSize,
  setLineJoin,
  setLineWidth,
  setTextMatrix,
  setTextRenderingMode,
  showText,
  TextRenderingMode,
} from '@cantoo/pdf-lib';
import * as fontkit from 'fontkit';
import { rasterise } from '../contract-raster-pdf.ts';
import { type BilevelImage, thresholded } from '../scramble/bilevel-image.ts';

// Beside the sources, and beside the compiled code, where the build puts a copy.
export const CERTIFICATE_FONT = readFileSync(
  new URL('../fonts/NotoSerifJP-Regular-subset.ttf', import.meta.url),
);

/** Letters in an image, in pixels; `x` and `y` are the middle, from its lower left corner. */
export interface Lettering {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** Width of the line that makes the letters bolder. */
  readonly stroke: number;
}

/** How far above the baseline the middle of an ideograph lies, in its own size. */
const MIDDLE_ABOVE_BASELINE = 0.38;

/** An image of bold letters, as PDFium draws them from the certificates' font. */
export async function letterImage(
  { width, height }: { readonly width: number; readonly height: number },
  letterings: readonly Lettering[],
): Promise<BilevelImage> {
  const pdf = await PDFDocument.create();
  pdf.registerFontkit(fontkit);
  const font = await pdf.embedFont(CERTIFICATE_FONT, { subset: true });
  // A pixel is a point: what is 72 dpi to PDFium is any resolution to the image.
  const page = pdf.addPage([width, height]);
  const fontName = page.node.newFontDictionary('Font', font.ref);
  for (const { text, x, y, size, stroke } of letterings) {
    const left = x - font.widthOfTextAtSize(text, size) / 2;
    page.pushOperators(
      beginText(),
      setFontAndSize(fontName, size),
      setTextRenderingMode(TextRenderingMode.FillAndOutline),
      setLineWidth(stroke),
      setLineJoin(LineJoinStyle.Round),
      setTextMatrix(1, 0, 0, 1, left, y - size * MIDDLE_ABOVE_BASELINE),
      showText(font.encodeText(text)),
      endText(),
    );
  }
  const images: BilevelImage[] = [];
  await rasterise(await pdf.save(), (drawn) => {
    if (drawn !== undefined) images.push(thresholded(drawn.raster(72), 128));
  });
  const [image] = images;
  if (image === undefined) throw new Error('PDFium draws no page of letters');
  return image;
}
