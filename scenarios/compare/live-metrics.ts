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

/** Serves the metrics of a run from before its first event on, where a port is named. */
export async function servedMetrics(
  port: number | undefined,
  {
    reporting,
    tell,
  }: {
    readonly reporting: { metrics?(port: number): Promise<LiveMetrics> };
    readonly tell?: (line: string) => void;
  },
): Promise<LiveMetrics | undefined> {
  if (port === undefined) return undefined;
  const served = await reporting.metrics?.(port);
  if (served !== undefined) tell?.(`metrics at ${served.url}`);
  return served;
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
