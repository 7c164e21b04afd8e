import assert from 'node:assert/strict';
import { EXIT } from '../scenarios/exit-code.ts';
import { readScenario } from '../scenarios/scenario-text.ts';
import { ShippedMunicipalities } from '../server/municipalities/municipality-files.ts';
import { code, table } from './markdown.ts';
import { EXAMPLE } from './reference-example.ts';
import { inline } from './schema-fields.ts';

const CORRECT = { operation: 'correct', municipality: '27203', resident: 5 };

/** Changes to the example that make it wrong, one mistake each. */
const MISTAKES: readonly (readonly [path: string, value: unknown])[] = [
  ['stores.kiosks', 20],
  ['duration', '1 hour'],
  ['start', '2015-02-30T10:00:00+09:00'],
  ['municipality', '99999'],
  ['municipality.hours.opens', '23:30'],
  ['citizens.ages.0.to', 10],
  ['citizens.certificates', { 'resident-record': 0 }],
  ['citizens.outsideShare', 0.3],
  ['printer.firstPage', { median: '60s', p95: '30s' }],
  ['workloads', {}],
  ['workloads.citizens.duration', '0s'],
  ['workloads.citizens.executor', 'rush-hour'],
  ['office', [{ at: '10:00', enter: { operation: 'erase' } }]],
  ['office', [{ at: '23:30', enter: CORRECT }]],
  ['thresholds', { journey_time: ['p(95)<1'] }],
  ['thresholds', { 'stage_duration{stage:payment}': ['p(95)<1'] }],
  ['thresholds', { journeys: ['p(95)<1'] }],
  ['thresholds', { journey_duration: ['p95<1'] }],
];

/** What kofu says to each of them, asked of kofu itself. */
export function mistakesReference(): readonly string[] {
  const shipped = new ShippedMunicipalities();
  const rows = MISTAKES.map(([path, value]) => {
    const change = `${path}=${inline(value)}`;
    const settings = [{ path: path.split('.'), value }];
    const reading = readScenario(EXAMPLE, 'example.yaml', settings, shipped);
    assert(reading.kind === 'refused', `the example with ${change} is accepted`);
    return [code(change), reading.complaints.map(({ message }) => message).join('; ')];
  });
  return ['## Mistakes', INTRODUCTION, table(['with', 'kofu says'], rows).join('\n')];
}

const INTRODUCTION = `
A scenario is checked before anything runs. All mistakes are told at once, each with file, line,
column and key, and the exit code is ${EXIT.badConfiguration}. This is what kofu says to the example
above when one value of it is changed:`;
