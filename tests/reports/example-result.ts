import { STAGE_ACTORS, STAGES, type Stage } from '../../devices/kiosk/stages.ts';
import { exitOf, verdictsOf } from '../../scenarios/exit-code.ts';
import { Judge } from '../../scenarios/judging/judge.ts';
import type { RunResult, ValidityCheck } from '../../scenarios/judging/result.ts';
import { Scenario } from '../../scenarios/scenario.ts';
import type { TraceEvent } from '../../scenarios/trace-events.ts';
import { lognormal } from '../../sim/distribution.ts';
import { type Rng, streams } from '../../sim/rng.ts';
import { durationMs, instantMs } from '../../sim/units.ts';

/** Stages and who takes their time, as the command line gives them to the reports. */
export const STAGE_LIST = STAGES.map((stage) => ({ stage, actor: STAGE_ACTORS[stage] }));

/** Medians and 95th percentiles, s. */
const STAGE_TIMES: Readonly<Record<Stage, readonly [median: number, p95: number]>> = {
  menu: [12, 30],
  'card-set': [6, 15],
  municipality: [8, 20],
  pin: [8, 20],
  authenticate: [0.4, 0.9],
  select: [8, 20],
  options: [12, 35],
  confirm: [6, 15],
  issue: [0.7, 2.4],
  pay: [15, 40],
  print: [60, 120],
  take: [6, 30],
};

interface Example {
  readonly journeys?: number;
  readonly title?: Scenario['title'];
  /** So many pages are delivered to somebody else. */
  readonly wrongPages?: number;
  readonly unreadablePages?: number;
  readonly thresholds?: Scenario['thresholds'];
  readonly checks?: readonly ValidityCheck[];
  readonly setting?: Partial<RunResult['setting']>;
  readonly result?: Partial<RunResult>;
}

const ON_TIME: readonly ValidityCheck[] = [
  {
    name: 'lateness',
    verdict: 'pass',
    message: '41,215 wake-ups, 99 % at most 3.1 ms late, the worst 17.8 ms (limit 20 ms at 99 %)',
  },
];

/** A run as the reports get it: a made-up trace, judged by the project’s own judge. */
export function exampleResult(example: Example = {}): RunResult {
  const scenario = exampleScenario(example);
  const originMs = instantMs(scenario.start);
  const dayMs = durationMs(scenario.duration);
  const judge = new Judge(scenario, originMs, dayMs);
  const events = exampleTrace(example, dayMs);
  for (const event of events) judge.accept(event);
  const { offered, ended } = judge.progress;
  const reason = example.result?.interrupted ? 'interrupted' : 'finished';
  judge.accept({ kind: 'run-ended', t: dayMs, reason, inFlight: offered - ended });
  const concluded = judge.conclude();
  const validity = [...concluded.validity, ...(example.checks ?? ON_TIME)];
  const judgement = { ...concluded, validity };
  const verdicts = verdictsOf(judgement);
  const interrupted = example.result?.interrupted ?? false;
  return {
    ...judgement,
    verdicts,
    exit: exitOf(verdicts, { ...judgement, interrupted }),
    interrupted,
    generatedAt: '2026-01-05T09:41:07.000+09:00',
    wallMs: 40_512.3,
    scenarioMs: dayMs,
    events: events.length,
    pages: [],
    setting: {
      scenario,
      scenarioFile: 'scenarios/example-monday.yaml',
      seed: 1,
      clock: 'real',
      speed: 1500,
      render: 'full',
      target: 'reference server over HTTP, embedded database',
      originMs,
      commit: '4f2c1d9',
      versions: { kofu: '0.1.0', node: '20.20.2' },
      command: 'kofu run scenarios/example-monday.yaml --time real --seed 1',
      ...example.setting,
    },
    ...example.result,
  };
}

