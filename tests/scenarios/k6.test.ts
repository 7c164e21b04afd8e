import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FLEET_KEY, SmallCentre } from '../server/small-centre.ts';
import { type Checks, k6Script, overNode } from './k6-script.ts';

const SCRIPT = 'scenarios/k6/issuance.ts';
const VISITS = 20;
const KEY = { KOFU_FLEET_KEY: FLEET_KEY };

/** Lets kiosks visit an origin and answers what the script has checked. */
type Engine = (origin: string) => Promise<Checks>;

/** One virtual user over Node, which is always there. */
const overStandIns: Engine = async (origin) => {
  const checks: Checks = new Map();
  const script = k6Script(SCRIPT, overNode(checks), { KOFU_TARGET: origin, ...KEY });
  await script.setup();
  for (let visit = 0; visit < VISITS; visit++) await script.default();
  return checks;
};

/** k6 itself for a second. It fails where a threshold does. */
const overK6: Engine = async (origin) => {
  const folder = mkdtempSync(join(tmpdir(), 'kofu-k6-'));
  try {
    const summary = join(folder, 'summary.json');
    const told = ['--quiet', '--no-usage-report', `--summary-export=${summary}`];
    const rate = ['-e', `KOFU_RATE=${VISITS}`, '-e', 'KOFU_SECONDS=1'];
    const key = ['-e', `KOFU_FLEET_KEY=${FLEET_KEY}`];
    const words = ['run', ...told, ...rate, ...key, '-e', `KOFU_TARGET=${origin}`, SCRIPT];
    await promisify(execFile)('k6', words);
    const { root_group: all } = JSON.parse(readFileSync(summary, 'utf8'));
    return new Map(Object.entries(all.checks));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

async function isInstalled(): Promise<boolean> {
  const version = promisify(execFile)('k6', ['version']);
  return version.then(
    () => true,
    () => false,
  );
}

const ENGINES: readonly (readonly [string, Engine])[] = [
  ['k6’s stand-ins', overStandIns],
  ...((await isInstalled()) ? [['k6 itself', overK6] as const] : []),
];

let centre: SmallCentre;

beforeEach(async () => {
  centre = new SmallCentre();
  await centre.open();
});

afterEach(() => centre.close());

describe.each(ENGINES)('over %s', (_, engine) => {
  test('kiosks register, open sessions, end them and leave', async () => {
    const checks = await engine(centre.origin);
    const names = ['kiosk is registered', 'session is opened', 'session is ended', 'nothing broke'];
    expect([...checks.keys()]).toEqual(names);
    for (const { passes, fails } of checks.values()) {
      expect(passes).toBeGreaterThanOrEqual(VISITS);
      expect(fails).toBe(0);
    }
    expect((await centre.ask('GET', '/healthz')).body).toMatchObject({ sessions: 0 });
    const kiosks = centre.fleet.list(centre.wallMs);
    expect(kiosks.map(({ device }) => device)).toEqual(kiosks.map(() => 'offline'));
    expect(kiosks[0]?.kioskId).toMatch(/^k6-\d+$/);
    expect(centre.errors).toEqual([]);
  });
});

/** One visit over stand-ins, some of them replaced; answers what was checked, and what broke. */
async function visit(origin: string, replaced = {}, key: Record<string, string> = KEY) {
  const checks: Checks = new Map();
  const metrics = new Map<string, number[]>();
  const standIns = { ...overNode(checks, metrics), ...replaced };
  const script = k6Script(SCRIPT, standIns, { KOFU_TARGET: origin, ...key });
  const broke = await script.default().then(
    () => '',
    (error: unknown) => String(error),
  );
  const told = [...checks].map(([name, { fails }]) => `${fails === 0 ? '✓' : '✗'} ${name}`);
  return { told, broke, metrics };
}

describe('a visit', () => {
  test('measures the registration', async () => {
    const { metrics } = await visit(centre.origin);
    expect(metrics.get('registration_duration')).toHaveLength(1);
  });

  test('of a kiosk whose name is taken ends there, and is told', async () => {
    centre.register('k6-1');
    const { told, metrics } = await visit(centre.origin);
    expect(told).toEqual(['✗ kiosk is registered', '✓ nothing broke']);
    expect(metrics.get('registration_duration')).toEqual([]);
  });

  test('with another key ends there as well', async () => {
    const { told } = await visit(centre.origin, {}, { KOFU_FLEET_KEY: 'another' });
    expect(told).toEqual(['✗ kiosk is registered', '✓ nothing broke']);
    expect(centre.registrations).toEqual([{ kioskId: 'k6-1', outcome: 'unauthorised' }]);
  });

  test('without a session has none to end', async () => {
    const asked: string[] = [];
    const asyncRequest = async (method: string) => {
      asked.push(method);
      return { status: 500 };
    };
    const { told } = await visit(centre.origin, { 'k6/http': { default: { asyncRequest } } });
    expect(told).toEqual(['✓ kiosk is registered', '✗ session is opened', '✓ nothing broke']);
    expect(asked).toEqual(['POST']);
  });

  test('shows its token, sends JSON only where there is some, and names every request', async () => {
    const asked: unknown[] = [];
    const asyncRequest = async (...words: unknown[]) => {
      asked.push(words);
      return { status: words[0] === 'POST' ? 201 : 204, json: () => ({ sessionId: 's1' }) };
    };
    await visit(centre.origin, { 'k6/http': { default: { asyncRequest } } });
    const authorization = 'Bearer token-1';
    const sessions = `${centre.origin}/v1/sessions`;
    const named = (name: string) => ({ tags: { name }, timeout: '10s' });
    const sent = { headers: { authorization, 'content-type': 'application/json' } };
    expect(asked).toEqual([
      ['POST', sessions, '{"kioskId":"k6-1"}', { ...named('open-session'), ...sent }],
      ['DELETE', `${sessions}/s1`, null, { ...named('end-session'), headers: { authorization } }],
    ]);
  });
});

describe('a server that is none', () => {
  let server: Server;

  /** Serves HTTP, but no bus. */
  async function busless(status: number): Promise<string> {
    server = createServer((_, response) => response.writeHead(status).end('{}'));
    server.on('upgrade', (_, socket) => socket.end('HTTP/1.1 404 Not Found\r\n\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  afterEach(() => new Promise((resolve) => server.close(resolve)));

  test('ends the run before it begins', async () => {
    const origin = await busless(503);
    const environment = { KOFU_TARGET: origin, ...KEY };
    const setup = () => k6Script(SCRIPT, overNode(new Map()), environment).setup();
    await expect(setup()).rejects.toThrow(`${origin} does not serve (status 503)`);
    await new Promise((resolve) => server.close(resolve));
    await expect(setup()).rejects.toThrow('(status 0): start it with npx kofu serve');
  });

  test('is not even asked without a fleet key', async () => {
    const origin = await busless(200);
    const setup = k6Script(SCRIPT, overNode(new Map()), { KOFU_TARGET: origin }).setup();
    await expect(setup).rejects.toThrow('KOFU_FLEET_KEY is not set');
  });

  test('is told: thresholds would hold without what could not be measured', async () => {
    const { told, broke } = await visit(await busless(200));
    expect(told).toEqual(['✗ nothing broke']);
    expect(broke).toContain('the connection broke');
  });
});

describe('the settings', () => {
  const script = (environment: Readonly<Record<string, string>>) =>
    k6Script(SCRIPT, overNode(new Map()), environment);

  test('have defaults', () => {
    const { options } = script({});
    expect(options.scenarios.sessions).toMatchObject({
      executor: 'constant-arrival-rate',
      rate: 10,
      timeUnit: '1s',
      duration: '30s',
    });
    expect(options.maxRedirects).toBe(0);
  });

  test('say how many sessions a second and for how long', () => {
    const { options } = script({ KOFU_RATE: '200', KOFU_SECONDS: '600' });
    expect(options.scenarios.sessions).toMatchObject({ rate: 200, duration: '600s' });
  });

  test('make a run fail by what broke, by what was refused and by what was not sent', () => {
    const { thresholds } = script({}).options;
    expect(thresholds).toMatchObject({
      checks: ['rate==1'],
      http_req_failed: ['rate==0'],
      dropped_iterations: ['count==0'],
    });
  });

  test.each([
    ['KOFU_RATE', '0'],
    ['KOFU_RATE', '201'],
    ['KOFU_RATE', '1.5'],
    ['KOFU_RATE', ''],
    ['KOFU_SECONDS', '601'],
    ['KOFU_SECONDS', '1m'],
  ])('are bounded: %s=%s', (name, value) => {
    expect(() => script({ [name]: value })).toThrow(`${name}=${value}: write a whole number`);
  });

  test.each(['http://127.0.0.1:8080', 'http://localhost', 'http://[::1]:1'])(
    'let load go to this machine: %s',
    (origin) => {
      expect(() => script({ KOFU_TARGET: origin })).not.toThrow();
    },
  );

  test.each([
    'http://example.org',
    'http://127.0.0.1.example.org',
    'http://127.0.0.1@example.org',
    'http://127.0.0.1:80@example.org',
    'http://127.0.0.1:8080/',
    'http://example.org#http://127.0.0.1',
    'http://example.org\nhttp://127.0.0.1',
    'http://127.0.0.1\n.example.org',
    'http://10.0.0.1:8080',
    'http://0.0.0.0',
    'https://127.0.0.1',
    'ws://127.0.0.1',
    '127.0.0.1:8080',
    '',
  ])('let load go nowhere else: %j', (origin) => {
    expect(() => script({ KOFU_TARGET: origin })).toThrow('name an origin on this machine');
  });
});
