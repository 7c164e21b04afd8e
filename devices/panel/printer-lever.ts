import type { Runner } from '../../sim/process.ts';
import { type Process, ready } from '../../sim/process.ts';
import { race, Signal } from '../../sim/waiting.ts';
import type { PrinterStop } from '../printer/printer.ts';
import type { PrinterTrouble, PrinterWork } from '../printer/printer-model.ts';

/** What a tester can bring a printer to (RFC 8011 §5.4.12). */
export const PRINTER_STOPS = ['media-jam', 'media-empty', 'cover-open', 'toner-empty'] as const;
export type PrinterStopReason = (typeof PRINTER_STOPS)[number];

/** The hand of a tester in a printer: it stops at once, and is ready again when it is cleared. */
export class PrinterLever {
  readonly #runner: Runner;
  #stop: PrinterStop | undefined;
  #stopped = new Signal();
  #cleared = new Signal();

  constructor(runner: Runner) {
    this.#runner = runner;
  }

  /** Why it does not print, or undefined. */
  get reason(): string | undefined {
    return this.#stop?.reason;
  }

  pull(reason: PrinterStopReason): void {
    this.#stop = { kind: 'stopped', reason };
    this.#cleared = new Signal();
    this.#stopped.fire();
  }

  clear(): void {
    this.#stop = undefined;
    this.#stopped = new Signal();
    this.#cleared.fire();
  }

  /** For the model of a printer. */
  readonly trouble: PrinterTrouble = <A>(
    { operation }: PrinterWork,
    proceed: () => Process<A>,
  ): Process<A | PrinterStop> => {
    if (operation === 'clear') return this.#whenCleared(proceed);
    if (this.#stop !== undefined) return ready(this.#stop);
    if (operation === 'status') return proceed();
    return race<A | PrinterStop>(this.#runner, [proceed(), this.#whenStopped()]);
  };

  *#whenStopped(): Process<PrinterStop> {
    yield* this.#stopped.wait();
    return this.#stop ?? { kind: 'stopped', reason: 'other' };
  }

  *#whenCleared<A>(proceed: () => Process<A>): Process<A> {
    if (this.#stop !== undefined) yield* this.#cleared.wait();
    return yield* proceed();
  }
}
