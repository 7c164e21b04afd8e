import { Counter, Gauge, Histogram as PromHistogram, Registry } from 'prom-client';
import type { Standing } from '../scenarios/execution.ts';
import type { TraceEvent } from '../scenarios/trace-events.ts';
import { FAMILIES, type Family, OUTCOMES } from './export-families.ts';

/** The published target for a whole journey, ms. */
const TARGET_MS = 180_000;

/** What is read at the moment the metrics are. */
export interface GeneratorReadings {
  /** How late the event loop of the generator was since this was read last, ms. */
  readonly loopDelayMs: () => { readonly p50: number; readonly p99: number; readonly max: number };
}

const QUANTILES = { '0.5': 50, '0.99': 99, '1': 100 } as const;

/**
 * A run under way as OpenMetrics: the families of a finished run, counted event by event. Every
 * label comes from a closed set, so its memory does not depend on how much it has seen.
 */
export class LiveRunMetrics {
  readonly #registry = new Registry();
  readonly #offered = this.#counter(FAMILIES.offered);
  readonly #ended = this.#counter(FAMILIES.ended, ['outcome']);
  readonly #over180s = this.#counter(FAMILIES.over180s);
  readonly #askedAgain = this.#counter(FAMILIES.askedAgain);
  readonly #wrong = this.#counter(FAMILIES.wrong);
  readonly #journey = this.#histogram(FAMILIES.journey);
  readonly #stage = this.#histogram(FAMILIES.stage);
  readonly #waiting = this.#histogram(FAMILIES.waiting);
  #inFlight = 0;
  #standing: Standing | undefined;

  constructor({ loopDelayMs }: GeneratorReadings) {
    // The registry's type knows only the content type of its default.
    (
      this.#registry as unknown as Registry<typeof Registry.OPENMETRICS_CONTENT_TYPE>
    ).setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
    for (const outcome of OUTCOMES) this.#ended.inc({ outcome }, 0);
    const { name, help } = FAMILIES.inFlight;
    this.#gauge(name, help, [], (gauge) => gauge.set(this.#inFlight));
    this.#gauge('kofu_scenario_seconds', 'Scenario time that has passed', [], (gauge) =>
      gauge.set((this.#standing?.scenarioMs ?? 0) / 1000),
    );
    this.#gauge(
      'kofu_generator_lateness_seconds',
      'How late citizens and devices were woken, in wall time, since the run began',
      ['quantile'],
      (gauge) => {
        const { lateness } = this.#standing ?? {};
        if (lateness === undefined || lateness.count === 0) return;
        for (const [quantile, percent] of Object.entries(QUANTILES)) {
          gauge.set({ quantile }, lateness.percentileMs(percent) / 1000);
        }
      },
    );
    this.#gauge(
      'kofu_generator_event_loop_delay_seconds',
      'How late the event loop of the generator was since the last reading',
      ['quantile'],
      (gauge) => {
        const { p50, p99, max } = loopDelayMs();
        gauge.set({ quantile: '0.5' }, p50 / 1000);
        gauge.set({ quantile: '0.99' }, p99 / 1000);
        gauge.set({ quantile: '1' }, max / 1000);
      },
    );
  }

  get contentType(): string {
    return Registry.OPENMETRICS_CONTENT_TYPE;
  }

  /** All of them as OpenMetrics text. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** Takes the next event of the trace. */
  accept(event: TraceEvent): void {
    switch (event.kind) {
      case 'arrived':
        this.#offered.inc();
        this.#inFlight += 1;
        break;
      case 'queued':
        this.#waiting.observe(event.ms / 1000);
        break;
      case 'stage':
        this.#stage.observe({ stage: event.stage }, event.ms / 1000);
        break;
      case 'asked-again':
        this.#askedAgain.inc();
        break;
      case 'ended': {
        const { outcome, ms } = event;
        this.#inFlight -= 1;
        this.#ended.inc({ outcome });
        if (outcome !== 'completed' && outcome !== 'timed-out') break;
        this.#journey.observe(ms / 1000);
        if (ms > TARGET_MS) this.#over180s.inc();
        break;
      }
    }
  }

  /** Takes where the run stands, as its progress line does. */
  show(standing: Standing): void {
    const before = this.#standing?.violations ?? 0;
    this.#standing = standing;
    if (standing.violations > before) this.#wrong.inc(standing.violations - before);
  }

  /** OpenMetrics writes `_total` behind the names of counters. */
  #counter<L extends string>({ name, help }: Family, labelNames: L[] = []): Counter<L> {
    const counter = new Counter({ name: `${name}_total`, help, labelNames, registers: [] });
    this.#registry.registerMetric(counter);
    return counter;
  }

  #histogram({ name, help, tag, buckets = [] }: Family): PromHistogram {
    const labelNames = tag === undefined ? [] : [tag];
    const told = { name, help, labelNames, buckets: [...buckets], registers: [] };
    const histogram = new PromHistogram(told);
    this.#registry.registerMetric(histogram);
    return histogram;
  }

  #gauge(name: string, help: string, labelNames: string[], read: (gauge: Gauge) => void): void {
    const collect = () => read(gauge);
    const gauge: Gauge = new Gauge({ name, help, labelNames, registers: [], collect });
    this.#registry.registerMetric(gauge);
  }
}
