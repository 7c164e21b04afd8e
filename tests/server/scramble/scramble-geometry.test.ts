import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scan } from '../../../server/scramble/scramble.ts';
import { COLUMNS, FINDERS, ROWS } from '../../../server/scramble/scramble-cells.ts';
import {
  findFinders,
  isScan,
  moduleSizes,
  type SummedScan,
  summedScan,
} from '../../../server/scramble/scramble-finder.ts';
import { type CellToPixel, fitLattice } from '../../../server/scramble/scramble-lattice.ts';
import { leastSquares } from '../../../server/scramble/scramble-least-squares.ts';
import { greyAt, meshOf, sharpened } from '../../../server/scramble/scramble-mesh.ts';
import { cellTones } from '../../../server/scramble/scramble-sampling.ts';
import { damaged } from '../../damage.ts';
import { PERFECT, type Scanning, scanBack } from '../../degradations.ts';
import { backOf, chance, enlarged, somePage } from './scramble-backs.ts';

const { cells, place } = backOf(somePage('geometry'));
/** Three pixels to a cell, from (30, 30) on. */
const plain = summedScan(enlarged(cells));
const MODULE = 6;

function scanned(scanning: Partial<Scanning>): SummedScan {
  return summedScan(scanBack(cells, place, { ...PERFECT, ...scanning }, chance('scan')));
}

/** Where a place on the printed sheet, in cells, comes to lie on a straight scan at 200 dpi. */
function expected({ skewDegrees, scale }: { skewDegrees: number; scale: number }): CellToPixel {
  const angle = (skewDegrees * Math.PI) / 180;
  const pixels = 200 / 25.4;
  return (column, row) => {
    const x = (place.x + (column * place.width) / COLUMNS - 105) * scale;
    const y = (place.y + (row * place.height) / ROWS - 148.5) * scale;
    return {
      x: 1654 / 2 + pixels * (x * Math.cos(angle) - y * Math.sin(angle)),
      y: 2339 / 2 + pixels * (x * Math.sin(angle) + y * Math.cos(angle)),
    };
  };
}

function farthest(one: CellToPixel, other: CellToPixel): number {
  const corners = [0, 0.5, 1].flatMap((across) => [0, 0.5, 1].map((down) => [across, down]));
  return Math.max(
    ...corners.map(([across, down]) => {
      const [column, row] = [across! * COLUMNS, down! * ROWS];
      const [a, b] = [one(column, row), other(column, row)];
      return Math.hypot(a.x - b.x, a.y - b.y);
    }),
  );
}

describe('finder patterns', () => {
  it('are found all, and nothing else, each to a fraction of a pixel', () => {
    const spots = findFinders(plain, MODULE);
    expect(spots.length).toBe(FINDERS.columns * FINDERS.rows);
    for (const { x, y } of spots) {
      const column = (x - 30 - 3 * FINDERS.firstX) / (3 * FINDERS.spacingX);
      const row = (y - 30 - 3 * FINDERS.firstY) / (3 * FINDERS.spacingY);
      expect(Math.abs(column - Math.round(column)) * 3 * FINDERS.spacingX).toBeLessThan(0.6);
      expect(Math.abs(row - Math.round(row)) * 3 * FINDERS.spacingY).toBeLessThan(0.6);
    }
  });

  it('are found in most places of a badly damaged back', () => {
    const spoilt = damaged(cells, { shape: 'blots', ink: 'black', share: 0.2 }, chance('blots'));
    const spots = findFinders(summedScan(enlarged(spoilt)), MODULE);
    expect(spots.length).toBeGreaterThan(14);
    expect(spots.length).toBeLessThanOrEqual(24);
  });

  it('are looked for at the size of an A4 sheet first', () => {
    const [first, second] = moduleSizes({ width: 1654, height: 2339, grey: new Uint8Array(0) });
    expect(first).toBeCloseTo(6, 1);
    expect(Math.abs(second! / first! - 1)).toBeLessThan(0.09);
  });
});

describe('a summed scan', () => {
  it('knows the sum of any rectangle', () => {
    const { width, sums, grey } = plain;
    let sum = 0;
    for (let y = 100; y < 140; y++) for (let x = 50; x < 77; x++) sum += grey[y * width + x]!;
    const corner = (x: number, y: number) => sums[y * (width + 1) + x]!;
    expect(corner(77, 140) - corner(50, 140) - corner(77, 100) + corner(50, 100)).toBe(sum);
  });

  it('makes a very fine scan coarser by its means', () => {
    const fine: Scan = { width: 4_500, height: 300, grey: new Uint8Array(4_500 * 300) };
    for (let index = 0; index < fine.grey.length; index++) fine.grey[index] = 100 + (index % 2);
    const { width, height, grey } = summedScan(fine);
    expect([width, height]).toEqual([2_250, 150]);
    expect(grey.every((tone) => tone === 101)).toBe(true);
  });

  it('is made only of a scan that has its pixels', () => {
    expect(isScan({ width: 64, height: 64, grey: new Uint8Array(4096) })).toBe(true);
    expect(isScan({ width: 64, height: 64, grey: new Uint8Array(4095) })).toBe(false);
    expect(isScan({ width: 63, height: 64, grey: new Uint8Array(63 * 64) })).toBe(false);
  });
});

