import { readTrace, TRACE_VERSION, TraceError } from '../../sim/trace.ts';
import { executeVirtual } from '../execution.ts';
import type { Fidelity } from '../fidelity.ts';
import type { Scenario } from '../scenario.ts';
import { type EventOf, TraceEvent } from '../trace-events.ts';

/** What came of repeating a run in virtual time. */
export type Replayed =
  | {
      readonly kind: 'identical';
      readonly events: number;
      /** What the trace did not cover, because the run or the recording ended before. */
      readonly brokenOff: boolean;
    }
  | {
      readonly kind: 'different';
      /** Number of the line in events.ndjson, from 1. */
      readonly line: number;
      /** Undefined where one of the two has no such line any more. */
      readonly recorded: string | undefined;
      readonly repeated: string | undefined;
    };

/** How a run is repeated. */
export interface ReplayPorts {
  readonly fidelity: Fidelity;
  readonly signal: AbortSignal;
  readonly breathe: () => Promise<void>;
  /** Alters events before they are compared; nobody does but who tests the comparison. */
  readonly altered?: (event: TraceEvent) => TraceEvent;
  /** Told each line as the repeated run has it, without its end. */
  readonly onLine?: (line: string) => void;
}

export type Lines = AsyncIterable<string> | Iterable<string>;

/** How a recorded run began. Throws TraceError where it is not a recording of this version. */
export async function beginningOf(lines: Lines): Promise<EventOf<'run-began'>> {
  for await (const event of readTrace(lines, TraceEvent)) {
    if (event.kind === 'run-began') return event;
    break;
  }
  throw new TraceError(2, 'the trace does not say how the run began');
}

/**
 * Repeats a run in virtual time and compares it line by line with its recording, up to an instant
 * if one is given. Throws TraceError where the recording is damaged.
 */
export async function replay(
  lines: Lines,
  scenario: Scenario,
  seed: number,
  untilMs: number,
  { fidelity, signal, breathe, altered = (event) => event, onLine }: ReplayPorts,
): Promise<Replayed> {
  const comparison = new Comparison(lines, untilMs, onLine);
  const end = new AbortController();
  const interrupted = () => end.abort();
  signal.addEventListener('abort', interrupted);
  comparison.add({ trace: 'kofu', version: TRACE_VERSION });
  await executeVirtual(scenario, seed, fidelity, {
    record: (event) => comparison.add(altered(event)),
    signal: end.signal,
    breathe: async () => {
      await breathe();
      if (await comparison.isOver()) end.abort();
    },
    onProgress: () => {},
  });
  signal.removeEventListener('abort', interrupted);
  return await comparison.conclude(signal.aborted);
}

/** Compares lines as they come with those that were recorded. */
class Comparison {
  readonly #recorded: AsyncIterator<string>;
  readonly #untilMs: number;
  readonly #onLine: (line: string) => void;
  #pending: string[] = [];
  #line = 0;
  #past = false;
  #outcome: Replayed | undefined;

  constructor(lines: Lines, untilMs: number, onLine: (line: string) => void = () => {}) {
    this.#recorded = iterated(lines);
    this.#untilMs = untilMs;
    this.#onLine = onLine;
  }

  add(event: object): void {
    if ('t' in event && (event as TraceEvent).t > this.#untilMs) this.#past = true;
    if (!this.#past) this.#pending.push(JSON.stringify(event));
  }

  /** Compares what is pending; answers whether there is nothing more to compare. */
  async isOver(): Promise<boolean> {
    const pending = this.#pending;
    this.#pending = [];
    for (const repeated of pending) {
      if (this.#outcome !== undefined) break;
      const { value: recorded, done } = await this.#recorded.next();
      this.#line += 1;
      this.#outcome = outcomeOf(this.#line, done === true ? undefined : recorded, repeated);
      if (this.#outcome === undefined) this.#onLine(repeated);
    }
    return this.#outcome !== undefined || this.#past;
  }

  /** A run that was interrupted says so in its last line, which is none of the recorded run’s. */
  async conclude(interrupted: boolean): Promise<Replayed> {
    if (interrupted) this.#pending.pop();
    await this.isOver();
    if (this.#outcome !== undefined) return this.#outcome;
    const isWhole = !this.#past && !interrupted;
    const { value: recorded, done } = isWhole
      ? await this.#recorded.next()
      : { value: undefined, done: true };
    if (done !== true && recorded !== '') {
      return outcomeOf(this.#line + 1, recorded, undefined) as Replayed;
    }
    return { kind: 'identical', events: this.#line - 1, brokenOff: interrupted };
  }
}

/** What two lines come to: undefined if they are the same and more may follow. */
function outcomeOf(
  line: number,
  recorded: string | undefined,
  repeated: string | undefined,
): Replayed | undefined {
  if (recorded === repeated) return undefined;
  const brokenOff: Replayed = { kind: 'identical', events: line - 2, brokenOff: true };
  // A run that was killed has no end; one that was interrupted has another one.
  if (recorded === undefined && repeated !== undefined) return brokenOff;
  const event = recorded === undefined ? undefined : eventIn(recorded, line);
  if (event?.kind === 'run-ended' && event.reason === 'interrupted') return brokenOff;
  return { kind: 'different', line, recorded, repeated };
}

/** What is no event any more is no difference, but damage. */
function eventIn(text: string, line: number): TraceEvent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TraceError(line, 'not JSON; the recording is truncated or damaged here');
  }
  const event = TraceEvent.safeParse(value);
  return event.success ? event.data : undefined;
}

async function* iterated(lines: Lines): AsyncGenerator<string, undefined> {
  yield* lines;
  return undefined;
}
