import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { XfsService } from '../../../devices/xfs/conversation.ts';
import { COMPLETION_CODES, type SentMessage } from '../../../server/contract-bus.ts';
import { streams } from '../../../sim/rng.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';
import { command, SmallDevice } from './small-device.ts';

const NAMES = ['Small.Work', 'Small.Ask', 'Small.Break', 'Small.Wait', 'Common.Cancel'];

/** Parts of messages, right and wrong; combined they are more than could be drawn one by one. */
const PARTS = {
  type: sampled(fc.constantFrom('command', 'command', 'command', 'completion', 'order', 7), 20),
  name: sampled(fc.oneof(fc.constantFrom(...NAMES), fc.constantFrom(...NAMES), fc.anything()), 300),
  requestId: sampled(fc.oneof(fc.integer({ min: -1, max: 40 }), fc.double(), fc.string()), 300),
  version: sampled(fc.oneof(fc.constant('2.0'), fc.constant('2.0'), fc.anything()), 100),
  timeout: sampled(fc.oneof(fc.integer({ min: 0, max: 10 }), fc.constant(null), fc.double()), 100),
  payload: sampled(
    fc.oneof(
      fc.record({ ms: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.string()) }),
      fc.record({ requestIds: fc.array(fc.oneof(fc.integer({ min: 0, max: 40 }), fc.string())) }),
      fc.anything({ maxDepth: 2 }),
    ),
    1_000,
  ),
  anything: sampled(fc.oneof(fc.anything({ maxDepth: 2 }), fc.jsonValue()), 1_000),
};

function sampled<T>(arbitrary: fc.Arbitrary<T>, numRuns: number): readonly T[] {
  return fc.sample(arbitrary, { numRuns, seed: 1 });
}

const chance = streams(1).stream('fuzz', 'messages');

function drawn<T>(parts: readonly T[]): T | undefined {
  return parts[Math.floor(chance.uniform() * parts.length)];
}

function message(): unknown {
  if (chance.uniform() < 0.1) return drawn(PARTS.anything);
  const { type, name, requestId, version, timeout, payload } = PARTS;
  const right = chance.uniform() < 0.3;
  const header = right
    ? { type: 'command', name: drawn(NAMES), requestId: Math.floor(chance.uniform() * 41) }
    : { type: drawn(type), name: drawn(name), requestId: drawn(requestId) };
  const rest =
    right || chance.uniform() < 0.5 ? {} : { version: drawn(version), timeout: drawn(timeout) };
  return { header: { ...header, ...rest }, payload: drawn(payload) };
}

/** What came of a batch of messages. */
function counted(heard: readonly SentMessage[]) {
  const of = (type: string) => heard.filter(({ header }) => header.type === type);
  const acknowledged = of('acknowledge');
  const completed = of('completion').filter(({ header }) =>
    COMPLETION_CODES.includes(header.completionCode as 'success'),
  );
  const taken = acknowledged.filter(({ header }) => header.status === undefined);
  return { acknowledged: acknowledged.length, taken: taken.length, completed: completed.length };
}

test('100,000 messages of any kind are each answered once and end once, in constant memory', () => {
  const runner = new VirtualTime();
  const service = new XfsService(runner, new SmallDevice());
  const sum = { acknowledged: 0, taken: 0, completed: 0 };
  let settledBytes = 0;
  for (let batch = 0; batch < 10_000; batch++) {
    // What is made once and kept is there by then.
    if (batch === 2_000) settledBytes = heapBytes();
    const heard: SentMessage[] = [];
    const client = service.connect((each) => heard.push(each));
    for (let count = 0; count < 10; count++) client.receive(message());
    runner.advance(runner.now() + 100);
    client.receive(command('Common.Cancel', 999));
    runner.advance(runner.now() + 1);
    client.close();
    const { acknowledged, taken, completed } = counted(heard);
    sum.acknowledged += acknowledged;
    sum.taken += taken;
    sum.completed += completed;
  }
  expect(sum.acknowledged).toBe(110_000);
  expect(sum.completed).toBe(sum.taken);
  expect(sum.taken).toBeGreaterThan(30_000);
  expect(heapBytes() - settledBytes).toBeLessThan(256 * 1024);
});

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes on the heap that somebody still holds. */
function heapBytes(): number {
  collect();
  return process.memoryUsage().heapUsed;
}
