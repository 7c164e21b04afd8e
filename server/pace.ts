import type { Distribution } from '../sim/distribution.ts';
import { type Process, ready, sleep } from '../sim/process.ts';
import type { Streams } from '../sim/rng.ts';

/** The steps of the server whose duration can be modelled. */
export const SERVER_STEPS = ['authenticate', 'issue', 'print-image'] as const;
export type ServerStep = (typeof SERVER_STEPS)[number];

/**
 * How long the server's own work takes. Under the real clock the work takes the time it takes; in
 * virtual time nothing would, so a model of the published durations stands in for it.
 */
export interface Pace {
  /** `key` says who asks and when, so that how long it takes depends on nobody else. */
  work(step: ServerStep, key: string): Process;
}

/** The server works as fast as it does. */
export const REAL_PACE: Pace = { work: () => ready(undefined) };

/** Durations in ms drawn per step from a stream of its own for each key. */
export class ModelPace implements Pace {
  readonly #streams: Streams;
  readonly #durationsMs: Readonly<Record<ServerStep, Distribution>>;

  constructor(streams: Streams, durationsMs: Readonly<Record<ServerStep, Distribution>>) {
    this.#streams = streams;
    this.#durationsMs = durationsMs;
  }

  *work(step: ServerStep, key: string): Process {
    yield sleep(this.#durationsMs[step](this.#streams.stream(step, key)));
  }
}
