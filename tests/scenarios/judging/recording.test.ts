import { describe, expect, test } from 'vitest';
import type { PageReader } from '../../../devices/printer/page-reader.ts';
import { type ExecutionPorts, executeLive } from '../../../scenarios/execution.ts';
import { digestFidelity, type Fidelity } from '../../../scenarios/fidelity.ts';
import { judgeRecording } from '../../../scenarios/judging/recording.ts';
import type { Scenario } from '../../../scenarios/scenario.ts';
import type { TraceEvent } from '../../../scenarios/trace-events.ts';
import { virtualRun } from '../../../scenarios/virtual-run.ts';
import { TraceError, TraceWriter } from '../../../sim/trace.ts';
import { executedVirtually } from '../executed.ts';
import { broken, smallScenario } from '../small-scenario.ts';

/** Of its thresholds one holds, one does not and one has no data. */
const scenario = smallScenario({
  // The timeline of a longer run is coarser.
  duration: '12h',
  thresholds: {
    journey_duration: ['med<300000', 'max<100'],
    'journey_duration{type:seal-registration}': [{ threshold: 'med<300000', minSamples: 1000 }],
  },
});

/** Events as they stand in a file. */
function linesOf(events: readonly TraceEvent[]): readonly string[] {
  let text = '';
  const writer = new TraceWriter((more) => {
    text += more;
  });
  for (const event of events) writer.append(event);
  writer.flush();
  return text.split('\n');
}

/** Pages come out of the printer as somebody else’s. */
function mixedUp(sound: Fidelity): Fidelity {
  const pageReader: PageReader = {
    *read(document) {
      const pages = yield* sound.pageReader.read(document);
      return pages.map((page) => {
        const { reading } = page;
        if (reading.kind !== 'read') return page;
        const mark = { ...reading.mark, ownerNonce: '0123456789abcdef' };
        return { ...page, reading: { ...reading, mark } };
      });
    },
  };
  return { ...sound, pageReader };
}

/** A run by the code of live ones, which check themselves, over the model of a server. */
async function checkedRun(): Promise<{
  execution: Awaited<ReturnType<typeof executeLive>>;
  events: readonly TraceEvent[];
}> {
  const events: TraceEvent[] = [];
  const ports: ExecutionPorts = {
    record: (event) => events.push(event),
    signal: new AbortController().signal,
    breathe: async () => {},
    onProgress: () => {},
  };
  const open = async (emit: (event: TraceEvent) => void) => {
    const run = virtualRun(scenario, 7, digestFidelity(scenario), emit);
    return {
      world: run.world,
      description: 'a model',
      now: () => run.now(),
      finished: async () => void run.advance(Number.POSITIVE_INFINITY),
      checks: () => CHECKS,
      close: async () => {},
    };
  };
  return { execution: await executeLive(scenario, 7, open, ports), events };
}

const CHECKS = [
  { name: 'lateness', verdict: 'pass', message: 'on time' },
  { name: 'event-loop-delay', verdict: 'fail', message: 'held up for 3 s' },
] as const;

