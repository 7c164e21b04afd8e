import type { BusListener, BusTransport, BusWire } from '../../../devices/bus/bus-line.ts';
import { BusMessage, Registration, type SentMessage } from '../../../server/contract-bus.ts';
import { Fleet } from '../../../server/fleet.ts';
import { type Process, type Runner, sleep } from '../../../sim/process.ts';

/** How a line can be bad: what is lost or comes twice, told by the how-manieth it is. */
export interface Weather {
  /** Whether a connection can be made at this attempt (1, 2, …). */
  readonly connects?: (attempt: number) => boolean;
  /** Whether a message gets through; one that does not takes the connection with it. */
  readonly carries?: (message: number) => boolean;
  /** Whether the acknowledgement of a message gets through. */
  readonly acknowledges?: (message: number) => boolean;
}

/** The centre of a fleet in virtual time: registers, hears what is numbered, acknowledges it. */
export class ModelCentre implements BusTransport {
  readonly fleet = new Fleet(() => `token-${++this.#tokens}`);
  /** What it took as new, in the order it came. */
  readonly heard: string[] = [];
  /** Instants of attempts to connect, and of heartbeats. */
  readonly attemptsAtMs: number[] = [];
  readonly beatsAtMs: number[] = [];
  readonly registrations: Registration[] = [];
  /** What kiosks said that is neither a registration nor numbered. */
  readonly said: BusMessage[] = [];
  /** Whether it says at a registration how far it has heard the kiosk. */
  saysHeard = true;
  /** How a registration is answered: by silence, by a refusal, or rightly. */
  answer: 'silence' | 'duplicateIdentity' | 'registered' = 'registered';
  readonly #runner: Runner;
  readonly #weather: Weather;
  #tokens = 0;
  #messages = 0;
  #connections = 0;
  #standing: { readonly name: string; readonly listener: BusListener } | undefined;

  constructor(runner: Runner, weather: Weather = {}) {
    this.#runner = runner;
    this.#weather = weather;
  }

  *connect(listener: BusListener): Process<BusWire | string> {
    this.attemptsAtMs.push(this.#runner.now());
    yield sleep(1);
    const attempt = this.attemptsAtMs.length;
    if (this.#weather.connects?.(attempt) === false) return 'refused';
    const name = `connection ${++this.#connections}`;
    const standing = { name, listener };
    this.#standing = standing;
    return {
      send: (message, number) => {
        if (this.#standing === standing) this.#take(name, message, number);
      },
      close: () => {
        if (this.#standing === standing) this.breakOff();
      },
    };
  }

  /** The connection breaks, as both sides notice. */
  breakOff(): void {
    const standing = this.#standing;
    this.#standing = undefined;
    if (standing === undefined) return;
    this.fleet.disconnected(standing.name);
    standing.listener.lost();
  }

  /** Sends something to the kiosk. */
  tell(message: SentMessage): void {
    this.#standing?.listener.receive(message);
  }

  #take(name: string, raw: SentMessage, number: number): void {
    const message = BusMessage.parse(JSON.parse(JSON.stringify(raw)));
    const { header } = message;
    if (header.name === 'KofuKiosk.Register') {
      this.#register(name, message);
    } else if (header.name === 'KofuKiosk.HeartbeatEvent') {
      this.beatsAtMs.push(this.#runner.now());
    } else if (header.type !== 'unsolicited') {
      this.said.push(message);
    } else {
      this.#messages += 1;
      if (this.#weather.carries?.(this.#messages) === false) {
        this.breakOff();
        return;
      }
      // Whoever is not registered is not heard, and not acknowledged either.
      if (this.fleet.kioskAt(name) === undefined) return;
      if (this.fleet.heardFirst(name, number)) this.heard.push(header.name);
      const listener = this.#standing?.listener;
      if (this.#weather.acknowledges?.(this.#messages) !== false) listener?.acknowledged(number);
    }
  }

  #register(name: string, { header, payload }: BusMessage): void {
    const registration = Registration.parse(payload);
    this.registrations.push(registration);
    if (this.answer === 'silence') return;
    const completed = { ...header, type: 'completion' as const };
    if (this.answer === 'duplicateIdentity') {
      const refused = { ...completed, completionCode: 'commandErrorCode' as const };
      this.tell({ header: refused, payload: { errorCode: this.answer } });
      return;
    }
    const outcome = this.fleet.register(registration, name, this.#runner.now());
    if (outcome.kind !== 'registered') throw new Error('the name is taken');
    const { token } = outcome;
    const heard = this.saysHeard ? outcome.heard : 0;
    const payloadOf = { token, heartbeatMs: 10_000, unsettled: [], heard, deviceEvents: true };
    this.tell({ header: { ...completed, completionCode: 'success' }, payload: payloadOf });
  }
}