function exampleScenario({ thresholds, title }: Example): Scenario {
  return Scenario.parse({
    kofu: 1,
    name: 'example-monday',
    title: title ?? { ja: '豊中市の月曜日', en: 'A Monday in Toyonaka' },
    start: '2015-06-01T06:30:00+09:00',
    duration: '16h30m',
    municipality: {
      code: '27203',
      name: '豊中市',
      issuerTitle: '豊中市長',
      population: 402_995,
      feesYen: { 'resident-record': 200, 'seal-registration': 200 },
      hours: { opens: '06:30', closes: '23:00' },
    },
    stores: { inside: 110 },
    citizens: {
      ages: [{ from: 20, to: 79, share: 1 }],
      certificates: { 'resident-record': 1 },
    },
    workloads: { day: { executor: 'poisson-arrival-rate', rate: 0.004, duration: '16h30m' } },
    thresholds: thresholds ?? {
      journey_duration: ['med<180000', 'p(95)<360000'],
      journeys_broken: ['rate<0.05'],
      wrong_documents: ['count==0'],
    },
  });
}

function exampleTrace(example: Example, dayMs: number): readonly TraceEvent[] {
  const rng = streams(7).stream('example', 'trace');
  const journeys = example.journeys ?? 240;
  const wrong = example.wrongPages ?? 0;
  const unreadable = example.unreadablePages ?? 0;
  const events = Array.from({ length: journeys }, (_, journey) => {
    const print = journey < wrong ? 'wrong' : journey < wrong + unreadable ? 'unreadable' : 'right';
    return journeyTrace(journey, dueMs(rng, dayMs), print, rng);
  });
  return events.flat().sort((a, b) => a.t - b.t);
}

/** Two humps: late morning and after work. */
function dueMs(rng: Rng, dayMs: number): number {
  const [middle, width] = rng.uniform() < 0.68 ? [0.27, 0.3] : [0.72, 0.34];
  const around = (rng.uniform() + rng.uniform() + rng.uniform()) / 3 - 0.5;
  return Math.floor(dayMs * Math.min(0.97, Math.max(0, middle + width * around)));
}

interface Visitor {
  readonly journey: number;
  readonly kiosk: string;
  readonly request: string;
  readonly number: string;
  readonly owner: string;
  readonly print: 'right' | 'wrong' | 'unreadable';
}

function journeyTrace(
  journey: number,
  dueAt: number,
  print: Visitor['print'],
  rng: Rng,
): readonly TraceEvent[] {
  // A kiosk serves one citizen at a time: here everybody has one of their own.
  const kiosk = `K-${String(1000 * Math.floor(10 * rng.uniform()) + journey).padStart(4, '0')}`;
  const [request, number] = [`r${journey}`, `27203-${String(100_000 + journey)}`];
  const visitor: Visitor = { journey, kiosk, request, number, owner: `N${7000 + journey}`, print };
  const fate = print === 'right' ? rng.uniform() : 1;
  const queuedMs = rng.uniform() < 0.05 ? 90_000 * rng.uniform() : 0;
  const arrived = { journey, kiosk, workload: 'day', municipality: '27203', resident: journey };
  const { owner } = visitor;
  let t = dueAt + queuedMs;
  const events: TraceEvent[] = [{ kind: 'arrived', t: dueAt, ...arrived, owner, age: 41, type }];
  if (queuedMs > 0) events.push({ kind: 'queued', t, journey, kiosk, ms: queuedMs });
  for (const stage of STAGES) {
    const [median, p95] = STAGE_TIMES[stage];
    const ms = Math.round(1000 * lognormal(median, p95)(rng));
    t += ms;
    events.push({ kind: 'stage', t, journey, stage, ms });
    const end = endOf(stage, fate);
    if (end !== undefined) {
      events.push(cleared(t, visitor), { kind: 'ended', t, journey, kiosk, ...end, ms: t - dueAt });
      return events;
    }
    events.push(...deeds(stage, t, t - ms, visitor));
  }
  const done = { outcome: 'completed', stage: 'take', reason: '' } as const;
  const counters = { takingsYen: feeYen, sheets: 1 };
  events.push(cleared(t, visitor), { kind: 'counters', t, journey, kiosk, ...counters });
  events.push({ kind: 'ended', t, journey, kiosk, ...done, ms: t - dueAt });
  return events;
}

const type = 'resident-record';
const feeYen = 200;
const FIRST_SHEET = { sheet: 1, page: 1, of: 1, registerVersion: 1 };

