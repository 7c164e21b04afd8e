import type { Standing } from '../scenarios/execution.ts';
import type { TraceEvent } from '../scenarios/trace-events.ts';
import { FAMILIES, type Family, OUTCOMES } from './export-families.ts';

/** The published target for a whole journey, ms. */
const TARGET_MS = 180_000;

export type Labels = Readonly<Record<string, string>>;

/** Tells the values of a gauge when they are asked for. */
export type GaugeReading = (tell: (value: number, labels?: Labels) => void) => void;

/** What a store of metrics counts with: Prometheus’s registry, or OpenTelemetry’s meter. */
export interface Instruments {
  counter(family: Family): (by: number, labels?: Labels) => void;
  histogram(family: Family): (seconds: number, labels?: Labels) => void;
  gauge(family: Family, read: GaugeReading): void;
}

/** What is read at the moment the metrics are. */
export interface GeneratorReadings {
  /** How late the event loop of the generator was since this was read last, ms. */
  readonly loopDelayMs: () => { readonly p50: number; readonly p99: number; readonly max: number };
}

const QUANTILES = { '0.5': 50, '0.99': 99, '1': 100 } as const;

/**
 * A run under way as metrics: the families of a finished run, counted event by event. Every label
 * comes from a closed set, so its memory does not depend on how much it has seen.
 */
export class LiveRunMetrics {
  readonly #offered: ReturnType<Instruments['counter']>;
  readonly #ended: ReturnType<Instruments['counter']>;
  readonly #over180s: ReturnType<Instruments['counter']>;
  readonly #askedAgain: ReturnType<Instruments['counter']>;
  readonly #wrong: ReturnType<Instruments['counter']>;
  readonly #journey: ReturnType<Instruments['histogram']>;
  readonly #stage: ReturnType<Instruments['histogram']>;
  readonly #waiting: ReturnType<Instruments['histogram']>;
  #inFlight = 0;
  #standing: Standing | undefined;

  constructor(instruments: Instruments, generator: GeneratorReadings) {
    this.#offered = instruments.counter(FAMILIES.offered);
    this.#ended = instruments.counter(FAMILIES.ended);
    this.#over180s = instruments.counter(FAMILIES.over180s);
    this.#askedAgain = instruments.counter(FAMILIES.askedAgain);
    this.#wrong = instruments.counter(FAMILIES.wrong);
    this.#journey = instruments.histogram(FAMILIES.journey);
    this.#stage = instruments.histogram(FAMILIES.stage);
    this.#waiting = instruments.histogram(FAMILIES.waiting);
    // What has not happened is nought, and not unknown.
    for (const count of [this.#offered, this.#over180s, this.#askedAgain, this.#wrong]) count(0);
    for (const outcome of OUTCOMES) this.#ended(0, { outcome });
    this.#readGauges(instruments, generator);
  }

  /** Takes the next event of the trace. */
  accept(event: TraceEvent): void {
    switch (event.kind) {
      case 'arrived':
        this.#offered(1);
        this.#inFlight += 1;
        break;
      case 'queued':
        this.#waiting(event.ms / 1000);
        break;
      case 'stage':
        this.#stage(event.ms / 1000, { stage: event.stage });
        break;
      case 'asked-again':
        this.#askedAgain(1);
        break;
      case 'ended': {
        const { outcome, ms } = event;
        this.#inFlight -= 1;
        this.#ended(1, { outcome });
        if (outcome !== 'completed' && outcome !== 'timed-out') break;
        this.#journey(ms / 1000);
        if (ms > TARGET_MS) this.#over180s(1);
        break;
      }
    }
  }

  /** Takes where the run stands, as its progress line does. */
  show(standing: Standing): void {
    const before = this.#standing?.violations ?? 0;
    this.#standing = standing;
    if (standing.violations > before) this.#wrong(standing.violations - before);
  }

  #readGauges(instruments: Instruments, { loopDelayMs }: GeneratorReadings): void {
    instruments.gauge(FAMILIES.inFlight, (tell) => tell(this.#inFlight));
    instruments.gauge(FAMILIES.scenario, (tell) => tell((this.#standing?.scenarioMs ?? 0) / 1000));
    instruments.gauge(FAMILIES.lateness, (tell) => {
      const { lateness } = this.#standing ?? {};
      if (lateness === undefined || lateness.count === 0) return;
      for (const [quantile, percent] of Object.entries(QUANTILES)) {
        tell(lateness.percentileMs(percent) / 1000, { quantile });
      }
    });
    instruments.gauge(FAMILIES.loopDelay, (tell) => {
      const { p50, p99, max } = loopDelayMs();
      tell(p50 / 1000, { quantile: '0.5' });
      tell(p99 / 1000, { quantile: '0.99' });
      tell(max / 1000, { quantile: '1' });
    });
  }
}
