import { expect, test } from 'vitest';
import { Histogram } from '../../sim/histogram.ts';
import { executedVirtually } from '../scenarios/executed.ts';
import { smallScenario } from '../scenarios/small-scenario.ts';
import { type SourceFile, sourceFiles } from '../tidy-rules.ts';

/** Calls by which HDR libraries invent the samples that a closed loop has left out. */
const INVENTS = /recordValueWith(?:Count|Expected)|CorrectedForCoordinatedOmission/;

/** A town where three kiosks have more to do than they can: people queue, and walk away. */
const busy = smallScenario({
  workloads: { day: { executor: 'constant-arrival-rate', rate: 1 / 40, duration: '1h' } },
});

/** What autocannon and wrk2 do: one sample for each interval that a long one has covered. */
function backFilled(durationsMs: readonly number[], expectedMs: number): Histogram {
  const histogram = new Histogram();
  for (const durationMs of durationsMs) {
    for (let ms = durationMs; ms > 0; ms -= expectedMs) histogram.record(ms);
  }
  return histogram;
}

const recorded = executedVirtually(busy).then(({ execution, events }) => {
  const ended = events.flatMap((event) => (event.kind === 'ended' ? [event] : []));
  return { judgement: execution.judgement, ended };
});

test('there are as many samples as journeys, however long they took', async () => {
  const { judgement, ended } = await recorded;
  const timed = ended.filter(({ outcome }) => ['completed', 'timed-out'].includes(outcome));
  const sink = judgement.metrics.find(({ name }) => name === 'journey_duration')?.sink;
  expect(sink).toMatchObject({ count: timed.length });
  expect(judgement.counts.offered).toBe(ended.length);
  expect(Math.max(...ended.map(({ ms }) => ms))).toBeGreaterThan(3 * 40_000);
});

test('a recorder that fills up has more samples than journeys: the check would see it', async () => {
  const { ended } = await recorded;
  const histogram = backFilled(
    ended.map(({ ms }) => ms),
    40_000,
  );
  expect(histogram.count).toBeGreaterThan(2 * ended.length);
});

test('nothing in the tree asks for invented samples', () => {
  const product = sourceFiles().filter(({ path }) => /\.ts$/.test(path) && !isTest(path));
  expect(inventing(product)).toEqual([]);
  const planted = { path: 'sim/x.ts', text: 'hdr.recordValueWithExpectedInterval(ms, 20);' };
  expect(inventing([...product, planted])).toEqual(['sim/x.ts']);
});

function inventing(files: readonly SourceFile[]): readonly string[] {
  return files.filter(({ text }) => INVENTS.test(text)).map(({ path }) => path);
}

function isTest(path: string): boolean {
  return path.startsWith('tests/');
}
