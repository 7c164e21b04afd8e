import { describe, expect, test } from 'vitest';
import { PINS, PinMemory } from '../../../devices/card/card-pins.ts';

describe('what an office remembers of PINs', () => {
  test('are the counters that are not full, and no others', () => {
    const memory = new PinMemory();
    for (let no = 0; no < 100; no++) memory.remember(`card ${no}`, PINS.user, no % 4);
    expect(memory.size).toBe(75);
    const left = [0, 1, 2, 3].map((no) => memory.triesLeft(`card ${no}`, PINS.user));
    expect(left).toEqual([0, 1, 2, 3]);
    expect(memory.triesLeft('another card', PINS.user)).toBe(3);
    for (let no = 0; no < 100; no++) memory.remember(`card ${no}`, PINS.user, 3);
    expect(memory.size).toBe(0);
  });

  test('is kept for each PIN of a card, and each card', () => {
    const memory = new PinMemory();
    memory.remember('one', PINS.signature, 4);
    memory.change('one', PINS.signature, 'NEW123');
    expect(memory.triesLeft('one', PINS.signature)).toBe(4);
    expect(memory.changed('one', PINS.signature)).toBe('NEW123');
    for (const [card, pin] of [['one', PINS.user] as const, ['two', PINS.signature] as const]) {
      expect(memory.triesLeft(card, pin)).toBe(pin.triesMax);
      expect(memory.changed(card, pin)).toBeUndefined();
    }
  });
});
