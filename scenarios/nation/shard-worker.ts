import { parentPort, workerData } from 'node:worker_threads';
import type { Scenario } from '../scenario.ts';
import type { TraceEvent } from '../trace-events.ts';
import { componentsOf, dealt } from './components.ts';
import { type Conclusion, type Placed, Shard, type Window } from './shard.ts';

/** What a thread is told when it begins: data alone, from which it makes its components. */
export interface ShardData {
  readonly scenario: Scenario;
  readonly seed: number;
  /** Which shards are its own, from 1, and how many there are. */
  readonly numbers: readonly number[];
  readonly of: number;
}

/** What a thread is asked: to advance until an instant, or to conclude. */
export type ShardQuestion = { readonly untilMs: number } | 'conclude';

/** What it answers; events as one text, which is cheaper than to copy them one by one. */
export type ShardAnswer =
  | (Omit<Window, 'events'> & { readonly kind: 'window'; readonly text: string })
  | (Omit<Conclusion, 'events'> & { readonly kind: 'conclusion'; readonly text: string })
  | { readonly kind: 'threw'; readonly error: unknown };

/** Events as a text: instants, places and events side by side, so that no name is said twice. */
function windowText(events: readonly Placed[]): string {
  return JSON.stringify([
    events.map(({ atUs }) => atUs),
    events.map(({ place }) => place),
    events.map(({ event }) => event),
  ]);
}

/** The events of such a text. */
export function eventsIn(text: string): readonly Placed[] {
  const [instants, places, events] = JSON.parse(text) as [number[], number[], TraceEvent[]];
  return events.map((event, index) => ({
    atUs: instants[index] as number,
    place: places[index] as number,
    event,
  }));
}

/** The shards of a thread, as one: theirs is one order. */
export function shardOf({ scenario, seed, numbers, of }: ShardData): Shard {
  const hands = dealt(componentsOf(scenario), of);
  const own = numbers.flatMap((number) => hands[number - 1] ?? []);
  return new Shard(
    own.sort((a, b) => a.place - b.place),
    seed,
  );
}

/** Answers one question. */
export function answer(shard: Shard, question: ShardQuestion): ShardAnswer {
  try {
    if (question === 'conclude') {
      const { events, ...conclusion } = shard.conclude();
      return { kind: 'conclusion', ...conclusion, text: windowText(events) };
    }
    const { events, ...window } = shard.advance(question.untilMs);
    return { kind: 'window', ...window, text: windowText(events) };
  } catch (error) {
    return { kind: 'threw', error };
  }
}

if (parentPort !== null) {
  const port = parentPort;
  const shard = shardOf(workerData as ShardData);
  port.on('message', (question: ShardQuestion) => port.postMessage(answer(shard, question)));
}
