import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JOURNEY_OUTCOMES } from '../../../devices/events.ts';
import { Timeline } from '../../../scenarios/judging/timeline.ts';
import type { EventOf } from '../../../scenarios/trace-events.ts';

const HOUR_MS = 3_600_000;

const arrival = { kind: 'arrived', journey: 0, workload: 'day', kiosk: 'in-001' } as const;
const citizen = { municipality: '27203', resident: 0, owner: '', age: 40 } as const;

function arrived(t: number): EventOf<'arrived'> {
  return { ...arrival, ...citizen, type: 'resident-record', t };
}

function ended(t: number, changes: Partial<EventOf<'ended'>> = {}): EventOf<'ended'> {
  const end = { outcome: 'completed', stage: 'take', reason: '', ms: 100_000 } as const;
  return { kind: 'ended', t, journey: 0, kiosk: 'in-001', ...end, ...changes };
}

function timelineOf(
  durationMs: number,
  ...events: readonly (EventOf<'arrived'> | EventOf<'ended'>)[]
) {
  const timeline = new Timeline(durationMs);
  for (const event of events) {
    if (event.kind === 'arrived') timeline.watch.arrived?.(event);
    else timeline.watch.ended?.(event);
  }
  return timeline;
}

describe('the buckets of a timeline', () => {
  test('are neither too many to draw nor too few, however long the run', () => {
    fc.assert(
      fc.property(fc.integer({ min: 30_000, max: 24 * HOUR_MS }), (durationMs) => {
        const count = durationMs / new Timeline(durationMs).record().bucketMs;
        expect(count).toBeGreaterThanOrEqual(4);
        expect(count).toBeLessThanOrEqual(24);
      }),
    );
  });

  test('of many days are days', () => {
    expect(new Timeline(1000 * HOUR_MS).record().bucketMs).toBe(24 * HOUR_MS);
  });

  test('hold what happened in them, and begin one after the other', () => {
    const { bucketMs } = new Timeline(HOUR_MS).record();
    const timeline = timelineOf(
      HOUR_MS,
      arrived(0),
      arrived(bucketMs - 0.001),
      arrived(bucketMs),
      ended(2 * bucketMs),
      ended(3 * bucketMs - 0.001, { outcome: 'failed', stage: 'print', reason: 'media-jam' }),
    );
    timeline.violated(bucketMs + 1);
    expect(timeline.record().buckets).toEqual([
      { fromMs: 0, offered: 2, ended: {}, over180s: 0, violations: 0 },
      { fromMs: bucketMs, offered: 1, ended: {}, over180s: 0, violations: 1 },
      {
        fromMs: 2 * bucketMs,
        offered: 0,
        ended: { completed: 1, failed: 1 },
        over180s: 0,
        violations: 0,
      },
    ]);
  });

  test('lose and invent nothing', () => {
    const instants = fc.array(fc.nat(3 * HOUR_MS), { maxLength: 60 });
    const outcomes = fc.constantFrom(...JOURNEY_OUTCOMES);
    fc.assert(
      fc.property(instants, fc.array(fc.tuple(fc.nat(3 * HOUR_MS), outcomes)), (dues, ends) => {
        const { buckets } = timelineOf(
          HOUR_MS,
          ...dues.map(arrived),
          ...ends.map(([t, outcome]) => ended(t, { outcome })),
        ).record();
        expect(sum(buckets.map(({ offered }) => offered))).toBe(dues.length);
        for (const outcome of JOURNEY_OUTCOMES) {
          expect(sum(buckets.map((bucket) => bucket.ended[outcome] ?? 0))).toBe(
            ends.filter(([, end]) => end === outcome).length,
          );
        }
      }),
    );
  });
});

describe('three minutes', () => {
  test('are over after 180,000 ms and not at them, for who was served or waited in vain', () => {
    const over = (ms: number, outcome: EventOf<'ended'>['outcome'] = 'completed') =>
      sum(
        timelineOf(HOUR_MS, ended(0, { ms, outcome }))
          .record()
          .buckets.map((b) => b.over180s),
      );
    expect([over(180_000), over(180_000.001), over(200_000, 'timed-out')]).toEqual([0, 1, 1]);
    expect([over(200_000, 'refused'), over(200_000, 'failed'), over(200_000, 'abandoned')]).toEqual(
      [0, 0, 0],
    );
  });
});

describe('durations', () => {
  test('are counted in bins of five seconds, the long ones in the last', () => {
    const times = [0, 4_999, 5_000, 599_999, 600_000, 9_999_999];
    const { widthMs, counts } = timelineOf(
      HOUR_MS,
      ...times.map((ms) => ended(0, { ms })),
    ).durations();
    expect(widthMs).toBe(5_000);
    expect(counts).toHaveLength(121);
    expect([counts[0], counts[1], counts[119], counts[120], sum(counts)]).toEqual([2, 1, 1, 2, 6]);
  });

  test('are those of journeys that were served or timed out', () => {
    const ends = JOURNEY_OUTCOMES.map((outcome) => ended(0, { outcome }));
    expect(sum(timelineOf(HOUR_MS, ...ends).durations().counts)).toBe(2);
  });
});

test('the reasons of ends are counted by outcome, stage and reason, most frequent first', () => {
  const jam = { outcome: 'failed', stage: 'print', reason: 'media-jam' } as const;
  const hours = { outcome: 'refused', stage: 'authenticate', reason: 'out-of-hours' } as const;
  const ends = [jam, hours, hours, { ...hours, stage: 'issue' as const }, {}];
  expect(timelineOf(HOUR_MS, ...ends.map((end) => ended(0, end))).endReasons()).toEqual([
    { ...hours, count: 2 },
    { ...jam, count: 1 },
    { ...hours, stage: 'issue', count: 1 },
  ]);
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
