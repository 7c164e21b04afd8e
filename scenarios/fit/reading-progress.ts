/** Where progress is shown: a terminal, or a log that must not be flooded. */
export interface ProgressSink {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const TERMINAL_PERIOD_MS = 200;
const LOG_PERIOD_MS = 10_000;

/** One line that says how far the reading of a file is. */
export class ReadingProgress {
  readonly #sink: ProgressSink;
  readonly #nowMs: () => number;
  readonly #rowsWord: string;
  readonly #beganMs: number;
  #shownMs: number;
  #isShown = false;

  constructor(sink: ProgressSink, nowMs: () => number, language: 'ja' | 'en') {
    this.#sink = sink;
    this.#nowMs = nowMs;
    this.#rowsWord = language === 'ja' ? '行' : ' rows';
    this.#beganMs = nowMs();
    this.#shownMs = this.#beganMs;
  }

  show(rows: number, share: number): void {
    const nowMs = this.#nowMs();
    const isTerminal = this.#sink.isTTY === true;
    if (nowMs - this.#shownMs < (isTerminal ? TERMINAL_PERIOD_MS : LOG_PERIOD_MS)) return;
    this.#shownMs = nowMs;
    this.#isShown = true;
    const seconds = (nowMs - this.#beganMs) / 1000;
    const left = share > 0 ? `  ETA ${Math.ceil((seconds * (1 - share)) / share)} s` : '';
    const told = `${rows.toLocaleString('en')}${this.#rowsWord}  ${Math.floor(100 * share)} %`;
    const pace = `${Math.round(rows / seconds).toLocaleString('en')}/s`;
    const line = `${told}  ${pace}${left}`;
    this.#sink.write(isTerminal ? `\r${line}\u001b[K` : `${line}\n`);
  }

  /** Leaves the terminal’s line clean for what comes next. */
  clear(): void {
    if (this.#isShown && this.#sink.isTTY === true) this.#sink.write('\r\u001b[K');
    this.#isShown = false;
  }
}
