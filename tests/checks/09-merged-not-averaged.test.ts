import { afterAll, expect, test } from 'vitest';
import { lognormal } from '../../sim/distribution.ts';
import { Histogram } from '../../sim/histogram.ts';
import { streams } from '../../sim/rng.ts';

/** 10⁶ journeys; whoever is served by the last of the shards has a slow server. */
const SAMPLES = 1_000_000;
const rng = streams(5).stream('merge', 0);
const [quick, slow] = [lognormal(150_000, 240_000), lognormal(400_000, 900_000)];
const samples = Float64Array.from({ length: SAMPLES }, (_, index) =>
  (index % 20 === 19 ? slow : quick)(rng),
);

const whole = histogramOf(samples);
afterAll(() => whole.dispose());

function histogramOf(values: Iterable<number>): Histogram {
  const histogram = new Histogram();
  for (const ms of values) histogram.record(ms);
  return histogram;
}

/** Shards of unequal sizes; the slow ones together in the last of them. */
function sharded(count: number): readonly Histogram[] {
  const shards = Array.from({ length: count }, () => new Histogram());
  samples.forEach((ms, index) => {
    const shard = index % 20 === 19 ? count - 1 : (index * 7919) % count;
    shards[shard]?.record(ms);
  });
  return shards;
}

test.each([1, 2, 7, 64])(
  '%i shards merge to what one recorder would have, byte for byte',
  (count) => {
    const shards = sharded(count);
    const merged = new Histogram();
    for (const shard of shards) merged.add(Histogram.fromRecord(shard.toRecord()));
    expect(JSON.stringify(merged.toRecord())).toBe(JSON.stringify(whole.toRecord()));
    for (const each of [...shards, merged]) each.dispose();
  },
);

test('the mean of the shards’ percentiles, weighted or not, is another number', () => {
  const shards = sharded(7);
  const truth = whole.percentileMs(99);
  const p99 = shards.map((shard) => shard.percentileMs(99));
  const mean = p99.reduce((sum, ms) => sum + ms, 0) / p99.length;
  const weighted = shards.reduce((sum, shard) => sum + shard.percentileMs(99) * shard.count, 0);
  for (const naive of [mean, weighted / SAMPLES, Math.max(...p99)]) {
    expect(Math.abs(naive / truth - 1)).toBeGreaterThan(0.1);
  }
  for (const shard of shards) shard.dispose();
});
