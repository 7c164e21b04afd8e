import { Signal } from '../../sim/waiting.ts';

/** The mains of a shop, as its devices feel them. */
export class Power {
  #lost = new Signal();

  get isOn(): boolean {
    return !this.#lost.fired;
  }

  /** Fires when the power that is there now goes. */
  get lost(): Signal {
    return this.#lost;
  }

  goOff(): void {
    this.#lost.fire();
  }

  comeOn(): void {
    if (this.#lost.fired) this.#lost = new Signal();
  }
}
