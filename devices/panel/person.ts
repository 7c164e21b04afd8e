import type { CertificateOptions, CertificateType } from '../../server/contract.ts';
import { type Process, sleep, type Wait } from '../../sim/process.ts';
import { Signal } from '../../sim/waiting.ts';
import type { HeldCard } from '../card/card-office.ts';
import type { Lapse, Visit } from '../citizen/visit.ts';
import type { Visitor } from '../citizen/visitor.ts';
import type { ThinkStage } from '../kiosk/stages.ts';

/** How long a card lies on the reader before it is read, ms: the screen says so meanwhile. */
const SETTLING_MS = 600;

/** Digits of 利用者証明用パスワード. */
export const PIN_DIGITS = 4;

/**
 * The person at the panel, as the kiosk meets them: a stage is over when they have touched what
 * ends it, and nothing is drawn.
 */
export class Person implements Visitor {
  municipality: string;
  type: CertificateType | undefined;
  options: CertificateOptions;
  lapse: Lapse | undefined;
  readonly #onAsked: () => void;
  readonly #card = new Signal<HeldCard>();
  readonly #gone = new Signal<string>();
  #asked: { readonly stage: ThinkStage; readonly over: Signal } | undefined;
  #pin = '';
  #goesBack = false;

  constructor(municipality: string, options: CertificateOptions, onAsked: () => void) {
    this.#onAsked = onAsked;
    this.municipality = municipality;
    this.options = options;
  }

  /** What the kiosk waits for; undefined while it is at work itself. */
  get asked(): ThinkStage | undefined {
    return this.#asked?.over.fired === false ? this.#asked.stage : undefined;
  }

  /** How many digits have been typed; which ones nobody is told. */
  get digits(): number {
    return this.#pin.length;
  }

  get hasCard(): boolean {
    return this.#card.fired;
  }

  think(stage: ThinkStage): Wait {
    if (stage === 'card-set') return sleep(SETTLING_MS);
    // The payment unit waits for the money.
    if (stage === 'pay') return sleep(0);
    this.#pin = '';
    this.#asked = { stage, over: new Signal() };
    this.#onAsked();
    return this.#asked.over;
  }

  typedPin(): string {
    const pin = this.#pin;
    this.#pin = '';
    return pin;
  }

  reconsiders(): boolean {
    const goesBack = this.#goesBack;
    this.#goesBack = false;
    return goesBack;
  }

  abandons(): boolean {
    return false;
  }

  patienceMs(): number {
    return 0;
  }

  leaving(): Process<string> {
    return this.#gone.wait();
  }

  /** What the kiosk is shown. What the person chooses on the way is read when it is needed. */
  visit(journey: number, dueMs: number, requestPrefix?: string): Visit {
    const person = this;
    return {
      journey,
      dueMs,
      requestPrefix,
      citizen: person,
      card: () => person.#card.wait(),
      get municipality() {
        return person.municipality;
      },
      get type() {
        // Before anything is chosen nobody asks.
        return person.type ?? 'resident-record';
      },
      get options() {
        return person.options;
      },
      get lapse() {
        return person.lapse;
      },
    };
  }

  /** Ends the stage that the kiosk waits for. */
  go(): void {
    this.#asked?.over.fire();
  }

  goBack(): void {
    this.#goesBack = true;
    this.go();
  }

  putCard(held: HeldCard): void {
    this.#card.fire(held);
  }

  typeDigit(digit: string): void {
    if (this.#pin.length < PIN_DIGITS) this.#pin += digit;
  }

  erase(): void {
    this.#pin = this.#pin.slice(0, -1);
  }

  /** Walks away, or is taken to have done so. */
  leave(reason: string): void {
    this.#gone.fire(reason);
  }
}
