import { type Progress, progressLine } from './progress.ts';
import { fitted } from './text-columns.ts';
import type { Language } from './words.ts';

/** Where progress is shown: a terminal, or a log that must not be flooded. */
export interface ProgressSink {
  readonly isTerminal: boolean;
  readonly columns: number;
  write(text: string): void;
}

/** Between two lines on a terminal and in a log, ms. */
const TERMINAL_PERIOD_MS = 200;
const LOG_PERIOD_MS = 10_000;

/** Shows one line of progress, rewritten in place on a terminal, now and then in a log. */
export class ProgressDisplay {
  readonly #sink: ProgressSink;
  readonly #nowMs: () => number;
  readonly #run: Pick<Progress, 'durationMs' | 'originMs'>;
  readonly #language: Language | undefined;
  readonly #beganAtMs: number;
  #shownAtMs: number;
  #shown = false;

  /** Shows nothing without a language. */
  constructor(
    sink: ProgressSink,
    nowMs: () => number,
    run: Pick<Progress, 'durationMs' | 'originMs'>,
    language: Language | undefined,
  ) {
    this.#sink = sink;
    this.#nowMs = nowMs;
    this.#run = run;
    this.#language = language;
    this.#beganAtMs = nowMs();
    this.#shownAtMs = this.#beganAtMs;
  }

  /** Shows where the run stands, if it is time for it. */
  show(standing: Omit<Progress, 'durationMs' | 'originMs' | 'wallMs'>): void {
    const { isTerminal, columns } = this.#sink;
    const periodMs = isTerminal ? TERMINAL_PERIOD_MS : LOG_PERIOD_MS;
    const nowMs = this.#nowMs();
    if (this.#language === undefined || nowMs - this.#shownAtMs < periodMs) return;
    this.#shownAtMs = nowMs;
    this.#shown = true;
    const wallMs = nowMs - this.#beganAtMs;
    const text = progressLine({ ...standing, ...this.#run, wallMs }, this.#language);
    // Erase to the end of the line: the new one may be shorter (ECMA-48, EL).
    this.#sink.write(isTerminal ? `\r${fitted(text, columns - 1)}\u001b[K` : `${text}\n`);
  }

  /** Leaves the terminal's line clean for what comes next. */
  clear(): void {
    if (this.#shown && this.#sink.isTerminal) this.#sink.write('\r\u001b[K');
    this.#shown = false;
  }
}
