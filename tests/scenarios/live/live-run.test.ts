import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestFidelity, type Fidelity } from '../../../scenarios/fidelity.ts';
import { openFullFidelity } from '../../../scenarios/fidelity-pdf.ts';
import { openLiveRun } from '../../../scenarios/live/live-run-http.ts';
import { PortInUse } from '../../../scenarios/live/port-in-use.ts';
import { executedLive } from '../executed.ts';
import { eventsOf, smallScenario } from '../small-scenario.ts';

const busy = smallScenario({
  stores: { inside: 20 },
  workloads: { day: { executor: 'constant-arrival-rate', rate: 0.01, duration: '1h' } },
  keepPages: 2,
});

let full: Fidelity;
const kept: string[] = [];

beforeAll(async () => {
  full = await openFullFidelity(busy, {
    onPage: ({ reading }, png) => {
      kept.push(`${reading.kind} ${Buffer.from(png.subarray(1, 4)).toString()}`);
    },
  });
});

afterAll(() => full.close());

describe('a live run', () => {
  test('can be interrupted: the rest is in flight and nobody is lost', async () => {
    let pages = 0;
    const { execution, events } = await executedLive(busy, full, {
      speed: 1000,
      onEvent: ({ kind }, interrupt) => {
        if (kind === 'page' && ++pages === 5) interrupt();
      },
    });
    const { counts, validity } = execution.judgement;
    expect(execution.interrupted).toBe(true);
    expect(counts.inFlight).toBeGreaterThan(0);
    expect(validity[0]).toMatchObject({ name: 'conservation', verdict: 'pass' });
    expect(eventsOf('run-ended', events)).toMatchObject([{ reason: 'interrupted' }]);
    expect(events.at(-1)?.kind).toBe('run-ended');
    expect(execution.events).toBe(events.length);
    // Of the first two documents all pages are kept as pictures.
    expect(kept.length).toBeGreaterThanOrEqual(2);
    expect(new Set(kept)).toEqual(new Set(['read PNG']));
  });

  test('in which something breaks is no run: it throws', async () => {
    // Documents come as PDF over HTTP, and this fidelity cannot read them.
    const blind = { ...full, pageReader: digestFidelity(busy).pageReader };
    const run = executedLive(busy, blind, { speed: 2000 });
    await expect(run).rejects.toThrow('a true document needs a reader that draws it');
  });

  test('says which port is in use, and what to do', async () => {
    const occupant = createServer();
    const port = await new Promise<number>((resolve) => {
      occupant.listen(0, '127.0.0.1', () => resolve((occupant.address() as { port: number }).port));
    });
    const opening = openLiveRun(busy, full, {
      seed: 1,
      speed: 1,
      database: undefined,
      port,
      emit: () => {},
      onServerError: () => {},
    });
    await expect(opening).rejects.toThrow(PortInUse);
    await expect(opening).rejects.toThrow(`port ${port} on 127.0.0.1 is in use`);
    await new Promise((resolve) => occupant.close(resolve));
  });
});
