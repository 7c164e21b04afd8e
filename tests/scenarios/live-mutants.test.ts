import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRecordedRun } from '../../reports/recorded-run-files.ts';
import type { Fidelity } from '../../scenarios/fidelity.ts';
import { openFullFidelity } from '../../scenarios/fidelity-pdf.ts';
import { replayRun } from '../../scenarios/replay/replay-files.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { loadScenario } from '../../scenarios/scenario-files.ts';
import { shrinkRun } from '../../scenarios/shrink/shrink-files.ts';
import type { TraceEvent } from '../../scenarios/trace-events.ts';
import { TraceWriter } from '../../sim/trace.ts';
import { type Executed, executedLive } from './executed.ts';
import { CALM } from './faults/fates.ts';
import { eventsOf, findingOf, type ScenarioData, smallScenario } from './small-scenario.ts';

/**
 * The published mutants at the live server: HTTP, Socket.IO, SQL, true signatures, documents that
 * are drawn, rendered and read back. A second of the machine is five minutes of these days. Who was
 * alone with a request is told from the trace and not from the plan, as machines can be slow.
 */
const SPEED = 300;
const SEED = 11;
const MINUTE_MS = 60_000;

type Workload = NonNullable<ScenarioData['workloads']>[string];
type Visit = Extract<Workload, { readonly executor: 'visits' }>['citizens'][number];

const visit = (kiosk: string, resident: number, requestAt?: string): Visit => ({
  at: '0s',
  kiosk,
  resident,
  type: 'resident-record',
  ...(requestAt === undefined ? {} : { requestAt }),
});

/** Two who come to one kiosk, one after the other, and ask long before anybody else does. */
const ONE_BY_ONE = [visit('in-001', 8), visit('in-001', 13)];

function townOf(citizens: readonly Visit[], changes: Partial<ScenarioData> = {}): Scenario {
  return smallScenario({
    ...CALM,
    gracefulStop: '10h',
    stores: { inside: 12 },
    workloads: { day: { executor: 'visits', citizens: [...ONE_BY_ONE, ...citizens] } },
    keepPages: 100,
    ...changes,
  });
}

let fidelity: Fidelity;
let pictures = 0;

beforeAll(async () => {
  fidelity = await openFullFidelity(townOf([]), {
    onPage: (_, png) => {
      if (Buffer.from(png.subarray(1, 4)).toString() === 'PNG') pictures += 1;
    },
  });
});

afterAll(() => fidelity.close());

/** Lives it, and answers whose pages were another’s. */
async function lived(scenario: Scenario) {
  pictures = 0;
  const run = await executedLive(scenario, fidelity, { seed: SEED, speed: SPEED });
  const { violations } = findingOf(run.execution.judgement, 'page-ownership');
  // Each page that was judged was a picture before.
  expect(pictures).toBeGreaterThan(0);
  expect(pictures).toBe(eventsOf('page', run.events).length);
  return { run, wrong: violations.map(({ journey }) => journey) };
}

/** From each journey's request to this event of it, or to the end of the run. */
function spansUntil(kind: 'document' | 'server-issued', { events }: Executed) {
  const last = events.at(-1)?.t ?? 0;
  const ends = new Map(eventsOf(kind, events).map(({ request, t }) => [request, t]));
  return eventsOf('requested', events).map(({ journey, request, t }) => {
    return { journey, fromMs: t, untilMs: ends.get(request) ?? last };
  });
}

/** Journeys from whose request to this event, and so much before and after, nobody else asked. */
function aloneUntil(
  kind: 'document' | 'server-issued',
  run: Executed,
  marginMs = 0,
): readonly number[] {
  const spans = spansUntil(kind, run);
  const apart = (one: (typeof spans)[number], other: (typeof spans)[number]) =>
    one === other || one.untilMs + marginMs < other.fromMs || other.untilMs + marginMs < one.fromMs;
  return spans
    .filter((one) => spans.every((other) => apart(one, other)))
    .map(({ journey }) => journey);
}

/** Whoever asked within the same whole moment of the clock as this journey, itself included. */
function askedInMomentOf(journey: number, run: Executed, momentMs: number): readonly number[] {
  const spans = spansUntil('server-issued', run);
  const moment = (ms: number) => Math.floor(ms / momentMs);
  const own = spans.find((each) => each.journey === journey);
  return spans
    .filter(
      ({ fromMs, untilMs }) =>
        own !== undefined &&
        moment(fromMs) <= moment(own.untilMs) &&
        moment(own.fromMs) <= moment(untilMs),
    )
    .map((each) => each.journey);
}

test('M1 is caught where the print stage cannot keep up, and is silent where it can', async () => {
  // Eight at one instant, drawn one by one: the last one waits for seven drawings.
  const crowd = [27, 34, 41, 49, 55, 62, 68, 75].map((resident, nth) =>
    visit(`in-0${String(nth + 2).padStart(2, '0')}`, resident, '25m'),
  );
  const server = { mutant: 'M1', printImages: { workers: 1, timeout: '50ms' } } as const;
  const { run, wrong } = await lived(townOf(crowd, { server }));
  expect(wrong.length).toBeGreaterThan(0);
  const alone = aloneUntil('document', run);
  expect(alone.length).toBeGreaterThan(0);
  expect(wrong.filter((journey) => alone.includes(journey))).toEqual([]);
});

