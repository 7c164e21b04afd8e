import { describe, expect, test } from 'vitest';
import { digestFidelity } from '../../../scenarios/fidelity.ts';
import {
  beginningOf,
  type Replayed,
  type ReplayPorts,
  replay,
} from '../../../scenarios/replay/replay.ts';
import { replaySchedule } from '../../../scenarios/replay/replay-schedule.ts';
import type { Scenario } from '../../../scenarios/scenario.ts';
import type { TraceEvent } from '../../../scenarios/trace-events.ts';
import { recordedText } from '../recorded.ts';
import { smallScenario } from '../small-scenario.ts';

const SEED = 5;
const SCENARIO = smallScenario({ duration: '30m' });
const TEXT = recordedText(SCENARIO, SEED);
const LINES = TEXT.trimEnd().split('\n');
const EVENTS = LINES.length - 1;

function ports(changes: Partial<ReplayPorts> = {}, scenario: Scenario = SCENARIO): ReplayPorts {
  const { signal } = new AbortController();
  const breathe = async () => {};
  return { fidelity: digestFidelity(scenario), signal, breathe, ...changes };
}

async function replayed(
  lines: readonly string[],
  {
    seed = SEED,
    untilMs = Number.POSITIVE_INFINITY,
    ...changes
  }: Partial<ReplayPorts> & {
    readonly seed?: number;
    readonly untilMs?: number;
  } = {},
): Promise<Replayed> {
  return await replay(lines, SCENARIO, seed, untilMs, ports(changes));
}

describe('a run in virtual time', () => {
  test('repeats to the last byte', async () => {
    const lines: string[] = [];
    const onLine = (line: string) => void lines.push(line);
    const outcome = await replayed(LINES, { onLine });
    expect(outcome).toEqual({ kind: 'identical', events: EVENTS, brokenOff: false });
    expect(`${lines.join('\n')}\n`).toBe(TEXT);
  });

  test('repeats up to an instant, and what comes after does not matter', async () => {
    const untilMs = 10 * 60_000;
    const kept = LINES.findIndex((line) => JSON.parse(line).t > untilMs);
    const outcome = await replayed([...LINES.slice(0, kept), 'something else'], { untilMs });
    expect(outcome).toEqual({ kind: 'identical', events: kept - 1, brokenOff: false });
  });

  test.each([
    ['another seed', {}, 6],
    ['an event that comes from nowhere', {}, SEED],
  ])('does not repeat with %s', async (what, changes, seed) => {
    const at = 40;
    const lines =
      what === 'another seed'
        ? LINES
        : [...LINES.slice(0, at), LINES[3] as string, ...LINES.slice(at)];
    const outcome = await replayed(lines, { ...changes, seed });
    if (outcome.kind !== 'different') throw new Error(outcome.kind);
    expect(outcome.line).toBe(what === 'another seed' ? 2 : at + 1);
    expect(outcome.recorded).toBe(lines[outcome.line - 1]);
    expect(outcome.repeated).not.toBe(outcome.recorded);
  });

  test('does not repeat if one event follows from something outside of the run', async () => {
    let calls = 0;
    // As a clock of the machine would: another value each time it is asked.
    const altered = (event: TraceEvent): TraceEvent =>
      event.kind === 'stage' && event.stage === 'print'
        ? { ...event, ms: event.ms + ++calls / 1000 }
        : event;
    const outcome = await replayed(LINES, { altered });
    expect(outcome).toMatchObject({ kind: 'different' });
    const line = outcome.kind === 'different' ? outcome.line : 0;
    expect(JSON.parse(LINES[line - 1] as string)).toMatchObject({ kind: 'stage', stage: 'print' });
  });

  test.each([-1, -7])('whose recording has no end repeats as far as it goes', async (cut) => {
    const outcome = await replayed(LINES.slice(0, cut));
    expect(outcome).toEqual({ kind: 'identical', events: EVENTS + cut, brokenOff: true });
  });

  test('that was interrupted repeats as far as it went', async () => {
    const end = JSON.stringify({ kind: 'run-ended', t: 5, reason: 'interrupted', inFlight: 1 });
    const outcome = await replayed([...LINES.slice(0, 30), end]);
    expect(outcome).toEqual({ kind: 'identical', events: 29, brokenOff: true });
  });

  test('with more behind its end is another one', async () => {
    const outcome = await replayed([...LINES, LINES[5] as string]);
    expect(outcome).toMatchObject({
      kind: 'different',
      line: LINES.length + 1,
      repeated: undefined,
    });
  });

  test('whose replay is interrupted is identical as far as that went', async () => {
    const controller = new AbortController();
    const breathe = async () => controller.abort();
    const outcome = await replayed(LINES, { signal: controller.signal, breathe });
    expect(outcome).toMatchObject({ kind: 'identical', brokenOff: true });
  });
});

