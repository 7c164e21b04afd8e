import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Process, type Runner, sleep } from '../../sim/process.ts';
import { RealTime } from '../../sim/real-time.ts';
import { Resource } from '../../sim/resource.ts';
import type { Task } from '../../sim/task.ts';
import { VirtualTime } from '../../sim/virtual-time.ts';
import { Cancelled, join, race, Signal, TIMED_OUT, within } from '../../sim/waiting.ts';

/** One thing a process of the little language below does. Times are whole ms: ties abound. */
type Step =
  | { readonly kind: 'sleep'; readonly ms: number }
  | { readonly kind: 'use'; readonly ms: number }
  | { readonly kind: 'wait' }
  | { readonly kind: 'fire' }
  | { readonly kind: 'cancel'; readonly task: number }
  | { readonly kind: 'within'; readonly ms: number; readonly steps: readonly Step[] }
  | { readonly kind: 'race'; readonly sides: readonly (readonly Step[])[] }
  | { readonly kind: 'spawn'; readonly steps: readonly Step[]; readonly joined: boolean };

const ms = fc.integer({ min: 0, max: 12 });

const { steps } = fc.letrec<{ step: Step; steps: readonly Step[] }>((tie) => ({
  steps: fc.array(tie('step'), { maxLength: 5 }),
  step: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('sleep'), ms }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('use'), ms }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('fire') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel'), task: fc.nat(6) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('within'), ms, steps: tie('steps') }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('race'),
        sides: fc.array(tie('steps'), { minLength: 1, maxLength: 3 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('spawn'),
        steps: tie('steps'),
        joined: fc.boolean(),
      }),
    },
  ),
}));
type Log = [name: string, word: string, atUs: number][];

/** Lives a programme and writes down what each of its processes saw, and when. */
class Programme {
  readonly log: Log = [];
  readonly #runner: Runner;
  readonly #resource = new Resource(2);
  readonly #signal = new Signal<string>();
  readonly #tasks: { readonly name: string; readonly task: Task }[] = [];
  #beganMs = 0;

  constructor(runner: Runner) {
    this.#runner = runner;
  }

  *run(steps: readonly Step[]): Process {
    this.#beganMs = this.#runner.now();
    yield* within(200, this.#live('0', steps));
    this.#signal.fire('end');
    for (const { task } of this.#tasks) task.cancel();
    yield sleep(1);
    this.#note('0', 'over');
  }

  *#live(name: string, steps: readonly Step[]): Process {
    try {
      let index = 0;
      for (const step of steps) {
        this.#note(name, yield* this.#take(`${name}.${index++}`, step));
      }
    } finally {
      this.#note(name, 'left');
      // Cleaning up may wait.
      yield sleep(1);
      this.#note(name, 'cleaned up');
    }
  }

  *#take(name: string, step: Step): Process<string> {
    switch (step.kind) {
      case 'sleep':
        yield sleep(step.ms);
        return 'slept';
      case 'use':
        yield* this.#resource.use(pause(step.ms));
        return `used, ${this.#resource.busy} busy`;
      case 'wait':
        return yield* this.#signal.wait();
      case 'fire':
        this.#signal.fire(name);
        return 'fired';
      case 'cancel':
        return this.#cancel(name, step.task);
      case 'within': {
        const answer = yield* within(step.ms, this.#live(name, step.steps));
        return answer === TIMED_OUT ? 'too late' : 'in time';
      }
      case 'race':
        yield* race(
          this.#runner,
          step.sides.map((side, index) => this.#live(`${name}/${index}`, side)),
        );
        return 'raced';
      case 'spawn':
        return yield* this.#spawn(name, step);
    }
  }

  *#spawn(name: string, step: Step & { kind: 'spawn' }): Process<string> {
    const task = this.#runner.spawn(this.#live(name, step.steps));
    this.#tasks.push({ name, task });
    if (!step.joined) return 'spawned';
    try {
      yield* join(task);
      return 'joined';
    } catch (error) {
      if (error instanceof Cancelled) return 'joined one cancelled';
      throw error;
    }
  }

  #cancel(name: string, index: number): string {
    const found = this.#tasks[index];
    // Who lives inside of a task does not cancel it.
    const inside = found?.name === name || /^[./]/.test(name.slice(found?.name.length));
    if (found === undefined || (inside && name.startsWith(found.name))) return 'nobody to cancel';
    found.task.cancel();
    return 'cancelled';
  }

  #note(name: string, word: string): void {
    const atUs = Math.round((this.#runner.now() - this.#beganMs) * 1000);
    this.log.push([name, word, atUs]);
  }
}

function virtually(steps: readonly Step[]): Log {
  const runner = new VirtualTime();
  const programme = new Programme(runner);
  runner.spawn(programme.run(steps));
  runner.advance(1e6);
  return programme.log;
}

async function really(steps: readonly Step[], speed: number): Promise<Log> {
  const runner = new RealTime({ speed });
  const programme = new Programme(runner);
  await Promise.race([runner.run(programme.run(steps)), runner.failure]);
  runner.stop();
  return programme.log;
}

test.each([1000, 300, 777.7])(
  'any programme lives the same virtually and %d times as fast as really',
  {
    timeout: 30_000,
  },
  async (speed) => {
    await fc.assert(
      fc.asyncProperty(steps, async (programme) => {
        expect(await really(programme, speed)).toEqual(virtually(programme));
      }),
      { numRuns: 150 },
    );
  },
);

test('without haste, too', async () => {
  const programme: Step[] = [
    { kind: 'spawn', joined: false, steps: [{ kind: 'sleep', ms: 7 }, { kind: 'fire' }] },
    { kind: 'within', ms: 5, steps: [{ kind: 'wait' }] },
    { kind: 'within', ms: 5, steps: [{ kind: 'wait' }] },
    { kind: 'sleep', ms: 1.5 },
  ];
  const log = await really(programme, 1);
  expect(log).toEqual(virtually(programme));
  expect(log.map(([, word]) => word)).toContain('0.0.1');
});

test('the virtual programme is the same each time', () => {
  fc.assert(
    fc.property(steps, (programme) => {
      expect(virtually(programme)).toEqual(virtually(programme));
    }),
  );
});

function* pause(ms: number): Process {
  yield sleep(ms);
}
