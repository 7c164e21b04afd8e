import type { Process } from '../../sim/process.ts';
import type { Task } from '../../sim/task.ts';
import { VirtualTime } from '../../sim/virtual-time.ts';

/** Runs one process in virtual time until nothing is left to happen; answers its task. */
export function lived<A>(make: (runner: VirtualTime) => Process<A>): Task<A> {
  const runner = new VirtualTime();
  const task = runner.spawn(make(runner));
  runner.advance(Number.POSITIVE_INFINITY);
  return task;
}

/** The same for what it returned; throws what it threw. */
export function answerOf<A>(make: (runner: VirtualTime) => Process<A>): A {
  const { ending } = lived(make);
  if (ending?.kind !== 'returned')
    throw new Error(`the process has ${ending?.kind ?? 'not ended'}`);
  return ending.value;
}