test('M5 is caught after a drawing that was given up, and is silent before', async () => {
  const printImages = { workers: 1, timeout: '2s' };
  const slow = { kind: 'issuer.slow', at: '20m', for: '30m', latency: '5m' };
  const { run, wrong } = await lived(
    townOf([visit('in-002', 27, '25m'), visit('in-003', 34, '55m')], {
      server: { mutant: 'M5', attempts: 1, printImages },
      faults: [{ ...slow, select: { operations: ['print-image'] } }],
    }),
  );
  const asked = eventsOf('requested', run.events).map(({ journey }) => journey);
  const givenUp = eventsOf('ended', run.events).filter(({ reason }) => reason === 'HTTP 504');
  expect(givenUp.length).toBeGreaterThan(0);
  const next = givenUp.map(({ journey }) => asked[asked.indexOf(journey) + 1]);
  expect(wrong.length).toBeGreaterThan(0);
  expect(wrong).toEqual(next.filter((journey) => journey !== undefined));
});

describe('M3', () => {
  // Longer than its moment, so that in virtual time, too, a kiosk waits for what comes after it.
  const server = { mutant: 'M3', mutantWindow: '5m', timeout: '20m' } as const;
  const scenario = townOf(
    [
      visit('in-002', 27, '15m'),
      visit('in-003', 34, '25m'),
      visit('in-004', 41, '25m'),
      visit('in-005', 49, '35m'),
    ],
    { server },
  );
  let folder: string;
  let run: Executed;
  let wrong: readonly number[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kofu-live-mutant-'));
    writeFileSync(join(folder, 'scenario.json'), JSON.stringify(scenario));
    ({ run, wrong } = await lived(scenario));
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  test('is caught where two ask within its moment, and is silent where nobody does', () => {
    expect(wrong.length).toBeGreaterThan(0);
    const alone = aloneUntil('server-issued', run, 5 * MINUTE_MS);
    expect(wrong.filter((journey) => alone.includes(journey))).toEqual([]);
    expect(alone.length).toBeGreaterThan(0);
  });

  test('hands over the document of one who asked within the same moment, and of nobody else', () => {
    const ownerOf = new Map(
      eventsOf('arrived', run.events).map((each) => [each.journey, each.owner]),
    );
    const pages = eventsOf('page', run.events).filter(({ journey }) => wrong.includes(journey));
    expect(pages.length).toBeGreaterThan(0);
    for (const { journey, owner } of pages) {
      const others = askedInMomentOf(journey, run, 5 * MINUTE_MS).filter(
        (each) => each !== journey,
      );
      expect(others.map((each) => ownerOf.get(each))).toContain(owner);
    }
    // One of them has the document that is theirs by right: the last whose file was written.
    for (const journey of wrong) {
      const moment = askedInMomentOf(journey, run, 5 * MINUTE_MS);
      expect(moment.filter((each) => !wrong.includes(each)).length).toBeGreaterThan(0);
    }
  });

  /** The folder of the run, with its recording as it is or altered. */
  function recorded(altered: (event: TraceEvent) => TraceEvent = (event) => event) {
    let text = '';
    const writer = new TraceWriter((more) => {
      text += more;
    });
    for (const event of run.events) writer.append(altered(event));
    writer.flush();
    writeFileSync(join(folder, 'events.ndjson'), text);
    return openRecordedRun(folder);
  }

  function ports() {
    const told = { stdout: '', stderr: '' };
    const sink = (name: 'stdout' | 'stderr') => ({
      write: (text: string) => {
        told[name] += text;
      },
    });
    const stdin = Object.assign(new PassThrough(), { isTTY: false });
    const { signal } = new AbortController();
    const provenance = () => ({ commit: 'abc', versions: {} });
    return { told, stdin, signal, provenance, stdout: sink('stdout'), stderr: sink('stderr') };
  }

  test('comes again: a replay offers the same citizens at the same instants', async () => {
    const { told, ...rest } = ports();
    expect(await replayRun(recorded(), {}, rest)).toBe(0);
    expect(told.stdout).toMatch(/^same schedule, 6 citizens: /);
    expect(told.stderr).toBe('exit 0: the same schedule is offered\n');
  });

  test.each<[string, Partial<Extract<TraceEvent, { kind: 'arrived' }>>]>([
    ['another citizen', { resident: 50 }],
    ['another instant', { t: 90_000 }],
    ['another wish', { type: 'seal-registration' }],
    ['another kiosk', { kiosk: 'in-009' }],
  ])('does not come again with %s', async (_, change) => {
    const last = eventsOf('arrived', run.events).at(-1);
    const { told, ...rest } = ports();
    const other = recorded((event) => (event === last ? { ...last, ...change } : event));
    expect(await replayRun(other, {}, rest)).toBe(97);
    expect(told.stderr).toContain('exit 97: another schedule is offered: citizen day/5');
  });

  test('is shrunk from its live recording to two who ask within one moment', async () => {
    const { told, ...rest } = ports();
    const out = join(folder, 'two.yaml');
    const budget = { kind: 'runs', runs: 2_000 } as const;
    expect(await shrinkRun(recorded(), { budget, out }, rest)).toBe(0);
    expect(told.stdout).toMatch(/^6 journeys shrunk to 2 in \d+ runs; nothing more/);
    const reading = await loadScenario(out, []);
    expect(reading).toMatchObject({ kind: 'read' });
  });
});
