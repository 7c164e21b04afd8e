import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Family } from './export-families.ts';
import type { GaugeReading, Instruments } from './export-live-metrics.ts';

/** Metrics that are fetched, as OpenMetrics text. */
export class PrometheusInstruments implements Instruments {
  readonly #registry = new Registry();

  constructor() {
    // The registry's type knows only the content type of its default.
    (
      this.#registry as unknown as Registry<typeof Registry.OPENMETRICS_CONTENT_TYPE>
    ).setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  }

  get contentType(): string {
    return Registry.OPENMETRICS_CONTENT_TYPE;
  }

  /** All of them as OpenMetrics text. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** OpenMetrics writes `_total` behind the names of counters. */
  counter({ name, help, tag }: Family): ReturnType<Instruments['counter']> {
    const labelNames = labelsOf(tag);
    const counter = new Counter({ name: `${name}_total`, help, labelNames, registers: [] });
    this.#registry.registerMetric(counter);
    return (by, labels = {}) => counter.inc(labels, by);
  }

  histogram({ name, help, tag, buckets = [] }: Family): ReturnType<Instruments['histogram']> {
    const labelNames = labelsOf(tag);
    const told = { name, help, labelNames, buckets: [...buckets], registers: [] };
    const histogram = new Histogram(told);
    this.#registry.registerMetric(histogram);
    return (seconds, labels = {}) => histogram.observe(labels, seconds);
  }

  gauge({ name, help, tag }: Family, read: GaugeReading): void {
    const collect = () => read((value, labels = {}) => gauge.set(labels, value));
    const labelNames = labelsOf(tag);
    const gauge: Gauge = new Gauge({ name, help, labelNames, registers: [], collect });
    this.#registry.registerMetric(gauge);
  }
}

function labelsOf(tag: string | undefined): string[] {
  return tag === undefined ? [] : [tag];
}
