import { z } from 'zod';
import type { Payload } from '../../server/contract-bus.ts';
import { type Process, ready } from '../../sim/process.ts';
import type { PrinterStatus } from '../printer/printer.ts';
import { bytesOf } from './card-reader.ts';
import { type Completion, inTurn, refused, SUCCESS, type TellEvent } from './command.ts';
import type { XfsInterface } from './device.ts';
import { paperStatus, troubleOf, type WatchedPrinter } from './paper-watch.ts';

/** Largest document that is taken, bytes of base64: some hundred drawn pages. */
const DATA_MAX = 3 * 1024 * 1024;

const Data = z.base64().min(4).max(DATA_MAX).describe('A PDF; both sides of a sheet are two pages');

const MediaControl = z.looseObject({
  move: z.enum(['eject', 'retract', 'park', 'expel', 'ejectToTransport', 'stack']).nullish(),
});

const PrintNative = z.object({
  data: Data,
  mediaControl: MediaControl.nullish(),
  paperSource: z.string().max(32).nullish(),
});

const PrintRaw = z.object({ inputData: z.enum(['no', 'yes']).nullish(), data: Data });

const Reset = z.object({ mediaControl: z.string().nullish() });

/** What is refilled; which supplies a kiosk's printer has. */
const SupplyReplenish = z.object({ upper: z.boolean().nullish(), toner: z.boolean().nullish() });

export interface PrinterSupplies {
  /** Somebody has put paper or toner in. */
  readonly replenish?: (what: 'paper' | 'toner') => void;
  /** Somebody has opened it and taken out what was stuck. */
  readonly reset?: () => void;
}

/** A printer as the Printer interface: PDFs in, sheets out. */
export class PrinterInterface implements XfsInterface {
  readonly name = 'Printer';
  readonly events = [
    'MediaPresentedEvent',
    'MediaTakenEvent',
    'PaperThresholdEvent',
    'TonerThresholdEvent',
  ];
  readonly commands = {
    PrintNative: inTurn(PrintNative, (asked, tell) => this.#print(asked.data, tell)),
    PrintRaw: inTurn(PrintRaw, (asked, tell) =>
      asked.inputData === 'yes' ? ready(NOTHING_COMES_BACK) : this.#print(asked.data, tell),
    ),
    Reset: inTurn(Reset.nullish(), () => this.#reset()),
    SupplyReplenish: inTurn(SupplyReplenish, ({ upper, toner }) => {
      if (upper) this.#supplies.replenish?.('paper');
      if (toner) this.#supplies.replenish?.('toner');
      return ready(SUCCESS);
    }),
  };
  readonly capabilities: Payload = {
    type: { receipt: false, passbook: false, journal: false, document: true, scanner: false },
    resolution: { low: false, medium: false, high: true, veryHigh: false },
    control: { eject: true },
    maxMediaOnStacker: 0,
    multiPage: true,
    paperSources: { upper: true },
    mediaTaken: true,
    mediaPresented: true,
    printSides: 'dual',
  };
  readonly #printer: WatchedPrinter;
  readonly #supplies: PrinterSupplies;

  constructor(printer: WatchedPrinter, supplies: PrinterSupplies = {}) {
    this.#printer = printer;
    this.#supplies = supplies;
  }

  readonly status = (): Process<Payload> => paperStatus(this.#printer);

  *#print(data: string, tell: TellEvent): Process<Completion> {
    const bytes = bytesOf(data);
    if (!PDF_MAGIC.every((byte, index) => bytes[index] === byte)) {
      return { code: 'invalidData', description: 'data: only PDF is printed' };
    }
    const stopped = completionOf(yield* this.#printer.status());
    if (stopped !== undefined) return stopped;
    const outcome = yield* this.#printer.print({ kind: 'pdf', bytes, duplex: true });
    const [pages, broken] = [outcome.pages.length, completionOf(outcome)];
    if (pages > 0) tell('Printer.MediaPresentedEvent', { wadIndex: 1, totalWads: 1 });
    return broken ?? SUCCESS;
  }

  *#reset(): Process<Completion> {
    this.#supplies.reset?.();
    this.#printer.takeSheets();
    const status = yield* this.#printer.status();
    return completionOf(status) ?? SUCCESS;
  }
}

const PDF_MAGIC = [0x25, 0x50, 0x44, 0x46, 0x2d];

const NOTHING_COMES_BACK: Completion = {
  code: 'unsupportedData',
  description: 'inputData: this printer answers nothing',
};

/** How a printer that has stopped ends a command; undefined if it has not. */
function completionOf(
  status: PrinterStatus | { readonly kind: 'printed' },
): Completion | undefined {
  if (status.kind !== 'stopped') return undefined;
  const { errorCode } = troubleOf(status);
  if (errorCode !== undefined) return refused(errorCode);
  return status.reason === 'timed-out'
    ? { code: 'deviceNotReady', description: status.reason }
    : { code: 'hardwareError', description: status.reason };
}
