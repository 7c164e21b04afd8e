import {
  beginText,
  concatTransformationMatrix,
  drawObject,
  endText,
  type PDFFont,
  type PDFOperator,
  popGraphicsState,
  pushGraphicsState,
  setFontAndSize,
  setTextMatrix,
  showText,
} from '@cantoo/pdf-lib';
import type { Place } from '../scramble/scramble.ts';
import { A4_HEIGHT_POINTS, POINTS_PER_MM, pointsOf } from './sheet-points.ts';

/** What a back says of the page it belongs to. */
export interface BackTitle {
  readonly documentNumber: string;
  readonly page: number;
  readonly of: number;
}

const TITLE = 'スクランブル画像';
const NUMBER = '証明書番号';
const SIDE = 'うら面';
const BELOW = [
  'この画像は、おもて面を暗号にしたものです。この面の全体をスキャナで読み取り、証明書の問い合わせサイトに送ると、',
  'おもて面の画像が表示されます。おもて面と見比べて確認してください。コピーすると「複写」の文字が両面に現れます。',
  '試験用に作成したものであり、証明書としての効力はありません。',
] as const;

/** All characters that a back can show. */
export const BACK_CHARACTERS = [
  TITLE,
  NUMBER,
  SIDE,
  ...BELOW,
  '　（）',
  ...Array.from({ length: 0x5f }, (_, index) => String.fromCharCode(0x20 + index)),
].join('');

const MIDDLE_ABOVE_BASELINE = 0.38;

/** A line of text: `x` and its middle `y` in mm from the top left corner, its size in points. */
interface Line {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** Room in mm: longer text is set smaller. */
  readonly width: number;
  readonly align?: 'left' | 'right';
}

/** Draws the texts of a back, beside its けん制文字 and below the scramble image. */
export function backTexts(font: PDFFont, fontName: string, title: BackTitle): PDFOperator[] {
  const { documentNumber, page, of } = title;
  const say = (text: string, line: Line) => textLine(font, fontName, text, line);
  const right: Line = { x: 148, y: 8.5, size: 8, width: 52, align: 'right' };
  const below: Line = { x: 22, y: 285, size: 7, width: 178 };
  return [
    ...say(TITLE, { x: 10, y: 11, size: 11, width: 33 }),
    ...say(`${NUMBER}　${documentNumber}`, right),
    ...say(`${page}/${of}（${SIDE}）`, { ...right, y: 13.5 }),
    ...BELOW.flatMap((text, index) => say(text, { ...below, y: 285 + 2.8 * index })),
  ];
}

function textLine(font: PDFFont, fontName: string, text: string, line: Line): PDFOperator[] {
  const { x, y, width, align = 'left' } = line;
  const room = width * POINTS_PER_MM;
  const size = line.size * Math.min(1, room / font.widthOfTextAtSize(text, line.size));
  const shift = align === 'right' ? room - font.widthOfTextAtSize(text, size) : 0;
  const baseline = A4_HEIGHT_POINTS - y * POINTS_PER_MM - size * MIDDLE_ABOVE_BASELINE;
  return [
    beginText(),
    setFontAndSize(fontName, size),
    setTextMatrix(1, 0, 0, 1, x * POINTS_PER_MM + shift, baseline),
    showText(font.encodeText(text)),
    endText(),
  ];
}

/** Draws an image XObject into a place on an A4 page. */
export function placed(imageName: string, place: Place): PDFOperator[] {
  const { x, y, width, height } = pointsOf(place);
  return [
    pushGraphicsState(),
    concatTransformationMatrix(width, 0, 0, height, x, y),
    drawObject(imageName),
    popGraphicsState(),
  ];
}
