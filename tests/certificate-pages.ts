import { readFileSync } from 'node:fs';
import { create as openFont } from 'fontkit';
import PDFDocument from 'pdfkit';
import { rasterise } from '../server/contract-raster-pdf.ts';
import { BLACK, Sheet, VERMILION } from '../server/document/document-pdf-sheet.ts';
import { bilevelFront } from '../server/scramble/front-scramble-pdf.ts';
import type { Bitmap } from '../server/scramble/scramble.ts';
import type { Rng } from '../sim/rng.ts';

const font = readFileSync(
  new URL('../server/fonts/NotoSerifJP-Regular-subset.ttf', import.meta.url),
);
const drawable: ReadonlySet<number> = new Set(openFont(font).characterSet);
const KANJI = [...drawable].filter((code) => code >= 0x4e00 && code < 0xa000);
const KANA = [...'あいうえおかきくけこさしすせそたちつてとなにのはまもやらりるれろわをん'];

/** A page of a certificate that nobody has asked for: frames, fields and text of random length. */
export function randomPage(rng: Rng): Promise<Uint8Array> {
  const pdf = new PDFDocument({ size: 'A4', margin: 0, font: '' });
  const chunks: Uint8Array[] = [];
  const drawn = new Promise<Uint8Array>((resolve, reject) => {
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
  pdf.font(font);
  const sheet = new Sheet(pdf, drawable);
  sheet.text(text(rng, 7), { x: 60, y: 25, size: 22, width: 90, align: 'spread' });
  const draw = [drawFields, drawColumns, drawEntries, drawTable][Math.floor(rng.uniform() * 4)]!;
  draw(sheet, rng);
  sheet.text(text(rng, 24), { x: 24, y: 252, size: 12, width: 120 });
  sheet.frame({ x: 160, y: 246, width: 24, height: 24 }, 0.9, VERMILION);
  for (let place = 0; place < 6; place++) {
    const box = { x: 161 + 7.4 * (place >> 1), y: 248 + 10 * (place & 1), width: 7, height: 10 };
    sheet.carve(text(rng, 1), box, VERMILION);
  }
  sheet.qrCode(text(rng, 20), 20, 262, 22);
  pdf.end();
  return drawn;
}

/** The first page of a PDF as its scramble image would show it. */
export async function inkOf(pdf: Uint8Array, dpi: number): Promise<Bitmap> {
  let ink: Bitmap | undefined;
  await rasterise(pdf, (page, index) => {
    if (index === 0 && page !== undefined) ink = bilevelFront(page, dpi);
  });
  if (ink === undefined) throw new Error('a page that opens');
  return ink;
}

type Draw = (sheet: Sheet, rng: Rng) => void;

/** People one below the other, as on a 住民票. */
const drawFields: Draw = (sheet, rng) => {
  const people = 1 + Math.floor(rng.uniform() * 4);
  for (let line = 0; line < people * 6; line++) {
    const y = 42 + line * 8.3;
    sheet.frame({ x: 20, y, width: 28, height: 8.3 }, 0.15);
    sheet.frame({ x: 48, y, width: 142, height: 8.3 }, 0.15);
    sheet.text(text(rng, 4), { x: 22, y: y + 4, size: 9, width: 24, align: 'spread' });
    sheet.text(text(rng, 4 + rng.uniform() * 26), { x: 51, y: y + 4, size: 11, width: 136 });
  }
};

/** Headings on the left, what happened on the right, as in a 戸籍. */
const drawColumns: Draw = (sheet, rng) => {
  sheet.frame({ x: 18, y: 38, width: 174, height: 208 }, 0.3);
  sheet.line(60, 38, 60, 246, 0.2);
  const lines = 12 + Math.floor(rng.uniform() * 23);
  for (let line = 0; line < lines; line++) {
    const y = 42 + line * 6;
    if (rng.uniform() < 0.3) sheet.text(text(rng, 6), { x: 21, y, size: 10, width: 37 });
    sheet.text(text(rng, 6 + rng.uniform() * 26), { x: 63, y, size: 10, width: 126 });
    if (line % 6 === 5) sheet.line(18, y + 3, 192, y + 3, 0.15);
  }
};

/** Running text, as of a 記載事項証明書 with much to say. */
const drawEntries: Draw = (sheet, rng) => {
  const lines = 8 + Math.floor(rng.uniform() * 22);
  for (let line = 0; line < lines; line++) {
    const setting = { x: 22, y: 44 + line * 6.6, size: 10.5, width: 166 };
    sheet.text(text(rng, 20 + rng.uniform() * 22), setting);
  }
};

/** Amounts, as on a 課税証明書. */
const drawTable: Draw = (sheet, rng) => {
  for (let line = 0; line < 26; line++) {
    for (let column = 0; column < 2; column++) {
      const box = { x: 20 + column * 86, y: 42 + line * 7.6, width: 84, height: 7.6 };
      sheet.frame(box, 0.15, BLACK);
      sheet.text(text(rng, 3 + rng.uniform() * 7), {
        x: box.x + 2,
        y: box.y + 3.8,
        size: 9.5,
        width: 44,
      });
      const amount = Math.floor(10 ** (7 * rng.uniform())).toLocaleString('en');
      sheet.text(amount, { x: box.x + 46, y: box.y + 3.8, size: 10, width: 36, align: 'right' });
    }
  }
};

function text(rng: Rng, length: number): string {
  return Array.from({ length: Math.floor(length) }, () => {
    const letters = rng.uniform() < 0.6 ? KANJI : KANA;
    const letter = letters[Math.floor(rng.uniform() * letters.length)]!;
    return typeof letter === 'number' ? String.fromCodePoint(letter) : letter;
  }).join('');
}
