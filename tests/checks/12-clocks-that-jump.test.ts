import { afterEach, expect, test, vi } from 'vitest';
import { WallClockWatch } from '../../scenarios/trust/wall-clock.ts';
import { type Process, sleep } from '../../sim/process.ts';
import { RealTime } from '../../sim/real-time.ts';

/** The wall clock of a test; whatever it is set to, the monotonic one goes on. */
let steppedMs = 0;

function fakeClocks(): void {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance', 'Date'],
  });
  const wallMs = Date.now.bind(Date);
  vi.spyOn(Date, 'now').mockImplementation(() => wallMs() + steppedMs);
}

afterEach(() => {
  steppedMs = 0;
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Three journeys of 10 s, one after the other; in the second one NTP sets the clock. */
async function journeys(stepMs: number) {
  fakeClocks();
  const watch = new WallClockWatch(
    () => Date.now(),
    () => performance.now(),
  );
  const runner = new RealTime();
  const told = { kofu: [] as number[], byDate: [] as number[] };
  function* three(): Process {
    for (let journey = 0; journey < 3; journey++) {
      const [beganMs, dateMs] = [runner.now(), Date.now()];
      yield sleep(10_000);
      told.kofu.push(Math.round(runner.now() - beganMs));
      told.byDate.push(Date.now() - dateMs);
      watch.look();
    }
  }
  const done = runner.run(three());
  await vi.advanceTimersByTimeAsync(15_000);
  steppedMs += stepMs;
  await vi.advanceTimersByTimeAsync(20_000);
  await done;
  return { ...told, check: watch.check() };
}

test.each([3_000, -3_000, 3_600_000])(
  'a step of %i ms changes no duration, and is told',
  async (stepMs) => {
    const { kofu, check } = await journeys(stepMs);
    expect(kofu).toEqual([10_000, 10_000, 10_000]);
    const by = `${stepMs > 0 ? '+' : ''}${stepMs}`;
    expect(check).toMatchObject({ name: 'wall-clock', verdict: 'pass' });
    expect(check.message).toBe(
      `the wall clock was set 1 times, by ${by} ms in all; no duration and no arrival is taken from it`,
    );
  },
);

test('durations by Date.now have the step in them, be it below zero', async () => {
  expect((await journeys(3_000)).byDate).toEqual([10_000, 13_000, 10_000]);
  vi.restoreAllMocks();
  vi.useRealTimers();
  steppedMs = 0;
  expect((await journeys(-30_000)).byDate).toEqual([10_000, -20_000, 10_000]);
});

test('a clock that nobody sets is not told to have been', async () => {
  expect((await journeys(0)).check.message).toBe('the wall clock was not set');
});