describe('a recording is judged like the run it is of', () => {
  test('of a sound run: counts, metrics, thresholds, oracles and all', async () => {
    const { execution, events } = await executedVirtually(scenario);
    const recording = await judgeRecording(linesOf(events), scenario);
    expect(recording).toEqual({ ...execution, began: events[0] });
    const { judgement } = recording;
    expect(judgement.counts.completed).toBeGreaterThan(10);
    expect(judgement.thresholds.map(({ verdict }) => verdict)).toEqual([
      'pass',
      'fail',
      'inconclusive',
    ]);
  });

  test('of a run with wrong documents', async () => {
    const fidelity = mixedUp(digestFidelity(scenario));
    const { execution, events } = await executedVirtually(scenario, { fidelity });
    const { judgement } = await judgeRecording(linesOf(events), scenario);
    expect(judgement).toEqual(execution.judgement);
    expect(broken(judgement)).toEqual(['page-ownership']);
  });

  test('of a run that has checked itself: it stays invalid', async () => {
    const { execution, events } = await checkedRun();
    const { judgement, began } = await judgeRecording(linesOf(events), scenario);
    expect(judgement).toEqual(execution.judgement);
    expect(judgement.validity.slice(-CHECKS.length)).toEqual(CHECKS);
    expect(began.clock).toBe('real');
  });

  test('of a run that was interrupted', async () => {
    const { execution, events } = await executedVirtually(crowded(), {
      onEvent: ({ kind }, interrupt) => {
        if (kind === 'ended') interrupt();
      },
    });
    const recording = await judgeRecording(linesOf(events), crowded());
    expect(recording).toEqual({ ...execution, began: events[0] });
    expect(recording.interrupted).toBe(true);
    expect(recording.judgement.counts.inFlight).toBeGreaterThan(0);
  });
});

/** So busy that a run of it is advanced in more than one go. */
function crowded(): Scenario {
  return smallScenario({
    stores: { inside: 300 },
    workloads: { day: { executor: 'constant-arrival-rate', rate: 1, duration: '1h' } },
  });
}

test('lines may come one by one, as from a file', async () => {
  const { events } = await executedVirtually(scenario);
  const lines = linesOf(events);
  async function* oneByOne() {
    for (const line of lines) yield line;
  }
  expect(await judgeRecording(oneByOne(), scenario)).toEqual(await judgeRecording(lines, scenario));
});

test('thresholds are those of today', async () => {
  const { events } = await executedVirtually(scenario);
  const today = smallScenario({ thresholds: { journeys: ['count>1000'] } });
  const { judgement } = await judgeRecording(linesOf(events), today);
  expect(judgement.thresholds).toMatchObject([{ selector: 'journeys', verdict: 'fail' }]);
});

test('a trace without its end is of a run that was stopped: what was under way is in flight', async () => {
  const { events } = await executedVirtually(scenario);
  const lastArrival = events.findLastIndex(({ kind }) => kind === 'arrived');
  const known = events.slice(0, lastArrival + 1);
  const recording = await judgeRecording(linesOf(known), scenario);
  expect(recording.interrupted).toBe(true);
  expect(recording.events).toBe(known.length);
  expect(recording.scenarioMs).toBe(Math.max(...known.map(({ t }) => t)));
  const { counts, validity } = recording.judgement;
  // Who could tell whether somebody got lost?
  expect(validity[0]).toMatchObject({ name: 'conservation', verdict: 'inconclusive' });
  const count = (kind: TraceEvent['kind']) => known.filter((event) => event.kind === kind).length;
  expect(counts.inFlight).toBe(count('arrived') - count('ended'));
  expect(counts.inFlight).toBeGreaterThan(0);
});

describe('what is no recording is refused', () => {
  test.each([2, 5, 40])('a damaged line, by its number: %i', async (number) => {
    const { events } = await executedVirtually(scenario);
    const lines = linesOf(events).map((line, at) => (at === number - 1 ? line.slice(1) : line));
    await expectRefusal(lines, number, 'truncated or damaged');
  });

  test('an event that nobody knows', async () => {
    const { events } = await executedVirtually(scenario);
    const lines = linesOf(events.slice(0, 3));
    await expectRefusal([...lines.slice(0, 4), '{"kind":"sneezed","t":0}'], 5, 'not an event');
  });

  test('a trace that does not say how the run began', async () => {
    const { events } = await executedVirtually(scenario);
    await expectRefusal(linesOf(events.slice(1)), 2, 'does not say how the run began');
    await expectRefusal(linesOf([]), 2, 'does not say how the run began');
  });

  async function expectRefusal(lines: readonly string[], line: number, words: string) {
    const refusal = await judgeRecording(lines, scenario).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(TraceError);
    expect(refusal).toMatchObject({ line, message: expect.stringContaining(words) });
  }
});
