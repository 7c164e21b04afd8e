import { describe, expect, test } from 'vitest';
import { isPlantedAt, planted } from '../../scenarios/mutant-planting.ts';
import { Scenario } from '../../scenarios/scenario.ts';
import { settingOf } from '../../scenarios/telling.ts';
import { VirtualTime } from '../../sim/virtual-time.ts';
import { type ScenarioData, scenarioData, smallScenario } from './small-scenario.ts';

const ground = { runner: new VirtualTime(), writing: () => 0 };

function complaintsOf(server: ScenarioData['server']): readonly string[] {
  const { error } = Scenario.safeParse(scenarioData({ server }));
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('the mutant of a scenario', () => {
  test('is none unless it is asked for', () => {
    expect(planted(smallScenario(), ground)).toBeUndefined();
    expect(isPlantedAt(smallScenario().server, 'node-1')).toBe(false);
  });

  test('is in the build of all nodes, or of those that are named', () => {
    const { server } = smallScenario({ server: { mutant: 'M6', nodes: 3 } });
    expect(['node-1', 'node-3'].map((node) => isPlantedAt(server, node))).toEqual([true, true]);
    const mixed = { ...server, mutantNodes: ['node-2'] };
    expect(['node-1', 'node-2'].map((node) => isPlantedAt(mixed, node))).toEqual([false, true]);
  });

  test('replaces what it names and nothing else', () => {
    const parts = (mutant: NonNullable<ScenarioData['server']>['mutant']) =>
      Object.keys(planted(smallScenario({ server: { mutant } }), ground) ?? {});
    expect(parts('M1')).toEqual(['printImages']);
    expect(parts('M2')).toEqual(['issuing']);
    expect(parts('M3')).toEqual(['issuing']);
    expect(parts('M4')).toEqual(['printImages']);
    expect(parts('M5')).toEqual(['printImages']);
    expect(parts('M6')).toEqual(['issuing']);
    expect(parts('S1')).toEqual(['copy']);
  });

  test.each<[ScenarioData['server'], readonly string[]]>([
    [{ mutant: 'M6', nodes: 2, mutantWindow: '20ms', mutantNodes: ['node-2'] }, []],
    [{ mutantWindow: '1s' }, ['server.mutantWindow: there is no server.mutant']],
    [{ mutantNodes: ['node-1'] }, ['server.mutantNodes: there is no server.mutant']],
    [
      { mutant: 'M5', mutantWindow: '1s' },
      ['server.mutantWindow: M5 has no moment of its own: leave it out'],
    ],
    [
      { mutant: 'M3', mutantWindow: '0s' },
      ['server.mutantWindow: nothing happens in no time: write a duration above 0s'],
    ],
    [
      { mutant: 'M3', nodes: 2, mutantNodes: ['node-1', 'node-3'] },
      ['server.mutantNodes.1: there is no such node: node-1 … node-2'],
    ],
  ])('%j is judged with the remedy', (server, complaints) => {
    expect(complaintsOf(server)).toEqual(complaints);
  });

  test('is told of in the setting of the run', () => {
    const flags = { time: 'virtual', seed: 1, set: [], port: 0, trace: 'on', lang: 'en' } as const;
    const known = { render: 'digest', target: 't', commit: 'c', versions: {} } as const;
    const told = (server: ScenarioData['server']) =>
      settingOf(smallScenario({ server }), 'town.yaml', flags, known).mutant;
    expect(told({})).toBeUndefined();
    expect(told({ mutant: 'M3' })).toMatchObject({ id: 'M3', ja: expect.stringContaining('川崎') });
  });
});
