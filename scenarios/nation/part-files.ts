import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { TraceEvent } from '../trace-events.ts';
import type { Placed } from './shard.ts';

/** Name of the file in a shard’s folder: its part of the trace. */
export const PART = 'part.ndjson';

/** Version of the format. */
const VERSION = 1;

/** The first line of a part. */
const Header = z.object({
  part: z.literal('kofu'),
  version: z.int().min(1),
  shard: z.int().min(1),
  of: z.int().min(1),
  seed: z.int(),
  /** How the run was asked for, so that the whole can say how it is repeated. */
  file: z.string(),
  set: z.array(z.object({ path: z.array(z.string()), value: z.unknown() })),
});
export type PartHeader = Omit<z.infer<typeof Header>, 'part' | 'version'>;

/** The last line, without which the shard was broken off. */
const End = z.object({
  /** How many events lie before it. */
  events: z.int().min(0),
  nowMs: z.number(),
  inFlight: z.int().min(0),
  checks: z.array(
    z.object({
      name: z.string(),
      verdict: z.enum(['pass', 'fail', 'inconclusive']),
      message: z.string(),
    }),
  ),
});
export type PartEnd = Omit<z.infer<typeof End>, 'events'>;

/** A line between them: an event, and its place in the order. */
const PlacedEvent = z.tuple([z.number(), z.number(), TraceEvent]);

/** A part that cannot be read, with its place and the remedy. */
export class PartRefused extends Error {
  override readonly name = 'PartRefused';
}

/** Bytes that are written, and read, at once. */
const CHUNK = 1 << 20;

/** Writes a part: a header, a line for each event with its place in the order, an end. */
export class PartWriter {
  readonly #file: number;
  #events = 0;
  #pending: string;

  constructor(folder: string, header: PartHeader) {
    this.#file = openSync(join(folder, PART), 'w');
    this.#pending = `${JSON.stringify({ part: 'kofu', version: VERSION, ...header })}\n`;
  }

  append(events: readonly Placed[]): void {
    for (const { atUs, place, event } of events) {
      this.#events += 1;
      this.#pending += `${JSON.stringify([atUs, place, event])}\n`;
      if (this.#pending.length >= CHUNK) this.#flush();
    }
  }

  /** Without an end it is a part that was broken off. */
  close(end: PartEnd | undefined): void {
    const events = this.#events;
    if (end !== undefined) this.#pending += `${JSON.stringify({ events, ...end })}\n`;
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    writeSync(this.#file, this.#pending);
    this.#pending = '';
  }
}

/** Reads a part, event by event, in constant memory. */
export class PartReader {
  readonly header: PartHeader;
  readonly path: string;
  /** What its last line says; undefined until then, and if it was broken off. */
  end: PartEnd | undefined;
  readonly #lines: Iterator<TextLine>;
  #line = 0;
  #events = 0;

  /** Throws PartRefused if this is no part that can be read. */
  constructor(folder: string) {
    this.path = join(folder, PART);
    this.#lines = linesOf(this.path);
    const first = this.#next();
    const header = first === undefined ? undefined : Header.safeParse(this.#parsed(first));
    if (header?.success !== true) throw this.#refused('it does not begin as a part does');
    if (header.data.version > VERSION) throw this.#refused('a newer kofu wrote it: update');
    const { part: _, version: __, ...rest } = header.data;
    this.header = rest;
  }

  /** The next event; undefined at the end. */
  next(): Placed | undefined {
    const line = this.#next();
    if (line === undefined) return undefined;
    const value = this.#parsed(line);
    if (value === undefined) return undefined;
    if (Array.isArray(value)) {
      const placed = PlacedEvent.safeParse(value);
      if (!placed.success) throw this.#refused('this is not an event of this version');
      // As it was written: to read it anew would put its keys in another order.
      const [atUs, place, event] = value as z.infer<typeof PlacedEvent>;
      this.#events += 1;
      return { atUs, place, event };
    }
    const end = End.safeParse(value);
    if (!end.success) throw this.#refused('this is neither an event nor the end');
    const { events, ...told } = end.data;
    if (events !== this.#events) {
      throw this.#refused(`${events} events were written, and ${this.#events} are here`);
    }
    this.end = told;
    return undefined;
  }

  #next(): TextLine | undefined {
    const { done, value } = this.#lines.next();
    this.#line += 1;
    return done === true ? undefined : value;
  }

  /** Undefined for a last line that was broken off while it was written. */
  #parsed({ text, isWhole }: TextLine): unknown {
    try {
      return JSON.parse(text);
    } catch {
      if (!isWhole) return undefined;
      throw this.#refused('this is damaged');
    }
  }

  #refused(why: string): PartRefused {
    return new PartRefused(
      `${this.path}:${this.#line}: ${why}; run this shard again with kofu run … --shard`,
    );
  }
}

interface TextLine {
  readonly text: string;
  readonly isWhole: boolean;
}

/** Lines of a file, read a chunk at a time. Its line ends are one byte, whatever else is text. */
function* linesOf(path: string): Iterator<TextLine> {
  const file = openedOf(path);
  try {
    const chunk = Buffer.alloc(CHUNK);
    let rest = Buffer.alloc(0);
    for (;;) {
      const length = readSync(file, chunk, 0, CHUNK, null);
      if (length === 0) break;
      const bytes = Buffer.concat([rest, chunk.subarray(0, length)]);
      const last = bytes.lastIndexOf(NEWLINE);
      if (last >= 0) {
        for (const text of bytes.toString('utf8', 0, last).split('\n')) {
          yield { text, isWhole: true };
        }
      }
      rest = Buffer.from(bytes.subarray(last + 1));
    }
    if (rest.length > 0) yield { text: rest.toString('utf8'), isWhole: false };
  } finally {
    closeSync(file);
  }
}

const NEWLINE = 0x0a;

function openedOf(path: string): number {
  try {
    return openSync(path, 'r');
  } catch {
    throw new PartRefused(`there is no ${path}: name folders that kofu run … --shard has written`);
  }
}
