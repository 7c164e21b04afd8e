import { afterEach, describe, expect, test } from 'vitest';
import { type ServedMetrics, serveLiveMetrics } from '../../reports/export-live-http.ts';
import { openLiveMetrics, recordOf } from '../../scenarios/compare/live-metrics.ts';
import { Histogram } from '../../sim/histogram.ts';
import { TraceWriter } from '../../sim/trace.ts';
import { readOpenMetrics } from './open-metrics-rules.ts';
import { ARRIVED, ENDED } from './told-events.ts';

let served: ServedMetrics | undefined;
afterEach(() => served?.close());

async function scraped({ url }: ServedMetrics) {
  const response = await fetch(url);
  expect(response.headers.get('content-type')).toContain('application/openmetrics-text');
  const families = readOpenMetrics(await response.text());
  return (family: string, sample = family) => families.get(family)?.samples.get(sample);
}

test('what happens is there at the next reading', async () => {
  served = await serveLiveMetrics(0);
  const { metrics } = served;
  const before = await scraped(served);
  expect(before('kofu_journeys_offered', 'kofu_journeys_offered_total')).toBe(0);
  for (const journey of [0, 1, 2]) metrics.accept({ ...ARRIVED, journey });
  metrics.accept({ kind: 'stage', t: 1, journey: 0, stage: 'issue', ms: 700 });
  metrics.accept({ kind: 'queued', t: 1, journey: 1, kiosk: 'in-001', ms: 4000 });
  metrics.accept({ kind: 'asked-again', t: 1, journey: 0, stage: 'issue', reason: 'no answer' });
  metrics.accept({ ...ENDED, journey: 0, outcome: 'completed', ms: 181_000 });
  metrics.accept({ ...ENDED, journey: 1, outcome: 'refused', ms: 200_000 });
  const lateness = new Histogram();
  for (const ms of [1, 1, 8]) lateness.record(ms);
  metrics.show({ scenarioMs: 5000, offered: 3, ended: 2, violations: 2, lateness });
  metrics.show({ scenarioMs: 6000, offered: 3, ended: 2, violations: 3, lateness });
  const value = await scraped(served);
  const stage = 'kofu_journey_stage_duration_seconds';
  expect({
    offered: value('kofu_journeys_offered', 'kofu_journeys_offered_total'),
    completed: value('kofu_journeys_ended', 'kofu_journeys_ended_total{outcome="completed"}'),
    failed: value('kofu_journeys_ended', 'kofu_journeys_ended_total{outcome="failed"}'),
    inFlight: value('kofu_journeys_in_flight'),
    over: value('kofu_journeys_over_180s', 'kofu_journeys_over_180s_total'),
    durations: value('kofu_journey_duration_seconds', 'kofu_journey_duration_seconds_count'),
    issue: value(stage, `${stage}_sum{stage="issue"}`),
    waited: value('kofu_kiosk_waiting_seconds', 'kofu_kiosk_waiting_seconds_sum'),
    asked: value('kofu_asked_again', 'kofu_asked_again_total'),
    wrong: value('kofu_wrong_documents', 'kofu_wrong_documents_total'),
    scenario: value('kofu_scenario_seconds'),
  }).toEqual({
    offered: 3,
    completed: 1,
    failed: 0,
    inFlight: 1,
    over: 1,
    durations: 1,
    issue: 0.7,
    waited: 4,
    asked: 1,
    wrong: 3,
    scenario: 6,
  });
  const late = 'kofu_generator_lateness_seconds';
  expect(value(late, `${late}{quantile="1"}`)).toBe(0.008);
  const delay = 'kofu_generator_event_loop_delay_seconds';
  expect(value(delay, `${delay}{quantile="0.99"}`)).toBeGreaterThanOrEqual(0);
});

describe('the endpoint', () => {
  test('is on this machine alone, and answers nothing else', async () => {
    served = await serveLiveMetrics(0);
    expect(served.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
    expect((await fetch(served.url.replace('/metrics', '/'))).status).toBe(404);
    expect((await fetch(served.url, { method: 'POST', body: 'x' })).status).toBe(405);
    expect(await (await fetch(served.url, { method: 'HEAD' })).text()).toBe('');
  });

  test('on a port that is taken is refused with the remedy', async () => {
    served = await serveLiveMetrics(0);
    const port = Number(new URL(served.url).port);
    await expect(serveLiveMetrics(port)).rejects.toThrow(/is in use: name another with --metrics/);
  });

  test('is gone when it is closed', async () => {
    const other = await serveLiveMetrics(0);
    await other.close();
    await expect(fetch(other.url)).rejects.toThrow();
  });
});

test('events go into the trace and to the metrics, or to one of them', async () => {
  const seen: string[] = [];
  const live = {
    url: 'http://127.0.0.1:1/metrics',
    metrics: { accept: () => void seen.push('metrics'), show: () => {} },
    close: () => Promise.resolve(),
  };
  const writer = new TraceWriter(() => void seen.push('trace'));
  recordOf('on', writer, live)?.({ ...ARRIVED, journey: 0 });
  recordOf('off', writer, live)?.({ ...ARRIVED, journey: 0 });
  writer.flush();
  expect(seen).toEqual(['metrics', 'metrics', 'trace']);
  expect(recordOf('off', writer, undefined)).toBeUndefined();
  const told: string[] = [];
  const tell = (line: string) => void told.push(line);
  const pushed = { ...live, url: 'http://127.0.0.1:2/v1/metrics' };
  const reporting = { metrics: () => Promise.resolve(live), push: () => Promise.resolve(pushed) };
  const ports = { reporting, tell };
  expect(await openLiveMetrics({}, ports, {})).toBeUndefined();
  expect(await openLiveMetrics({ metricsPort: 9 }, ports, {})).toBe(live);
  expect(await openLiveMetrics({ otlp: 'http://127.0.0.1:2' }, ports, {})).toBe(pushed);
  const both = await openLiveMetrics({ metricsPort: 9, otlp: 'http://127.0.0.1:2' }, ports, {});
  seen.length = 0;
  both?.metrics.accept({ ...ARRIVED, journey: 0 });
  expect(seen).toEqual(['metrics', 'metrics']);
  expect(told.slice(0, 2)).toEqual([
    'metrics at http://127.0.0.1:1/metrics',
    'metrics go to http://127.0.0.1:2/v1/metrics',
  ]);
});
