import { emptySink, type MetricKind, type Sink, sampleCount } from './metric.ts';
import type { ThresholdResult } from './threshold.ts';
import { comparedWith, judge, selectorText, type Threshold } from './threshold.ts';

/**
 * A threshold that has to hold in every full window: [0, length), [length, 2·length) … since the
 * run began. A window with fewer samples than asked for is thin, and judges nothing. One that the
 * run ends in the midst of is not full. Its memory is that of one window.
 */
export class ThresholdWindows {
  readonly #threshold: Threshold;
  readonly #lengthMs: number;
  readonly #kind: MetricKind;
  #fromMs = 0;
  #sink: Sink;
  #samples = 0;
  #judged = 0;
  #thin = 0;
  #broken = 0;
  #worst: { readonly fromMs: number; readonly measured: number } | undefined;

  constructor(threshold: Threshold, lengthMs: number, kind: MetricKind) {
    this.#threshold = threshold;
    this.#lengthMs = lengthMs;
    this.#kind = kind;
    this.#sink = emptySink(kind);
  }

  /**
   * What the window has seen that an instant lies in. What is heard of late, when its window is
   * closed, counts in the one that is open.
   */
  at(ms: number): Sink {
    this.closeUntil(ms);
    return this.#sink;
  }

  /** Judges all windows that have ended by an instant. */
  closeUntil(ms: number): void {
    while (this.#fromMs + this.#lengthMs <= ms) this.#close();
  }

  /** Whether it was broken in a window that has ended. */
  get isBroken(): boolean {
    return this.#broken > 0;
  }

  /** How it fared until now. */
  result(): ThresholdResult {
    const threshold = this.#threshold;
    const measured = this.#worst?.measured;
    const worstFromMs = this.#worst?.fromMs;
    const isKnown = this.#judged > 0 && threshold.baseline !== 'unknown';
    return {
      selector: selectorText(threshold.selector),
      source: threshold.source,
      measured,
      samples: this.#samples,
      verdict: !isKnown ? 'inconclusive' : this.isBroken ? 'fail' : 'pass',
      ...comparedWith(threshold, measured ?? Number.NaN),
      windows: {
        lengthMs: this.#lengthMs,
        judged: this.#judged,
        thin: this.#thin,
        broken: this.#broken,
        ...(worstFromMs === undefined ? {} : { worstFromMs }),
      },
    };
  }

  #close(): void {
    const { measured, samples, verdict } = judge(this.#threshold, this.#sink, this.#lengthMs);
    this.#samples += samples;
    if (measured === undefined) this.#thin += 1;
    else {
      this.#judged += 1;
      if (this.#isWorse(measured, verdict === 'fail')) {
        this.#worst = { fromMs: this.#fromMs, measured };
      }
      if (verdict === 'fail') this.#broken += 1;
    }
    this.#fromMs += this.#lengthMs;
    if (sampleCount(this.#sink) === 0) return;
    if (this.#sink.kind === 'trend') this.#sink.histogram.dispose();
    this.#sink = emptySink(this.#kind);
  }

  #isWorse(measured: number, isBroken: boolean): boolean {
    if (this.#worst === undefined) return true;
    switch (this.#threshold.expression.operator) {
      case '<':
      case '<=':
        return measured > this.#worst.measured;
      case '>':
      case '>=':
        return measured < this.#worst.measured;
      default:
        return isBroken && this.#broken === 0;
    }
  }
}
