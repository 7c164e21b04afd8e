import { type Distribution, lognormal } from '../../sim/distribution.ts';
import type { Histogram } from '../../sim/histogram.ts';
import type { Process, Runner } from '../../sim/process.ts';
import { Resource } from '../../sim/resource.ts';
import type { Rng } from '../../sim/rng.ts';
import { durationMs } from '../../sim/units.ts';
import type { Channels, Kind, Period } from './channels.ts';

type At = Kind['steps'][number]['at'];

/** Where a visit is told of. */
interface Told {
  readonly visitMs: Histogram;
  readonly waitMs: Histogram;
}

/** The places of a period with their queues. */
export class Halls {
  readonly #runner: Runner;
  readonly #windows = new Map<string, readonly Resource[]>();
  readonly #steps = new Map<string, Readonly<Record<At, readonly Distribution[]>>>();

  constructor({ kinds }: Channels, { places }: Period, runner: Runner) {
    this.#runner = runner;
    for (const [channel, { steps }] of Object.entries(kinds)) {
      const at = (where: At) =>
        steps
          .filter((step) => step.at === where)
          .map(({ time: { value } }) => lognormal(durationMs(value.median), durationMs(value.p95)));
      const own = { before: at('before'), window: at('window'), after: at('after') };
      if (steps.length > 0) this.#steps.set(channel, own);
    }
    for (const { of, count, windows } of places) {
      const group = Array.from(
        { length: count?.value ?? 1 },
        () => new Resource(windows?.value ?? 1),
      );
      this.#windows.set(of, [...(this.#windows.get(of) ?? []), ...group]);
    }
  }

  /** One visit, from the door to the certificate; undefined where nobody queues, as for stores. */
  visit(channel: string, home: number | undefined, rng: Rng, told: Told): Process | undefined {
    const halls = this.#windows.get(channel);
    const steps = this.#steps.get(channel);
    if (halls === undefined || steps === undefined) return undefined;
    const hall = halls[home ?? Math.floor(rng.uniform() * halls.length)];
    return hall && this.#through(hall, steps, rng, told);
  }

  *#through(
    hall: Resource,
    steps: Readonly<Record<At, readonly Distribution[]>>,
    rng: Rng,
    { visitMs, waitMs }: Told,
  ): Process {
    const beganMs = this.#runner.now();
    for (const step of steps.before) yield step(rng);
    const queuedMs = this.#runner.now();
    yield* hall.acquire();
    waitMs.record(this.#runner.now() - queuedMs);
    try {
      for (const step of steps.window) yield step(rng);
    } finally {
      hall.release();
    }
    for (const step of steps.after) yield step(rng);
    visitMs.record(this.#runner.now() - beganMs);
  }
}
