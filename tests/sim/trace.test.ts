import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readTrace, TRACE_VERSION, TraceError, TraceWriter } from '../../sim/trace.ts';

const Event = z.object({ event: z.string(), atMs: z.number() });
type Event = z.infer<typeof Event>;

const HEADER = JSON.stringify({ trace: 'kofu', version: TRACE_VERSION });
const EVENT = JSON.stringify({ event: 'page-printed', atMs: 12.5 });

test('what was written is what is read, whatever the texts contain', async () => {
  const event = fc.record({
    event: fc.string({ unit: 'binary' }),
    atMs: fc.double({ noNaN: true, noDefaultInfinity: true }).map((ms) => ms || 0),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(event), async (events) => {
      expect(await eventsOf(written(events).join(''))).toEqual(events);
    }),
  );
});

test('the writer counts events and writes in few, large pieces, each of whole lines', () => {
  const events = Array.from({ length: 10_000 }, (_, atMs) => ({ event: 'page-printed', atMs }));
  const pieces = written(events);
  expect(pieces.length).toBeGreaterThan(1);
  expect(pieces.length).toBeLessThan(20);
  for (const piece of pieces) expect(piece.endsWith('\n')).toBe(true);
});

test('a run without events still leaves a trace, and flushing twice writes once', () => {
  const pieces: string[] = [];
  const writer = new TraceWriter((text) => pieces.push(text));
  writer.flush();
  writer.flush();
  expect(pieces).toEqual([`${HEADER}\n`]);
  expect(writer.count).toBe(0);
});

test('the same events make the same bytes', () => {
  const events = [{ event: 'card-set', atMs: 0.1 + 0.2 }];
  expect(written(events)).toEqual(written(events));
});

test('a trace cut short anywhere in its last line names that line', async () => {
  for (let end = 1; end < EVENT.length; end++) {
    const text = [HEADER, EVENT, EVENT.slice(0, end)].join('\n');
    await expectError(text, 3, 'truncated or damaged');
  }
  expect(await eventsOf([HEADER, EVENT, EVENT].join('\n'))).toHaveLength(2);
});

test('events before the damage are still read', async () => {
  const read: Event[] = [];
  const lines = [HEADER, EVENT, EVENT, '{"event":'];
  await expect(async () => {
    for await (const event of readTrace(lines, Event)) read.push(event);
  }).rejects.toThrow(TraceError);
  expect(read).toHaveLength(2);
});

test('a damaged line in the middle is named by its number, empty lines counted', async () => {
  await expectError([HEADER, EVENT, '', '?', EVENT].join('\n'), 4, 'truncated or damaged');
});

test('a line that is no event of this version is named, with what is wrong with it', async () => {
  const found = await expectError([HEADER, EVENT, '{"event":7,"atMs":0}'].join('\n'), 3, 'event');
  expect(found.message).toContain('expected string');
});

test('a trace of a newer version is refused with the advice to update', async () => {
  const header = JSON.stringify({ trace: 'kofu', version: TRACE_VERSION + 1 });
  await expectError(`${header}\n${EVENT}`, 1, 'update');
});

test.each([
  ['another file', '{"some":"json"}', 'not a kofu trace'],
  ['a trace without its header', EVENT, 'not a kofu trace'],
  ['a header without a version', '{"trace":"kofu"}', 'not a kofu trace'],
  ['a version that is none', '{"trace":"kofu","version":0}', 'not a kofu trace'],
  ['a text', 'Dear Sir', 'not JSON'],
  ['an empty line', '\n', 'not JSON'],
])('%s is refused at line 1', async (_, text, words) => {
  await expectError(text, 1, words);
});

test('an empty file is refused', async () => {
  await expect(readTrace([], Event).next()).rejects.toThrow('the trace is empty');
});

function written(events: readonly Event[]): string[] {
  const pieces: string[] = [];
  const writer = new TraceWriter((text) => pieces.push(text));
  for (const event of events) writer.append(event);
  expect(writer.count).toBe(events.length);
  writer.flush();
  return pieces;
}

async function eventsOf(text: string): Promise<Event[]> {
  const events: Event[] = [];
  for await (const event of readTrace(text.split('\n'), Event)) events.push(event);
  return events;
}

async function expectError(text: string, line: number, words: string): Promise<TraceError> {
  const error = await eventsOf(text).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TraceError);
  const found = error as TraceError;
  expect(found.line).toBe(line);
  expect(found.message).toContain(words);
  return found;
}
