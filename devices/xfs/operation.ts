import type { DeviceFault } from '../../server/contract-bus.ts';
import { Signal } from '../../sim/waiting.ts';

/** What an operator has laid upon a kiosk: faults of its devices, and whether it takes citizens. */
export class Operation {
  readonly #faults = new Set<DeviceFault>();
  #changed = new Signal();
  #draining = false;
  #left = new Signal();
  #onChange: () => void = () => {};

  get faults(): readonly DeviceFault[] {
    return [...this.#faults];
  }

  has(fault: DeviceFault): boolean {
    return this.#faults.has(fault);
  }

  /** Whether it takes no new citizen. */
  get isDraining(): boolean {
    return this.#draining;
  }

  /** Fires at the next change of any of it. */
  get changed(): Signal {
    return this.#changed;
  }

  /** Fires when the next citizen has left, or the kiosk is put into service again. */
  get left(): Signal {
    return this.#left;
  }

  /** A citizen has left the kiosk. */
  leave(): void {
    const left = this.#left;
    this.#left = new Signal();
    left.fire();
  }

  /** Told of each change, after it. */
  watch(onChange: () => void): void {
    this.#onChange = onChange;
  }

  /** Sets a fault; answers false if it was set already. */
  set(fault: DeviceFault): boolean {
    if (this.#faults.has(fault)) return false;
    this.#faults.add(fault);
    this.#tell();
    return true;
  }

  /** Takes a fault back, or all; answers those that were set. */
  clear(fault?: DeviceFault | null): readonly DeviceFault[] {
    const cleared = this.faults.filter((each) => !fault || each === fault);
    for (const each of cleared) this.#faults.delete(each);
    if (cleared.length > 0) this.#tell();
    return cleared;
  }

  /** Whoever is being served is served to the end; nobody else is. */
  drain(): void {
    if (this.#draining) return;
    this.#draining = true;
    this.#tell();
  }

  /** As it is when it has just been switched on: no faults, in service. */
  reset(): void {
    const wasAsNew = !this.#draining && this.#faults.size === 0;
    this.#draining = false;
    this.#faults.clear();
    if (wasAsNew) return;
    this.#tell();
    this.leave();
  }

  #tell(): void {
    const changed = this.#changed;
    this.#changed = new Signal();
    changed.fire();
    this.#onChange();
  }
}
