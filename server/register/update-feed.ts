import { DAY_MS, msOfDay, spanMs } from '../../sim/civil-time.ts';
import type { Distribution } from '../../sim/distribution.ts';
import { type Process, type Runner, sleep } from '../../sim/process.ts';
import type { Rng, Streams } from '../../sim/rng.ts';
import type { ServerEvent } from '../events.ts';
import type { RegisterCopy, RegisterUpdate } from './register-update.ts';

/** How updates get from the base systems to the issuing servers. */
export interface FeedSettings {
  /** From the change until the copy begins to take it, ms. */
  readonly lagMs: Distribution;
  /** How long the copy then is at it, ms; it is read meanwhile, and answers as before. */
  readonly writeMs: Distribution;
  /** Probability that an update is lost on the way. */
  readonly loss: number;
  /** Probability that one is sent a second time, with a lag of its own. */
  readonly repetition: number;
  /** When all that has changed is sent again, ms since midnight; undefined is never. */
  readonly nightlyMs: number | undefined;
}

export interface UpdateFeedPorts {
  readonly runner: Runner;
  readonly copy: RegisterCopy;
  readonly streams: Streams;
  /** Asked once for every update, so that a fault can make the feed late, lossy or double. */
  readonly settings: (update?: RegisterUpdate) => FeedSettings;
  /** Civil time, in ms since 1970-01-01T00:00Z, of the runner's t = 0. */
  readonly originMs: number;
  readonly journal: (event: ServerEvent) => void;
  /** Told when the copy cannot take an update: it then waits for the nightly batch. */
  readonly onError: (error: unknown) => void;
}

/**
 * 随時連携 and the nightly batch: brings what has changed at the base systems to the issuing servers'
 * copies. Each update travels on its own, so they overtake each other; a lost one is made up for
 * by the next one of the same household, or by the batch.
 */
export class UpdateFeed {
  readonly #ports: UpdateFeedPorts;
  /** What the next batch brings, whether or not the copy has it already. */
  #unconfirmed: RegisterUpdate[] = [];
  readonly #writing = new Map<string, number>();

  constructor(ports: UpdateFeedPorts) {
    this.#ports = ports;
  }

  /** Updates the copy of this municipality is taking at this moment. */
  writing(municipality: string): number {
    return this.#writing.get(municipality) ?? 0;
  }

  /** Sends updates on their way. */
  send(updates: readonly RegisterUpdate[]): void {
    const { runner, streams, settings } = this.#ports;
    for (const update of updates) {
      this.#unconfirmed.push(update);
      const { municipality, sequence } = update;
      const rng = streams.stream('feed', `${municipality}/${sequence}`);
      const now = settings(update);
      const { loss, repetition } = now;
      // All are drawn, so that one setting does not change what another one does.
      const isLost = rng.uniform() < loss;
      const isRepeated = rng.uniform() < repetition;
      if (!isLost) runner.spawn(this.#travel(update, now, rng));
      if (isRepeated) {
        runner.spawn(this.#travel(update, now, streams.stream('feed-again', sequence)));
      }
    }
  }

  /** The nightly batches, for ever. */
  *nightly(): Process {
    const { runner, settings, originMs } = this.#ports;
    for (;;) {
      const { nightlyMs } = settings();
      const sinceMidnightMs = msOfDay(originMs + runner.now());
      const nextMs = ((nightlyMs ?? 0) - sinceMidnightMs + DAY_MS) % DAY_MS;
      yield sleep(nextMs === 0 ? DAY_MS : nextMs);
      if (settings().nightlyMs !== undefined) yield* this.sendAll();
    }
  }

  /** Brings everything at once that was committed before this feed began, after a restart. */
  *catchUp(updates: readonly RegisterUpdate[]): Process {
    this.#unconfirmed.push(...updates);
    yield* this.sendAll();
  }

  /** One batch: everything that has changed since the last one, at once. */
  *sendAll(): Process {
    const batch = this.#unconfirmed;
    this.#unconfirmed = [];
    for (const update of batch) {
      const taken = yield* this.#take(update, 'nightly');
      if (!taken) this.#unconfirmed.push(update);
    }
  }

  *#travel(update: RegisterUpdate, { lagMs, writeMs }: FeedSettings, rng: Rng): Process {
    yield sleep(lagMs(rng));
    const { municipality } = update;
    this.#writing.set(municipality, this.writing(municipality) + 1);
    try {
      yield sleep(writeMs(rng));
      yield* this.#take(update, 'update');
    } finally {
      this.#writing.set(municipality, this.writing(municipality) - 1);
    }
  }

  /** Answers whether the copy could take it, whether or not it was news. */
  *#take(update: RegisterUpdate, by: 'update' | 'nightly'): Process<boolean> {
    const { runner, copy, originMs, journal, onError } = this.#ports;
    try {
      const isNews = yield* copy.take(update, originMs + runner.now());
      if (isNews) {
        const { municipality, resident, change, version, committedAtMs } = update;
        const t = runner.now();
        const lagMs = spanMs(committedAtMs, originMs + t);
        const what = { municipality, resident, change, version };
        journal({ kind: 'register-updated', t, ...what, lagMs, by });
      }
      return true;
    } catch (error) {
      // A deadline or a cancellation is none of ours.
      if (!(error instanceof Error)) throw error;
      onError(error);
      return false;
    }
  }
}
