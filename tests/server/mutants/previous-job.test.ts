import { describe, expect, test } from 'vitest';
import { PrintShop } from './print-jobs.ts';

describe('the spool of Munakata', () => {
  test('keeps a job that ended abnormally: its document is the next one’s output, once', () => {
    const shop = new PrintShop('M5', { workers: 2, timeoutMs: 5_000 });
    const broken = shop.ask('a', 0);
    shop.runner.advance(1_000);
    broken.cancel();
    shop.ask('b', 10_000);
    shop.ask('c', 20_000);
    expect(shop.answers()).toEqual([
      ['b', 'a 1/1'],
      ['c', 'c 1/1'],
    ]);
  });

  test('counts a time-out while it is drawn as such an end', () => {
    const shop = new PrintShop('M5', { workers: 1, timeoutMs: 6_000 });
    for (const request of ['a', 'b']) shop.ask(request, 0);
    shop.ask('d', 20_000);
    shop.ask('e', 30_000);
    expect(shop.answers()).toEqual([
      ['a', 'a 1/1'],
      ['b', 'print-timeout'],
      ['d', 'b 1/1'],
      ['e', 'e 1/1'],
    ]);
  });

  test('does nothing while every job ends normally', () => {
    const shop = new PrintShop('M5', { workers: 2, timeoutMs: 60_000 });
    ['a', 'b', 'c', 'd', 'e'].forEach((request, index) => void shop.ask(request, index * 500));
    expect(shop.answers().every(([request, pages]) => pages === `${request} 1/1`)).toBe(true);
  });

  test('is sound without the mutant', () => {
    const shop = new PrintShop(undefined, { workers: 1, timeoutMs: 6_000 });
    for (const request of ['a', 'b']) shop.ask(request, 0);
    shop.ask('d', 20_000);
    expect(shop.answers().at(-1)).toEqual(['d', 'd 1/1']);
  });
});
