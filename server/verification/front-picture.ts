import { encode } from 'fast-png';
import type { Scan } from '../scramble/scramble.ts';
import type { FrontComparison } from './front-comparison.ts';
import type { InkMap } from './ink-map.ts';

/** Half the side of the frame around what differs, and the breadth of its line, in mm. */
const FRAME_MM = 6;
const LINE_MM = 0.5;
const RED = [200, 30, 30] as const;
/** Between the two fronts, in pixels. */
const GAP = 24;

/**
 * The printed front beside the restored one as a PNG; where they differ most, a red frame is drawn
 * around the place on both. What could not be laid over the other is shown as it was scanned.
 */
export function sideBySide(
  printed: InkMap | Scan,
  restored: Scan,
  comparison: FrontComparison,
  dpi: number,
): Uint8Array {
  const { width, height } = restored;
  const wide = 2 * width + GAP;
  const data = new Uint8Array(3 * wide * height).fill(255);
  const greyAt = 'ink' in printed ? inkGrey(printed) : scanGrey(printed, restored);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data.fill(greyAt(x, y), 3 * (y * wide + x), 3 * (y * wide + x + 1));
      const right = 3 * (y * wide + width + GAP + x);
      data.fill(restored.grey[y * width + x]!, right, right + 3);
    }
  }
  if (comparison.verdict === 'different' && comparison.differs !== 'another-page') {
    const [x, y] = [(comparison.place.x / 25.4) * dpi, (comparison.place.y / 25.4) * dpi];
    for (const left of [0, width + GAP]) frame(data, { wide, height, x: left + x, y }, dpi);
  }
  return encode({ width: wide, height, data, channels: 3, depth: 8 }, { zlib: { level: 6 } });
}

function inkGrey({ width, ink }: InkMap): (x: number, y: number) => number {
  return (x, y) => Math.max(0, Math.min(255, 255 * (1 - ink[y * width + x]!)));
}

/** As large as the other front, point for point. */
function scanGrey(scan: Scan, { width, height }: Scan): (x: number, y: number) => number {
  return (x, y) => {
    const column = Math.floor((x * scan.width) / width);
    const row = Math.floor((y * scan.height) / height);
    return scan.grey[row * scan.width + column]!;
  };
}

function frame(
  data: Uint8Array,
  at: { readonly wide: number; readonly height: number; readonly x: number; readonly y: number },
  dpi: number,
): void {
  const { wide, height } = at;
  const [outer, line] = [(FRAME_MM / 25.4) * dpi, (LINE_MM / 25.4) * dpi];
  for (let y = Math.round(at.y - outer); y <= at.y + outer; y++) {
    for (let x = Math.round(at.x - outer); x <= at.x + outer; x++) {
      const isLine = Math.max(Math.abs(x - at.x), Math.abs(y - at.y)) > outer - line;
      if (isLine && x >= 0 && y >= 0 && x < wide && y < height) data.set(RED, 3 * (y * wide + x));
    }
  }
}
