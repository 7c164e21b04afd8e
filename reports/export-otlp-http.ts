import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics';
import type { Family } from './export-families.ts';
import { type GaugeReading, type Instruments, LiveRunMetrics } from './export-live-metrics.ts';
import { watchedLoop } from './loop-delay-system.ts';

/** How often a run under way sends its metrics, ms. */
const EVERY_MS = 5_000;

/** How long a collector may take to answer, ms. */
const DEADLINE_MS = 3_000;

/** Where a collector takes metrics, below its address (OTLP 1.x over HTTP). */
const PATH = '/v1/metrics';

/** The metrics of a run under way, sent to an OpenTelemetry collector. */
export interface PushedMetrics {
  readonly metrics: LiveRunMetrics;
  readonly url: string;
  /** Sends the last of them. */
  close(): Promise<void>;
}

export interface PushOptions {
  /** What the metrics are of, under the names of their attributes. */
  readonly attributes: Readonly<Record<string, string | number>>;
  /** Told once, when they could not be sent. */
  readonly tell: (line: string) => void;
  /** From one sending to the next, ms (5,000). */
  readonly everyMs?: number;
}

/** Sends metrics of a run to `origin`, as OTLP over HTTP in JSON, until it is closed. */
export function pushLiveMetrics(
  origin: string,
  { attributes, tell, everyMs = EVERY_MS }: PushOptions,
): PushedMetrics {
  const url = `${origin.replace(/\/$/, '')}${PATH}`;
  const exporter = new OTLPMetricExporter({ url, timeoutMillis: DEADLINE_MS });
  const timeout = Math.min(everyMs, DEADLINE_MS);
  const reader = new PeriodicExportingMetricReader({
    exporter: watched(exporter, url, tell),
    exportIntervalMillis: everyMs,
    exportTimeoutMillis: timeout,
  });
  const resource = resourceFromAttributes({ 'service.name': 'kofu', ...attributes });
  const provider = new MeterProvider({ resource, readers: [reader] });
  const loop = watchedLoop();
  const metrics = new LiveRunMetrics(new OtlpInstruments(provider), loop);
  return {
    metrics,
    url,
    close: async () => {
      // That the last ones could not be sent has been told; the run does not fail by it.
      await provider.shutdown().catch(() => {});
      loop.close();
    },
  };
}

/** An exporter that says so where it fails: the library would be silent. */
function watched(
  exporter: PushMetricExporter,
  url: string,
  tell: (line: string) => void,
): PushMetricExporter {
  let isTold = false;
  return {
    export: (metrics, done) =>
      exporter.export(metrics, (result) => {
        if (result.error !== undefined && !isTold) {
          isTold = true;
          const why = result.error.message || (result.error as NodeJS.ErrnoException).code;
          tell(
            `metrics could not be sent to ${url} (${why}): is a collector there that takes OTLP over HTTP? The run goes on`,
          );
        }
        done(result);
      }),
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  };
}

/** Metrics that are sent. A unit goes beside the name, and is not part of it. */
class OtlpInstruments implements Instruments {
  readonly #meter: ReturnType<MeterProvider['getMeter']>;

  constructor(provider: MeterProvider) {
    this.#meter = provider.getMeter('kofu');
  }

  counter({ name, help }: Family): ReturnType<Instruments['counter']> {
    const counter = this.#meter.createCounter(name, { description: help });
    return (by, labels) => counter.add(by, labels);
  }

  histogram(family: Family): ReturnType<Instruments['histogram']> {
    const advice = { explicitBucketBoundaries: [...(family.buckets ?? [])] };
    const histogram = this.#meter.createHistogram(bareName(family), { ...about(family), advice });
    return (seconds, labels) => histogram.record(seconds, labels);
  }

  gauge(family: Family, read: GaugeReading): void {
    const gauge = this.#meter.createObservableGauge(bareName(family), about(family));
    gauge.addCallback((result) => read((value, labels) => result.observe(value, labels)));
  }
}

function bareName({ name }: Family): string {
  return name.replace(/_seconds$/, '');
}

function about({ name, help }: Family) {
  return name.endsWith('_seconds') ? { description: help, unit: 's' } : { description: help };
}
