import assert from 'node:assert/strict';
import { create as createQrCode } from 'qrcode';

/** A rectangle on the page, in millimetres from its top left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where and how one line of text is set: `x` and the middle `y` in mm, the size in points. */
export interface Setting {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** Room in mm: longer text is set smaller, and `align` is within it. */
  readonly width: number;
  readonly align?: 'left' | 'center' | 'right' | 'spread';
  readonly color?: string;
}

const POINTS_PER_MM = 72 / 25.4;

/** How far above the baseline the middle of an ideograph lies, in its own size. */
const MIDDLE_ABOVE_BASELINE = 0.38;

export const BLACK = '#000000';
export const GREY = '#555555';
/** Ink of an official seal (朱肉). */
export const VERMILION = '#c8281e';

/**
 * A page under the pen. Lengths are millimetres from the top left corner. A character that the
 * font cannot draw is an error that names it: a certificate with a blank box in a name is wrong.
 */
export class Sheet {
  readonly #pdf: PDFKit.PDFDocument;
  readonly #drawable: ReadonlySet<number>;

  constructor(pdf: PDFKit.PDFDocument, drawable: ReadonlySet<number>) {
    this.#pdf = pdf;
    this.#drawable = drawable;
  }

  /** Sets one line of text. */
  text(text: string, setting: Setting): void {
    const { x, y, width, align = 'left', color = BLACK } = setting;
    this.#assertDrawable(text);
    const room = width * POINTS_PER_MM;
    const natural = this.#pdf.fontSize(setting.size).widthOfString(text);
    const size = natural > room ? (setting.size * room) / natural : setting.size;
    const rest = Math.max(0, room - natural);
    const gaps = [...text].length - 1;
    const shift = align === 'right' ? rest : align === 'center' ? rest / 2 : 0;
    const baseline = y * POINTS_PER_MM + size * MIDDLE_ABOVE_BASELINE;
    this.#pdf
      .fontSize(size)
      .fillColor(color)
      .text(text, x * POINTS_PER_MM + shift, baseline, {
        lineBreak: false,
        baseline: 'alphabetic',
        characterSpacing: align === 'spread' && gaps > 0 ? rest / gaps : 0,
      });
  }

  /** Draws the outline of a box. */
  frame(box: Box, lineMm: number, color = BLACK): void {
    const { x, y, width, height } = inPoints(box);
    this.#pdf
      .lineWidth(lineMm * POINTS_PER_MM)
      .rect(x, y, width, height)
      .stroke(color);
  }

  /** Fills a box. */
  fill(box: Box, color: string): void {
    const { x, y, width, height } = inPoints(box);
    this.#pdf.rect(x, y, width, height).fill(color);
  }

  /** Draws a straight line. */
  line(fromX: number, fromY: number, toX: number, toY: number, lineMm: number): void {
    this.#pdf
      .lineWidth(lineMm * POINTS_PER_MM)
      .moveTo(fromX * POINTS_PER_MM, fromY * POINTS_PER_MM)
      .lineTo(toX * POINTS_PER_MM, toY * POINTS_PER_MM)
      .stroke(BLACK);
  }

  /** Draws the outline of the ellipse in a box. */
  ellipse(box: Box, lineMm: number, color: string): void {
    const { x, y, width, height } = inPoints(box);
    this.#pdf
      .lineWidth(lineMm * POINTS_PER_MM)
      .ellipse(x + width / 2, y + height / 2, width / 2, height / 2)
      .stroke(color);
  }

  /** Fills a box with one character, stretched to it and cut bold as on a seal. */
  carve(character: string, box: Box, color: string): void {
    this.#assertDrawable(character);
    const { x, y, width, height } = inPoints(box);
    const unit = 100;
    this.#pdf
      .save()
      .translate(x, y)
      .scale(width / unit, height / unit)
      .fontSize(unit)
      .lineWidth(2.5)
      .fillColor(color)
      .strokeColor(color)
      .text(character, 0, unit / 2 + unit * MIDDLE_ABOVE_BASELINE, {
        lineBreak: false,
        baseline: 'alphabetic',
        fill: true,
        stroke: true,
      })
      .restore();
  }

  /** Draws a QR code (error correction Q) as one path; its quiet zone is the caller's to keep. */
  qrCode(text: string, x: number, y: number, sizeMm: number): void {
    const { data, size } = createQrCode(text, { errorCorrectionLevel: 'Q' }).modules;
    const module = (sizeMm * POINTS_PER_MM) / size;
    for (let row = 0; row < size; row++) {
      for (let start = 0; start < size; start++) {
        let end = start;
        while (end < size && data[row * size + end] === 1) end++;
        if (end === start) continue;
        const left = x * POINTS_PER_MM + start * module;
        this.#pdf.rect(left, y * POINTS_PER_MM + row * module, (end - start) * module, module);
        start = end;
      }
    }
    this.#pdf.fill(BLACK);
  }

  #assertDrawable(text: string): void {
    for (const character of text) {
      const code = character.codePointAt(0) ?? 0;
      if (this.#drawable.has(code)) continue;
      assert.fail(`the certificate font has no glyph for ${character} (${codePoint(code)})`);
    }
  }
}

function codePoint(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

function inPoints({ x, y, width, height }: Box): Box {
  return {
    x: x * POINTS_PER_MM,
    y: y * POINTS_PER_MM,
    width: width * POINTS_PER_MM,
    height: height * POINTS_PER_MM,
  };
}
