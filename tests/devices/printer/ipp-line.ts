import { OPERATION, type OperationName } from '../../../devices/ipp/ipp-codes.ts';
import { decodeIpp } from '../../../devices/ipp/ipp-decoding.ts';
import { encodeIpp } from '../../../devices/ipp/ipp-encoding.ts';
import type { IppMessage } from '../../../devices/ipp/ipp-message.ts';
import type { IppPrinterSettings } from '../../../devices/ipp/ipp-printer.ts';
import { IPP_PATIENCE, RemoteIppPrinter } from '../../../devices/printer/printer-ipp.ts';
import {
  IppClient,
  type IppWire,
  type WireAnswer,
} from '../../../devices/printer/printer-ipp-client.ts';
import { type Process, sleep } from '../../../sim/process.ts';
import type { VirtualTime } from '../../../sim/virtual-time.ts';
import { SmallPrinter } from '../ipp/small-printer.ts';
import { BY_NAME } from './small-document.ts';

/** What becomes of a request: `lost` never arrives, of `unheard` the answer is lost. */
export type Fate = 'answered' | 'lost' | 'unheard' | ((answer: IppMessage) => IppMessage);

/** A kiosk's printer and the virtual one at the other end of its line, in virtual time. */
export class IppLine implements IppWire {
  readonly small: SmallPrinter;
  readonly remote: RemoteIppPrinter;
  readonly told: string[] = [];
  readonly requests: (readonly [operation: OperationName, version: string])[] = [];
  /** What becomes of the bytes of an answer. */
  damage: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes;
  fate: (operation: OperationName, request: IppMessage) => Fate = () => 'answered';

  constructor(settings: Partial<IppPrinterSettings> = {}) {
    this.small = new SmallPrinter(settings);
    const { time: runner } = this.small;
    this.remote = new RemoteIppPrinter({
      runner,
      client: new IppClient(this, 'ipp://127.0.0.1:8631/ipp/print', 'kiosk'),
      reader: BY_NAME,
      tell: (what) => this.told.push(what),
      jobPrefix: 'kiosk',
      patience: { ...IPP_PATIENCE, answerMs: 1_000, documentMs: 1_000, pageMs: 20_000 },
    });
  }

  get time(): VirtualTime {
    return this.small.time;
  }

  get operations(): readonly OperationName[] {
    return this.requests.map(([operation]) => operation);
  }

  *exchange(bytes: Uint8Array): Process<WireAnswer> {
    const decoded = decodeIpp(bytes);
    if (decoded.kind === 'malformed') throw new Error(decoded.what);
    const { message } = decoded;
    const name = NAMES.get(message.code) ?? 'Get-Jobs';
    this.requests.push([name, `${message.version.major}.${message.version.minor}`]);
    const fate = this.fate(name, message);
    if (fate === 'lost') yield sleep(1_000_000);
    const answer = yield* this.small.printer.answer(message);
    if (fate === 'unheard') yield sleep(1_000_000);
    const heard = typeof fate === 'function' ? fate(answer) : answer;
    return { kind: 'answered', bytes: this.damage(encodeIpp(heard)) };
  }

  /** Lets time pass until a process has come to its end. */
  run<A>(process: Process<A>): A {
    const task = this.time.spawn(process);
    while (task.ending === undefined) this.time.advance(this.time.now() + 50);
    if (task.ending.kind === 'threw') throw task.ending.error;
    if (task.ending.kind === 'cancelled') throw new Error('cancelled');
    return task.ending.value;
  }
}

const NAMES = new Map(
  Object.entries(OPERATION).map(([name, code]) => [code as number, name as OperationName]),
);
