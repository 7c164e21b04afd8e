import { type Process, type Runner, sleep } from '../../sim/process.ts';
import { durationMs } from '../../sim/units.ts';
import { race, Signal } from '../../sim/waiting.ts';
import { lastsMs, type Workload } from './workloads.ts';

/** Calls a citizen away in mid-journey, with the reason; nobody does if undefined. */
export type Leaving = ((runner: Runner) => Process<string>) | undefined;

/** Fires when whoever still is on a journey of a workload that begins now has to leave, if ever. */
export function gracefulStop(
  runner: Runner,
  workload: Workload,
  runMs: number,
): Signal<string> | undefined {
  if (workload.gracefulStop === undefined) return undefined;
  const stop = new Signal<string>();
  const stopMs = Math.min(runMs, lastsMs(workload, runMs)) + durationMs(workload.gracefulStop);
  function* call(): Process {
    yield sleep(stopMs);
    stop.fire('graceful stop');
  }
  runner.spawn(call());
  return stop;
}

/** Whichever calls first. */
export function firstOf(...calls: readonly (Signal<string> | undefined)[]): Leaving {
  const signals = calls.filter((call) => call !== undefined);
  if (signals.length === 0) return undefined;
  const waiting = (signal: Signal<string>) => signal.wait();
  return (runner) => race(runner, signals.map(waiting));
}
