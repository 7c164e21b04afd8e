import { describe, expect, test } from 'vitest';
import { FaultBoard } from '../../../scenarios/injection/fault-board.ts';
import type { Call } from '../../../scenarios/injection/site.ts';
import { streams } from '../../../sim/rng.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';
import { type FaultData, townWith } from '../faults/faulted.ts';
import { MINUTE_MS, stage, work } from '../faults/staged.ts';

describe('chance', () => {
  const half: FaultData = { kind: 'link.cut', at: '0s', for: '30m', probability: 0.5 };

  /** Who of a thousand is struck. */
  function struck(faults: readonly FaultData[], seed = 1, keys = thousand()) {
    const { runner, call, answers } = stage(faults, seed);
    for (const [index, key] of keys.entries()) call(key, MINUTE_MS + index);
    runner.advance(60 * MINUTE_MS);
    return new Set([...answers].filter(([, { answer }]) => !answer.ok).map(([key]) => key));
  }
  const thousand = () => Array.from({ length: 1000 }, (_, index) => `r${index}`);

  test('strikes as many as the probability says', () => {
    expect(struck([half]).size).toBeGreaterThan(440);
    expect(struck([half]).size).toBeLessThan(560);
  });

  test('is the same for the same seed, and another for another', () => {
    expect(struck([half])).toEqual(struck([half]));
    expect(struck([half], 2)).not.toEqual(struck([half]));
  });

  test('of a call depends on nobody else, nor on when it is made', () => {
    const reversed = thousand().reverse();
    expect(struck([half], 1, reversed)).toEqual(struck([half]));
    const few = thousand().slice(0, 100);
    const expected = [...struck([half])].filter((key) => few.includes(key));
    expect([...struck([half], 1, few)].sort()).toEqual(expected.sort());
  });

  test('of a fault is not changed by another fault, before it or after', () => {
    const slow: FaultData = { kind: 'link.slow', latency: '1ms', probability: 0.3 };
    const jpki: FaultData = { kind: 'jpki.down', for: '10m' };
    expect(struck([slow, jpki, half])).toEqual(struck([half]));
    expect(struck([half, slow, { ...half, at: '40m', for: '5m' }])).toEqual(struck([half]));
  });

  test('is drawn anew each time somebody asks, and in each window', () => {
    const { runner, call, answers } = stage([{ ...half, for: '20m', every: '30m' }]);
    for (const window of [0, 30]) {
      for (let turn = 0; turn < 8; turn++) {
        // The same request asked again: told apart here by when it was.
        call('same', (window + 1 + turn) * MINUTE_MS);
      }
    }
    const seen: boolean[] = [];
    for (let minute = 1; minute < 60; minute++) {
      runner.advance(minute * MINUTE_MS + 1);
      const last = answers.get('same');
      if (last !== undefined) seen.push(last.answer.ok);
      answers.clear();
    }
    expect(seen).toHaveLength(16);
    expect(new Set(seen)).toEqual(new Set([true, false]));
    expect(seen.slice(0, 8)).not.toEqual(seen.slice(8));
  });

  test('chooses a share of the kiosks once, one at least', () => {
    const chosen = (share: number, seed: number) => {
      const runner = new VirtualTime();
      const fault: FaultData = { kind: 'line.cut', for: '30m', select: { share } };
      const board = new FaultBoard(townWith([fault]), streams(seed), () => {});
      const around = board.around('line', runner);
      board.start(runner);
      const cut = new Set<string>();
      runner.advance(MINUTE_MS);
      for (let turn = 0; turn < 3; turn++) {
        for (let number = 1; number <= 30; number++) {
          const kiosk = `in-${String(number).padStart(3, '0')}`;
          runner.spawn(
            (function* () {
              const call: Call = { operation: 'issue', kiosk, key: kiosk };
              const answer = yield* around?.(call, () => work(0)) ?? work(0);
              if ('kind' in answer) cut.add(kiosk);
            })(),
          );
        }
      }
      runner.advance(2 * MINUTE_MS);
      return cut;
    };
    expect(chosen(0.3, 1).size).toBe(9);
    expect(chosen(0.01, 1).size).toBe(1);
    expect(chosen(0.3, 2)).not.toEqual(chosen(0.3, 1));
  });
});
