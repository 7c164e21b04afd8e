import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { workerFile } from '../../sim/worker-file.ts';
import type { Scenario } from '../scenario.ts';
import { componentsOf, dealt } from './components.ts';
import type { Conclusion, Window } from './shard.ts';
import { eventsIn, type ShardAnswer, type ShardData, type ShardQuestion } from './shard-worker.ts';
import { type Shards, ShardsLost, toldShards } from './windows.ts';

/** Room for what is forgotten soon: with more of it a fifth less time goes into collecting it. */
const YOUNG_MB = 96;

/** How the shards of a run are put into threads. */
export interface ThreadSettings {
  readonly shards: number;
  /** At most so many threads, each with several shards (one for each core). */
  readonly threads?: number;
  /** What a thread runs (`shard-worker`). */
  readonly worker?: ReturnType<typeof workerFile>;
}

/** Threads for the shards of a run that have anything to do. */
export function openThreads(
  scenario: Scenario,
  seed: number,
  { shards, threads = availableParallelism(), worker }: ThreadSettings,
): readonly Shards[] {
  const components = componentsOf(scenario);
  const busy = dealt(components, shards).flatMap((own, index) =>
    own.length > 0 ? [index + 1] : [],
  );
  const file = worker ?? workerFile(import.meta.url, './shard-worker');
  return Array.from({ length: Math.min(threads, busy.length) }, (_, thread) => {
    const numbers = busy.filter((_number, at) => at % threads === thread);
    const told = toldShards(components, numbers, shards);
    return new Thread(told, file, { scenario, seed, numbers, of: shards });
  });
}

/** A thread with some shards. It answers in the order in which it is asked. */
class Thread implements Shards {
  readonly told: Shards['told'];
  readonly #worker: Worker;
  readonly #waiting: {
    resolve(answer: ShardAnswer): void;
    reject(error: Error): void;
  }[] = [];
  #gone: ShardsLost | undefined;

  constructor(told: Shards['told'], file: ReturnType<typeof workerFile>, data: ShardData) {
    this.told = told;
    const { filename, ...options } = file;
    this.#worker = new Worker(new URL(filename), {
      ...options,
      workerData: data,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.#worker.on('message', (answer: ShardAnswer) => this.#waiting.shift()?.resolve(answer));
    this.#worker.on('error', (error) => this.#lose(String(error)));
    this.#worker.on('exit', (code) => this.#lose(`its thread ended with ${code}`));
  }

  async advance(untilMs: number): Promise<Window> {
    const answer = await this.#ask({ untilMs });
    if (answer.kind !== 'window') throw new Error('a thread answered what it was not asked');
    const { kind: _, text, ...window } = answer;
    return { ...window, events: eventsIn(text) };
  }

  async conclude(): Promise<Conclusion> {
    const answer = await this.#ask('conclude');
    if (answer.kind !== 'conclusion') throw new Error('a thread answered what it was not asked');
    return { checks: answer.checks, events: eventsIn(answer.text) };
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  async #ask(question: ShardQuestion): Promise<ShardAnswer> {
    if (this.#gone !== undefined) throw this.#gone;
    const answer = await new Promise<ShardAnswer>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(question);
    });
    if (answer.kind === 'threw') throw answer.error;
    return answer;
  }

  #lose(why: string): void {
    this.#gone ??= new ShardsLost(why);
    for (const { reject } of this.#waiting.splice(0)) reject(this.#gone);
  }
}
