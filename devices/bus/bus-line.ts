import {
  BusMessage,
  Registered,
  type Registration,
  type SentMessage,
  UNNUMBERED,
  type UnsettledIssuance,
} from '../../server/contract-bus.ts';
import type { Process, Runner } from '../../sim/process.ts';
import type { Rng } from '../../sim/rng.ts';
import type { Task } from '../../sim/task.ts';
import { Signal, TIMED_OUT, within } from '../../sim/waiting.ts';
import type { XfsConnection, XfsService } from '../xfs/conversation.ts';
import { type BackOff, pauseMs } from './back-off.ts';
import { Unheard } from './unheard.ts';

/** A connection to the centre that stands. */
export interface BusWire {
  /** Sends a message; one that has a number is acknowledged by it. */
  send(message: SentMessage, number: number): void;
  close(): void;
}

/** What is heard on a wire. */
export interface BusListener {
  receive(raw: unknown): void;
  acknowledged(number: number): void;
  lost(): void;
}

/** What carries messages between a kiosk and the centre. */
export interface BusTransport {
  /** Connects once, and answers why not where it cannot be done. */
  connect(listener: BusListener): Process<BusWire | string>;
}

export interface BusLinePorts {
  /** Its time is the machine's: what a server takes is compressed by no speed. */
  readonly runner: Runner;
  readonly transport: BusTransport;
  readonly rng: Rng;
  readonly backOff: BackOff;
  /** Told at each registration what the kiosk has to account for, be it nothing. */
  readonly onUnsettled: (unsettled: readonly UnsettledIssuance[]) => void;
}

/** How long a kiosk waits for the answer to a registration, ms. */
export const REGISTRATION_TIMEOUT_MS = 10_000;

/**
 * A kiosk's end of the device bus, through all that befalls it: it registers, sends heartbeats,
 * carries out the commands of the centre, and when the connection is lost makes it again after
 * growing pauses. What it tells is numbered and kept till it is acknowledged: the centre hears it
 * in order and once, however often the connection breaks.
 */
export class BusLine {
  readonly #registration: Registration;
  readonly #ports: BusLinePorts;
  readonly #unheard = new Unheard();
  /** Fires when the first attempt has come to something: undefined if it is registered. */
  readonly #first = new Signal<string | undefined>();
  #task: Task<void> | undefined;
  #service: XfsService | undefined;
  #wire: BusWire | undefined;
  #talk: XfsConnection | undefined;
  #lost = new Signal();
  #restored = new Signal();
  /** Fires with the answer to the registration, or with nothing if the connection is lost. */
  #answered = new Signal<BusMessage | undefined>();
  #registrations = 0;
  #token: string | undefined;
  #wantsDeviceEvents = false;
  #heartbeatMs = 0;
  #isCut = false;

  constructor(registration: Registration, ports: BusLinePorts) {
    this.#registration = registration;
    this.#ports = ports;
  }

  /** Shown in HTTP requests; undefined while the kiosk is not registered. */
  get token(): string | undefined {
    return this.#token;
  }

  /** Whether the centre wants to hear of every card, sheet and coin. */
  get wantsDeviceEvents(): boolean {
    return this.#wantsDeviceEvents;
  }

  /** Begins to connect, and answers what the first attempt has come to; it goes on in any case. */
  open(): Process<string | undefined> {
    this.#task ??= this.#ports.runner.spawn(this.#live());
    return this.#first.wait();
  }

  close(): void {
    this.#forget();
    this.#task?.cancel();
  }

