import { expect, test } from 'vitest';
import { LinkUseApplication } from '../../server/contract-link.ts';
import { OPEN_MS } from './small-town.ts';

const holder = { residence: '45201', residentNo: 1, generation: 1 };

test.each([
  [OPEN_MS, true],
  [OPEN_MS + 0.5, true],
  [-1, false],
  [8.64e15, false],
  [1e308, false],
])('%d is a time of a message: %s', (nowMs, is) => {
  expect(LinkUseApplication.safeParse({ holder, nowMs }).success).toBe(is);
});
