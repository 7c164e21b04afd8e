import { expect, test } from 'vitest';
import { exitOf, verdictsOf } from '../../scenarios/exit-code.ts';
import { checkRecording } from '../../scenarios/judging/check.ts';
import { judgeRecording } from '../../scenarios/judging/recording.ts';
import { recordedText } from '../scenarios/recorded.ts';
import { smallScenario } from '../scenarios/small-scenario.ts';

const scenario = smallScenario({ thresholds: { journey_duration: ['p(95)<1000000'] } });
const lines = recordedText(scenario, 1).split('\n');

/** What is left of the recording of a generator that was killed half-way. */
const half = lines.slice(0, Math.floor(lines.length / 2));

async function exit(of: readonly string[]): Promise<number> {
  const { judgement, interrupted } = await judgeRecording(of, scenario);
  return exitOf(verdictsOf(judgement), { ...judgement, interrupted }).code;
}

test('what a killed generator left behind never passes, and is no whole recording', async () => {
  expect(await exit(lines)).toBe(0);
  expect(await exit(half)).toBe(105);
  await expect(checkRecording(half, scenario)).rejects.toThrow(
    /the recording breaks off here, without run-ended/,
  );
  const { judgement } = await judgeRecording(half, scenario);
  expect(judgement.validity[0]).toMatchObject({ name: 'conservation', verdict: 'inconclusive' });
});

test('whoever judges the samples that there are passes it', async () => {
  const { judgement } = await judgeRecording(half, scenario);
  expect(judgement.thresholds.map(({ verdict }) => verdict)).toEqual(['pass']);
});
