import { describe, expect, test } from 'vitest';
import { FaultTimes } from '../../../scenarios/injection/fault-times.ts';

/** Faults that were on from one instant to another, or still are. */
function timesOf(kinds: string, ...faults: readonly (readonly [string, number, number?])[]) {
  const times = new FaultTimes(kinds);
  const events = faults.flatMap(([means, from, to], index) => {
    const fault = `${means}-${index + 1}`;
    const began = {
      t: from,
      tell: () => times.began({ kind: 'fault-began', t: from, fault, means }),
    };
    if (to === undefined) return [began];
    const ended = { kind: 'fault-ended', t: to, fault, struck: 0 } as const;
    return [began, { t: to, tell: () => times.ended(ended) }];
  });
  for (const { tell } of events.sort((a, b) => a.t - b.t)) tell();
  return times;
}

describe('faults were on', () => {
  test.each([
    [0, 9, false],
    [0, 10, true],
    [15, 16, true],
    [20, 30, true],
    [21, 29, false],
    [25, 35, true],
    [41, 99, false],
  ])('between %i and %i: %s', (from, to, expected) => {
    const times = timesOf('feed.', ['feed.late', 10, 20], ['feed.lost', 30, 40]);
    expect(times.wereOn(from, to)).toBe(expected);
  });

  test('from the first that began to the last that ended', () => {
    const times = timesOf('feed.', ['feed.late', 10, 20], ['feed.lost', 15, 30]);
    expect(times.wereOn(25, 26)).toBe(true);
    expect(times.wereOn(31, 40)).toBe(false);
  });

  test('until the end, if they have none', () => {
    expect(timesOf('', ['link.cut', 10]).wereOn(1e9, 1e9)).toBe(true);
  });

  test('and others do not count', () => {
    expect(timesOf('feed.', ['link.cut', 10, 20]).wereOn(0, 100)).toBe(false);
    expect(timesOf('', ['link.cut', 10, 20]).wereOn(0, 100)).toBe(true);
  });
});
