import { Histogram, type HistogramRecord } from './histogram.ts';

/** k6's kinds of metric; a trend holds durations in ms. */
export type MetricKind = 'trend' | 'counter' | 'rate' | 'gauge';

/** What a metric is called, what it counts, and by which tags it can be asked for. */
export interface MetricDefinition {
  readonly name: string;
  readonly kind: MetricKind;
  readonly description: string;
  /** Tag names with all values they can take. */
  readonly tags: Readonly<Record<string, readonly string[]>>;
}

/** What a metric has seen, of one kind. */
export type Sink =
  | { readonly kind: 'trend'; readonly histogram: Histogram }
  | { readonly kind: 'counter'; count: number }
  | { readonly kind: 'rate'; trues: number; total: number }
  | { readonly kind: 'gauge'; value: number | undefined };

/** A sink as it stands in summary.json. */
export type SinkRecord =
  | ({ readonly kind: 'trend' } & HistogramRecord)
  | { readonly kind: 'counter'; readonly count: number }
  | { readonly kind: 'rate'; readonly trues: number; readonly total: number }
  | { readonly kind: 'gauge'; readonly value: number | undefined };

/** A new, empty sink. */
export function emptySink(kind: MetricKind): Sink {
  switch (kind) {
    case 'trend':
      return { kind, histogram: new Histogram() };
    case 'counter':
      return { kind, count: 0 };
    case 'rate':
      return { kind, trues: 0, total: 0 };
    case 'gauge':
      return { kind, value: undefined };
  }
}

export function sinkRecord(sink: Sink): SinkRecord {
  return sink.kind === 'trend' ? { kind: 'trend', ...sink.histogram.toRecord() } : { ...sink };
}

/** How many samples a sink has seen; a counter that counts nothing has still been looked at. */
export function sampleCount(sink: Sink): number {
  switch (sink.kind) {
    case 'trend':
      return sink.histogram.count;
    case 'counter':
      return sink.count;
    case 'rate':
      return sink.total;
    case 'gauge':
      return sink.value === undefined ? 0 : 1;
  }
}