describe('a recording that is damaged is named', () => {
  test('where a line is cut', async () => {
    const cut = [...LINES.slice(0, 20), (LINES[20] as string).slice(0, 30)];
    await expect(replayed(cut)).rejects.toThrow('line 21: not JSON');
  });

  test.each([
    ['no trace', ['{"a":1}'], 'line 1: this is not a kofu trace'],
    ['empty', [], 'the trace is empty'],
    ['of a newer kofu', ['{"trace":"kofu","version":99}', ...LINES.slice(1)], 'written by a newer'],
    ['without a beginning', [LINES[0], LINES[5]], 'how the run began'],
  ])('where it is %s', async (_, lines, message) => {
    await expect(beginningOf(lines as string[])).rejects.toThrow(message);
  });
});

test('a recording says how its run began', async () => {
  expect(await beginningOf(LINES)).toMatchObject({ seed: SEED, clock: 'virtual' });
});

describe('the schedule of a run', () => {
  const both = smallScenario({
    duration: '30m',
    workloads: {
      day: { executor: 'poisson-arrival-rate', rate: 0.01, duration: '30m' },
      regulars: { executor: 'constant-vus', vus: 2, duration: '20m' },
    },
  });
  const lines = recordedText(both, SEED).trimEnd().split('\n');
  const isOf = (line: string, workload: string) => {
    const event = JSON.parse(line);
    return event.kind === 'arrived' && event.workload === workload;
  };

  test('repeats, but for those who come back when they are done', async () => {
    const outcome = await replaySchedule(lines, both, SEED, ports({}, both));
    expect(outcome).toEqual({
      kind: 'same',
      citizens: lines.filter((line) => isOf(line, 'day')).length,
      laterMs: 0,
      leftToTheClock: lines.filter((line) => isOf(line, 'regulars')).length,
    });
  });

  test('repeats if all of it is later, by as much', async () => {
    const later = lines.map((line) => {
      const event = JSON.parse(line);
      return isOf(line, 'day') ? JSON.stringify({ ...event, t: event.t + 72.3 }) : line;
    });
    const outcome = await replaySchedule(later, both, SEED, ports({}, both));
    expect(outcome).toMatchObject({ kind: 'same' });
    expect(outcome.kind === 'same' && outcome.laterMs).toBeCloseTo(72.3, 3);
  });

  test('repeats however long everything takes', async () => {
    const slower = lines.map((line) => {
      const event = JSON.parse(line);
      return event.kind === 'arrived' || event.t === undefined
        ? line
        : JSON.stringify({ ...event, t: event.t * 1.7 });
    });
    expect(await replaySchedule(slower, both, SEED, ports({}, both))).toMatchObject({
      kind: 'same',
    });
  });

  test.each([
    ['due', { t: 1 }],
    ['kiosk', { kiosk: 'in-099' }],
    ['resident', { resident: 3 }],
    ['wish', { type: 'tax' }],
  ])('is another one with another %s', async (_, changes) => {
    const at = lines.findLastIndex((line) => isOf(line, 'day'));
    const changed = lines.with(
      at,
      JSON.stringify({ ...JSON.parse(lines[at] as string), ...changes }),
    );
    const outcome = await replaySchedule(changed, both, SEED, ports({}, both));
    const last = lines.filter((line) => isOf(line, 'day')).length - 1;
    expect(outcome).toMatchObject({ kind: 'different', citizen: `day/${last}` });
  });

  test('is another one if somebody is missing, unless the run was cut off', async () => {
    const at = lines.findLastIndex((line) => isOf(line, 'day'));
    const missing = lines.toSpliced(at, 1);
    expect(await replaySchedule(missing, both, SEED, ports({}, both))).toMatchObject({
      kind: 'different',
      recorded: undefined,
    });
    const cut = missing.slice(0, at);
    expect(await replaySchedule(cut, both, SEED, ports({}, both))).toMatchObject({ kind: 'same' });
  });
});
