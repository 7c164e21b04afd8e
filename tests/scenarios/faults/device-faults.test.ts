import { expect, test } from 'vitest';
import { FAULT_SITES } from '../../../scenarios/injection/fault-sites.ts';
import { FAULTS } from '../../../scenarios/injection/faults.ts';
import type { TraceEvent } from '../../../scenarios/trace-events.ts';
import { CALM, MINUTE_MS } from './fates.ts';
import { faulted, SOUND, soundness } from './faulted.ts';

/** All that can befall what stands in a shop, and who comes there. */
const KINDS = FAULTS.filter(({ site }) => {
  return (
    FAULT_SITES[site].operations !== undefined && /printer|payment|reader|citizen|kiosk/.test(site)
  );
}).map(({ kind }) => kind);

const traceOf = ({ events }: { readonly events: readonly TraceEvent[] }, untilMs = Infinity) =>
  events.filter(({ t }) => t < untilMs).map((event) => JSON.stringify(event));

test('all of them at once are the same trouble for the same seed, and no oracle complains', async () => {
  expect(KINDS).toHaveLength(19);
  const faults = KINDS.map((kind, index) => {
    return { kind, at: `${10 + index}m`, for: '4m', every: '25m', probability: 0.3 };
  }).map((fault) => (fault.kind === 'store.blackout' ? { ...fault, probability: 1 } : fault));
  const [run, again, other] = await Promise.all([
    faulted(faults, CALM, 3),
    faulted(faults, CALM, 3),
    faulted(faults, CALM, 4),
  ]);
  expect(traceOf(again)).toEqual(traceOf(run));
  expect(traceOf(other)).not.toEqual(traceOf(run));
  for (const each of [run, other]) expect(soundness(each)).toEqual(SOUND);
});

test.each(KINDS)('%s changes nothing before it begins', async (kind) => {
  const plain = await faulted([], CALM);
  const late = await faulted([{ kind, at: '30m', for: '10m' }], CALM);
  const untilMs = 30 * MINUTE_MS;
  expect(traceOf(late, untilMs)).toEqual(traceOf(plain, untilMs));
});
