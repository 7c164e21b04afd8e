import {
  BinaryBitmap,
  DecodeHintType,
  GlobalHistogramBinarizer,
  QRCodeReader,
  RGBLuminanceSource,
} from '@zxing/library';
import { decodePageMark, type PageMark } from '../contract.ts';
import type { GreyRaster } from '../contract-raster-pdf.ts';

/** A mark found on a page, and where. */
export interface FoundPageMark {
  readonly mark: PageMark;
  /**
   * Middles of its finder patterns, lower left, upper left, upper right, and of its alignment
   * pattern if it has one; pixels from the middle of the first one of the raster.
   */
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** Dots per inch at which ZXing sees the modules best, and the dots of a ground no more. */
const BEST_DPI = 150;
const A4_HEIGHT_INCHES = 11.69;

/** Where black ends, from the darkest of a page (0) to its paper (1); likeliest first. */
const LEVELS: readonly number[] = [0.5, 0.65, 0.35];

/**
 * Finds the mark of a page on its raster or scan, whichever way it lies; undefined if there is no
 * mark that can be read. The raster is made coarser first, as if its longer side were that of A4.
 */
export function findPageMark(raster: GreyRaster): FoundPageMark | undefined {
  const dpi = Math.max(raster.width, raster.height) / A4_HEIGHT_INCHES;
  const likeliest = Math.max(1, Math.round(dpi / BEST_DPI));
  for (const factor of [likeliest, likeliest + 1, likeliest - 1]) {
    if (factor < 1) continue;
    const coarse = coarser(raster, factor);
    for (const level of LEVELS) {
      const found = markOn(blackAndWhite(coarse, level));
      if (found === undefined) continue;
      const fine = (place: number) => (place + 0.5) * factor - 0.5;
      return { ...found, points: found.points.map(({ x, y }) => ({ x: fine(x), y: fine(y) })) };
    }
  }
  return undefined;
}

function markOn({ width, height, grey }: GreyRaster): FoundPageMark | undefined {
  const source = new RGBLuminanceSource(new Uint8ClampedArray(grey), width, height);
  const hints = new Map([[DecodeHintType.TRY_HARDER, true]]);
  try {
    const bitmap = new BinaryBitmap(new GlobalHistogramBinarizer(source));
    const code = new QRCodeReader().decode(bitmap, hints);
    const mark = decodePageMark(code.getText());
    if (mark === undefined) return undefined;
    const points = code.getResultPoints().map((point) => ({ x: point.getX(), y: point.getY() }));
    return { mark, points };
  } catch {
    // ZXing throws what it does not find.
    return undefined;
  }
}

/** ZXing judges each row by itself, which goes wrong on noise; a page has one black. */
function blackAndWhite(raster: GreyRaster, level: number): GreyRaster {
  const counts = new Uint32Array(256);
  for (const value of raster.grey) counts[value]! += 1;
  const quantile = (share: number) => {
    let left = share * raster.grey.length;
    const found = counts.findIndex((count) => {
      left -= count;
      return left < 0;
    });
    return Math.max(0, found);
  };
  const black = quantile(0.003);
  const edge = black + level * (quantile(0.7) - black);
  return { ...raster, grey: raster.grey.map((value) => (value < edge ? 0 : 255)) };
}

/** Means of squares of `factor` pixels. */
function coarser(raster: GreyRaster, factor: number): GreyRaster {
  if (factor === 1) return raster;
  const width = Math.floor(raster.width / factor);
  const height = Math.floor(raster.height / factor);
  const grey = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let row = y * factor; row < (y + 1) * factor; row++) {
        const from = row * raster.width + x * factor;
        for (let at = from; at < from + factor; at++) sum += raster.grey[at]!;
      }
      grey[y * width + x] = Math.round(sum / factor ** 2);
    }
  }
  return { width, height, grey };
}
