import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { pushLiveMetrics } from '../../reports/export-otlp-http.ts';
import { Histogram } from '../../sim/histogram.ts';
import { ARRIVED, ENDED } from './told-events.ts';

/** A collector that keeps what it is sent, as OTLP’s JSON has it. */
class Collector {
  readonly sent: Sent[] = [];
  readonly #server: Server;
  status = 200;

  constructor() {
    this.#server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        if (request.url === '/v1/metrics') this.sent.push(JSON.parse(body));
        response.writeHead(this.status, { 'content-type': 'application/json' }).end('{}');
      });
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  /** The points of a metric in what came last. */
  points(name: string): readonly Point[] {
    const metrics = this.sent.at(-1)?.resourceMetrics[0]?.scopeMetrics[0]?.metrics ?? [];
    const found = metrics.find((metric) => metric.name === name);
    return (found?.sum ?? found?.gauge ?? found?.histogram)?.dataPoints ?? [];
  }
}

interface Point {
  readonly asDouble?: number;
  readonly asInt?: number;
  readonly count?: number;
  readonly sum?: number;
  readonly explicitBounds?: readonly number[];
  readonly attributes: readonly { readonly key: string; readonly value: object }[];
}

interface Metric {
  readonly name: string;
  readonly unit: string;
  readonly [kind: string]: unknown;
  readonly sum?: { readonly dataPoints: readonly Point[]; readonly isMonotonic: boolean };
  readonly gauge?: { readonly dataPoints: readonly Point[] };
  readonly histogram?: { readonly dataPoints: readonly Point[] };
}

interface Sent {
  readonly resourceMetrics: readonly {
    readonly resource: { readonly attributes: readonly { key: string; value: object }[] };
    readonly scopeMetrics: readonly { readonly metrics: readonly Metric[] }[];
  }[];
}

let collector: Collector;
afterEach(() => collector.close());

const value = ([point]: readonly Point[]) => Number(point?.asDouble ?? point?.asInt);

test('what has happened reaches a collector, the last of it when the run ends', async () => {
  collector = new Collector();
  const told: string[] = [];
  const pushed = pushLiveMetrics(await collector.open(), {
    attributes: { 'kofu.scenario': 'town', 'kofu.seed': 7 },
    tell: (line) => void told.push(line),
    everyMs: 3_600_000,
  });
  const { metrics } = pushed;
  for (const journey of [0, 1, 2]) metrics.accept({ ...ARRIVED, journey });
  metrics.accept({ kind: 'stage', t: 1, journey: 0, stage: 'issue', ms: 700 });
  metrics.accept({ ...ENDED, journey: 0, outcome: 'completed', ms: 181_000 });
  metrics.accept({ ...ENDED, journey: 1, outcome: 'failed', ms: 1000 });
  const lateness = new Histogram();
  lateness.record(8);
  metrics.show({ scenarioMs: 5000, offered: 3, ended: 2, violations: 2, lateness });
  await pushed.close();
  expect(told).toEqual([]);
  expect(collector.sent).toHaveLength(1);
  const [of] = collector.sent[0]?.resourceMetrics ?? [];
  const attributes = new Map(of?.resource.attributes.map(({ key, value }) => [key, value]));
  expect(attributes.get('service.name')).toEqual({ stringValue: 'kofu' });
  expect(attributes.get('kofu.seed')).toEqual({ intValue: 7 });
  expect(value(collector.points('kofu_journeys_offered'))).toBe(3);
  expect(value(collector.points('kofu_journeys_over_180s'))).toBe(1);
  expect(value(collector.points('kofu_wrong_documents'))).toBe(2);
  expect(value(collector.points('kofu_asked_again'))).toBe(0);
  expect(value(collector.points('kofu_journeys_in_flight'))).toBe(1);
  expect(value(collector.points('kofu_scenario'))).toBe(5);
  expect(value(collector.points('kofu_generator_lateness'))).toBe(0.008);
  const [journey] = collector.points('kofu_journey_duration');
  expect(journey).toMatchObject({ count: 1, sum: 181 });
  expect(journey?.explicitBounds).toContain(180);
  const [stage] = collector.points('kofu_journey_stage_duration');
  expect(stage).toMatchObject({ sum: 0.7, attributes: [{ value: { stringValue: 'issue' } }] });
  const all = of?.scopeMetrics[0]?.metrics ?? [];
  expect(all.find(({ name }) => name === 'kofu_journey_duration')?.unit).toBe('s');
});

test('a collector that is not there is told once, with the remedy, and the run goes on', async () => {
  collector = new Collector();
  const origin = await collector.open();
  collector.status = 404;
  const told: string[] = [];
  const tell = (line: string) => void told.push(line);
  const pushed = pushLiveMetrics(`${origin}/`, { attributes: {}, tell, everyMs: 50 });
  expect(pushed.url).toBe(`${origin}/v1/metrics`);
  while (collector.sent.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
  await pushed.close();
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/could not be sent to .*\/v1\/metrics \(.+\): is a collector there/);
});
