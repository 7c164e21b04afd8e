/** Bytes that look random and are the same in every run (xorshift32, G. Marsaglia 2003). */
export class ChallengeModel {
  #state: number;

  /** Any number; another one gives other bytes. */
  constructor(seed: number) {
    this.#state = (seed ^ 0x6b6f6675) | 0 || 1;
  }

  /** So many further bytes. */
  next(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let index = 0; index < length; index++) {
      let state = this.#state;
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      this.#state = state;
      bytes[index] = state >>> 16;
    }
    return bytes;
  }
}
