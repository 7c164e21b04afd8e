import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Centre } from '../../devices/bus/centre.ts';
import type { TraceEvent } from '../../scenarios/trace-events.ts';
import { type Process, sleep } from '../../sim/process.ts';
import { executedVirtually } from '../scenarios/executed.ts';
import { townWith } from '../scenarios/faults/faulted.ts';
import { lived } from '../scenarios/small-scenario.ts';

/** Faults that strike by chance, as long as chance says, where chance says. */
const scenario = townWith([
  { kind: 'issuer.error', at: '5m', for: '10m', probability: 0.3 },
  { kind: 'line.lossy', at: '20m', for: '5m', probability: 0.2 },
  { kind: 'issuer.slow', at: '30m', for: '5m', latency: '5s', jitter: '4s' },
]);

function hashOf(events: readonly TraceEvent[]): string {
  const hash = createHash('sha256');
  for (const event of events) hash.update(`${JSON.stringify(event)}\n`);
  return hash.digest('hex');
}

async function ran(seed: number): Promise<string> {
  return hashOf((await executedVirtually(scenario, { seed })).events);
}

test('one seed gives one trace, another seed another one', async () => {
  const first = await ran(7);
  expect(await ran(7)).toBe(first);
  expect(await ran(8)).not.toBe(first);
});

/** A fault that takes its chance from the machine: Toxiproxy’s seed changed nothing either. */
function unseeded(sound: Centre): Centre {
  const late = (): Process => wait(Number(process.hrtime.bigint() % 5_000n));
  return {
    openSession: (...of) => sound.openSession(...of),
    *authenticate(...of) {
      yield* late();
      return yield* sound.authenticate(...of);
    },
    issue: (...of) => sound.issue(...of),
    reportPrint: (...of) => sound.reportPrint(...of),
    endSession: (...of) => sound.endSession(...of),
  };
}

function* wait(ms: number): Process {
  yield sleep(ms);
}

test('a fault that is not seeded is seen by its traces', () => {
  const [one, other] = [
    lived(scenario, { centre: unseeded }),
    lived(scenario, { centre: unseeded }),
  ];
  expect(hashOf(one.events)).not.toBe(hashOf(other.events));
});
