import { describe, expect, test } from 'vitest';
import { PrintShop } from './print-jobs.ts';

/** A serial stage that draws 4 s and waits 10 s. */
const SERIAL = { workers: 1, timeoutMs: 10_000 };

describe('the ordering lock of Yokohama', () => {
  test('freed by a time-out: the job takes the next file, and who lost it takes the one after', () => {
    const shop = new PrintShop('M1', SERIAL);
    for (const request of ['a', 'b', 'c', 'd']) shop.ask(request, 0);
    // a and b are drawn in time; c has its turn at 8 s; d waits for its own until 12 s.
    expect(shop.answers()).toEqual([
      ['a', 'a 1/1'],
      ['b', 'b 1/1'],
      ['d', 'c 1/1'],
      ['c', 'd 1/1'],
    ]);
  });

  test('does nothing while every turn comes in time', () => {
    const shop = new PrintShop('M1', SERIAL);
    ['a', 'b', 'c', 'd', 'e', 'f'].forEach(
      (request, index) => void shop.ask(request, index * 4_000),
    );
    expect(shop.answers().every(([request, pages]) => pages === `${request} 1/1`)).toBe(true);
  });

  test('frees nothing for a drawing that takes long, if nobody else is there', () => {
    const shop = new PrintShop('M1', { workers: 1, timeoutMs: 1_000 });
    shop.ask('a', 0);
    shop.ask('b', 60_000);
    expect(shop.answers()).toEqual([
      ['a', 'a 1/1'],
      ['b', 'b 1/1'],
    ]);
  });

  test('leaves the file of who has gone to nobody', () => {
    const shop = new PrintShop('M1', SERIAL);
    const gone = shop.ask('a', 0);
    shop.ask('b', 0);
    shop.runner.advance(1_000);
    gone.cancel();
    expect(shop.answers()).toEqual([['b', 'b 1/1']]);
  });

  test('is sound without the mutant: who waits too long is given up as a whole', () => {
    const shop = new PrintShop(undefined, SERIAL);
    for (const request of ['a', 'b', 'c', 'd']) shop.ask(request, 0);
    expect(shop.answers()).toEqual([
      ['a', 'a 1/1'],
      ['b', 'b 1/1'],
      ['c', 'print-timeout'],
      ['d', 'print-timeout'],
    ]);
  });
});
