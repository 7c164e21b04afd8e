import { describe, expect, test } from 'vitest';
import { PrintShop } from './print-jobs.ts';

const PARALLEL = { workers: 2, timeoutMs: 60_000 };

describe('the page files of Tokushima', () => {
  test('shared by two that are made at once: a page of the later is within the earlier', () => {
    const shop = new PrintShop('M4', PARALLEL);
    shop.ask('a', 0, 3);
    shop.ask('b', 2_000, 2);
    expect(shop.answers()).toEqual([
      ['a', 'a 1/3,b 2/2,a 3/3'],
      ['b', 'b 1/2,b 2/2'],
    ]);
  });

  test('do nothing to documents of one page, nor to those made one after the other', () => {
    const shop = new PrintShop('M4', PARALLEL);
    shop.ask('a', 0, 1);
    shop.ask('b', 0, 1);
    shop.ask('c', 10_000, 3);
    shop.ask('d', 20_000, 3);
    expect(shop.answers()).toEqual([
      ['a', 'a 1/1'],
      ['b', 'b 1/1'],
      ['c', 'c 1/3,c 2/3,c 3/3'],
      ['d', 'd 1/3,d 2/3,d 3/3'],
    ]);
  });

  test('do nothing on a serial stage, whatever the load', () => {
    const shop = new PrintShop('M4', { workers: 1, timeoutMs: 60_000 });
    for (const request of ['a', 'b', 'c']) shop.ask(request, 0, 2);
    const own = (request: string) => `${request} 1/2,${request} 2/2`;
    expect(shop.answers().every(([request, pages]) => pages === own(request))).toBe(true);
  });

  test('is sound without the mutant', () => {
    const shop = new PrintShop(undefined, PARALLEL);
    shop.ask('a', 0, 3);
    shop.ask('b', 2_000, 2);
    expect(shop.answers()[0]).toEqual(['a', 'a 1/3,a 2/3,a 3/3']);
  });
});
