import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { digestFidelity } from '../../../scenarios/fidelity.ts';
import type { Scenario } from '../../../scenarios/scenario.ts';
import { loadScenario } from '../../../scenarios/scenario-files.ts';
import type { EventOf, TraceEvent } from '../../../scenarios/trace-events.ts';
import { replay } from '../../../scenarios/traffic/executors/replay.ts';
import { virtualRun } from '../../../scenarios/virtual-run.ts';
import { FitFolder, JUNE, text } from './fit-trial.ts';

const folder = new FitFolder();
afterAll(() => folder.remove());
folder.write('june.csv', text(JUNE));

const DAY = JUNE.filter((row) => row.startsWith('2014-06-03 '));
const START_MS = Date.parse('2014-06-03T06:30:00+09:00');

function written(workload: string, changes = ''): string {
  return `kofu: 1
name: replayed
title: { ja: 再生, en: Replayed }
start: 2014-06-03T06:30:00+09:00
duration: 16h30m
municipality: '27203'
stores: { inside: 25, outside: 3 }
workloads:
  june: { executor: replay, ${workload} }
${changes}`;
}

async function scenarioOf(workload: string, changes = '', settings = {}): Promise<Scenario> {
  folder.write('scenario.yaml', written(workload, changes));
  const set = Object.entries(settings).map(([path, value]) => ({ path: path.split('.'), value }));
  const reading = await loadScenario(folder.file('scenario.yaml'), set);
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.complaints));
  return reading.scenario;
}

async function refusal(workload: string, changes = ''): Promise<string> {
  return scenarioOf(workload, changes).then(
    () => 'it was read',
    (error) => error.message.replaceAll(`${folder.path}/`, ''),
  );
}

/** The trace of a run, whole. */
async function traceOf(scenario: Scenario, seed = 1): Promise<readonly TraceEvent[]> {
  const events: TraceEvent[] = [];
  const run = virtualRun(scenario, seed, await digestFidelity(scenario), (event) =>
    events.push(event),
  );
  while (run.advance(10_000)) await run.performing;
  return events;
}

function arrivals(events: readonly TraceEvent[]): readonly EventOf<'arrived'>[] {
  return events.filter((event): event is EventOf<'arrived'> => event.kind === 'arrived');
}

/** A row’s instant after the run began, its certificate and its copies. */
function wanted(rows: readonly string[]) {
  return rows.map((row) => {
    const [at = '', type = '', store = '', , age = '', copies = ''] = row.split(',');
    const t = Date.parse(`${at.replace(' ', 'T')}+09:00`) - START_MS;
    return { t, type, store, age: Number(age), copies: Number(copies) };
  });
}

const whole = await scenarioOf('file: june.csv');
const trace = await traceOf(whole);

describe('a log that is replayed', () => {
  test('has its citizens come at its own instants, for its certificates, in its ages', () => {
    const came = arrivals(trace);
    const first = came.filter(({ t }) => wanted(DAY).some((row) => row.t === t));
    expect(first.map(({ t, type, age }) => ({ t, type, age }))).toEqual(
      wanted(DAY).map(({ t, type, age }) => ({ t, type, age })),
    );
    const copies = wanted(DAY).reduce((sum, row) => sum + row.copies, 0);
    expect(came.length).toBe(copies);
    expect(copies).toBeGreaterThan(DAY.length);
    // Named by workload and row, so that a run can be shrunk; nobody comes again on top.
    expect(first.map(({ as }) => as)).toEqual(DAY.map((row) => `june/${JUNE.indexOf(row) + 1}`));
    expect(came.every(({ workload }) => workload === 'june')).toBe(true);
  });

  test('has each store at one kiosk, whatever part of the log is replayed', async () => {
    const kioskOf = (events: readonly TraceEvent[]) =>
      new Map(
        arrivals(events).flatMap(({ t, kiosk }) => {
          const row = DAY.find((_, at) => wanted(DAY)[at]?.t === t)?.split(',');
          return row?.[3] === 'city' ? [[row[2], kiosk] as const] : [];
        }),
      );
    const all = kioskOf(trace);
    for (const { t, kiosk } of arrivals(trace)) {
      const row = DAY.find((_, at) => wanted(DAY)[at]?.t === t)?.split(',');
      if (row?.[3] === 'city') expect(kiosk).toBe(all.get(row[2]));
      else if (row !== undefined) expect(kiosk).toMatch(/^out-/);
    }
    const some = await scenarioOf('file: june.csv, to: 2014-06-03T12:00:00+09:00');
    for (const [store, kiosk] of kioskOf(await traceOf(some))) expect(all.get(store)).toBe(kiosk);
    const busiest = wanted(DAY)[0]?.store;
    const moved = await scenarioOf(`file: june.csv, kiosks: { ${busiest}: in-025 }`);
    expect(arrivals(await traceOf(moved))[0]?.kiosk).toBe('in-025');
  });

  test('is faster by its speed, and begins where it says', async () => {
    const fast = await scenarioOf('file: june.csv, speed: 24, from: 2014-06-03T00:00:00+09:00');
    const came = arrivals(await traceOf(fast));
    const rows = JUNE.slice(1).filter((row) => row >= '2014-06-03' && row < '2014-06-19 12');
    const since = (row: string) =>
      (Date.parse(`${row.slice(0, 23).replace(' ', 'T')}+09:00`) -
        Date.parse('2014-06-03T00:00:00+09:00')) /
      24;
    expect(came[0]?.t).toBeCloseTo(since(rows[0] as string), 2);
    expect(came.length).toBeGreaterThanOrEqual(rows.length);
    expect(Math.max(...came.map(({ t }) => t))).toBeGreaterThan(since(rows.at(-1) as string) - 1);
  });

  test('gives the same trace for the same seed, and other people for another one', async () => {
    expect(await traceOf(whole)).toEqual(trace);
    const other = arrivals(await traceOf(whole, 2));
    expect(other[0]?.t).toBe(arrivals(trace)[0]?.t);
    expect(other.map(({ resident }) => resident)).not.toEqual(
      arrivals(trace).map(({ resident }) => resident),
    );
  });
});

