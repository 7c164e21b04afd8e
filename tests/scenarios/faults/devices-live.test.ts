import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fidelity } from '../../../scenarios/fidelity.ts';
import { openFullFidelity, UNWATCHED } from '../../../scenarios/fidelity-pdf.ts';
import { type Executed, executedLive, executedVirtually } from '../executed.ts';
import { broken, eventsOf, smallScenario } from '../small-scenario.ts';
import { CALM, fateOf } from './fates.ts';

/**
 * The same troubles in virtual time and live, over HTTP, Socket.IO and SQL. They last all the time
 * at their kiosks, so that it does not matter how long the server takes.
 */
const at = (...kiosks: string[]) => ({ select: { kiosks } });
const scenario = smallScenario({
  ...CALM,
  stores: { inside: 6 },
  // Long after the last of them has gone, however busy the machine is, the faults go on.
  duration: '10h',
  gracefulStop: '10h',
  workloads: { day: { executor: 'constant-arrival-rate', rate: 1 / 20, duration: '3m' } },
  faults: [
    { kind: 'printer.jam', clearedAfter: '1s', ...at('in-001') },
    { kind: 'payment.no-change', ...at('in-002') },
    { kind: 'payment.ack-lost', ...at('in-003') },
    { kind: 'citizen.forgets-paper', ...at('in-004') },
    { kind: 'card.mute', command: 4, ...at('in-006') },
  ],
  keepPages: 0,
});

let full: Fidelity;
let virtual: Executed;
let live: Executed;

beforeAll(async () => {
  full = await openFullFidelity(scenario, UNWATCHED);
  virtual = await executedVirtually(scenario);
  live = await executedLive(scenario, full, { speed: 300 });
});

afterAll(() => full.close());

function fates(run: Executed) {
  const arrived = eventsOf('arrived', run.events);
  return new Map(
    arrived.map(({ journey, kiosk }) => [`${journey} at ${kiosk}`, fateOf(run, journey)]),
  );
}

test('devices are troubled alike live and in virtual time, and no oracle complains', () => {
  expect(fates(live)).toEqual(fates(virtual));
  const saw = new Set([...fates(live).values()].map((fate) => fate.saw));
  expect(saw).toEqual(
    new Set([
      'completed at take: ',
      'failed at print: media-jam',
      'failed at pay: payment no-change',
      'failed at pin: card: mute',
    ]),
  );
  expect(broken(live.execution.judgement)).toEqual([]);
  expect(live.execution.judgement.counts.inFlight).toBe(0);
});
