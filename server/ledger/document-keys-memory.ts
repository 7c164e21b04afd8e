import { type Process, ready } from '../../sim/process.ts';
import type { DocumentKeys } from '../anti-forgery/anti-forgery.ts';

/** Keys in memory, of runs that do not outlive their process. */
export class MemoryDocumentKeys implements DocumentKeys {
  readonly #keys = new Map<string, Uint8Array>();

  keyOf(documentNumber: string, fresh: () => Uint8Array): Process<Uint8Array> {
    let key = this.#keys.get(documentNumber);
    if (key === undefined) {
      key = fresh();
      this.#keys.set(documentNumber, key);
    }
    return ready(key);
  }

  find(documentNumber: string): Process<Uint8Array | undefined> {
    return ready(this.#keys.get(documentNumber));
  }
}
