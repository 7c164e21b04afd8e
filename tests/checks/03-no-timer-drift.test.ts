import { expect, test, vi } from 'vitest';
import { evenArrivals } from '../../sim/arrivals.ts';
import { normalQuantile } from '../../sim/distribution.ts';
import { type Process, sleep } from '../../sim/process.ts';
import { constantRate } from '../../sim/rate-curve.ts';
import { RealTime } from '../../sim/real-time.ts';
import { openWorkload } from '../../sim/workload.ts';
import { wallClockByHand } from '../sim/wall-clock.ts';

const work = wallClockByHand();

/** Two minutes at 37.3 a second, each with 2 ms of work; ten of them drift ten times as far. */
const PER_SECOND = 37.3;
const LASTS_MS = 120_000;
const WORK_MS = 2;

interface Sample {
  readonly atMs: number;
  readonly lateMs: number;
}

const planned = [...evenArrivals(constantRate(PER_SECOND, LASTS_MS))];

async function ofKofu(): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const runner = new RealTime();
  const beganMs = performance.now();
  function* user(_: number, dueMs: number): Process {
    samples.push({ atMs: dueMs, lateMs: performance.now() - beganMs - dueMs });
    work(WORK_MS);
    yield sleep(0);
  }
  const done = runner.run(openWorkload(runner, planned, user));
  await vi.advanceTimersByTimeAsync(2 * LASTS_MS);
  await done;
  return samples;
}

/** One timer begun by the last: what `sleep(1000 / rate)` in a loop does. */
async function ofChainedTimers(): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const beganMs = performance.now();
  const tick = (index: number) => {
    const dueMs = planned[index];
    if (dueMs === undefined) return;
    samples.push({ atMs: dueMs, lateMs: performance.now() - beganMs - dueMs });
    work(WORK_MS);
    setTimeout(() => tick(index + 1), 1000 / PER_SECOND);
  };
  setTimeout(() => tick(0), planned[0]);
  await vi.advanceTimersByTimeAsync(2 * LASTS_MS);
  return samples;
}

/** p99.9 below 20 ms, and no trend: the slope of lateness over time is not above 0 at 99 %. */
function keepsTime(samples: readonly Sample[]): boolean {
  const sorted = samples.map(({ lateMs }) => lateMs).sort((a, b) => a - b);
  const p999 = sorted[Math.ceil(0.999 * sorted.length) - 1] as number;
  return samples.length === planned.length && p999 < 20 && slopeOf(samples) < normalQuantile(0.99);
}

/** The least-squares slope over its standard error. */
function slopeOf(samples: readonly Sample[]): number {
  const mean = (of: keyof Sample) => samples.reduce((sum, s) => sum + s[of], 0) / samples.length;
  const [x, y] = [mean('atMs'), mean('lateMs')];
  let [xx, xy, yy] = [0, 0, 0];
  for (const { atMs, lateMs } of samples) {
    xx += (atMs - x) ** 2;
    xy += (atMs - x) * (lateMs - y);
    yy += (lateMs - y) ** 2;
  }
  const slope = xy / xx;
  const residual = Math.max(0, yy - slope * xy) / (samples.length - 2);
  return slope / Math.sqrt(Math.max(residual, 1e-12) / xx);
}

test('whoever is due late in a run is no later than whoever was due at its beginning', async () => {
  expect(keepsTime(await ofKofu())).toBe(true);
});

test('a chain of timers drifts, by seconds in two minutes', async () => {
  const samples = await ofChainedTimers();
  expect(keepsTime(samples)).toBe(false);
  expect(samples.at(-1)?.lateMs).toBeGreaterThan(4_000);
  expect(slopeOf(samples)).toBeGreaterThan(100);
});
