import type { ValidityCheck } from '../judging/result.ts';
import type { TraceEvent } from '../trace-events.ts';

/** What became of those who came when no fault was on any more. */
export class Aftermath {
  /** Journeys under way that were begun after the last fault. */
  readonly #after = new Set<number>();
  #on = 0;
  #began = 0;
  #ended = 0;
  #clean = 0;
  #broken = 0;

  see(event: TraceEvent): void {
    switch (event.kind) {
      case 'fault-began':
        this.#began += 1;
        this.#on += 1;
        this.#after.clear();
        this.#clean = 0;
        this.#broken = 0;
        break;
      case 'fault-ended':
        this.#ended += 1;
        this.#on -= 1;
        break;
      case 'arrived':
        if (this.#on === 0 && this.#began > 0) this.#after.add(event.journey);
        break;
      case 'ended':
        if (!this.#after.delete(event.journey)) break;
        if (event.outcome === 'failed' || event.outcome === 'timed-out') this.#broken += 1;
        else this.#clean += 1;
        break;
      default:
    }
  }

  /** `active` are on, `never` have never begun. */
  check(active: readonly string[], never: readonly string[]): ValidityCheck {
    const told = `${this.#ended} of ${this.#began} ended, then ${this.#clean} clean journeys and ${this.#broken} broken`;
    const failed = active.length > 0 || this.#ended !== this.#began || this.#broken > 0;
    const starved = never.length > 0 || this.#clean === 0;
    const unbegun = never.length === 0 ? '' : `; ${never.join(', ')} never began`;
    return {
      name: 'faults-off',
      verdict: failed ? 'fail' : starved ? 'inconclusive' : 'pass',
      message: `faults: ${told}${unbegun}`,
    };
  }
}
