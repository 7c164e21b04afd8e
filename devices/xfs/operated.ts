import type { CertificateDocument } from '../../server/contract.ts';
import type { DeviceFault } from '../../server/contract-bus.ts';
import { type Process, type Runner, ready, sleep } from '../../sim/process.ts';
import { race } from '../../sim/waiting.ts';
import type { CardResponse } from '../card/card.ts';
import type { CardReader, Connection, Disposition, Silence } from '../card-reader/card-reader.ts';
import { CARD_PATIENCE_MS } from '../card-reader/card-reader-patient.ts';
import type { PaymentOutcome, PaymentUnit } from '../payment/payment.ts';
import type { Printer, PrinterStatus, PrinterStop, PrintOutcome } from '../printer/printer.ts';
import type { Operation } from './operation.ts';

/** Why a printer stops under each fault, as IPP names it; the worst of several is told. */
const STOPS: readonly (readonly [DeviceFault, string])[] = [
  ['printer.offline', 'timed-out'],
  ['printer.cover-open', 'cover-open'],
  ['printer.jam', 'media-jam'],
  ['printer.empty', 'media-empty'],
  ['printer.toner-empty', 'toner-empty'],
  ['printer.output-full', 'output-area-full'],
];

/** Why a printer stands still by its operator's will, or undefined if it does not. */
function stopOf(operation: Operation): PrinterStop | undefined {
  const [, reason] = STOPS.find(([fault]) => operation.has(fault)) ?? [];
  return reason === undefined ? undefined : { kind: 'stopped', reason };
}

/**
 * A printer with the faults that an operator sets. A fault that comes while a document is printed
 * stops it there: the sheet under way is lost, and those before it came out whole.
 */
export class OperatedPrinter implements Printer {
  readonly #printer: Printer;
  readonly #operation: Operation;
  readonly #runner: Runner;

  constructor(printer: Printer, operation: Operation, runner: Runner) {
    this.#printer = printer;
    this.#operation = operation;
    this.#runner = runner;
  }

  get cameOut() {
    return this.#printer.cameOut;
  }

  get spooled(): number {
    return this.#printer.spooled;
  }

  get sheetsInTray(): number {
    return this.#printer.sheetsInTray;
  }

  get sheetsPrinted(): number {
    return this.#printer.sheetsPrinted;
  }

  takeSheets(): void {
    this.#printer.takeSheets();
  }

  status(): Process<PrinterStatus> {
    const stopped = stopOf(this.#operation);
    return stopped === undefined ? this.#printer.status() : ready(stopped);
  }

  *print(document: CertificateDocument, firstPage?: number): Process<PrintOutcome> {
    const stopped = stopOf(this.#operation);
    if (stopped !== undefined) return { ...stopped, pages: [] };
    const outcome = yield* race<PrintOutcome | PrinterStop>(this.#runner, [
      this.#printer.print(document, firstPage),
      this.#stop(),
    ]);
    return 'pages' in outcome ? outcome : { ...outcome, pages: this.#printer.cameOut };
  }

  *#stop(): Process<PrinterStop> {
    for (;;) {
      yield* this.#operation.changed.wait();
      const stopped = stopOf(this.#operation);
      if (stopped !== undefined) return stopped;
    }
  }
}

/** A card reader with the faults that an operator sets. */
export class OperatedCardReader implements CardReader {
  readonly #reader: CardReader;
  readonly #operation: Operation;

  constructor(reader: CardReader, operation: Operation) {
    this.#reader = reader;
    this.#operation = operation;
  }

  connect(): Process<Connection> {
    return this.#operation.has('card.unreadable') ? UNREADABLE : this.#reader.connect();
  }

  transmit(command: Uint8Array): Process<CardResponse | Silence> {
    return this.#operation.has('card.mute') ? this.#mute() : this.#reader.transmit(command);
  }

  disconnect(disposition: Disposition): Process {
    return this.#reader.disconnect(disposition);
  }

  /** It is waited for as long as a kiosk waits for any card, and let go of. */
  *#mute(): Process<Silence> {
    yield sleep(CARD_PATIENCE_MS);
    yield* this.#reader.disconnect('unpower');
    return 'mute';
  }
}

const UNREADABLE = ready<Connection>({ kind: 'unreadable' });

/** A payment unit with the faults that an operator sets: it gives back what was inserted. */
export class OperatedPaymentUnit implements PaymentUnit {
  readonly #unit: PaymentUnit;
  readonly #operation: Operation;
  /** Why the last amount was refused here, and did not come as far as the unit. */
  #refused: PaymentOutcome | undefined;

  constructor(unit: PaymentUnit, operation: Operation) {
    this.#unit = unit;
    this.#operation = operation;
  }

  get insertedYen(): number {
    return this.#unit.insertedYen;
  }

  get takingsYen(): number {
    return this.#unit.takingsYen;
  }

  collect(yen: number): Process<PaymentOutcome> {
    const isJammed = this.#operation.has('payment.jam');
    this.#refused = isJammed
      ? JAM
      : this.#operation.has('payment.no-change')
        ? NO_CHANGE
        : undefined;
    return this.#refused === undefined ? this.#unit.collect(yen) : ready(this.#refused);
  }

  lastCollection(): Process<PaymentOutcome> {
    return this.#refused === undefined ? this.#unit.lastCollection() : ready(this.#refused);
  }

  refund(yen: number): Process {
    return this.#unit.refund(yen);
  }
}

const JAM: PaymentOutcome = { kind: 'refused', reason: 'jam' };
const NO_CHANGE: PaymentOutcome = { kind: 'refused', reason: 'no-change' };
