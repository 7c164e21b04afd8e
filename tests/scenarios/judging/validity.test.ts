import { describe, expect, test } from 'vitest';
import { Compression, generatorChecks } from '../../../scenarios/judging/validity.ts';
import type { TraceEvent } from '../../../scenarios/trace-events.ts';
import { Histogram } from '../../../sim/histogram.ts';

/** The verdicts on a generator that woke up so late, and whose event loop stood still so long. */
function verdicts(
  lateMs: readonly number[],
  stallMs = 1,
  loopP99Ms = 1,
): Readonly<Record<string, string>> {
  const lateness = new Histogram();
  for (const ms of lateMs) lateness.record(ms);
  const checks = generatorChecks([
    { worker: 'main', lateness, loopDelayMaxMs: stallMs, loopDelayP99Ms: loopP99Ms },
  ]);
  return Object.fromEntries(checks.map(({ name, verdict }) => [name, verdict]));
}

const ON_TIME = new Array<number>(99).fill(0.5);

describe('a generator', () => {
  test('that kept its schedule makes a valid run', () => {
    expect(verdicts(ON_TIME)).toEqual({ lateness: 'pass', 'event-loop-delay': 'pass' });
  });

  test('may be late once in a hundred times', () => {
    expect(verdicts([...ON_TIME, 5_000])['lateness']).toBe('pass');
  });

  test('that is late more often than that voids the run', () => {
    expect(verdicts([...ON_TIME, 5_000, 5_000])['lateness']).toBe('fail');
    expect(verdicts(new Array<number>(100).fill(21))['lateness']).toBe('fail');
    expect(verdicts(new Array<number>(100).fill(20))['lateness']).toBe('pass');
  });

  test('that stood still voids the run', () => {
    expect(verdicts(ON_TIME, 200)['event-loop-delay']).toBe('pass');
    expect(verdicts(ON_TIME, 201)['event-loop-delay']).toBe('fail');
    expect(verdicts(ON_TIME, 200, 20)['event-loop-delay']).toBe('pass');
    expect(verdicts(ON_TIME, 200, 21)['event-loop-delay']).toBe('fail');
  });

  test('that never woke up is not on time for lack of data', () => {
    expect(verdicts([])['lateness']).toBe('inconclusive');
  });

  test('says its figures', () => {
    const lateness = new Histogram();
    for (let ms = 1; ms <= 100; ms++) lateness.record(ms);
    const figures = { worker: 'kiosks-2', lateness, loopDelayMaxMs: 250, loopDelayP99Ms: 12.34 };
    const messages = generatorChecks([figures]).map(({ message }) => message);
    expect(messages[0]).toMatch(
      /^kiosks-2: 100 wake-ups, 99 % at most 99\.\d ms late, the worst 100\.0 ms/,
    );
    expect(messages[1]).toMatch(/held up 12\.3 ms at 99 %, at worst 250\.0 ms/);
  });
});

describe('a speed', () => {
  /** A run of which each citizen was with the server so long, and so many met a queue. */
  const checked = (speed: number, serverMs: number, queued: number) => {
    const compression = new Compression(speed);
    for (let journey = 0; journey < 100; journey++) {
      compression.see(arrived(journey));
      compression.see({ kind: 'stage', t: 0, journey, stage: 'print', ms: 170_000 });
      compression.see({ kind: 'stage', t: 0, journey, stage: 'issue', ms: serverMs });
      if (journey < queued) {
        compression.see({ kind: 'queued', t: 0, journey, kiosk: 'in-001', ms: 1_000 });
      }
    }
    return compression.check();
  };
  const arrived = (journey: number): TraceEvent => ({
    kind: 'arrived',
    t: 0,
    journey,
    workload: 'day',
    kiosk: 'in-001',
    municipality: '27203',
    resident: journey,
    owner: '0123456789abcdef',
    age: 40,
    type: 'resident-record',
  });

  test('that holds kiosks much longer where citizens queue voids the run', () => {
    expect(checked(6_000, 30, 50)).toMatchObject({ name: 'speed', verdict: 'fail' });
    expect(checked(6_000, 30, 50).message).toContain(': lower --speed');
  });

  test('does no harm where nobody queues, or where the server is quick beside the people', () => {
    expect(checked(6_000, 30, 5).verdict).toBe('pass');
    expect(checked(100, 30, 50).verdict).toBe('pass');
    expect(checked(1, 10_000, 50).verdict).toBe('pass');
  });
});
