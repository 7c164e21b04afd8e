import { describe, expect, test } from 'vitest';
import { BUS_BACK_OFF, pauseMs } from '../../../devices/bus/back-off.ts';
import { streams } from '../../../sim/rng.ts';

const at = (chance: number) => ({ uniform: () => chance });

describe('a pause', () => {
  test('doubles with each failure up to the longest', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 7, 20, 2_000].map((failures) =>
      pauseMs(failures, BUS_BACK_OFF, at(1)),
    );
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000, 10_000]);
  });

  test('is drawn between half of that and all of it', () => {
    expect(pauseMs(3, BUS_BACK_OFF, at(0))).toBe(1_000);
    expect(pauseMs(3, BUS_BACK_OFF, at(0.5))).toBe(1_500);
  });

  test('differs from kiosk to kiosk and is the same in every run', () => {
    const drawn = () =>
      Array.from({ length: 1_000 }, (_, index) =>
        pauseMs(5, BUS_BACK_OFF, streams(1).stream('bus', `in-${index}`)),
      );
    expect(new Set(drawn()).size).toBe(1_000);
    expect(drawn()).toEqual(drawn());
    // A fleet that comes back is spread over four seconds: at most a share of it in any tenth.
    const tenths = new Map<number, number>();
    for (const ms of drawn()) {
      const tenth = Math.floor((ms - 4_000) / 400);
      tenths.set(tenth, (tenths.get(tenth) ?? 0) + 1);
    }
    expect(tenths.size).toBe(10);
    expect(Math.max(...tenths.values())).toBeLessThan(150);
  });
});
