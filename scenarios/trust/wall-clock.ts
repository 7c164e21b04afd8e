import type { ValidityCheck } from '../judging/result.ts';

/** Two looks at the clocks take that long at most; what is more is a step. */
const STEP_MS = 50;

/**
 * Watches the wall clock beside the monotonic one. Durations are taken from the monotonic clock
 * alone, so that a step of the wall clock, by NTP or by hand, changes none of them; it is told all
 * the same, as logs of other machines are then read beside these.
 */
export class WallClockWatch {
  readonly #wallMs: () => number;
  readonly #monotonicMs: () => number;
  #offsetMs: number;
  #steps = 0;
  #steppedMs = 0;

  constructor(wallMs: () => number, monotonicMs: () => number) {
    this.#wallMs = wallMs;
    this.#monotonicMs = monotonicMs;
    this.#offsetMs = wallMs() - monotonicMs();
  }

  /** Looks at both clocks; call it now and then. */
  look(): void {
    const offsetMs = this.#wallMs() - this.#monotonicMs();
    const byMs = offsetMs - this.#offsetMs;
    this.#offsetMs = offsetMs;
    if (Math.abs(byMs) <= STEP_MS) return;
    this.#steps += 1;
    this.#steppedMs += byMs;
  }

  check(): ValidityCheck {
    this.look();
    const sign = this.#steppedMs > 0 ? '+' : '';
    const stepped = `the wall clock was set ${this.#steps} times, by ${sign}${Math.round(this.#steppedMs)} ms in all; no duration and no arrival is taken from it`;
    return {
      name: 'wall-clock',
      verdict: 'pass',
      message: this.#steps === 0 ? 'the wall clock was not set' : stepped,
    };
  }
}
