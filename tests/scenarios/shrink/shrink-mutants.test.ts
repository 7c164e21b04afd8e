import { describe, expect, test } from 'vitest';
import type { Oracle } from '../../../scenarios/judging/oracle.ts';
import { ORACLES } from '../../../scenarios/judging/oracles.ts';
import type { Scenario } from '../../../scenarios/scenario.ts';
import { scenarioIn } from '../../../scenarios/scenario-files.ts';
import { shrink } from '../../../scenarios/shrink/shrink.ts';
import { visitsIn } from '../../../scenarios/shrink/shrink-candidates.ts';
import { evidenceOf } from '../../../scenarios/shrink/shrink-evidence.ts';
import { trialOf } from '../../../scenarios/shrink/shrink-trial.ts';
import { recordedText } from '../recorded.ts';

const SEED = 1;

/** Shrinks a case of the trouble book; the budget is a number of runs, far below a minute’s. */
async function shrunk(name: string, oracle: string) {
  const scenario = await scenarioIn(`scenarios/trouble/${name}.yaml`, []);
  const lines = recordedText(scenario, SEED).trimEnd().split('\n');
  const trial = trialOf(ORACLES.find((it) => it.name === oracle) as Oracle, SEED);
  const result = await shrink(await evidenceOf(lines, scenario, oracle), {
    trial,
    affords: (runs) => runs < 1500,
    breathe: async () => {},
    onProgress: () => {},
  });
  return { ...result, trial };
}

function withoutMutant({ server: { mutant: _, ...server }, ...scenario }: Scenario): Scenario {
  return { ...scenario, server };
}

describe.each([
  ['mi-1-yokohama', 2, 6],
  ['mi-3-kawasaki', 2, 2],
  ['mi-6-takamatsu', 2, 2],
])('%s', (name, least, most) => {
  test(`is shrunk to ${least} to ${most} journeys, and takes its mutant`, async () => {
    const { scenario, finished, journeys, trial } = await shrunk(name, 'page-ownership');
    expect(finished).toBe(true);
    expect(journeys.before).toBeGreaterThan(40);
    expect(journeys.after).toBe(visitsIn(scenario).length);
    expect(journeys.after).toBeGreaterThanOrEqual(least);
    expect(journeys.after).toBeLessThanOrEqual(most);
    expect(trial(scenario)).toBeDefined();
    expect(trial(withoutMutant(scenario))).toBeUndefined();
    if (name === 'mi-6-takamatsu') expect(scenario.server.nodes).toBe(2);
  });
});
