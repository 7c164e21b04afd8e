import { describe, expect, test } from 'vitest';
import { cardPin } from '../../server/contract-card-pin.ts';

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