describe('the lattice', () => {
  it('tells where each cell lies, to a fraction of a pixel', () => {
    for (const lie of [
      { skewDegrees: 2, scale: 1.02 },
      { skewDegrees: -2, scale: 0.98 },
    ]) {
      const scan = scanned(lie);
      const ways = fitLattice(scan, findFinders(scan, MODULE), MODULE);
      expect(ways.length).toBe(1);
      expect(farthest(ways[0]!, expected(lie))).toBeLessThan(0.7);
    }
  });

  it('tells the way up from the bridges, and is not misled by spots that are none', () => {
    const turned: Scan = { ...plain, grey: plain.grey.toReversed() };
    const scan = summedScan(turned);
    const spots = [...findFinders(scan, MODULE), { x: 400, y: 333, score: 300 }];
    const [way] = fitLattice(scan, spots, MODULE);
    const { width, height } = turned;
    const upsideDown: CellToPixel = (column, row) => ({
      x: width - 30 - 3 * column,
      y: height - 30 - 3 * row,
    });
    expect(farthest(way!, upsideDown)).toBeLessThan(0.7);
  });

  it('offers every position when an edge is lost, and none for too few finders', () => {
    const spots = findFinders(plain, MODULE);
    const inner = spots.filter(({ x }) => x > 100);
    expect(fitLattice(plain, inner, MODULE).length).toBe(2);
    expect(fitLattice(plain, spots.slice(0, 3), MODULE)).toEqual([]);
    expect(fitLattice(plain, [], MODULE)).toEqual([]);
  });
});

describe('the mesh', () => {
  it('comes back to the cells when it lies a third of a cell beside them', () => {
    const beside: CellToPixel = (column, row) => ({ x: 31 + 3 * column, y: 29 + 3 * row });
    const mesh = sharpened(plain, meshOf(beside));
    const middle = Math.floor(mesh.x.length / 2);
    expect(Math.abs(mesh.x[middle]! - (30 + (3 * COLUMNS) / 2))).toBeLessThan(0.5);
    expect(Math.abs(mesh.y[middle]! - (30 + (3 * ROWS) / 2))).toBeLessThan(0.5);
  });

  it('sees greys between pixels, and goes on beyond the edge', () => {
    const scan: Scan = { width: 2, height: 2, grey: Uint8Array.of(0, 100, 100, 200) };
    expect(greyAt(scan, 0.5, 0.5)).toBeCloseTo(0, 0);
    expect(greyAt(scan, 1, 0.5)).toBeCloseTo(50, 0);
    expect(greyAt(scan, 1, 1)).toBeCloseTo(100, 0);
    expect(greyAt(scan, -5, -5)).toBeCloseTo(0, 0);
    expect(greyAt(scan, 50, 50)).toBeCloseTo(200, 0);
  });
});

describe('the tones of the cells', () => {
  it('are those that were drawn, out of a blurred and uneven scan', () => {
    const scan = scanned({ blurPixels: 1, brightness: 0.6, offset: 40, noise: 10 });
    const [way] = fitLattice(scan, findFinders(scan, MODULE), MODULE);
    const tones = cellTones(scan, sharpened(scan, meshOf(way!)));
    let wrong = 0;
    for (let cell = 0; cell < tones.length; cell++) {
      const [column, row] = [cell % COLUMNS, Math.floor(cell / COLUMNS)];
      const bit = (cells.bits[row * 64 + (column >> 3)]! >> (7 - (column & 7))) & 1;
      if (tones[cell]! > 0 !== (bit === 1)) wrong += 1;
    }
    expect(wrong).toBeLessThan(tones.length / 1_000);
  });
});

describe('least squares', () => {
  it('find the factors that were used', () => {
    const numbers = fc.double({ min: -10, max: 10, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(numbers, numbers, numbers), (factors) => {
        const rows = [-2, -1, 0, 1, 3].map((x) => [1, x, x * x]);
        const values = rows.map((row) => row.reduce((sum, x, at) => sum + x * factors[at]!, 0));
        const found = leastSquares(rows, values);
        for (const [at, factor] of factors.entries()) expect(found?.[at]).toBeCloseTo(factor, 6);
      }),
    );
  });

  it('say so when the rows do not tell', () => {
    expect(leastSquares([], [])).toEqual([]);
    expect(
      leastSquares(
        [
          [1, 2],
          [2, 4],
        ],
        [1, 2],
      ),
    ).toBeUndefined();
  });
});
