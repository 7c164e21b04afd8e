import { beforeAll, describe, expect, test } from 'vitest';
import { digestFidelity } from '../../../scenarios/fidelity.ts';
import { executedLive } from '../executed.ts';
import { eventsOf } from '../small-scenario.ts';
import { type Faulted, money, seen, soundness, townWith } from './faulted.ts';

const MINUTE_MS = 60_000;

/** Faults of a live run: two on true connections, one of some kiosks, two in the server. */
const scenario = townWith(
  [
    { kind: 'line.slow', at: '10m', for: '15m', latency: '40ms', jitter: '20ms' },
    { kind: 'jpki.down', at: '30m', for: '10m' },
    { kind: 'line.cut', at: '45m', for: '10m', select: { kiosks: ['in-0*'] } },
    { kind: 'node.crash', at: '45m', for: '10m', select: { nodes: ['node-1'] } },
    { kind: 'line.storm', at: '60m' },
  ],
  {
    duration: '2h',
    stores: { inside: 60 },
    server: { nodes: 2, timeout: '5s', retryAfter: '1m' },
    workloads: { day: { executor: 'constant-arrival-rate', rate: 1 / 90, duration: '2h' } },
    keepPages: 0,
  },
);

let run: Faulted;

beforeAll(async () => {
  const fidelity = digestFidelity(scenario);
  run = seen(await executedLive(scenario, fidelity, { speed: 900 }));
  await fidelity.close();
}, 60_000);

const struckBy = (fault: string) => run.windows.find((each) => each.fault === fault)?.struck ?? 0;

describe('a live run with faults', () => {
  test('has them begin and end as planned, each once', () => {
    expect(eventsOf('fault-began', run.events).map(({ fault }) => fault)).toEqual([
      'line.slow#1',
      'jpki.down#1',
      'line.cut#1',
      'node.crash#1',
      'line.storm#1',
    ]);
    expect(run.windows.map(({ t }) => t / MINUTE_MS)).toEqual([25, 40, 55, 55, 60 + 1 / MINUTE_MS]);
  });

  test('feels a slow line in true connections, and loses nothing by it', () => {
    expect(struckBy('line.slow#1')).toBeGreaterThan(0);
    const again = eventsOf('asked-again', run.events);
    expect(again.filter(({ t }) => t < 30 * MINUTE_MS)).toEqual([]);
  });

  test('lets nobody in while certificates cannot be checked', () => {
    const refusals = eventsOf('server-refused', run.events).filter(
      ({ code }) => code === 'jpki-unavailable',
    );
    expect(refusals.length).toBeGreaterThan(0);
    expect(refusals).toHaveLength(struckBy('jpki.down#1'));
    for (const { t } of refusals) {
      expect(t).toBeGreaterThan(29 * MINUTE_MS);
      expect(t).toBeLessThan(41 * MINUTE_MS);
    }
  });

  test('cuts some kiosks off, and serves the others by the node that is left', () => {
    const during = run.endsOf(46 * MINUTE_MS, 50 * MINUTE_MS);
    expect(during.length).toBeGreaterThan(0);
    expect(struckBy('line.cut#1')).toBeGreaterThan(0);
  });

  test('breaks all connections in a storm, and all kiosks come back', () => {
    // Every kiosk’s line to the device bus, at least.
    expect(struckBy('line.storm#1')).toBeGreaterThanOrEqual(60);
    const last = run.endsOf(105 * MINUTE_MS, 120 * MINUTE_MS);
    expect(last.length).toBe(10);
    expect(last.filter(({ reason }) => reason.startsWith('unreachable'))).toEqual([]);
  });

  test('delivers no wrong document, and keeps no yen for nothing', () => {
    const { violations, inFlight } = soundness(run);
    expect(violations).toEqual([]);
    expect(inFlight).toBe(0);
    expect(money(run).keptYen).toBe(money(run).feesYen);
  });
});
