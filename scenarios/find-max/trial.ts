import { Histogram } from '../../sim/histogram.ts';
import type { Execution } from '../execution.ts';
import { verdictsOf } from '../exit-code.ts';
import type { Judgement } from '../judging/result.ts';
import type { Trial } from './search.ts';

/**
 * What a run says of its rate. It has to be valid, without a wrong document, and to hold every
 * threshold; an invalid one, or one with too little to judge, says nothing.
 */
export function trialOf(seed: number, { judgement, interrupted }: Execution): Trial {
  const { valid, correct, fast } = verdictsOf(judgement);
  const { offered } = judgement.counts;
  const told = { seed, p95Ms: p95Of(judgement), offered };
  if (interrupted) return { ...told, verdict: 'void', reason: 'interrupted' };
  if (correct === 'fail') return { ...told, verdict: 'fail', reason: wrongOf(judgement) };
  if (valid === 'fail') {
    return { ...told, verdict: 'void', reason: `invalid: ${namesOf(judgement, 'fail')}` };
  }
  if (fast === 'fail') return { ...told, verdict: 'fail', reason: brokenOf(judgement) };
  const isOpen = [valid, correct, fast].includes('inconclusive');
  if (isOpen) return { ...told, verdict: 'void', reason: openOf(judgement) };
  return { ...told, verdict: 'pass', reason: '' };
}

function p95Of({ metrics }: Judgement): number | undefined {
  const record = metrics.find(
    ({ name, tags }) => name === 'journey_duration' && Object.keys(tags).length === 0,
  )?.sink;
  if (record?.kind !== 'trend' || record.count === 0) return undefined;
  const histogram = Histogram.fromRecord(record);
  const p95Ms = histogram.percentileMs(95);
  histogram.dispose();
  return p95Ms;
}

function wrongOf({ oracles }: Judgement): string {
  const broken = oracles.filter(({ violationCount }) => violationCount > 0);
  return `wrong documents: ${broken.map(({ name, violationCount }) => `${name} ${violationCount}`).join(', ')}`;
}

function brokenOf({ thresholds }: Judgement): string {
  return thresholds
    .filter(({ verdict }) => verdict === 'fail')
    .map(({ selector, source, measured }) => `${selector} ${source} (${figure(measured)})`)
    .join(', ');
}

function openOf(judgement: Judgement): string {
  const thresholds = judgement.thresholds
    .filter(({ verdict }) => verdict === 'inconclusive')
    .map(({ selector, source }) => `${selector} ${source}`);
  const oracles = judgement.oracles
    .filter(({ verdict }) => verdict === 'inconclusive')
    .map(({ name }) => name);
  const names = [namesOf(judgement, 'inconclusive'), ...thresholds, ...oracles];
  return `too little to judge: ${names.filter((name) => name !== '').join(', ')}`;
}

function namesOf({ validity }: Judgement, verdict: 'fail' | 'inconclusive'): string {
  return validity
    .filter((check) => check.verdict === verdict)
    .map(({ name }) => name)
    .join(', ');
}

function figure(measured: number | undefined): string {
  return measured === undefined ? '–' : String(Number(measured.toPrecision(4)));
}