  /** Ends the connection, as when its line is cut; it is not made again until `restore`. */
  cut(): void {
    this.#isCut = true;
    if (this.#restored.fired) this.#restored = new Signal();
    this.#forget();
  }

  /** Connects at once. */
  restore(): void {
    this.#isCut = false;
    this.#restored.fire();
  }

  /** From now on the centre's commands are carried out by this service. */
  serve(service: XfsService): void {
    this.#service = service;
    if (this.#token !== undefined) this.#talk = this.#conversation(service);
  }

  /** Tells the centre what no command has asked for, now or when it can be reached again. */
  tell(message: SentMessage): void {
    const { number } = this.#unheard.add(message);
    if (this.#token !== undefined) this.#wire?.send(message, number);
  }

  *#live(): Process {
    const { rng, backOff } = this.#ports;
    for (let failures = 0; ; ) {
      while (this.#isCut) yield* this.#mended();
      const problem = yield* this.#attempt();
      this.#first.fire(problem);
      failures = problem === undefined ? 0 : failures + 1;
      if (problem === undefined) yield* this.#beat();
      this.#forget();
      // Whoever was lost after a registration waits, too: a whole fleet was.
      const waitMs = pauseMs(Math.max(1, failures), backOff, rng);
      if (!this.#isCut) yield* within(waitMs, this.#mended(), 'measured');
    }
  }

  /** Waits until somebody restores the connection. */
  *#mended(): Process {
    yield* this.#restored.wait();
    this.#restored = new Signal();
  }

  /** Connects and registers, and answers why not. */
  *#attempt(): Process<string | undefined> {
    const lost = new Signal();
    this.#lost = lost;
    const wire = yield* this.#ports.transport.connect({
      receive: (raw) => this.#lost === lost && this.#receive(raw),
      acknowledged: (number) => this.#unheard.heard(number),
      lost: () => this.#ended(lost),
    });
    if (typeof wire === 'string') return `no device bus: ${wire}`;
    this.#wire = wire;
    // The line may have been cut over it.
    if (this.#isCut || this.#lost !== lost) {
      wire.close();
      return 'the line was cut';
    }
    return yield* this.#register(wire, lost);
  }

  *#register(wire: BusWire, lost: Signal): Process<string | undefined> {
    this.#registrations += 1;
    const header = { type: 'command', name: REGISTER, requestId: this.#registrations } as const;
    const answered = new Signal<BusMessage | undefined>();
    this.#answered = answered;
    if (lost.fired) answered.fire(undefined);
    wire.send({ header, payload: this.#registration }, UNNUMBERED);
    const answer = yield* within(REGISTRATION_TIMEOUT_MS, answered.wait(), 'measured');
    if (answer === TIMED_OUT) return 'the device bus did not answer in time';
    if (answer === undefined) return 'the device bus has closed the connection';
    const { completionCode } = answer.header;
    if (completionCode !== 'success') {
      return `refused by the device bus: ${answer.payload?.['errorCode'] ?? completionCode}`;
    }
    const registered = Registered.safeParse(answer.payload);
    if (!registered.success) return 'refused by the device bus: an answer not of the contract';
    this.#take(registered.data, wire);
    return undefined;
  }

  /** It is registered: tells what has not been heard, in order, and all else from now on. */
  #take({ token, heartbeatMs, unsettled, heard, deviceEvents }: Registered, wire: BusWire): void {
    this.#heartbeatMs = heartbeatMs;
    this.#wantsDeviceEvents = deviceEvents;
    this.#unheard.heard(heard);
    this.#token = token;
    for (const { number, message } of this.#unheard.all) wire.send(message, number);
    if (this.#service !== undefined) this.#talk = this.#conversation(this.#service);
    this.#ports.onUnsettled(unsettled);
  }

  /** Sends heartbeats for as long as the connection stands. */
  *#beat(): Process {
    const lost = this.#lost;
    const header = { type: 'unsolicited', name: 'KofuKiosk.HeartbeatEvent' } as const;
    while ((yield* within(this.#heartbeatMs, lost.wait(), 'measured')) === TIMED_OUT) {
      this.#wire?.send({ header }, UNNUMBERED);
    }
  }

  #conversation(service: XfsService): XfsConnection {
    return service.connect((message) => this.#wire?.send(message, UNNUMBERED));
  }

  #receive(raw: unknown): void {
    const message = BusMessage.safeParse(raw);
    if (!message.success) return;
    const { type, name, requestId } = message.data.header;
    if (type === 'command') this.#command(message.data, raw);
    else if (type === 'completion' && name === REGISTER && requestId === this.#registrations) {
      this.#answered.fire(message.data);
    }
  }

  /** Before there is anybody to carry them out, commands end all the same. */
  #command({ header: { name, requestId, version } }: BusMessage, raw: unknown): void {
    if (this.#talk !== undefined) {
      this.#talk.receive(raw);
      return;
    }
    const said = { name, requestId, version };
    this.#wire?.send({ header: { type: 'acknowledge', ...said } }, UNNUMBERED);
    const completion = { type: 'completion', ...said, completionCode: 'deviceNotReady' } as const;
    this.#wire?.send({ header: completion }, UNNUMBERED);
  }

  #forget(): void {
    const wire = this.#wire;
    this.#token = undefined;
    this.#wire = undefined;
    this.#talk?.close();
    this.#talk = undefined;
    wire?.close();
    this.#ended(this.#lost);
  }

  #ended(lost: Signal): void {
    lost.fire();
    if (this.#lost === lost) this.#answered.fire(undefined);
  }
}

const REGISTER = 'KofuKiosk.Register';
