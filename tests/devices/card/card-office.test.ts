import { describe, expect, test } from 'vitest';
import { PinCounters } from '../../../devices/card/card-office.ts';

describe('the PIN counters an office keeps', () => {
  test('are those of cards that are not full, and no others', () => {
    const counters = new PinCounters();
    for (let no = 0; no < 100; no++) counters.remember(`card ${no}`, no % 4);
    expect(counters.size).toBe(75);
    expect([0, 1, 2, 3].map((no) => counters.triesLeft(`card ${no}`))).toEqual([0, 1, 2, 3]);
    expect(counters.triesLeft('another card')).toBe(3);
    for (let no = 0; no < 100; no++) counters.remember(`card ${no}`, 3);
    expect(counters.size).toBe(0);
  });
});
