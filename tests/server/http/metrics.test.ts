import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ServerMetrics } from '../../../server/http/metrics.ts';
import { SmallCentre } from '../small-centre.ts';
import { SEALED, SEALLESS, TOWN } from '../small-town.ts';
import { askRaw } from './raw-http.ts';

const KIOSK = 'in-001';

/** One line of OpenMetrics 1.0: a comment about a family, or a sample. */
const LINE =
  /^(# (HELP|TYPE|UNIT) [a-z_]+ .+|[a-z_]+(\{([a-z]+="[^"\n]*",?)*\})? (-?[0-9.e+-]+|\+Inf|NaN)|# EOF)$/;

let centre: SmallCentre;
let token: string;

beforeEach(async () => {
  centre = new SmallCentre();
  await centre.open();
  token = centre.register(KIOSK);
});

afterEach(() => centre.close());

const post = (path: string, body: unknown, as = token) =>
  centre.ask('POST', path, { token: as, body });

/** What the server tells, by sample. */
async function samples(): Promise<ReadonlyMap<string, number>> {
  const { status, type, bytes } = await centre.ask('GET', '/metrics');
  expect(status).toBe(200);
  expect(type).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
  const text = Buffer.from(bytes).toString();
  const lines = text.split('\n');
  expect(lines.pop()).toBe('');
  expect(lines.filter((line) => !LINE.test(line))).toEqual([]);
  expect(lines.at(-1)).toBe('# EOF');
  const told = lines
    .filter((line) => !line.startsWith('#'))
    .map((line): [string, number] => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    });
  expect(new Set(told.map(([name]) => name)).size).toBe(told.length);
  return new Map(told);
}

test('a journey is counted, each step once', async () => {
  const { path } = await centre.authenticated(token, KIOSK, SEALED);
  const issue = { requestId: 'r1', type: 'resident-record' };
  await post(`${path}/issuances`, issue);
  await post(`${path}/issuances`, issue);
  await post(`${path}/issuances`, { requestId: 'r2', type: 'tax' });
  const printed = { outcome: 'printed', pagesPrinted: 1, paidYen: 200 };
  await post('/v1/print-results', { municipality: TOWN, requestId: 'r1', ...printed });
  await centre.authenticated(token, KIOSK, SEALLESS);
  const told = await samples();
  const expected = {
    kofu_sessions_open: 2,
    kofu_kiosks_online: 1,
    'kofu_issuances_total{type="resident-record",outcome="issued"}': 1,
    'kofu_issuances_total{type="resident-record",outcome="repeated"}': 1,
    'kofu_issuances_total{type="tax",outcome="refused"}': 1,
    'kofu_print_results_total{outcome="printed"}': 1,
    'kofu_refusals_total{code="not-offered"}': 1,
    'kofu_stage_duration_seconds_count{stage="authentication"}': 2,
    'kofu_stage_duration_seconds_count{stage="issuance"}': 3,
    'kofu_http_requests_total{route="/v1/sessions",method="POST",status="201"}': 2,
    'kofu_http_requests_total{route="/v1/sessions/:sessionId/issuances",method="POST",status="403"}': 1,
  };
  expect(Object.fromEntries(Object.keys(expected).map((name) => [name, told.get(name)]))).toEqual(
    expected,
  );
});

test('what callers make up makes no new series', async () => {
  const ask = async (n: number) => {
    const odd = { method: n % 2 === 0 ? 'GET' : 'POST', path: `/nowhere/${n}` };
    await askRaw(centre.origin, { ...odd, headers: { authorization: `Bearer x${n}` } });
    await post(`/v1/sessions/s-${n}/issuances`, { requestId: `r-${n}`, type: 'tax' });
    await post('/v1/sessions', { kioskId: `kiosk-${n}` }, `token-of-${n}`);
  };
  for (const n of [1, 2]) await ask(n);
  const before = (await samples()).size;
  for (const n of [3, 4, 5, 6, 7, 8]) await ask(n);
  // The one more counts the reading before.
  expect((await samples()).size).toBe(before + 1);
});

describe('readings', () => {
  test('are taken when they are asked for', async () => {
    let queued = 3;
    const metrics = new ServerMetrics({
      openSessions: () => 0,
      kiosksOnline: () => 0,
      loads: () => ({ draw: { busy: 2, queued } }),
      loopDelayMs: () => ({ p50: 1, p99: 20, max: 300 }),
    });
    metrics.stated('ledger.claim', 7);
    metrics.registered('unauthorised');
    for (const expected of [3, 5]) {
      queued = expected;
      const lines = (await metrics.text()).split('\n');
      expect(lines).toContain(`kofu_queued{pool="draw"} ${expected}`);
      expect(lines).toContain('kofu_busy{pool="draw"} 2');
      expect(lines).toContain('kofu_event_loop_delay_seconds{quantile="0.99"} 0.02');
      expect(lines).toContain(
        'kofu_statement_duration_seconds_sum{statement="ledger.claim"} 0.007',
      );
      expect(lines).toContain('kofu_registrations_total{outcome="unauthorised"} 1');
    }
  });
});
