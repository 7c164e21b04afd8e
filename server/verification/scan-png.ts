import { decode, encode } from 'fast-png';
import type { Bitmap, Scan } from '../scramble/scramble.ts';

/** Most pixels that are unpacked: an A4 page at 600 dpi has 35 million. */
export const MOST_PIXELS = 60_000_000;

/** The pixels of a PNG in grey, or undefined if it is none, or too large to be unpacked. */
export function scanOf(png: Uint8Array): Scan | undefined {
  if (png.length < 33) return undefined;
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const [declaredWidth, declaredHeight] = [view.getUint32(16), view.getUint32(20)];
  // Before anything is unpacked: a few bytes can claim to be a picture of gigabytes.
  if (declaredWidth * declaredHeight > MOST_PIXELS) return undefined;
  try {
    const { width, height, data, channels, depth, palette } = decode(png);
    const grey = new Uint8Array(width * height);
    const most = 2 ** depth - 1;
    const rowSamples = depth < 8 ? Math.ceil((width * channels * depth) / 8) : width * channels;
    const sample = (row: number, column: number, channel: number): number => {
      const at = column * channels + channel;
      if (depth >= 8) return data[row * rowSamples + at] ?? 0;
      const bit = at * depth;
      const byte = data[row * rowSamples + (bit >> 3)] ?? 0;
      return (byte >> (8 - depth - (bit & 7))) & most;
    };
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        grey[row * width + column] = palette
          ? luminance(palette[sample(row, column, 0)] ?? [])
          : (255 / most) * toGrey(channels, (channel) => sample(row, column, channel), most);
      }
    }
    return { width, height, grey };
  } catch {
    return undefined;
  }
}

/** Grey of a pixel of 1 to 4 channels; what is transparent is paper. */
function toGrey(channels: number, value: (channel: number) => number, most: number): number {
  const grey = channels < 3 ? value(0) : 0.299 * value(0) + 0.587 * value(1) + 0.114 * value(2);
  if (channels === 1 || channels === 3) return grey;
  const opacity = value(channels - 1) / most;
  return grey * opacity + most * (1 - opacity);
}

function luminance(colour: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = colour;
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

/** A picture of black and white in grey. */
export function greyOf({ width, height, bits }: Bitmap): Scan {
  const grey = new Uint8Array(width * height);
  const row = Math.ceil(width / 8);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const ink = ((bits[y * row + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
      grey[y * width + x] = ink === 1 ? 0 : 255;
    }
  }
  return { width, height, grey };
}

/** A grey picture as a PNG, hardly compressed. */
export function pngOf({ width, height, grey }: Scan): Uint8Array {
  return encode({ width, height, data: grey, channels: 1, depth: 8 }, { zlib: { level: 1 } });
}
