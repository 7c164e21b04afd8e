import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CertificateType } from '../contract.ts';
import type { ProblemCode } from '../problems.ts';

/** Steps of the server whose durations are measured, as a kiosk waits for them. */
export type Stage =
  | 'authentication'
  | 'use-application'
  | 'issuance'
  | 'print-result'
  | 'unsettled'
  | 'office-operation';

/** How busy something is that works on a few things at once. */
export interface Load {
  readonly busy: number;
  readonly queued: number;
}

/** What is read at the moment the metrics are. */
export interface Readings {
  /** Of a centre. */
  readonly openSessions?: () => number;
  readonly kiosksOnline?: () => number;
  /** Pools and queues by name, e.g. of workers or of the print stage. */
  readonly loads: () => Readonly<Record<string, Load>>;
  /** How late the event loop was since this was read last, ms. */
  readonly loopDelayMs: () => { readonly p50: number; readonly p99: number; readonly max: number };
}

/** From a millisecond to the longest that a kiosk waits, in seconds. */
const STAGE_BUCKETS = [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80];
const STATEMENT_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

/**
 * The server's own metrics (OpenMetrics). Every label comes from a closed set: routes, statuses,
 * codes of the catalogue, names of statements; nothing a caller writes becomes one.
 */
export class ServerMetrics {
  readonly #registry = new Registry();
  readonly #answered: Counter<'route' | 'method' | 'status'>;
  readonly #refused: Counter<'code'>;
  readonly #stages: Histogram<'stage'>;
  readonly #issuances: Counter<'type' | 'outcome'>;
  readonly #prints: Counter<'outcome'>;
  readonly #registrations: Counter<'outcome'>;
  readonly #statements: Histogram<'statement'>;

  constructor(readings: Readings) {
    // The registry's type knows only the content type of its default.
    (
      this.#registry as unknown as Registry<typeof Registry.OPENMETRICS_CONTENT_TYPE>
    ).setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
    this.#answered = this.#counter('kofu_http_requests', 'HTTP requests by route and status', [
      'route',
      'method',
      'status',
    ]);
    this.#refused = this.#counter('kofu_refusals', 'Refusals by code of the catalogue', ['code']);
    this.#stages = this.#histogram(
      'kofu_stage_duration_seconds',
      'How long the server worked on a step of a journey',
      'stage',
      STAGE_BUCKETS,
    );
    this.#issuances = this.#counter('kofu_issuances', 'Issue requests by certificate and outcome', [
      'type',
      'outcome',
    ]);
    this.#prints = this.#counter('kofu_print_results', 'What became of documents', ['outcome']);
    this.#registrations = this.#counter(
      'kofu_registrations',
      'Registrations of kiosks on the device bus',
      ['outcome'],
    );
    this.#statements = this.#histogram(
      'kofu_statement_duration_seconds',
      'How long statements of the database took, with their wait for a connection',
      'statement',
      STATEMENT_BUCKETS,
    );
    this.#read(readings);
  }

  get contentType(): string {
    return Registry.OPENMETRICS_CONTENT_TYPE;
  }

  /** All of them as OpenMetrics text. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** `route` as the table has it, or `none`. */
  answered(route: string, method: string, status: number): void {
    this.#answered.inc({ route, method, status });
  }

  refused(code: ProblemCode): void {
    this.#refused.inc({ code });
  }

  staged(stage: Stage, tookMs: number): void {
    this.#stages.observe({ stage }, tookMs / 1000);
  }

  issued(type: CertificateType, outcome: 'issued' | 'repeated' | 'refused'): void {
    this.#issuances.inc({ type, outcome });
  }

  printed(outcome: 'printed' | 'not-printed'): void {
    this.#prints.inc({ outcome });
  }

  registered(outcome: 'registered' | 'duplicate' | 'unauthorised'): void {
    this.#registrations.inc({ outcome });
  }

  stated(statement: string, tookMs: number): void {
    this.#statements.observe({ statement }, tookMs / 1000);
  }

  #read({ openSessions, kiosksOnline, loads, loopDelayMs }: Readings): void {
    this.#number('kofu_sessions_open', 'Sessions not yet ended or forgotten', openSessions);
    this.#number('kofu_kiosks_online', 'Kiosks on the device bus', kiosksOnline);
    this.#gauge('kofu_busy', 'Workers at work, by pool', ['pool'], (gauge) => {
      for (const [pool, { busy }] of Object.entries(loads())) gauge.set({ pool }, busy);
    });
    this.#gauge('kofu_queued', 'What waits for a worker, by pool', ['pool'], (gauge) => {
      for (const [pool, { queued }] of Object.entries(loads())) gauge.set({ pool }, queued);
    });
    this.#gauge(
      'kofu_event_loop_delay_seconds',
      'How late the event loop was since the last reading',
      ['quantile'],
      (gauge) => {
        const { p50, p99, max } = loopDelayMs();
        gauge.set({ quantile: '0.5' }, p50 / 1000);
        gauge.set({ quantile: '0.99' }, p99 / 1000);
        gauge.set({ quantile: '1' }, max / 1000);
      },
    );
  }

  /** OpenMetrics writes `_total` behind the names of counters. */
  #counter<L extends string>(name: string, help: string, labelNames: L[]): Counter<L> {
    const counter = new Counter({ name: `${name}_total`, help, labelNames, registers: [] });
    this.#registry.registerMetric(counter);
    return counter;
  }

  #histogram<L extends string>(
    name: string,
    help: string,
    label: L,
    buckets: number[],
  ): Histogram<L> {
    const histogram = new Histogram({ name, help, labelNames: [label], buckets, registers: [] });
    this.#registry.registerMetric(histogram);
    return histogram;
  }

  /** One number, where there is something to count. */
  #number(name: string, help: string, read: (() => number) | undefined): void {
    if (read !== undefined) this.#gauge(name, help, [], (gauge) => gauge.set(read()));
  }

  #gauge(name: string, help: string, labelNames: string[], read: (gauge: Gauge) => void): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      labelNames,
      registers: [],
      collect: () => read(gauge),
    });
    this.#registry.registerMetric(gauge);
  }
}