test('a log lasts as long as its part of the run, less by its speed', async () => {
  const lastsMs = async (more: string) => {
    const { june } = (await scenarioOf(`file: june.csv${more}`)).workloads;
    return june?.executor === 'replay' ? replay.lastsMs(june, 16.5 * 3_600_000) : undefined;
  };
  expect(await lastsMs('')).toBe(16.5 * 3_600_000);
  expect(await lastsMs(', to: 2014-06-03T12:30:00+09:00')).toBe(6 * 3_600_000);
  expect(await lastsMs(', to: 2014-06-03T12:30:00+09:00, speed: 3')).toBe(2 * 3_600_000);
});

describe('a recorded run', () => {
  test('keeps the rows and the hash, and needs the file no more', async () => {
    const [log] = Object.values(whole.workloads).flatMap((each) =>
      each.executor === 'replay' ? [each.log] : [],
    );
    expect(log?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(log?.rows).toBe(JUNE.length - 1);
    expect(log?.citizens).toHaveLength(DAY.length);
    const elsewhere = new FitFolder();
    try {
      elsewhere.write('scenario.json', JSON.stringify(whole));
      const reading = await loadScenario(elsewhere.file('scenario.json'), []);
      if (reading.kind !== 'read') throw new Error(JSON.stringify(reading.complaints));
      expect(await traceOf(reading.scenario)).toEqual(trace);
      const settings = [{ path: ['workloads', 'june', 'speed'], value: 3 }];
      const faster = await loadScenario(elsewhere.file('scenario.json'), settings);
      expect(faster.kind === 'refused' && faster.complaints[0]?.message).toMatch(
        /the rows kept are those from .* leave log out to read the file/,
      );
    } finally {
      elsewhere.remove();
    }
  });

  test('of a log with another hash than it should have is refused', async () => {
    const [log] = Object.values(whole.workloads).flatMap((each) =>
      each.executor === 'replay' ? [each.log] : [],
    );
    await scenarioOf(`file: june.csv, sha256: ${log?.sha256}`);
    const told = await refusal(`file: june.csv, sha256: ${'a'.repeat(64)}`);
    expect(told).toMatch(/june.csv is another file: its SHA-256 is [0-9a-f]{64}/);
  });
});

describe('what cannot be replayed', () => {
  test.each([
    ['file: none.csv', /none\.csv: there is no such file/],
    [
      'file: june.csv, from: 2015-06-03T06:30:00+09:00',
      /has no rows between 2015-06-03.*it has rows from 2014-06-01/,
    ],
    ['file: june.csv, columns: { time: hour }', /june\.csv:1 has no column hour/],
    ['file: june.csv, timeZone: Asia/Edo', /write a zone such as/],
    ['file: june.csv, kiosks: { shop-1: in-999 }', /there is no such kiosk: name one of in-001/],
    ['speed: 2', /workloads\.june\.file.*this is missing/],
    [
      'file: june.csv, from: 2014-06-04T06:30:00+09:00, to: 2014-06-04T06:00:00+09:00',
      /has no rows between/,
    ],
  ])('%s', async (workload, message) => {
    expect(await refusal(workload)).toMatch(message);
  });

  test('a log with too many bad rows, by its own bound', async () => {
    folder.write('bad.csv', text(JUNE.map((row, at) => (at % 20 === 3 ? 'x' : row))));
    const told = await refusal('file: bad.csv');
    expect(told).toMatch(/cannot be read, more than the 1 % of maxBad/);
    const read = await scenarioOf('file: bad.csv, maxBad: 10');
    expect(arrivals(await traceOf(read)).length).toBeGreaterThan(20);
  });

  test('but gzip, another order and other names of columns can', async () => {
    const [header = '', ...rows] = JUNE;
    const turned = text([header.replace('issued_at', 'moment'), ...rows.reverse()]);
    folder.write('turned.csv.gz', gzipSync(turned));
    const scenario = await scenarioOf('file: turned.csv.gz, columns: { time: moment }');
    // Whoever wants two comes again as soon as the first is out, which is that citizen's own pace.
    const firsts = (events: readonly TraceEvent[]) =>
      arrivals(events).flatMap(({ t, type }) => (Number.isInteger(t) ? [{ t, type }] : []));
    expect(firsts(await traceOf(scenario))).toEqual(firsts(trace));
  });
});

test('the reference shows how to write one', () => {
  expect(readFileSync('docs/reference-workloads.ts', 'utf8')).toContain('executor: replay');
});