/** The devices hold nothing any more. */
function cleared(t: number, { journey, kiosk }: Visitor): TraceEvent {
  return { kind: 'cleared', t, journey, kiosk, cards: 0, jobs: 0, sheets: 0, yen: 0, memory: [] };
}

/** What a stage leaves in the trace besides its duration. */
function deeds(stage: Stage, t: number, beganAt: number, visitor: Visitor): TraceEvent[] {
  const { journey, kiosk, request, number, print } = visitor;
  const issued = { kiosk, request, number, repeated: false };
  const owner = print === 'wrong' ? `N${9000 + journey}` : visitor.owner;
  switch (stage) {
    case 'pin':
      return [
        { kind: 'counters', t: beganAt, kiosk, takingsYen: 0, sheets: 0 },
        {
          kind: 'pin-entered',
          t,
          journey,
          kiosk,
          card: journey,
          result: 'right',
          countedBy: 'card',
        },
      ];
    case 'issue':
      return [
        { kind: 'requested', t: beganAt, journey, kiosk, request },
        { kind: 'server-issued', t, ...issued, type, municipality: '27203', resident: journey },
        { kind: 'document', t, journey, ...issued, pages: 1, feeYen },
      ];
    case 'pay':
      return [{ kind: 'paid', t, journey, kiosk, request, yen: feeYen }];
    case 'print':
      return print === 'unreadable'
        ? [{ kind: 'page-unreadable', t, journey, kiosk, sheet: 1, reason: 'no mark' }]
        : [{ kind: 'page', t, journey, kiosk, owner, request, number, ...FIRST_SHEET }];
    case 'take':
      return [{ kind: 'server-settled', t, kiosk, request, outcome: 'printed', paidYen: feeYen }];
    default:
      return [];
  }
}

function endOf(stage: Stage, fate: number) {
  if (stage === 'authenticate' && fate < 0.008) {
    return { outcome: 'refused', stage, reason: 'card-not-registered' } as const;
  }
  if (stage === 'pin' && fate > 0.008 && fate < 0.014) {
    return { outcome: 'refused', stage, reason: 'pin-locked' } as const;
  }
  if (stage === 'confirm' && fate > 0.014 && fate < 0.03) {
    return { outcome: 'abandoned', stage, reason: 'citizen walked away' } as const;
  }
  if (stage === 'issue' && fate > 0.03 && fate < 0.037) {
    return { outcome: 'timed-out', stage, reason: 'centre did not answer' } as const;
  }
  if (stage === 'issue' && fate > 0.037 && fate < 0.044) {
    return { outcome: 'failed', stage, reason: 'HTTP 500' } as const;
  }
  return undefined;
}

/** A run that is valid and on the whole fast, in which three pages went to the wrong citizens. */
export function wrongResult(): RunResult {
  return exampleResult({
    wrongPages: 3,
    thresholds: { journey_duration: ['p(95)<200000'], wrong_documents: ['count==0'] },
    result: { pages: [{ file: 'pages/27203-100000-1.png', caption: '27203-100000, 1' }] },
  });
}

/** A run of which nothing can be said for sure: unreadable pages, nothing measured, interrupted. */
export function inconclusiveResult(): RunResult {
  return exampleResult({
    unreadablePages: 2,
    thresholds: { 'journey_duration{type:seal-registration}': ['p(95)<200000'] },
    checks: [{ name: 'lateness', verdict: 'inconclusive', message: 'no wake-ups were seen' }],
    result: { interrupted: true },
  });
}

/** A run to which nobody came. */
export function emptyResult(): RunResult {
  return exampleResult({ journeys: 0, thresholds: {} });
}

/** The same run, in which oracles have noticed so many things and excused some. */
export function noticingResult(noticeCount = 25): RunResult {
  const result = exampleResult();
  const t = 3_600_000;
  const message = 'completed after an error: issue: <HTTP 503>';
  const oracles = result.oracles.map((oracle) => {
    if (oracle.name === 'freshness') return { ...oracle, excused: 7 };
    if (oracle.name !== 'quiet-error') return oracle;
    const notice = { oracle: oracle.name, t, journey: 12, kiosk: 'K-0012', message };
    return { ...oracle, noticeCount, notices: Array(Math.min(20, noticeCount)).fill(notice) };
  });
  return { ...result, oracles };
}
