import { describe, expect, test } from 'vitest';
import { RecoveryWatch } from '../../../scenarios/judging/recovery.ts';
import type { FaultRecord } from '../../../scenarios/judging/result.ts';
import type { TraceEvent } from '../../../scenarios/trace-events.ts';
import { smallScenario } from '../small-scenario.ts';

const MINUTE = 60_000;

/** A journey of so many ms that began at a minute, at a kiosk of its own if none is named. */
interface Told {
  readonly at: number;
  readonly ms?: number;
  readonly outcome?: 'completed' | 'failed' | 'timed-out' | 'refused';
  readonly kiosk?: string;
}

function told({ at, ms = 180_000, outcome = 'completed', kiosk = `k-${at}` }: Told) {
  const t = at * MINUTE;
  return [
    { kind: 'arrived', t, kiosk },
    { kind: 'ended', t: t + ms, kiosk, outcome, ms },
  ];
}

function fault(fault: string, from: number, to: number) {
  return [
    { kind: 'fault-began', t: from * MINUTE, fault, means: 'link.cut' },
    { kind: 'fault-ended', t: to * MINUTE, fault, struck: 3 },
  ];
}

/** One journey a minute, each unlike the next but alike in the long run. */
function usual(from: number, to: number): Told[] {
  return Array.from({ length: to - from }, (_, index) => ({
    at: from + index,
    ms: 150_000 + 10_000 * (index % 7),
  }));
}

function recorded(...events: readonly object[]): readonly FaultRecord[] {
  const watch = new RecoveryWatch(smallScenario({ stores: { inside: 10 } }));
  const inOrder = [...events] as unknown as TraceEvent[];
  inOrder.sort((one, other) => one.t - other.t);
  for (const event of inOrder) {
    const handle = watch.watch[event.kind] as ((event: TraceEvent) => void) | undefined;
    handle?.(event);
  }
  return watch.records();
}

describe('after a fault', () => {
  test('without any sign of trouble all is as before at once', () => {
    const [record] = recorded(...usual(0, 60).flatMap(told), ...fault('link.cut#1', 30, 40));
    expect(record).toMatchObject({
      fault: 'link.cut#1',
      beganMs: 30 * MINUTE,
      endedMs: 40 * MINUTE,
      calmMs: 40 * MINUTE,
      struck: 3,
      troubleMs: 0,
      recovered: true,
    });
    expect(record?.ja).not.toBe('');
  });

  test('the last journey that breaks is the last sign of trouble', () => {
    const broken = [41, 43].map((at) => ({ at, ms: 1_000, outcome: 'failed' as const }));
    const [record] = recorded(
      ...[...usual(0, 60), ...broken].flatMap(told),
      ...fault('link.cut#1', 30, 40),
    );
    expect(record).toMatchObject({ troubleMs: 3 * MINUTE + 1_000, recovered: true });
  });

  test('a journey that is refused is no sign of trouble', () => {
    const refused = [{ at: 43, ms: 1_000, outcome: 'refused' as const }];
    const [record] = recorded(
      ...[...usual(0, 60), ...refused].flatMap(told),
      ...fault('link.cut#1', 30, 40),
    );
    expect(record?.troubleMs).toBe(0);
  });

  test('slow journeys are, and a single slow one is not', () => {
    const slow = (from: number, to: number) =>
      usual(0, 80).map((one) => (one.at >= from && one.at < to ? { ...one, ms: 500_000 } : one));
    const [lasting] = recorded(...slow(41, 49).flatMap(told), ...fault('link.cut#1', 30, 40));
    expect(lasting?.troubleMs).toBeGreaterThan(8 * MINUTE);
    expect(lasting?.recovered).toBe(true);
    const [single] = recorded(...slow(44, 45).flatMap(told), ...fault('link.cut#1', 30, 40));
    expect(single?.troubleMs).toBe(0);
  });

  test('a queue that is longer than ever before is, until it is gone', () => {
    // Refused, so that only their waiting counts.
    const queueing = (at: number) =>
      ({ at, ms: 9 * MINUTE, kiosk: 'in-001', outcome: 'refused' }) as const;
    const queue = [41, 42, 43].map(queueing);
    const [record] = recorded(
      ...[...usual(0, 70), ...queue].flatMap(told),
      ...fault('link.cut#1', 30, 40),
    );
    // Two wait until the first of the three leaves at minute 50.
    expect(record?.troubleMs).toBeGreaterThan(9 * MINUTE);
    expect(record?.troubleMs).toBeLessThanOrEqual(10 * MINUTE);
    const before = [5, 6, 7].map(queueing);
    const [known] = recorded(
      ...[...usual(0, 70), ...queue, ...before].flatMap(told),
      ...fault('link.cut#1', 30, 40),
    );
    expect(known?.troubleMs).toBe(0);
  });

  test('nothing is known without enough journeys before it or after it', () => {
    const [late] = recorded(...usual(0, 40).flatMap(told), ...fault('link.cut#1', 30, 40));
    expect(late).toMatchObject({ troubleMs: 0, recovered: false });
    const [early] = recorded(...usual(0, 60).flatMap(told), ...fault('link.cut#1', 5, 10));
    expect(early).toMatchObject({ troubleMs: 0, recovered: false });
  });

  test('of faults that overlap, calm is counted from the end of the last', () => {
    const records = recorded(
      ...usual(0, 90).flatMap(told),
      ...fault('link.cut#1', 30, 40),
      ...fault('link.cut#2', 35, 50),
    );
    expect(records.map(({ calmMs }) => calmMs)).toEqual([50 * MINUTE, 50 * MINUTE]);
    expect(records.every(({ recovered }) => recovered)).toBe(true);
  });

  test('one that has not ended is told as it stands', () => {
    const [began] = fault('link.cut#1', 30, 40);
    const [record] = recorded(...usual(0, 60).flatMap(told), began as object);
    expect(record).toMatchObject({ beganMs: 30 * MINUTE, recovered: false });
    expect(record).not.toHaveProperty('endedMs');
    expect(record).not.toHaveProperty('troubleMs');
  });

  test('a kind that nobody knows any more is called by its name', () => {
    const began = { kind: 'fault-began', t: 0, fault: 'gone#1', means: 'gone' };
    expect(recorded(began)[0]).toMatchObject({ en: 'gone', ja: 'gone' });
  });
});
