import { z } from 'zod';

/** Version of the trace format. Each step up has its modernizer below. */
export const TRACE_VERSION = 1;

/** The first line of every trace. */
export const TraceHeader = z.object({
  trace: z.literal('kofu'),
  version: z.int().min(1),
});

/** Brings one line of version n to version n + 1; index 0 is for version 1. */
const MODERNIZERS: readonly ((line: unknown) => unknown)[] = [];

/** A recording that cannot be read: says which line and what to do about it. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
  readonly line: number;

  constructor(line: number, message: string) {
    super(`line ${line}: ${message}`);
    this.line = line;
  }
}

/** Bytes of text gathered before they are handed on: few, large writes. */
const CHUNK = 64 * 1024;

/** Writes events as NDJSON, one per line, after a header line. */
export class TraceWriter {
  readonly #write: (text: string) => void;
  #pending = '';
  #count = 0;

  constructor(write: (text: string) => void) {
    this.#write = write;
    this.#pending = `${JSON.stringify({ trace: 'kofu', version: TRACE_VERSION })}\n`;
  }

  /** Events written so far. */
  get count(): number {
    return this.#count;
  }

  append(event: object): void {
    this.#count += 1;
    this.#pending += `${JSON.stringify(event)}\n`;
    if (this.#pending.length >= CHUNK) this.flush();
  }

  /** Hands on what is pending. Call it at the end of the run. */
  flush(): void {
    if (this.#pending === '') return;
    this.#write(this.#pending);
    this.#pending = '';
  }
}

/**
 * Reads a trace of this or an older version, line by line, in constant memory. Throws TraceError
 * for a line that is not JSON, not an event, or of a newer version; a last line without its end
 * (the run was killed) is reported the same way.
 */
export async function* readTrace<Event>(
  lines: AsyncIterable<string> | Iterable<string>,
  schema: z.ZodType<Event>,
): AsyncGenerator<Event> {
  let number = 0;
  let version = TRACE_VERSION;
  for await (const line of lines) {
    number += 1;
    if (number === 1) version = readHeader(line);
    else if (line !== '') yield readEvent(line, number, version, schema);
  }
  if (number === 0) throw new TraceError(1, 'the trace is empty');
}

function readHeader(line: string): number {
  const header = TraceHeader.safeParse(parsed(line, 1));
  if (!header.success) throw new TraceError(1, 'this is not a kofu trace: its header is missing');
  const { version } = header.data;
  if (version > TRACE_VERSION) {
    throw new TraceError(
      1,
      `written by a newer kofu (trace version ${version}, this one reads up to ${TRACE_VERSION}): update`,
    );
  }
  return version;
}

function readEvent<Event>(
  line: string,
  number: number,
  version: number,
  schema: z.ZodType<Event>,
): Event {
  let value = parsed(line, number);
  for (let from = version; from < TRACE_VERSION; from++) value = MODERNIZERS[from - 1]?.(value);
  const event = schema.safeParse(value);
  if (event.success) return event.data;
  throw new TraceError(number, `not an event of this version: ${z.prettifyError(event.error)}`);
}

function parsed(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new TraceError(number, 'not JSON; the recording is truncated or damaged here');
  }
}
