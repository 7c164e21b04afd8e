import { PDFDocument, type PDFFont, type PDFRef } from '@cantoo/pdf-lib';
import * as fontkit from 'fontkit';
import { type BilevelImage, bitmapOf } from '../scramble/bilevel-image.ts';
import type { Bitmap, Place } from '../scramble/scramble.ts';
import { type LatentMark, latentImage, latentMark } from './latent-image.ts';
import { CERTIFICATE_FONT, letterImage } from './letter-image-pdf.ts';
import { pantograph, SCREEN_DPI } from './pantograph.ts';
import { pointsOf } from './sheet-points.ts';

/** What is printed on every page: made once, and copied into every document. */
export interface Artwork {
  /** Holds what the references are to. */
  readonly pdf: PDFDocument;
  /** Its subset has the characters that the artwork was opened with. */
  readonly font: PDFFont;
  /** The けん制文字 of a front, to fill FRONT_GROUND with: a tiling pattern. */
  readonly frontGround: PDFRef;
  /** The けん制文字 of a back, to fill BACK_GROUND with: a tiling pattern. */
  readonly backGround: PDFRef;
  /** The 偽造防止検出画像: an image XObject. */
  readonly mark: PDFRef;
}

const PIXEL_MM = 25.4 / SCREEN_DPI;

/** Side of the 偽造防止検出画像 in pixels of the printer: 8.1 mm. */
const MARK_SIZE = 192;

/** A tile of words that lie half a tile apart in every second row, in pixels of the printer. */
export interface WordTile {
  readonly width: number;
  readonly height: number;
  /** Size of the letters. */
  readonly size: number;
  readonly rows: 1 | 2;
}

/** Of a front: 66 by 47 mm, letters of 19 mm. */
export const FRONT_TILE: WordTile = { width: 1560, height: 1120, size: 450, rows: 2 };
/** Of a back, where there is less room: 34 by 12 mm, letters of 11 mm. */
export const BACK_TILE: WordTile = { width: 800, height: 280, size: 250, rows: 1 };

/** What of a front is screened: whole tiles, on whole pixels of the printer. */
export const FRONT_GROUND = place({ x: 140, y: 148, width: 3 * 1560, height: 6 * 1120 });

/** What of a back is screened: the middle of the band above the scramble image. */
export const BACK_GROUND = place({ x: 1080, y: 120, width: 3 * 800, height: 280 });

/** Where the 偽造防止検出画像 is printed: at the lower left, as on the real ones (P115). */
export const MARK_PLACE = place({ x: 236, y: 6693, width: MARK_SIZE, height: MARK_SIZE });

/** A place in mm, given in pixels of the printer. */
function place({ x, y, width, height }: Place): Place {
  return {
    x: x * PIXEL_MM,
    y: y * PIXEL_MM,
    width: width * PIXEL_MM,
    height: height * PIXEL_MM,
  };
}

/** Draws the artwork; its font can show `characters`. */
export async function openArtwork(characters: string): Promise<Artwork> {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  pdf.registerFontkit(fontkit);
  const customName = 'KOFUAF+NotoSerifJP-Regular';
  const font = await pdf.embedFont(CERTIFICATE_FONT, { subset: true, customName });
  font.encodeText(characters);
  await pdf.flush();
  return {
    pdf,
    font,
    frontGround: pattern(pdf, await screenedWords(FRONT_TILE), FRONT_GROUND),
    backGround: pattern(pdf, await screenedWords(BACK_TILE), BACK_GROUND),
    mark: stencil(pdf, bitmapOf(latentImage(await drawnMark()))),
  };
}

/** 証 in a cherry blossom: what is printed, and what its detector has to know. */
export async function drawnMark(): Promise<LatentMark> {
  const middle = MARK_SIZE / 2;
  const size = 0.46 * MARK_SIZE;
  const letter = { text: '証', x: middle, y: middle, size, stroke: 0.045 * size };
  return latentMark(await letterImage({ width: MARK_SIZE, height: MARK_SIZE }, [letter]));
}

async function screenedWords(tile: WordTile): Promise<Bitmap> {
  return bitmapOf(pantograph(await drawnWords(tile)));
}

/** 複写 once in each row of a tile; what one side cuts off goes on at the other. */
export function drawnWords(tile: WordTile): Promise<BilevelImage> {
  const { width, height, size, rows } = tile;
  const word = { text: '複写', size, stroke: 0.045 * size };
  const letterings = [];
  for (let row = 0; row < rows; row++) {
    const y = ((row + 0.5) * height) / rows;
    const x = ((rows === 1 ? 2 : 2 * row + 1) * width) / 4;
    for (const aside of [-width, 0, width]) letterings.push({ ...word, x: x + aside, y });
  }
  return letterImage(tile, letterings);
}

/** A bitmap that paints its black in the colour at hand and leaves its white as it is. */
export function stencil(pdf: PDFDocument, { width, height, bits }: Bitmap): PDFRef {
  const image = pdf.context.flateStream(bits, {
    Type: 'XObject',
    Subtype: 'Image',
    Width: width,
    Height: height,
    ImageMask: true,
    BitsPerComponent: 1,
    // 1 is ink; without this it would be 0 (ISO 32000-1, 8.9.6.2).
    Decode: [1, 0],
  });
  return pdf.context.register(image);
}

/** A tile as a pattern; laid as images one by one, PDFium takes ten times as long for it. */
function pattern(pdf: PDFDocument, tile: Bitmap, ground: Place): PDFRef {
  const width = (tile.width * 72) / SCREEN_DPI;
  const height = (tile.height * 72) / SCREEN_DPI;
  const { x, y } = pointsOf(ground);
  const cell = pdf.context.flateStream(`${width} 0 0 ${height} 0 0 cm /Tile Do`, {
    Type: 'Pattern',
    PatternType: 1,
    PaintType: 1,
    TilingType: 1,
    BBox: [0, 0, width, height],
    XStep: width,
    YStep: height,
    Matrix: [1, 0, 0, 1, x, y],
    Resources: { XObject: { Tile: stencil(pdf, tile) } },
  });
  return pdf.context.register(cell);
}
