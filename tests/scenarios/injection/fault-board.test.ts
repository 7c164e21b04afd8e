import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '../../../scenarios/trace-events.ts';
import { CUT, DONE, MINUTE_MS, stage, told } from '../faults/staged.ts';

describe('a fault', () => {
  test('is on from its beginning to its end, and strikes then alone', () => {
    const { runner, events, call, answers } = stage([{ kind: 'link.cut', at: '10m', for: '5m' }]);
    for (const minute of [9, 10, 14, 15]) call(`at ${minute}`, minute * MINUTE_MS);
    runner.advance(60 * MINUTE_MS);
    expect([...answers].map(([key, { answer }]) => [key, answer])).toEqual([
      ['at 9', DONE],
      ['at 10', CUT],
      ['at 14', CUT],
      ['at 15', DONE],
    ]);
    expect(told(events)).toEqual(['link.cut#1 on 10', 'link.cut#1 off 15 struck 2']);
  });

  test('begins anew every so often, and counts its strokes anew', () => {
    const fault = { kind: 'link.cut', at: '10m', for: '5m', every: '20m' };
    const { runner, events, call } = stage([fault]);
    for (const minute of [11, 12, 31]) call(`at ${minute}`, minute * MINUTE_MS);
    runner.advance(120 * MINUTE_MS);
    expect(told(events)).toEqual([
      'link.cut#1 on 10',
      'link.cut#1 off 15 struck 2',
      'link.cut#1 on 30',
      'link.cut#1 off 35 struck 1',
      'link.cut#1 on 50',
      'link.cut#1 off 55 struck 0',
    ]);
  });

  test('without an end is over when citizens stop coming', () => {
    const { runner, events } = stage([{ kind: 'link.cut', at: '50m' }]);
    runner.advance(120 * MINUTE_MS);
    expect(told(events)).toEqual(['link.cut#1 on 50', 'link.cut#1 off 60 struck 0']);
  });

  test('is over when the run is, and none begins after it', () => {
    const later = { kind: 'link.slow', at: '40m', for: '5m', latency: '1s' };
    const { runner, board, events } = stage([{ kind: 'link.cut', at: '20m' }, later]);
    runner.advance(30 * MINUTE_MS);
    expect(board.active).toEqual(['link.cut#1']);
    board.finish(30 * MINUTE_MS);
    expect(board.active).toEqual([]);
    runner.advance(60 * MINUTE_MS);
    expect(told(events)).toEqual(['link.cut#1 on 20', 'link.cut#1 off 30 struck 0']);
  });

  test('breaks off what is under way when it begins, and nothing that is over', () => {
    const { runner, events, call, answers } = stage([{ kind: 'link.cut', at: '10m', for: '5m' }]);
    call('long', 9 * MINUTE_MS, 10 * MINUTE_MS);
    call('short', 9 * MINUTE_MS, 30_000);
    runner.advance(60 * MINUTE_MS);
    expect(answers.get('long')).toEqual({ answer: CUT, atMs: 10 * MINUTE_MS });
    expect(answers.get('short')).toEqual({ answer: DONE, atMs: 9.5 * MINUTE_MS });
    expect(told(events).at(-1)).toBe('link.cut#1 off 15 struck 1');
  });

  test('that flaps is down and up again within its time', () => {
    const flapping = { down: '1m', up: '2m' };
    const { runner, call, answers, events } = stage([
      { kind: 'link.cut', at: '10m', for: '5m', flapping },
    ]);
    for (const minute of [10, 11, 12, 13, 14, 15]) call(`${minute}`, minute * MINUTE_MS);
    call('under way', 11.5 * MINUTE_MS, 5 * MINUTE_MS);
    runner.advance(60 * MINUTE_MS);
    const cut = [...answers].filter(([, { answer }]) => !answer.ok).map(([key]) => key);
    expect(cut).toEqual(['10', '13', 'under way']);
    expect(told(events)).toEqual(['link.cut#1 on 10', 'link.cut#1 off 15 struck 3']);
  });

  test('can be on beside others of its site: a call passes them all', () => {
    const slow = { kind: 'link.slow', at: '5m', for: '20m', latency: '7s' };
    const { runner, call, answers, events } = stage([
      slow,
      { ...slow, latency: '2s' },
      { kind: 'link.cut', at: '10m', for: '5m' },
    ]);
    call('slow', 6 * MINUTE_MS);
    call('cut', 11 * MINUTE_MS);
    runner.advance(60 * MINUTE_MS);
    expect(answers.get('slow')).toEqual({ answer: DONE, atMs: 6 * MINUTE_MS + 9_000 });
    expect(answers.get('cut')).toEqual({ answer: CUT, atMs: 11 * MINUTE_MS + 9_000 });
    expect(told(events).slice(-2)).toEqual([
      'link.slow#1 off 25 struck 2',
      'link.slow#2 off 25 struck 2',
    ]);
  });

  test('that caps connections refuses the one too many, and counts it alone', () => {
    const capped = { kind: 'node.capped', at: '1m', for: '10m', connections: 2 };
    const { runner, call, answers, events } = stage([capped], 1, 'node');
    // The first is under way before it begins, and counts.
    call('first', 0.5 * MINUTE_MS, 5 * MINUTE_MS, { node: 'node-1' });
    call('second', 2 * MINUTE_MS, MINUTE_MS, { node: 'node-1' });
    call('third', 2.5 * MINUTE_MS, MINUTE_MS, { node: 'node-1' });
    call('elsewhere', 2.5 * MINUTE_MS, MINUTE_MS, { node: 'node-2' });
    call('fourth', 4 * MINUTE_MS, MINUTE_MS, { node: 'node-1' });
    runner.advance(60 * MINUTE_MS);
    const refusedOnes = [...answers].filter(([, { answer }]) => !answer.ok).map(([key]) => key);
    expect(refusedOnes).toEqual(['third']);
    expect(told(events).at(-1)).toBe('node.capped#1 off 11 struck 1');
  });

  test('strikes only what it selects', () => {
    const { runner, call, answers } = stage([
      { kind: 'link.cut', for: '5m', select: { operations: ['issue'] } },
    ]);
    call('issue', MINUTE_MS);
    call('settle', MINUTE_MS, 0, { operation: 'settle' });
    runner.advance(60 * MINUTE_MS);
    expect(answers.get('issue')?.answer).toEqual(CUT);
    expect(answers.get('settle')?.answer).toEqual(DONE);
  });
});

