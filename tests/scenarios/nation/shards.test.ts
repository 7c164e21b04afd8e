import { expect, test } from 'vitest';
import { executeVirtual } from '../../../scenarios/execution.ts';
import { EXIT, exitOf, verdictsOf } from '../../../scenarios/exit-code.ts';
import { digestFidelity } from '../../../scenarios/fidelity.ts';
import { componentsOf, dealt } from '../../../scenarios/nation/components.ts';
import { inOrder, type Placed, Shard } from '../../../scenarios/nation/shard.ts';
import { openThreads } from '../../../scenarios/nation/shard-threads-worker.ts';
import type { EventOf, TraceEvent } from '../../../scenarios/trace-events.ts';
import { workerFile } from '../../../sim/worker-file.ts';
import { smallScenario } from '../small-scenario.ts';
import { shardsInProcess, smallNation, tracePorts, written } from './small-nation.ts';

const scenario = await smallNation();
const whole = await written(scenario, 1, shardsInProcess(scenario, 1, 1));

const isArrival = (event: TraceEvent): event is EventOf<'arrived'> => event.kind === 'arrived';

test('a nation is judged as one run: every document right, nobody lost', () => {
  const { judgement } = whole.execution;
  const verdicts = verdictsOf(judgement);
  expect(exitOf(verdicts, { ...judgement, interrupted: false })).toMatchObject({ code: EXIT.pass });
  expect(judgement.counts.offered).toBeGreaterThan(300);
  const journeys = whole.events.filter(isArrival);
  expect(new Set(journeys.map(({ journey }) => journey)).size).toBe(journeys.length);
  expect(new Set(journeys.map(({ municipality }) => municipality)).size).toBeGreaterThan(30);
  for (const { kiosk, municipality, journey } of journeys) {
    expect(kiosk.startsWith(`${municipality}-`)).toBe(true);
    expect(Math.floor(journey / 1e7)).toBe(Number(municipality));
  }
});

test.each([2, 7, 64])('%i shards write the trace of one, byte for byte', async (of) => {
  const { sha256, execution } = await written(scenario, 1, shardsInProcess(scenario, 1, of));
  expect(sha256).toBe(whole.sha256);
  expect(execution.judgement).toEqual(whole.execution.judgement);
});

test('so do shards in threads', async () => {
  const threads = openThreads(scenario, 1, { shards: 3, threads: 1 });
  expect(threads.map(({ told }) => told.numbers)).toEqual([[1, 2, 3]]);
  const { sha256 } = await written(scenario, 1, threads);
  expect(sha256).toBe(whole.sha256);
}, 60_000);

test('what shards tell, one after the other, is another trace: the order must not be theirs', () => {
  const told = (of: number): Placed[] =>
    dealt(componentsOf(scenario), of).flatMap((own) => [
      ...new Shard(own, 1).advance(900_000).events,
    ]);
  const [one, two] = [told(1), told(2)];
  expect(one.length).toBeGreaterThan(500);
  expect(two).not.toEqual(one);
  expect(inOrder([...two])).toEqual(one);
});

test('at one instant the code decides, and each keeps its own order', () => {
  const event = { kind: 'run-ended', t: 0, reason: 'finished' } as const;
  const placed = (atUs: number, place: number, inFlight: number): Placed => {
    return { atUs, place, event: { ...event, inFlight } };
  };
  const ordered = [placed(5, 0, 1), placed(5, 0, 2), placed(5, 1, 3), placed(5, 1, 4)];
  const all = [placed(4, 7, 0), ...ordered, placed(6, 0, 5)];
  const [first, a, b, c, d, last] = all as [Placed, Placed, Placed, Placed, Placed, Placed];
  expect(inOrder([c, d, last, first, a, b])).toEqual(all);
});

test('nobody has the chance of somebody else: first citizens of towns think differently', () => {
  const first = new Map<string, number>();
  for (const { municipality, journey } of whole.events.filter(isArrival)) {
    if (!first.has(municipality)) first.set(municipality, journey);
  }
  const journeys = new Set(first.values());
  const thought = whole.events.flatMap((event) =>
    event.kind === 'stage' && event.stage === 'menu' && journeys.has(event.journey)
      ? [event.ms]
      : [],
  );
  expect(thought.length).toBeGreaterThan(30);
  expect(new Set(thought).size).toBe(thought.length);
});

test('another seed writes another trace', async () => {
  const other = await written(scenario, 2, shardsInProcess(scenario, 2, 2));
  expect(other.sha256).not.toBe(whole.sha256);
});

test('a scenario of one municipality, divided, writes what it writes undivided', async () => {
  const town = smallScenario({ duration: '3h' });
  const { ports, trace } = tracePorts();
  await executeVirtual(town, 5, digestFidelity(town), ports);
  const divided = await written(town, 5, shardsInProcess(town, 5, 7));
  expect(divided.sha256).toBe(trace().sha256);
});

test('only shards that have anything to do get a thread', async () => {
  const threads = openThreads(smallScenario(), 5, { shards: 7, threads: 4 });
  expect(threads.map(({ told }) => told.numbers)).toEqual([[1]]);
  await Promise.all(threads.map((thread) => thread.close()));
});

test('a thread that dies voids the run, which names its shards and their share', async () => {
  const worker = workerFile(import.meta.url, './dying-worker');
  const threads = openThreads(scenario, 1, { shards: 2, threads: 2, worker });
  const { execution } = await written(scenario, 1, threads);
  const { judgement } = execution;
  const { code, reason } = exitOf(verdictsOf(judgement), { ...judgement, interrupted: false });
  expect(code).toBe(EXIT.invalidRun);
  expect(reason).toMatch(
    /lost after 10\.0 min of the run, which ended there: shard 2 of 2: \d+ municipalities, \d+\.\d % of the citizens/,
  );
  // What is left of it is whole: nobody is lost without being told.
  expect(judgement.validity.find(({ name }) => name === 'conservation')?.verdict).toBe('pass');
}, 60_000);
