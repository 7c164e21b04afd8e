import { expect, test } from 'vitest';
import { exitOf, verdictsOf } from '../../../scenarios/exit-code.ts';
import { digestFidelity } from '../../../scenarios/fidelity.ts';
import { judgeRecording } from '../../../scenarios/judging/recording.ts';
import { replaySchedule } from '../../../scenarios/replay/replay-schedule.ts';
import type { Scenario } from '../../../scenarios/scenario.ts';
import { type Executed, executedVirtually } from '../executed.ts';
import { eventsOf, type ScenarioData, smallScenario } from '../small-scenario.ts';

const DAY: ScenarioData['workloads'] = {
  day: { executor: 'constant-arrival-rate', rate: 1, timeUnit: '30s', duration: '1h' },
};

function ending(
  threshold: string,
  conditions: object = {},
  changes: Partial<ScenarioData> = {},
): Scenario {
  const journeys = [{ threshold, abortOnFail: true, ...conditions }];
  return smallScenario({
    workloads: DAY,
    stores: { inside: 60 },
    thresholds: { journeys },
    ...changes,
  });
}

function lines({ events }: Executed): readonly string[] {
  return [{ trace: 'kofu', version: 1 }, ...events].map((line) => JSON.stringify(line));
}

/** When the fifth journey ends, and the next look after it. */
function fifthOf({ events }: Executed): number {
  return eventsOf('ended', events)[4]?.t as number;
}

test('a broken threshold ends the run at the next look, and the report says when', async () => {
  const whole = await executedVirtually(ending('count<5', { abortOnFail: false }));
  const { execution, events } = await executedVirtually(ending('count<5'));
  const fifthMs = fifthOf(whole);
  const { judgement, scenarioMs, interrupted } = execution;
  const [result] = judgement.thresholds;
  expect(result).toMatchObject({ verdict: 'fail', abortedAtMs: scenarioMs });
  // It is looked every two seconds, as soon as anything happens then.
  const look = Math.ceil(fifthMs / 2000) * 2000;
  const next = whole.events.findIndex(({ t }) => t >= look);
  expect(scenarioMs).toBe(whole.events[next]?.t);
  expect(result?.measured).toBe(eventsOf('ended', whole.events.slice(0, next)).length);
  expect(interrupted).toBe(false);
  expect(events.at(-1)).toMatchObject({
    kind: 'run-ended',
    t: scenarioMs,
    reason: 'interrupted',
    threshold: 'journeys count<5',
  });
  // Until then it is the run that it would have been.
  const until = events.filter(({ kind }) => kind !== 'run-ended' && kind !== 'checked');
  expect(until).toEqual(whole.events.slice(0, until.length));
  const exit = exitOf(verdictsOf(judgement), { ...judgement, interrupted });
  expect(exit.code).toBe(99);
  expect(exit.reason).toMatch(
    /^thresholds failed: journeys count<5 \(it ended the run after 0:0\d:\d\d of scenario time\)$/,
  );
});

test('nobody is lost by it: who has not ended is in flight', async () => {
  const { execution, events } = await executedVirtually(ending('count<5'));
  const { counts, validity } = execution.judgement;
  expect(validity.find(({ name }) => name === 'conservation')?.verdict).toBe('pass');
  const [arrived, ended] = [eventsOf('arrived', events), eventsOf('ended', events)];
  expect(counts.inFlight).toBe(arrived.length - ended.length);
  expect(counts.inFlight).toBeGreaterThan(0);
});

test('judged again from its trace, it says the same', async () => {
  const run = await executedVirtually(ending('count<5'));
  const recording = await judgeRecording(lines(run), ending('count<5'));
  expect(recording.judgement.thresholds).toEqual(run.execution.judgement.thresholds);
  expect(recording.interrupted).toBe(false);
  expect(recording.scenarioMs).toBe(run.execution.scenarioMs);
});

test('a run goes on for as long as was asked before it may end', async () => {
  const { execution } = await executedVirtually(ending('count<5', { delayAbortEval: '20m' }));
  expect(execution.scenarioMs).toBeGreaterThanOrEqual(1_200_000);
  expect(execution.scenarioMs).toBeLessThan(1_203_000 + 30_000);
});

test('a threshold that is broken and mended before that does not end it', async () => {
  // Fewer than one for each two minutes at first, when the first are still under way.
  const mended = ending('count>=5', { delayAbortEval: '30m' });
  const { execution } = await executedVirtually(mended);
  expect(execution.judgement.thresholds[0]).toMatchObject({ verdict: 'pass' });
  expect(execution.judgement.thresholds[0]?.abortedAtMs).toBeUndefined();
  const { execution: ended } = await executedVirtually(ending('count>=5'));
  expect(ended.scenarioMs).toBeLessThan(4000);
});

test('too few samples end nothing', async () => {
  const few = { journey_duration: [{ threshold: 'max<1', minSamples: 50, abortOnFail: true }] };
  const { execution } = await executedVirtually(ending('count<1000', {}, { thresholds: few }));
  expect(execution.judgement.thresholds[0]?.samples).toBe(50);
});

test('a window that has broken it ends the run when it is over', async () => {
  const { execution } = await executedVirtually(ending('count<2', { window: '10m' }));
  expect(execution.scenarioMs).toBeGreaterThanOrEqual(600_000);
  expect(execution.scenarioMs).toBeLessThan(632_000);
});

test('when a threshold ends a run is no part of the schedule that a live run is replayed by', async () => {
  // The recorded one went on for twenty minutes, the repeated one would end after five.
  const whole = await executedVirtually(ending('count<5', { abortOnFail: false }));
  const events = whole.events.filter(({ t }) => t < 1_200_000);
  const ended = { kind: 'run-ended', t: 1_200_000, reason: 'interrupted', inFlight: 0 } as const;
  const scenario = ending('count<5');
  const same = await replaySchedule(lines({ ...whole, events: [...events, ended] }), scenario, 7, {
    fidelity: digestFidelity(scenario),
    signal: new AbortController().signal,
    breathe: async () => {},
  });
  expect(same).toMatchObject({ kind: 'same', citizens: 40 });
});
