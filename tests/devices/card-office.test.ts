import { describe, expect, test } from 'vitest';
import { cardPin, PinCounters } from '../../devices/card-office.ts';

describe('the PIN of a resident', () => {
  test('is four digits, the same each time', () => {
    for (let no = 0; no < 1000; no++) {
      expect(cardPin('01100', no)).toMatch(/^\d{4}$/);
      expect(cardPin('01100', no)).toBe(cardPin('01100', no));
    }
  });

  test('is any of the 10,000, about as often as chance would have it', () => {
    const counts = new Map<string, number>();
    for (let no = 0; no < 200_000; no++) {
      const pin = cardPin('27203', no);
      counts.set(pin, (counts.get(pin) ?? 0) + 1);
    }
    // Twenty residents a PIN: chi-square over 9,999 degrees of freedom, five standard deviations.
    let chiSquare = (10_000 - counts.size) * 20;
    for (const count of counts.values()) chiSquare += (count - 20) ** 2 / 20;
    expect(chiSquare).toBeLessThan(9999 + 5 * Math.sqrt(2 * 9999));
  });

  test('is another one in another municipality', () => {
    const same = Array.from({ length: 1000 }, (_, no) => no).filter(
      (no) => cardPin('27203', no) === cardPin('27204', no),
    );
    expect(same.length).toBeLessThan(5);
  });
});

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
