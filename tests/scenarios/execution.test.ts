import { describe, expect, test } from 'vitest';
import {
  type ExecutionPorts,
  executeLive,
  executeVirtual,
  type Standing,
} from '../../scenarios/execution.ts';
import { digestFidelity } from '../../scenarios/fidelity.ts';
import type { ValidityCheck } from '../../scenarios/judging/result.ts';
import type { LiveRun } from '../../scenarios/live/live-city-system.ts';
import type { TraceEvent } from '../../scenarios/trace-events.ts';
import { virtualRun } from '../../scenarios/virtual-run.ts';
import type { World } from '../../scenarios/world.ts';
import { executedVirtually } from './executed.ts';
import { eventsOf, lived, smallScenario } from './small-scenario.ts';

const scenario = smallScenario();

describe('a virtual run', () => {
  test('is told from its beginning to its end', async () => {
    const { execution, events } = await executedVirtually(scenario);
    expect(events[0]).toEqual({
      kind: 'run-began',
      t: 0,
      scenario: 'small-town',
      seed: 7,
      clock: 'virtual',
      originMs: Date.parse('2015-06-01T09:00:00+09:00'),
    });
    const { scenarioMs } = execution;
    expect(events.at(-1)).toEqual({
      kind: 'run-ended',
      t: scenarioMs,
      reason: 'finished',
      inFlight: 0,
      events: events.length,
    });
    expect(execution).toMatchObject({ interrupted: false, events: events.length });
    expect(scenarioMs).toBe(eventsOf('ended', events).at(-1)?.t);
  });

  test('is what the rules make of the scenario, and nothing besides', async () => {
    const { events } = await executedVirtually(scenario);
    expect(events.slice(1, -1)).toEqual(lived(scenario, {}, { seed: 7 }).events);
  });

  test('of the same seed is recorded in the same bytes, of another in others', async () => {
    const bytes = async (seed: number) => {
      const { events } = await executedVirtually(scenario, { seed });
      return JSON.stringify(events);
    };
    expect(await bytes(7)).toBe(await bytes(7));
    expect(await bytes(8)).not.toBe(await bytes(7));
  });

  test('can be interrupted: the rest is in flight and nobody is lost', async () => {
    const busy = smallScenario({
      workloads: { day: { executor: 'constant-arrival-rate', rate: 1, duration: '1h' } },
      stores: { inside: 300 },
    });
    let ended = 0;
    const { execution, events } = await executedVirtually(busy, {
      onEvent: ({ kind }, interrupt) => {
        if (kind === 'ended' && ++ended === 100) interrupt();
      },
    });
    const { counts, validity } = execution.judgement;
    expect(execution.interrupted).toBe(true);
    expect(events.at(-1)).toMatchObject({ kind: 'run-ended', reason: 'interrupted' });
    expect(counts.offered).toBeLessThan(3600);
    expect(counts.inFlight).toBeGreaterThan(0);
    expect(counts.offered - eventsOf('ended', events).length).toBe(counts.inFlight);
    expect(validity[0]).toMatchObject({ name: 'conservation', verdict: 'pass' });
  });

  test('lets others have their turn, and says how far it is', async () => {
    const standings: Standing[] = [];
    let breaths = 0;
    const many = smallScenario({
      workloads: { day: { executor: 'constant-arrival-rate', rate: 1, duration: '1h' } },
      stores: { inside: 300 },
    });
    const { judgement } = await executeVirtual(many, 7, digestFidelity(many), {
      record: undefined,
      signal: new AbortController().signal,
      breathe: async () => {
        breaths += 1;
      },
      onProgress: (standing) => standings.push(standing),
    });
    expect(breaths).toBeGreaterThan(1);
    expect(standings).toHaveLength(breaths);
    const ends = standings.map(({ ended }) => ended);
    expect(ends).toEqual([...ends].sort((a, b) => a - b));
    expect(standings.at(-1)).toMatchObject({ offered: 3600, violations: 0 });
    expect(judgement.counts.offered).toBe(3600);
  });

  test('in which something breaks is no run: it throws', async () => {
    const sound = digestFidelity(scenario);
    const breaking = {
      ...sound,
      renderer: {
        bind: sound.renderer.bind,
        render: () => {
          throw new Error('the renderer broke');
        },
      },
    };
    await expect(executedVirtually(scenario, { fidelity: breaking })).rejects.toThrow(
      'the renderer broke',
    );
  });

  test('whose workload breaks throws as well', () => {
    const stages = [{ duration: '1s', target: -1 }];
    const broken = {
      ...scenario,
      workloads: {
        day: {
          executor: 'ramping-arrival-rate',
          startTime: '1m',
          startRate: 0,
          timeUnit: '1s',
          stages,
        },
      },
    } as const;
    const run = virtualRun(broken, 1, digestFidelity(scenario), () => {});
    expect(() => run.advance(1000)).toThrow('a rate from 0 to -1 per second');
  });
});

describe('a live run', () => {
  const [page] = eventsOf('page', lived(scenario).events);

  /** A run that is over at once, after which its server has something more to say. */
  function overAtOnce(checks: readonly ValidityCheck[], closed: () => void) {
    return async (emit: (event: TraceEvent) => void): Promise<LiveRun> => ({
      world: { inFlight: 0 } as World,
      description: 'a server that talks on',
      now: () => 1234,
      finished: async () => {},
      checks: () => checks,
      close: async () => {
        emit(page as TraceEvent);
        closed();
      },
    });
  }

  const ports = (events: TraceEvent[]): ExecutionPorts => ({
    record: (event) => void events.push(event),
    signal: new AbortController().signal,
    breathe: async () => {},
    onProgress: () => {},
  });

  test('ends with its end: what the server says later is not of the run', async () => {
    const events: TraceEvent[] = [];
    const late = { name: 'lateness', verdict: 'fail', message: 'late' } as const;
    const open = overAtOnce([late], () => {});
    const execution = await executeLive(scenario, 7, open, ports(events));
    expect(events).toEqual([
      expect.objectContaining({ kind: 'run-began', clock: 'real', seed: 7 }),
      { kind: 'checked', t: 1234, ...late },
      { kind: 'run-ended', t: 1234, reason: 'finished', inFlight: 0, events: 3 },
    ]);
    expect(execution).toMatchObject({ events: 3, target: 'a server that talks on' });
    expect(execution.judgement.validity).toContainEqual(late);
  });

  test('gives everything back, also when something broke', async () => {
    let closed = 0;
    const open = async (emit: (event: TraceEvent) => void) => ({
      ...(await overAtOnce([], () => {
        closed += 1;
      })(emit)),
      finished: async () => {
        throw new Error('a kiosk broke');
      },
    });
    await expect(executeLive(scenario, 7, open, ports([]))).rejects.toThrow('a kiosk broke');
    expect(closed).toBe(1);
  });
});
