import { civilDate } from '../../sim/civil-time.ts';
import { encodePageMark, type PageMark } from '../contract.ts';
import type { CertificateContent } from './document.ts';
import { drawOfficialSeal } from './document-pdf-seal.ts';
import { type Box, GREY, type Setting, type Sheet } from './document-pdf-sheet.ts';
import { japaneseDate } from './japanese-date.ts';

/** Left margin of what a certificate says, in mm. */
export const LEFT = 20;
/** Width of what a certificate says, in mm. */
export const WIDTH = 170;

const QR_SIZE_MM = 28;
const QR_TOP_MM = 257;

/** Draws the title of a certificate. */
export function drawTitle(sheet: Sheet, title: string): void {
  sheet.text(title, { x: LEFT + 40, y: 27, size: 24, width: 90, align: 'spread' });
}

/** A field of a form: its name in a shaded cell, and its value in the cell after it. */
export interface Field {
  readonly label: string;
  readonly value: string;
  /** In points (11). */
  readonly size?: number;
  /** Room of the name, in mm (24). */
  readonly labelWidth?: number;
  /** Room of the whole field, in proportion to the other fields of its row (1). */
  readonly share?: number;
  readonly align?: 'left' | 'right';
}

/** Draws a field: its name spread over a shaded cell, its value in the cell after it. */
export function drawField(sheet: Sheet, field: Field, { x, y, width, height }: Box): void {
  const { label, value, size = 11, labelWidth = 24, align = 'left' } = field;
  const middle = y + height / 2;
  const valueWidth = width - labelWidth;
  sheet.fill({ x, y, width: labelWidth, height }, '#eeeeee');
  sheet.frame({ x, y, width: labelWidth, height }, 0.15);
  sheet.frame({ x: x + labelWidth, y, width: valueWidth, height }, 0.15);
  const room = { x: x + 2, y: middle, width: labelWidth - 4 };
  sheet.text(label, { ...room, size: 9.5, align: 'spread' });
  const valueRoom = { x: x + labelWidth + 3, y: middle, width: valueWidth - 6 };
  sheet.text(value, { ...valueRoom, size, align });
}

/** Draws rows of fields over the width of the page and answers where they end, in mm. */
export function drawRows(
  sheet: Sheet,
  rows: readonly (readonly Field[])[],
  { x = LEFT, y, width = LEFT + WIDTH - x, height }: Partial<Box> & Pick<Box, 'y' | 'height'>,
): number {
  let top = y;
  for (const fields of rows) {
    const shares = fields.reduce((sum, { share = 1 }) => sum + share, 0);
    let left = x;
    for (const field of fields) {
      const fieldWidth = (width * (field.share ?? 1)) / shares;
      drawField(sheet, field, { x: left, y: top, width: fieldWidth, height });
      left += fieldWidth;
    }
    top += height;
  }
  sheet.frame({ x, y, width, height: top - y }, 0.5);
  return top;
}

/** Draws that the certificate goes on, where it would otherwise be attested. */
export function drawContinued(sheet: Sheet, top: number): void {
  sheet.text('（次頁に続く）', { x: LEFT, y: top, size: 11, width: WIDTH, align: 'right' });
}

/** Draws the sentence that certifies, the date, who certifies, and the official seal (公印). */
export function drawAttestation(
  sheet: Sheet,
  content: CertificateContent,
  sentence: string,
  top: number,
): void {
  sheet.text(sentence, { x: LEFT + 4, y: top, size: 12, width: WIDTH - 8 });
  const date = japaneseDate(civilDate(content.issuedAtMs));
  sheet.text(date, { x: LEFT + 12, y: top + 10, size: 12, width: 70 });
  const issuer: Setting = { x: LEFT + 66, y: top + 20, size: 18, width: 70, align: 'right' };
  sheet.text(content.issuerTitle, issuer);
  const seal = { x: LEFT + 140, y: top + 8, width: 24, height: 24 };
  drawOfficialSeal(sheet, content.issuerTitle, seal);
}

/** Draws the foot: the mark as a QR code and as glyphs, document number and page of pages. */
export function drawFoot(sheet: Sheet, mark: PageMark): void {
  sheet.qrCode(encodePageMark(mark), LEFT, QR_TOP_MM, QR_SIZE_MM);
  // 6 mm are more than the four modules of quiet zone that ISO/IEC 18004 asks for.
  const x = LEFT + QR_SIZE_MM + 6;
  const width = LEFT + WIDTH - x;
  const small: Setting = { x, y: 282, size: 7, width, color: GREY };
  sheet.line(x, 262, LEFT + WIDTH, 262, 0.2);
  sheet.text(`証明書番号　${mark.documentNumber}`, { x, y: 268, size: 10, width });
  sheet.text(`${mark.page}/${mark.of}`, { x, y: 268, size: 10, width, align: 'right' });
  sheet.text('試験用に作成したものであり、証明書としての効力はありません。', { ...small, y: 276 });
  const version = mark.registerVersion === undefined ? '' : ` v${mark.registerVersion}`;
  sheet.text(`${mark.ownerNonce} ${mark.requestId}${version}`, small);
}
