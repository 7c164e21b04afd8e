import { civilTime } from '../../sim/civil-time.ts';
import type { Runner } from '../../sim/process.ts';
import type { IppDateTime } from './ipp-message.ts';

/** The printer's time: seconds since it was switched on, and the date in Japan. */
export class PrinterClock {
  readonly #runner: Runner;
  readonly #originMs: number;
  readonly #poweredMs: number;

  /** `originMs` is the instant, in ms since 1970, at which the runner's time was 0. */
  constructor(runner: Runner, originMs: number) {
    this.#runner = runner;
    this.#originMs = originMs;
    this.#poweredMs = runner.now();
  }

  /** `printer-up-time`: 1 or more. */
  get upTime(): number {
    return this.upTimeAt(this.#runner.now());
  }

  upTimeAt(ms: number): number {
    return Math.max(1, Math.floor((ms - this.#poweredMs) / 1000) + 1);
  }

  get now(): IppDateTime {
    return this.dateTimeAt(this.#runner.now());
  }

  dateTimeAt(ms: number): IppDateTime {
    const { year, month, day, msOfDay } = civilTime(Math.floor(this.#originMs + ms));
    const deciSeconds = Math.floor(msOfDay / 100);
    return {
      year,
      month,
      day,
      hour: Math.floor(deciSeconds / 36_000),
      minute: Math.floor(deciSeconds / 600) % 60,
      second: Math.floor(deciSeconds / 10) % 60,
      deciSecond: deciSeconds % 10,
      utcSign: '+',
      utcHours: 9,
      utcMinutes: 0,
    };
  }
}
