import { describe, expect, test } from 'vitest';
import { judgeScenario } from '../../../scenarios/scenario-text.ts';
import type { FaultData } from '../faults/faulted.ts';
import { scenarioData } from '../small-scenario.ts';

/** What is wrong with a plan of one fault, as it is told: path and remedy. */
function complaints(fault: FaultData | Record<string, unknown>, changes = {}): readonly string[] {
  const data = scenarioData({ faults: [fault as FaultData], ...changes });
  const reading = judgeScenario(data, 'small.yaml', []);
  if (reading.kind === 'read') return [];
  return reading.complaints.map(({ path, message }) => `${path}: ${message}`);
}

const cut = { kind: 'link.cut', at: '10m', for: '5m' };
const held = { kind: 'demand.held', at: '10m', for: '5m' };

describe('a plan that could never be carried out is refused', () => {
  test.each([
    ['an unknown kind', { kind: 'issuer.tired' }, 'faults.0.kind', 'issuer.error, issuer.mute'],
    ['no kind', { at: '1m' }, 'faults.0.kind', 'there is no such kind'],
    ['one that begins too late', { ...cut, at: '1h' }, 'faults.0.at', 'nobody comes any more'],
    ['one that lasts too long', { ...cut, for: '51m' }, 'faults.0.for', 'longer than citizens'],
    ['one that lasts no time', { ...cut, for: '0s' }, 'faults.0.for', 'longer than 0s'],
    ['one that overlaps itself', { ...cut, every: '5m' }, 'faults.0.every', 'longer than `for`'],
    ['a repetition without end', { kind: 'link.cut', every: '5m' }, 'faults.0.every', '`for`'],
    ['an event that is none', { ...cut, on: { event: 'teatime' } }, 'faults.0.on.event', 'paid'],
    ['the end of the run', { ...cut, on: { event: 'run-ended' } }, 'faults.0.on.event', 'wait'],
    [
      'nobody’s kiosk',
      { kind: 'line.cut', select: { kiosks: ['out-*'] } },
      'faults.0.select.kiosks',
      'in-001 … in-003',
    ],
    [
      'another municipality',
      { ...cut, select: { municipalities: ['14100'] } },
      'faults.0.select.municipalities',
      '27203',
    ],
    [
      'a node too many',
      { kind: 'node.hung', select: { nodes: ['node-2'] } },
      'faults.0.select.nodes',
      'node-1',
    ],
    [
      'an operation elsewhere',
      { ...cut, select: { operations: ['reportPrint'] } },
      'faults.0.select.operations',
      'authenticate, issue, settle',
    ],
    [
      'kiosks where there are none',
      { ...cut, select: { kiosks: ['in-001'] } },
      'faults.0.select.kiosks',
      'municipalities, operations: leave it out',
    ],
    [
      'what cannot be selected at all',
      { kind: 'jpki.down', select: { share: 0.5 } },
      'faults.0.select.share',
      'nothing: leave it out',
    ],
    [
      'too much jitter',
      { kind: 'link.slow', latency: '1s', jitter: '2s' },
      'faults.0.jitter',
      'not exceed the latency, 1s',
    ],
    [
      'a length that follows from the rest',
      { kind: 'node.rolling-restart', for: '9m' },
      'faults.0.for',
      'leave it out',
    ],
    [
      'a restart that takes too long',
      { kind: 'node.rolling-restart', at: '59m' },
      'faults.0.at',
      'longer than citizens',
    ],
    [
      'a mutant that is of no node',
      { kind: 'node.wrong-build', mutant: 'S1' },
      'faults.0.mutant',
      'server.mutant',
    ],
    ['a parameter of another kind', { ...cut, latency: '1s' }, 'faults.0.latency', 'no such key'],
    ['a probability above 1', { ...cut, probability: 2 }, 'faults.0.probability', '1'],
    ['demand held back for ever', { kind: 'demand.held', at: '10m' }, 'faults.0.for', 'how long'],
    ['demand released after the run', { ...held, over: '46m' }, 'faults.0.over', 'after the run'],
    ['demand held back by an event', { ...held, on: { event: 'paid' } }, 'faults.0.on', '`at`'],
  ])('%s', (_name, fault, path, remedy) => {
    const told = complaints(fault);
    expect(told.join('\n')).toContain(`${path}: `);
    expect(told.join('\n')).toContain(remedy);
  });

  test('demand held back where nobody comes on their own', () => {
    const workloads = { round: { executor: 'constant-vus', vus: 2, duration: '1h' } };
    expect(complaints(held, { workloads }).join('\n')).toContain('no demand to hold back');
  });
});

test.each([
  [cut],
  [{ ...cut, on: { event: 'fault-ended', count: 3 }, for: '59m' }],
  [{ kind: 'line.cut', select: { kiosks: ['in-00*'], share: 0.1, operations: ['issue'] } }],
  [{ kind: 'feed.lost', select: { operations: ['revoke-seal'] } }],
  [{ kind: 'node.rolling-restart', at: '10m' }],
  [{ ...held, over: '45m' }],
])('%j is carried out', (fault) => {
  expect(complaints(fault)).toEqual([]);
});
