import { describe, expect, test } from 'vitest';
import { exitOf, verdictsOf } from '../../scenarios/exit-code.ts';
import type { Judgement } from '../../scenarios/judging/result.ts';
import { Scenario } from '../../scenarios/scenario.ts';
import type { TraceEvent } from '../../scenarios/trace-events.ts';
import {
  judged,
  lived,
  type ScenarioData,
  scenarioData,
  smallScenario,
} from '../scenarios/small-scenario.ts';

const thresholds = { journey_duration: ['p(95)<1000000'], journeys_broken: ['rate<0.5'] };
const scenario = smallScenario({ thresholds });
const { events } = lived(scenario);

function exit(judgement: Judgement): number {
  return exitOf(verdictsOf(judgement), { ...judgement, interrupted: false }).code;
}

/** The same events, with a recorder commented out. */
function withoutRecorder(...kinds: readonly TraceEvent['kind'][]): readonly TraceEvent[] {
  return events.filter(({ kind }) => !kinds.includes(kind));
}

/** k6: a threshold on a metric without samples holds. */
function exitLikeK6({ thresholds: all }: Judgement): number {
  return all.some(({ verdict }) => verdict === 'fail') ? 99 : 0;
}

test('with all recorders the run passes', () => {
  expect(exit(judged(events, scenario))).toBe(0);
});

describe('with a recorder commented out it does not', () => {
  test.each([
    ['of the end of a journey', ['ended']],
    ['of printed pages', ['page']],
    ['of everything', events.map(({ kind }) => kind)],
  ] as const)('%s', (_, kinds) => {
    const judgement = judged(withoutRecorder(...kinds), scenario);
    expect(exit(judgement)).not.toBe(0);
    expect(exitLikeK6(judgement)).toBe(0);
  });
});

test('a run in which nobody came is inconclusive', () => {
  const nobody = judged([], scenario);
  expect(exit(nobody)).toBe(96);
  expect(nobody.thresholds.map(({ verdict }) => verdict)).toEqual(['inconclusive', 'inconclusive']);
});

test.each([
  ['a metric that does not exist', 'journey_duratoin'],
  ['a tag that does not exist', 'journey_duration{town:27203}'],
  ['a value that a tag does not have', 'stage_duration{stage:prnit}'],
])('%s is refused before the run', (_, name) => {
  const data: ScenarioData = scenarioData({ thresholds: { [name]: ['p(95)<200000'] } });
  expect(Scenario.safeParse(data).success).toBe(false);
});
