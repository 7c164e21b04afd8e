import type { TraceWriter } from '../../sim/trace.ts';
import type { ExecutionPorts, Standing } from '../execution.ts';
import type { TraceEvent } from '../trace-events.ts';

/** The metrics of a run under way, somewhere to be read. */
export interface LiveMetrics {
  readonly url: string;
  readonly metrics: {
    accept(event: TraceEvent): void;
    show(standing: Standing): void;
  };
  close(): Promise<void>;
}

/** Where the metrics of a run under way are wanted. */
export interface MetricsFlags {
  /** Port that serves them while it goes on. */
  readonly metricsPort?: number;
  /** Address of the OpenTelemetry collector that they are sent to. */
  readonly otlp?: string;
}

/** What the reports have for runs under way. */
export interface MetricsReporting {
  metrics?(port: number): Promise<LiveMetrics>;
  push?(origin: string, pushing: Pushing): Promise<LiveMetrics>;
}

export interface Pushing {
  /** What the metrics are of. */
  readonly attributes: Readonly<Record<string, string | number>>;
  /** Told where they could not be sent. */
  readonly tell: (line: string) => void;
}

/** Serves and sends the metrics of a run from before its first event on, as far as is wanted. */
export async function openLiveMetrics(
  { metricsPort, otlp }: MetricsFlags,
  {
    reporting,
    tell = () => {},
  }: { readonly reporting: MetricsReporting; readonly tell?: (line: string) => void },
  attributes: Pushing['attributes'],
): Promise<LiveMetrics | undefined> {
  const served = metricsPort === undefined ? undefined : await reporting.metrics?.(metricsPort);
  if (served !== undefined) tell(`metrics at ${served.url}`);
  const pushed =
    otlp === undefined ? undefined : await reporting.push?.(otlp, { attributes, tell });
  if (pushed !== undefined) tell(`metrics go to ${pushed.url}`);
  if (served === undefined || pushed === undefined) return served ?? pushed;
  const both = [served, pushed];
  return {
    url: served.url,
    metrics: {
      accept: (event) => {
        for (const { metrics } of both) metrics.accept(event);
      },
      show: (standing) => {
        for (const { metrics } of both) metrics.show(standing);
      },
    },
    close: async () => {
      for (const each of both) await each.close();
    },
  };
}

/** Where events go: into the trace, if one is kept, and to the metrics, if they are served. */
export function recordOf(
  trace: 'on' | 'off' | 'retain-on-failure',
  writer: TraceWriter,
  served: LiveMetrics | undefined,
): ExecutionPorts['record'] {
  const written = trace === 'off' ? undefined : (event: TraceEvent) => writer.append(event);
  if (served === undefined) return written;
  return (event) => {
    served.metrics.accept(event);
    written?.(event);
  };
}
