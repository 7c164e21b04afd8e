import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportK6 } from '../../scenarios/k6-plan/k6-plan-files.ts';
import type { Plan } from '../../scenarios/k6-plan/plan.ts';
import { Workplace } from '../cli/kofu.ts';
import { originOf } from '../cli/serving.ts';
import { type Checks, k6Script, overNode } from './k6-script.ts';
import { scenarioData } from './small-scenario.ts';

const SCRIPT = 'scenarios/k6/journey.ts';
const place = new Workplace();
const { municipality, citizens } = scenarioData();
// Open at any hour: the server goes by this machine's clock.
const TOWN = place.scenario({
  municipality: {
    ...municipality,
    hours: { opens: '00:00', closes: '24:00' },
    methods: ['jpki', 'card-ap'],
  },
  citizens: { ...citizens, cards: { 'my-number': 2, 'basic-resident': 1 } },
  workloads: { day: { executor: 'constant-arrival-rate', rate: 4, duration: '3s' } },
});
const OUT = place.path('plan');
const PLAN = place.path('plan', 'plan.json');
const KEY = place.path('plan', 'fleet.key');

let origin = '';
let server: ReturnType<Workplace['start']>;

async function exported(): Promise<void> {
  const silent = { write: () => {} };
  const ports = { stdout: silent, stderr: silent, nowMs: () => Date.now(), keyPairs: 2 };
  const flags = { out: OUT, seed: 1, set: [], workload: [], from: 0, speed: 1, citizens: 50 };
  await exportK6(TOWN, flags, ports);
}

beforeAll(async () => {
  await exported();
  const authority = ['--authority', place.path('plan', 'authority.pem')];
  server = place.start('serve', TOWN, '--port', '0', '--fleet-key', KEY, ...authority);
  origin = await originOf(server);
});
afterAll(async () => {
  server.child.kill();
  await server.ended;
  place.leave();
});

const fleetKey = () => readFileSync(KEY, 'utf8').trim();

interface JourneyScript {
  readonly setup: () => Promise<void>;
  readonly journey: () => Promise<void>;
  readonly options: { readonly scenarios: Readonly<Record<string, unknown>> };
}

/** So many citizens of the plan, one after the other, over Node in place of k6. */
async function journeys(count: number) {
  const checks: Checks = new Map();
  const metrics = new Map<string, number[]>();
  const scenario = { name: 'day', iterationInTest: 0 };
  const standIns = overNode(checks, metrics);
  const execution = { vu: { idInTest: 1 }, scenario };
  const script = k6Script<JourneyScript>(
    SCRIPT,
    { ...standIns, 'k6/execution': { default: execution } },
    { KOFU_TARGET: origin, KOFU_PLAN: PLAN, KOFU_FLEET_KEY: fleetKey() },
  );
  await script.setup();
  for (; scenario.iterationInTest < count; scenario.iterationInTest++) await script.journey();
  return { checks, metrics, script };
}

const plan = () => JSON.parse(readFileSync(PLAN, 'utf8')) as Plan;

describe('a journey under k6', () => {
  test('has a certificate made and printed for whoever comes, with either kind of card', async () => {
    const { checks, metrics } = await journeys(8);
    expect(Object.fromEntries(checks)).toEqual(
      Object.fromEntries(
        [
          'kiosk is registered',
          'session is opened',
          'citizen is known, or refused',
          'certificate is made',
          'document is there',
          'print result is heard',
          'nothing broke',
        ].map((name) => [name, { passes: 8, fails: 0 }]),
      ),
    );
    expect(metrics.get('certificates_issued')).toHaveLength(8);
    expect(metrics.get('journey_duration')).toHaveLength(8);
    const methods = plan().workloads['day']?.citizens.slice(0, 8);
    expect(new Set(methods?.map(({ card }) => card.method))).toEqual(new Set(['jpki', 'card-ap']));
    const counted = await (await fetch(`${origin}/metrics`)).text();
    const issued = [...counted.matchAll(/kofu_issuances_total\{[^}]*outcome="issued"\} (\d+)/g)];
    expect(issued.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(8);
  });

  test('follows the curve of the scenario', async () => {
    const { script } = await journeys(0);
    expect(script.options.scenarios['day']).toMatchObject({
      executor: 'ramping-arrival-rate',
      startRate: 4 * 86_400,
      stages: [{ duration: '3000ms', target: 4 * 86_400 }],
      exec: 'journey',
    });
  });

  test('with a card that the server does not believe is refused, and not issued', async () => {
    const sound = readFileSync(PLAN, 'utf8');
    const { workloads, ...head } = plan();
    const mixedUp = workloads['day']?.citizens.map((citizen) => {
      const { card, type } = citizen;
      return card.method === 'jpki' ? { type, card: { ...card, key: 1 - card.key } } : citizen;
    });
    const first = mixedUp?.filter(({ card }) => card.method === 'jpki') ?? [];
    const forged = { day: { ...workloads['day'], citizens: first } };
    writeFileSync(PLAN, JSON.stringify({ ...head, workloads: forged }));
    const { checks, metrics } = await journeys(2);
    writeFileSync(PLAN, sound);
    expect(metrics.get('certificates_issued')).toEqual([]);
    expect(metrics.get('certificates_withheld')).toEqual([1, 1]);
    expect(checks.get('session is ended')).toEqual({ passes: 2, fails: 0 });
  });

  test('is of no scenario without a plan', () => {
    const script = () => k6Script(SCRIPT, overNode(new Map()), { KOFU_FLEET_KEY: 'x' });
    expect(script).toThrow('KOFU_PLAN is not set: name the plan.json that kofu export k6');
  });
});

const isInstalled = await promisify(execFile)('k6', ['version']).then(
  () => true,
  () => false,
);

// k6 is no package of npm: where it is on the PATH, it is really run.
if (isInstalled) {
  test('k6 itself issues along the curve, and all its thresholds hold', async () => {
    const summary = place.path('summary.json');
    const settings = { KOFU_TARGET: origin, KOFU_PLAN: PLAN, KOFU_FLEET_KEY: fleetKey() };
    const set = Object.entries(settings).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
    const told = ['--quiet', '--no-usage-report', `--summary-export=${summary}`];
    await promisify(execFile)('k6', ['run', ...told, ...set, SCRIPT]);
    const { metrics } = JSON.parse(readFileSync(summary, 'utf8'));
    expect(metrics.certificates_issued.count).toBeGreaterThanOrEqual(11);
    expect(metrics.certificates_issued.count).toBeLessThanOrEqual(13);
  });
}
