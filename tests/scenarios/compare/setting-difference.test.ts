import { expect, test } from 'vitest';
import { summaryOf } from '../../../reports/summary.ts';
import type { RunTelling, ToldRun } from '../../../scenarios/compare/compared-run.ts';
import { settingDifferences } from '../../../scenarios/compare/setting-difference.ts';
import { exampleResult } from '../../reports/example-result.ts';

const summary: RunTelling = summaryOf(exampleResult({ journeys: 20 }));
const BASE: ToldRun = {
  folder: 'a',
  summary,
  scenario: { name: 'a', stores: { inside: 3 }, server: { workers: 16 }, office: [] },
  lines: undefined,
};

function between(changes: Partial<ToldRun>): readonly string[] {
  const told = settingDifferences(BASE, { ...BASE, ...changes });
  return told.map(
    ({ what, from, to, isForeign }) => `${isForeign ? '! ' : ''}${what}: ${from} → ${to}`,
  );
}

function configured(changes: Partial<RunTelling['config']>): Partial<ToldRun> {
  return { summary: { ...summary, config: { ...summary.config, ...changes } } };
}

test('nothing differs from itself', () => {
  expect(between({})).toEqual([]);
});

test.each<[string, Partial<ToldRun>, string]>([
  ['another clock', configured({ clock: 'virtual' }), '! clock: real → virtual'],
  ['another speed', configured({ speed: 10 }), '! speed: 1500 → 10'],
  ['other drawing', configured({ render: 'digest' }), '! render: full → digest'],
  ['another scenario', configured({ scenario: 'b' }), '! scenario: example-monday → b'],
  [
    'an interruption',
    { summary: { ...summary, metadata: { ...summary.metadata, interrupted: true } } },
    '! interrupted: false → true',
  ],
  [
    'other demand',
    { scenario: { ...(BASE.scenario as object), stores: { inside: 4 } } },
    '! stores.inside: 3 → 4',
  ],
  [
    'what is left out',
    { scenario: { ...(BASE.scenario as object), office: undefined } },
    '! office: [] → undefined',
  ],
])('%s measures something else', (_, changes, told) => {
  expect(between(changes)).toEqual([told]);
});

test.each<[string, Partial<ToldRun>, string]>([
  ['seed', { summary: { ...summary, seed: 2 } }, 'seed: 1 → 2'],
  ['commit', { summary: { ...summary, commit: 'b' } }, 'commit: 4f2c1d9 → b'],
  ['mutant', configured({ mutant: 'M1' }), 'mutant: none → M1'],
  ['target', configured({ target: 'mine' }), `target: ${summary.config.target} → mine`],
  [
    'version',
    { summary: { ...summary, versions: { kofu: '0.1.0', node: '22' } } },
    'version of node: 20.20.2 → 22',
  ],
  [
    'server',
    { scenario: { ...(BASE.scenario as object), server: { workers: 8 } } },
    'server.workers: 16 → 8',
  ],
])('another %s is what runs are compared for', (_, changes, told) => {
  expect(between(changes)).toEqual([told]);
});

test('without scenario.json, start and duration must do', () => {
  const changes = configured({ duration: '1h' });
  expect(between({ ...changes, scenario: undefined })).toEqual(['! duration: 16h30m → 1h']);
});
