import type { Scan } from './scramble.ts';
import { COLUMNS, ROWS } from './scramble-cells.ts';
import type { CellToPixel } from './scramble-lattice.ts';

/** Patches that the cells are divided into; a node is a corner of patches. */
export const PATCHES = { across: 12, down: 16 } as const;
export const NODES_ACROSS = PATCHES.across + 1;
export const NODES_DOWN = PATCHES.down + 1;
export const PATCH_COLUMNS = COLUMNS / PATCHES.across;
export const PATCH_ROWS = ROWS / PATCHES.down;

/** Where on a scan the nodes lie, row by row, in pixels; between them it is straight. */
export interface Mesh {
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Size of a cell in pixels. */
  readonly cellPixels: number;
}

/** A mesh as the finders tell it. */
export function meshOf(cellToPixel: CellToPixel): Mesh {
  const x = new Float32Array(NODES_ACROSS * NODES_DOWN);
  const y = new Float32Array(NODES_ACROSS * NODES_DOWN);
  for (let node = 0; node < x.length; node++) {
    const column = (node % NODES_ACROSS) * PATCH_COLUMNS;
    const row = Math.floor(node / NODES_ACROSS) * PATCH_ROWS;
    const point = cellToPixel(column, row);
    x[node] = point.x;
    y[node] = point.y;
  }
  const [first, last] = [cellToPixel(0, ROWS / 2), cellToPixel(COLUMNS, ROWS / 2)];
  return { x, y, cellPixels: Math.hypot(last.x - first.x, last.y - first.y) / COLUMNS };
}

/**
 * The grey value at a place between pixels. Outside the scan it goes on as at its edge.
 */
export function greyAt({ width, height, grey }: Scan, x: number, y: number): number {
  const left = Math.max(0, Math.min(width - 1.001, x - 0.5));
  const top = Math.max(0, Math.min(height - 1.001, y - 0.5));
  const [column, row] = [left | 0, top | 0];
  const [right, down] = [left - column, top - row];
  const index = row * width + column;
  const above = grey[index]! + right * (grey[index + 1]! - grey[index]!);
  const below = grey[index + width]! + right * (grey[index + width + 1]! - grey[index + width]!);
  return above + down * (below - above);
}

/** How far a node is tried to be moved, in cells, and how often. */
const TRY_CELLS = 0.25;
const ROUNDS = 2;

/**
 * Moves the nodes to where the cells around them are seen best. In the middle of a cell it is
 * blackest or whitest, towards its edge it turns grey: no cell needs to be known for that.
 */
export function sharpened(scan: Scan, mesh: Mesh): Mesh {
  let better = mesh;
  for (let round = 0; round < ROUNDS; round++) better = nudged(scan, better);
  return better;
}

function nudged(scan: Scan, mesh: Mesh): Mesh {
  const reach = TRY_CELLS * mesh.cellPixels;
  const moveX = new Float32Array(mesh.x.length);
  const moveY = new Float32Array(mesh.x.length);
  for (let node = 0; node < mesh.x.length; node++) {
    const here = clarity(scan, mesh, node, 0, 0);
    const across = [-reach, reach].map((move) => clarity(scan, mesh, node, move, 0));
    const down = [-reach, reach].map((move) => clarity(scan, mesh, node, 0, move));
    moveX[node] = reach * summit(across[0]!, here, across[1]!);
    moveY[node] = reach * summit(down[0]!, here, down[1]!);
  }
  const [smoothX, smoothY] = [smoothed(moveX), smoothed(moveY)];
  return {
    x: mesh.x.map((value, node) => value + smoothX[node]!),
    y: mesh.y.map((value, node) => value + smoothY[node]!),
    cellPixels: mesh.cellPixels,
  };
}

/** Where between −1 and 1 the parabola through three heights is highest. */
function summit(before: number, here: number, after: number): number {
  const bend = before + after - 2 * here;
  if (bend >= 0) return Math.sign(after - before);
  return Math.max(-1, Math.min(1, (before - after) / (2 * bend)));
}

/** Cells on either side of a node that are looked at, and which: every second one. */
const LOOK_CELLS = 20;
const LOOK_STEP = 2;

/** Mean distance of the cells around a node from their mean grey, if they were moved a little. */
function clarity(scan: Scan, mesh: Mesh, node: number, moveX: number, moveY: number): number {
  const nodeColumn = node % NODES_ACROSS;
  const nodeRow = Math.floor(node / NODES_ACROSS);
  const along = Math.min(nodeColumn, PATCHES.across - 1) + nodeRow * NODES_ACROSS;
  const below = nodeColumn + Math.min(nodeRow, PATCHES.down - 1) * NODES_ACROSS;
  const columnX = (mesh.x[along + 1]! - mesh.x[along]!) / PATCH_COLUMNS;
  const columnY = (mesh.y[along + 1]! - mesh.y[along]!) / PATCH_COLUMNS;
  const rowX = (mesh.x[below + NODES_ACROSS]! - mesh.x[below]!) / PATCH_ROWS;
  const rowY = (mesh.y[below + NODES_ACROSS]! - mesh.y[below]!) / PATCH_ROWS;
  const column = nodeColumn * PATCH_COLUMNS;
  const row = nodeRow * PATCH_ROWS;
  const samples = seen;
  let count = 0;
  let sum = 0;
  for (let dr = firstCell(row, ROWS); dr < lastCell(row, ROWS); dr += LOOK_STEP) {
    for (let dc = firstCell(column, COLUMNS); dc < lastCell(column, COLUMNS); dc += LOOK_STEP) {
      const x = mesh.x[node]! + moveX + dc * columnX + dr * rowX;
      const y = mesh.y[node]! + moveY + dc * columnY + dr * rowY;
      const grey = greyAt(scan, x, y);
      samples[count++] = grey;
      sum += grey;
    }
  }
  const mean = sum / count;
  let distance = 0;
  for (let index = 0; index < count; index++) distance += Math.abs(samples[index]! - mean);
  return distance / count;
}

/** Room for the cells around a node, used again and again. */
const seen = new Float32Array(LOOK_CELLS * LOOK_CELLS * 4);

/** Middle of the first cell to look at, from a node on the way, and where to stop. */
function firstCell(node: number, count: number): number {
  const first = Math.max(0, Math.min(count - LOOK_CELLS, Math.ceil(node) - LOOK_CELLS));
  return first + 0.5 - node;
}

function lastCell(node: number, count: number): number {
  return Math.min(count, Math.ceil(node) + LOOK_CELLS) - node;
}

/** Each node with its neighbours: one alone may lie in a blot. */
function smoothed(moves: Float32Array): Float32Array {
  return moves.map((_, node) => {
    const [column, row] = [node % NODES_ACROSS, Math.floor(node / NODES_ACROSS)];
    const around: number[] = [];
    for (let y = Math.max(0, row - 1); y <= Math.min(NODES_DOWN - 1, row + 1); y++) {
      for (let x = Math.max(0, column - 1); x <= Math.min(NODES_ACROSS - 1, column + 1); x++) {
        around.push(moves[y * NODES_ACROSS + x]!);
      }
    }
    around.sort((a, b) => a - b);
    const middle = around.slice(around.length >> 2, around.length - (around.length >> 2));
    return middle.reduce((sum, move) => sum + move, 0) / middle.length;
  });
}
