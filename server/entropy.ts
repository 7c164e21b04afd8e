import type { Rng } from '../sim/rng.ts';

/** Where the centre's session names and challenges come from. */
export interface Entropy {
  /** A name for a session that nobody has had. */
  sessionId(): string;
  /** Bytes for the card to sign. */
  challenge(): Uint8Array;
  /** A key of 32 bytes for the scramble images of one document. */
  documentKey(): Uint8Array;
}

/** Repeatable ones for virtual time. */
export class StreamEntropy implements Entropy {
  readonly #rng: Rng;
  #sessions = 0;

  constructor(rng: Rng) {
    this.#rng = rng;
  }

  sessionId(): string {
    this.#sessions += 1;
    return `s${this.#sessions}`;
  }

  challenge(): Uint8Array {
    return this.#bytes();
  }

  documentKey(): Uint8Array {
    return this.#bytes();
  }

  #bytes(): Uint8Array {
    const bytes = new Uint8Array(32);
    for (let index = 0; index < 32; index += 4) {
      const word = this.#rng.uniform() * 2 ** 32;
      bytes[index] = word;
      bytes[index + 1] = word / 2 ** 8;
      bytes[index + 2] = word / 2 ** 16;
      bytes[index + 3] = word / 2 ** 24;
    }
    return bytes;
  }
}
