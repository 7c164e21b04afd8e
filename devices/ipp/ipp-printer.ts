import type { Process, Runner } from '../../sim/process.ts';
import type { DocumentReader, OutputTray } from './document-reader.ts';
import { STATUS } from './ipp-codes.ts';
import { JobTemplate } from './ipp-job-template.ts';
import { GROUP, type IppMessage } from './ipp-message.ts';
import { OPERATIONS } from './ipp-operations.ts';
import {
  type PrinterIdentity,
  type PrinterTelling,
  printerState,
  printerStateReasons,
} from './ipp-printer-attributes.ts';
import { type IppRefusal, refused, requestOf } from './ipp-request.ts';
import { attribute } from './ipp-values.ts';
import { PrintEngine, type PrintEngineSettings } from './print-engine.ts';
import type { PrintJob } from './print-job.ts';
import { PrintSpool, type PrintSpoolSettings } from './print-spool.ts';
import { PrinterClock } from './printer-clock.ts';
import type { PrinterEvent, PrinterHappening } from './printer-event.ts';
import type { Inflate, IppReply, PrinterParts } from './printer-parts.ts';

export interface IppPrinterSettings extends PrintEngineSettings, PrintSpoolSettings {
  readonly identity: PrinterIdentity;
  /** Who may print; undefined is everybody. */
  readonly users: ReadonlySet<string> | undefined;
  /** The instant, in ms since 1970, at which the runner's time was 0. */
  readonly originMs: number;
}

/** What a printer needs of the world. */
export interface IppPrinterPorts {
  readonly reader: DocumentReader;
  readonly inflate: Inflate;
  readonly output?: OutputTray | undefined;
  readonly tell?: (event: PrinterEvent) => void;
}

/**
 * A printer that speaks IPP/1.1 and 2.0 (RFC 8011) as IPP Everywhere wants it (PWG 5100.14). How
 * the messages come and go is somebody else's; when pages come out is the runner's.
 */
export class IppPrinter {
  readonly engine: PrintEngine;
  readonly #runner: Runner;
  readonly #settings: IppPrinterSettings;
  readonly #ports: IppPrinterPorts;
  readonly #parts: PrinterParts;
  #clock: PrinterClock;
  #changedMs: number;
  #configuredMs: number;
  #state = '';
  #isOn = true;

  constructor(runner: Runner, settings: IppPrinterSettings, ports: IppPrinterPorts) {
    this.#runner = runner;
    this.#settings = settings;
    this.#ports = ports;
    this.#clock = new PrinterClock(runner, settings.originMs);
    this.#changedMs = this.#configuredMs = runner.now();
    const { identity } = settings;
    const { duplex, colour } = identity;
    this.engine = new PrintEngine(runner, settings, () => this.#onState());
    const watching = { watch: this.#onJob.bind(this), output: ports.output };
    const spool = new PrintSpool(runner, this.engine, ports.reader, settings, watching);
    this.#parts = {
      spool,
      engine: this.engine,
      template: new JobTemplate({ media: Object.keys(settings.trays), duplex, colour }),
      inflate: ports.inflate,
      maxBytes: settings.maxBytes,
      users: settings.users,
      telling: () => this.#telling(),
      identify: (actions, text) => this.#tell({ type: 'identify', actions, text }),
    };
    this.#state = this.#stateText();
  }

  get spool(): PrintSpool {
    return this.#parts.spool;
  }

  get identity(): PrinterIdentity {
    return this.#settings.identity;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  get state(): 'off' | ReturnType<typeof printerState> {
    return this.#isOn ? printerState(this.engine, this.spool) : 'off';
  }

  get stateReasons(): readonly string[] {
    return printerStateReasons(this.engine);
  }

  /** The power goes: the sheet under way is spoilt, the spool is empty, nobody is answered. */
  switchOff(): void {
    if (!this.#isOn) return;
    this.#isOn = false;
    this.spool.losePower();
    this.engine.clear('paused');
    this.#tell({ type: 'power', on: false });
  }

  switchOn(): void {
    if (this.#isOn) return;
    this.#isOn = true;
    this.#clock = new PrinterClock(this.#runner, this.#settings.originMs);
    this.#changedMs = this.#configuredMs = this.#runner.now();
    this.#tell({ type: 'power', on: true });
  }

  /** Answers a request of whoever it is, authenticated or not. */
  *answer(message: IppMessage, authenticated?: string): Process<IppMessage> {
    const request = requestOf(message, authenticated);
    if ('status' in request) return refusal(message, request);
    const { users } = this.#settings;
    const isPublic = request.operation === 'Get-Printer-Attributes';
    if (users !== undefined && !isPublic && !users.has(request.user)) {
      const text = `${request.user} may not use this printer`;
      return refusal(message, refused('client-error-not-authorized', text));
    }
    const reply = yield* OPERATIONS[request.operation](this.#parts, request);
    return response(message, reply);
  }

  #telling(): PrinterTelling {
    const { identity, documentTimeoutMs } = this.#settings;
    const { template, engine, spool } = this.#parts;
    const [changedMs, configuredMs] = [this.#changedMs, this.#configuredMs];
    const clock = this.#clock;
    const fixed = { identity, documentTimeoutMs, template };
    return { ...fixed, engine, spool, clock, changedMs, configuredMs };
  }

  #stateText(): string {
    return [printerState(this.engine, this.spool), ...this.stateReasons].join(' ');
  }

  #onState(): void {
    if (!this.#isOn) return;
    const state = this.#stateText();
    if (state === this.#state) return;
    this.#state = state;
    this.#changedMs = this.#runner.now();
    const name = printerState(this.engine, this.spool);
    this.#tell({ type: 'printer', state: name, reasons: this.stateReasons });
  }

  #onJob(job: Readonly<PrintJob>, what: 'state' | 'sheet' | 'spoilt'): void {
    const { id, state, reasons, sheetsCompleted, impressionsCompleted, identity } = job;
    const counts = { sheetsCompleted, impressionsCompleted };
    if (what === 'state') {
      const { name, user } = identity;
      this.#tell({ type: 'job', job: id, name, user, state, reasons, ...counts });
    } else {
      this.#tell({ type: what, job: id, ...counts });
    }
    this.#onState();
  }

  #tell(event: PrinterHappening): void {
    this.#ports.tell?.({ atMs: Math.round(this.#runner.now()), ...event });
  }
}

/** A response with the version and request-id of its request (RFC 8011 §4.1.8). */
function response(
  { version, requestId }: Pick<IppMessage, 'version' | 'requestId'>,
  reply: IppReply,
): IppMessage {
  const attributes = [
    attribute('attributes-charset', 'charset', 'utf-8'),
    attribute('attributes-natural-language', 'naturalLanguage', 'en'),
    attribute('status-message', 'textWithoutLanguage', reply.message ?? reply.status),
  ];
  const isSpoken = version.major === 1 || version.major === 2;
  return {
    version: isSpoken ? version : { major: 2, minor: 0 },
    code: STATUS[reply.status],
    requestId,
    groups: [{ tag: GROUP.operation, attributes }, ...(reply.groups ?? [])],
    data: new Uint8Array(),
  };
}

/** A response that refuses, also what could not be read further than its header. */
export function refusal(
  header: Pick<IppMessage, 'version' | 'requestId'>,
  { status, message }: IppRefusal,
): IppMessage {
  const text = message.slice(0, 255);
  return response(header, { status, message: `${status}: ${text}` });
}
