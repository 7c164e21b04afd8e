import { expect, it } from 'vitest';
import { PageFlow } from '../../../server/document/page-flow.ts';

/** Where blocks of these heights begin on pages of ten lines: page and line. */
function placed(...blocks: readonly (readonly [lines: number, following?: number])[]) {
  const flow = new PageFlow(10);
  return blocks.map(([lines, following]) => {
    const line = flow.put(lines, following);
    return [flow.page, line];
  });
}

it('fills a page to its last line', () => {
  expect(placed([4], [6], [1])).toEqual([
    [1, 0],
    [1, 4],
    [2, 0],
  ]);
});

it('tears no block apart', () => {
  expect(placed([4], [7], [3])).toEqual([
    [1, 0],
    [2, 0],
    [2, 7],
  ]);
});

it('keeps a block with what follows', () => {
  expect(placed([4], [3, 4], [4], [3, 3])).toEqual([
    [1, 0],
    [2, 0],
    [2, 3],
    [3, 0],
  ]);
});

it('leaves no page empty before what fits on none', () => {
  expect(placed([12], [1])).toEqual([
    [1, 0],
    [2, 0],
  ]);
});
