import { FaultBoard } from '../../../scenarios/injection/fault-board.ts';
import type { Call } from '../../../scenarios/injection/site.ts';
import type { TraceEvent } from '../../../scenarios/trace-events.ts';
import { granted, type Outcome, refused } from '../../../server/problems.ts';
import { type Process, sleep } from '../../../sim/process.ts';
import { streams } from '../../../sim/rng.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';
import { type FaultData, townWith } from './faulted.ts';

export const MINUTE_MS = 60_000;
export const DONE = granted('done');
export const CUT = refused('issuer-unavailable');

/** A board with these faults in virtual time, and calls to LGWAN, or to a node, through it. */
export function stage(faults: readonly FaultData[], seed = 1, site: 'link' | 'node' = 'link') {
  const events: TraceEvent[] = [];
  const runner = new VirtualTime();
  const board = new FaultBoard(townWith(faults), streams(seed), (event) => events.push(event));
  const emit = board.watching((event) => events.push(event));
  const around = board.around(site, runner);
  board.start(runner);
  const answers = new Map<string, { readonly answer: Outcome<string>; readonly atMs: number }>();
  const call = (key: string, atMs: number, tookMs = 0, more: Partial<Call> = {}) => {
    runner.spawn(
      (function* () {
        yield sleep(atMs);
        const proceed = () => work(tookMs);
        const told: Call = { operation: 'issue', key, ...more };
        const answer = around === undefined ? yield* proceed() : yield* around(told, proceed);
        answers.set(key, { answer, atMs: runner.now() });
      })(),
    );
  };
  return { runner, board, events, emit, call, answers };
}

export function* work(tookMs: number): Process<Outcome<string>> {
  if (tookMs > 0) yield sleep(tookMs);
  return DONE;
}

/** When faults began and ended, in minutes, with how often they struck. */
export function told(events: readonly TraceEvent[]) {
  return events.flatMap((event) => {
    if (event.kind === 'fault-began') return [`${event.fault} on ${event.t / MINUTE_MS}`];
    if (event.kind !== 'fault-ended') return [];
    return [`${event.fault} off ${event.t / MINUTE_MS} struck ${event.struck}`];
  });
}
