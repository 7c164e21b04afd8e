import { expect, test } from 'vitest';
import { type Process, perform, sleep } from '../../sim/process.ts';
import { VirtualTime } from '../../sim/virtual-time.ts';
import { lived } from './virtual.ts';

test('real work is refused in virtual time', () => {
  expect(() =>
    lived(function* () {
      yield* perform(async () => 1);
    }),
  ).toThrow('give the port a model adapter');
});

test('advance() goes to its instant and no further, and in slices', () => {
  const runner = new VirtualTime();
  let count = 0;
  const ticking = function* (): Process {
    for (;;) {
      yield sleep(1.005);
      count += 1;
    }
  };
  runner.spawn(ticking());
  expect(runner.advance(1.005)).toBe(false);
  expect(count).toBe(1);
  expect(runner.advance(1.5)).toBe(false);
  expect([count, runner.now()]).toEqual([1, 1.5]);
  expect(runner.advance(1005, 9)).toBe(true);
  expect(count).toBe(10);
  expect(runner.advance(1005)).toBe(false);
  expect([count, runner.now()]).toEqual([1000, 1005]);
});
