import { describe, expect, test } from 'vitest';
import { ALL_MUTANTS } from '../../../server/mutants.ts';
import { broken, findingOf, scenarioData } from '../../scenarios/small-scenario.ts';
import { CONDITIONS } from './conditions.ts';
import { type Condition, MANY_PAGES, pairs, ran, rush, SERIAL } from './planted-run.ts';

/** No certificate of a seal has a second page. */
const SEALS_ONLY = { ...scenarioData().citizens, certificates: { 'seal-registration': 1 } };

describe('under its condition', () => {
  test.each(ALL_MUTANTS)('$id is caught by $oracle', async ({ id, oracle }) => {
    const { judgement } = await ran(CONDITIONS[id], id);
    expect(findingOf(judgement, oracle).violationCount).toBeGreaterThan(0);
  });

  test.each(ALL_MUTANTS)('of $id the sound server is never caught', async ({ id }) => {
    const { judgement } = await ran(CONDITIONS[id], undefined);
    expect(judgement.counts.completed).toBeGreaterThan(0);
    expect(broken(judgement)).toEqual([]);
  });

  test.each(ALL_MUTANTS)('$id does the same again from the same seed', async ({ id }) => {
    const [one, other] = [await ran(CONDITIONS[id], id, 3), await ran(CONDITIONS[id], id, 3)];
    expect(one.events).toEqual(other.events);
  });
});

describe('without its condition', () => {
  const without: Readonly<Record<string, readonly ['M1' | 'M2' | 'M3' | 'M4' | 'M6', Condition]>> =
    {
      'M1 on a stage that keeps up': ['M1', { scenario: rush(0.4) }],
      'M1 on a serial stage with little to do': ['M1', { server: SERIAL, scenario: rush(0.05) }],
      'M2 while nothing is being written': ['M2', { scenario: pairs('200ms') }],
      'M2 with more than its moment in between': [
        'M2',
        { ...CONDITIONS.M2, scenario: { ...CONDITIONS.M2.scenario, ...pairs('1100ms') } },
      ],
      'M3 with more than a second in between': ['M3', { scenario: pairs('1001ms', 'second') }],
      'M4 on a serial stage': [
        'M4',
        { server: SERIAL, municipality: MANY_PAGES, scenario: rush(0.1) },
      ],
      'M4 with documents of one page': ['M4', { scenario: { ...rush(0.4), citizens: SEALS_ONLY } }],
      'M6 on one node': ['M6', { scenario: pairs('0ms') }],
      'M6 with more than its moment in between': [
        'M6',
        { server: { nodes: 2 }, scenario: pairs('11ms') },
      ],
      'M6 in the build of one node alone': [
        'M6',
        { server: { nodes: 2, mutantNodes: ['node-2'] }, scenario: pairs('0ms') },
      ],
    };

  test.each(Object.entries(without))('%s does nothing', async (_, [id, condition]) => {
    const { judgement } = await ran(condition, id);
    expect(judgement.counts.completed).toBeGreaterThan(0);
    expect(broken(judgement)).toEqual([]);
  });
});

describe('the moment in which a mutant is vulnerable', () => {
  test('can be lengthened: M6 then needs no luck', async () => {
    const server = { nodes: 2, mutantWindow: '1s' };
    const { judgement } = await ran({ server, scenario: pairs('500ms', 'second') }, 'M6');
    expect(findingOf(judgement, 'page-ownership').violationCount).toBeGreaterThanOrEqual(20);
  });
});