describe('a fault that waits for an event', () => {
  const stop = (t: number): TraceEvent => {
    return { kind: 'server-refused', t, kiosk: 'in-001', code: 'pin-wrong' };
  };

  test('begins so long after it, the second one here', () => {
    const on = { event: 'server-refused', count: 2 };
    const { runner, emit, events } = stage([{ kind: 'link.cut', on, at: '1m', for: '2m' }]);
    for (const minute of [5, 8, 20]) {
      runner.advance(minute * MINUTE_MS);
      emit(stop(minute * MINUTE_MS));
    }
    runner.advance(60 * MINUTE_MS);
    expect(told(events)).toEqual(['link.cut#1 on 9', 'link.cut#1 off 11 struck 0']);
  });

  test('can wait for another fault', () => {
    const { runner, events } = stage([
      { kind: 'link.cut', at: '5m', for: '5m' },
      { kind: 'link.slow', on: { event: 'fault-ended' }, for: '5m', latency: '1s' },
    ]);
    runner.advance(60 * MINUTE_MS);
    expect(told(events)).toEqual([
      'link.cut#1 on 5',
      'link.cut#1 off 10 struck 0',
      'link.slow#1 on 10',
      'link.slow#1 off 15 struck 0',
    ]);
  });

  test('that never comes leaves the run unproved', () => {
    const { runner, board } = stage([{ kind: 'link.cut', on: { event: 'refunded' }, for: '5m' }]);
    runner.advance(60 * MINUTE_MS);
    board.finish(60 * MINUTE_MS);
    expect(board.checks()).toMatchObject([{ name: 'faults-off', verdict: 'inconclusive' }]);
    expect(board.checks()[0]?.message).toContain('link.cut#1 never began');
  });
});
