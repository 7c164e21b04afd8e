import { describe, expect, test } from 'vitest';
import type { Reply } from '../../../devices/bus/centre.ts';
import type { KioskPorts, Visit } from '../../../devices/citizen/visit.ts';
import type { KioskEvent } from '../../../devices/events.ts';
import { Progress } from '../../../devices/kiosk/progress.ts';
import { type Process, ready, sleep } from '../../../sim/process.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';
import { TIMED_OUT } from '../../../sim/waiting.ts';

const THINK_MS = 7_000;
const GRANTED: Reply<string> = { kind: 'granted', value: 'yes' };
const BROKEN: Reply<string> = { kind: 'failed', reason: 'broken off' };
const REFUSED: Reply<string> = { kind: 'refused', code: 'out-of-hours' };

/** A journey's progress, with no more of a kiosk than it needs. */
class Bench {
  readonly runner = new VirtualTime();
  readonly events: KioskEvent[] = [];
  readonly progress: Progress;

  constructor() {
    const ports = {
      runner: this.runner,
      emit: (event: KioskEvent) => this.events.push(event),
      patience: { timeoutMs: 10_000, attempts: 3, pauseMs: 500 },
    };
    const visit = { journey: 4, citizen: { think: () => THINK_MS } };
    this.progress = new Progress(
      'in-001',
      ports as unknown as KioskPorts,
      visit as unknown as Visit,
    );
  }

  run<A>(process: Process<A>): A {
    const task = this.runner.spawn(process);
    this.runner.advance(Number.POSITIVE_INFINITY);
    if (task.ending?.kind !== 'returned') throw new Error('it did not return');
    return task.ending.value;
  }

  /** Asks a centre that gives these answers one after the other, each after so long. */
  asked(answers: readonly Reply<string>[], eachMs = 0) {
    let asked = 0;
    const { progress } = this;
    const reply = this.run(
      progress.ask(function* () {
        yield sleep(eachMs);
        return answers[asked++] ?? GRANTED;
      }),
    );
    return { reply, asked };
  }
}

test('stages follow one another without a gap and are told when they end', () => {
  const { progress, events, ...bench } = new Bench();
  bench.runner.spawn(
    (function* () {
      yield progress.think('menu');
      yield progress.think('pin');
      yield progress.think('pin');
      progress.enter('authenticate');
      yield sleep(2_500);
      progress.leave();
    })(),
  );
  bench.runner.advance(Number.POSITIVE_INFINITY);
  expect(events).toEqual([
    { kind: 'stage', t: 7_000, journey: 4, stage: 'menu', ms: 7_000 },
    { kind: 'stage', t: 21_000, journey: 4, stage: 'pin', ms: 14_000 },
    { kind: 'stage', t: 23_500, journey: 4, stage: 'authenticate', ms: 2_500 },
  ]);
});

test('a journey ends in the stage it is in', () => {
  const { progress } = new Bench();
  progress.enter('issue');
  const end = { outcome: 'failed', stage: 'issue', reason: 'why' };
  expect(progress.end('failed', 'why')).toEqual(end);
});

describe('the centre is asked', () => {
  test('once, if it answers, be it no', () => {
    expect(new Bench().asked([GRANTED])).toEqual({ reply: GRANTED, asked: 1 });
    expect(new Bench().asked([REFUSED])).toEqual({ reply: REFUSED, asked: 1 });
  });

  test('again after a pause, as often as the kiosk may, and each time is told', () => {
    const bench = new Bench();
    expect(bench.asked([BROKEN, BROKEN, BROKEN, GRANTED])).toEqual({ reply: BROKEN, asked: 3 });
    expect(bench.events).toEqual(
      [500, 1_000].map((t) => ({
        kind: 'asked-again',
        t,
        journey: 4,
        stage: 'menu',
        reason: 'broken off',
      })),
    );
  });

  test('no longer than the kiosk waits', () => {
    const bench = new Bench();
    expect(bench.asked([], 10_001)).toEqual({ reply: TIMED_OUT, asked: 0 });
    const again = bench.events.map(({ t }) => t);
    expect(again).toEqual([10_500, 21_000]);
    expect(new Bench().asked([], 10_000).reply).toEqual(GRANTED);
  });
});

test('only what is granted lets the journey go on', () => {
  const { progress } = new Bench();
  const stage = 'menu';
  expect(progress.granted(GRANTED)).toEqual({ value: 'yes' });
  const refused = { outcome: 'refused', stage, reason: 'out-of-hours' };
  expect(progress.granted(REFUSED)).toEqual({ end: refused });
  const failed = { outcome: 'failed', stage, reason: 'broken off' };
  expect(progress.granted(BROKEN)).toEqual({ end: failed });
  const late = { outcome: 'timed-out', stage, reason: 'centre did not answer' };
  expect(progress.granted(TIMED_OUT)).toEqual({ end: late });
});

test('a session is ended beside what comes next', () => {
  const bench = new Bench();
  const ended: string[] = [];
  const centre = {
    endSession: (kioskId: string, sessionId: string) => {
      ended.push(`${kioskId} ${sessionId}`);
      return ready({ kind: 'granted', value: undefined } as const);
    },
  };
  Object.assign(bench.progress.ports, { centre });
  bench.progress.endSession({ sessionId: 's1', challenge: new Uint8Array(32) });
  bench.runner.advance(Number.POSITIVE_INFINITY);
  expect(ended).toEqual(['in-001 s1']);
});
