import type { Pace, ServerStep } from '../../server/pace.ts';
import type { Process } from '../../sim/process.ts';
import type { Around } from '../injection/site.ts';

/** The work of a node of an issuing server, with what can befall it. */
export class ExposedPace implements Pace {
  readonly #node: string;
  readonly #pace: Pace;
  readonly #around: Around<'work'>;

  constructor(node: string, pace: Pace, around: Around<'work'>) {
    this.#node = node;
    this.#pace = pace;
    this.#around = around;
  }

  work(step: ServerStep, key: string): Process {
    // Who it is for, not when: the instant depends on what came before.
    const who = key.slice(0, key.lastIndexOf('@'));
    const call = { operation: step, node: this.#node, key: who };
    return this.#around(call, () => this.#pace.work(step, key));
  }
}
