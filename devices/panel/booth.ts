import type { Process, Runner } from '../../sim/process.ts';
import type { Rng } from '../../sim/rng.ts';
import type { Centre } from '../bus/centre.ts';
import type { Outbox } from '../bus/outbox.ts';
import { CardReaderModel } from '../card-reader/card-reader-model.ts';
import type { BusPlace, CentrePatience, Recovery } from '../citizen/visit.ts';
import type { KioskEvent } from '../events.ts';
import { Kiosk } from '../kiosk/kiosk.ts';
import type { Screen } from '../kiosk/screen.ts';
import { WorkingMemory } from '../kiosk/working-memory.ts';
import { yenOf } from '../payment/cash.ts';
import { ModelPaymentUnit } from '../payment/payment-model.ts';
import type { PageReader, PrintedPage } from '../printer/page-reader.ts';
import { ModelPrinter, type PrinterSpeed } from '../printer/printer-model.ts';
import { PrinterLever } from './printer-lever.ts';

/** What one kiosk in front of a person stands on. */
export interface BoothPorts {
  readonly kioskId: string;
  readonly runner: Runner;
  readonly centre: Centre;
  readonly outbox: Outbox;
  readonly patience: CentrePatience;
  readonly recovery: Recovery;
  readonly place: BusPlace | undefined;
  readonly pageReader: PageReader;
  readonly digestInfo: (challenge: Uint8Array) => Uint8Array;
  readonly printerSpeed: PrinterSpeed;
  readonly chance: Rng;
}

/** A kiosk with its devices, each of which a tester can lay hands on. */
export class Booth {
  readonly reader = new CardReaderModel();
  readonly payment = new ModelPaymentUnit();
  readonly memory = new WorkingMemory();
  readonly lever: PrinterLever;
  readonly printer: ModelPrinter;
  readonly kiosk: Kiosk;
  /** The document that was printed last, page by page, as the printer drew it. */
  drawn: readonly PrintedPage[] = [];
  /** What the payment unit gave back last, till more is inserted. */
  givenBackYen = 0;
  isCoinsJammed = false;

  constructor(
    ports: BoothPorts,
    screen: Screen,
    emit: (event: KioskEvent) => void,
    onChange: () => void,
  ) {
    const { kioskId, runner, centre, outbox, patience, recovery, place, digestInfo } = ports;
    this.lever = new PrinterLever(runner);
    this.payment.acceptor.listen((told) => {
      if (told.name === 'itemsPresented') this.givenBackYen += yenOf(told.cash);
      if (told.name === 'insertItems') this.givenBackYen = 0;
      onChange();
    });
    const eye: PageReader = { read: (document) => this.#seen(ports.pageReader.read(document)) };
    const { trouble } = this.lever;
    this.printer = new ModelPrinter(runner, ports.printerSpeed, eye, ports.chance, trouble);
    this.kiosk = new Kiosk(kioskId, {
      runner,
      reader: this.reader,
      slot: this.reader,
      printer: this.printer,
      payment: this.payment,
      centre,
      emit,
      digestInfo,
      patience,
      outbox,
      memory: this.memory,
      screen,
      recovery,
      place,
    });
  }

  *#seen(reading: Process<readonly PrintedPage[]>): Process<readonly PrintedPage[]> {
    this.drawn = yield* reading;
    return this.drawn;
  }
}
