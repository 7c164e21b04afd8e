import { type EntryKey, keyText } from './register-update.ts';

/** Which entries were entered wrongly together, and have not been corrected. */
export class MistakesInForce {
  readonly #together = new Map<string, readonly EntryKey[]>();

  /** All that has to be corrected together with this entry; empty if it is right. */
  with(key: EntryKey): readonly EntryKey[] {
    return this.#together.get(keyText(key)) ?? [];
  }

  /** These have been entered wrongly, in one operation. */
  add(keys: readonly EntryKey[]): void {
    const together = new Map<string, EntryKey>();
    for (const key of keys) {
      for (const known of [key, ...this.with(key)]) together.set(keyText(known), known);
    }
    for (const text of together.keys()) this.#together.set(text, [...together.values()]);
  }

  /** These are right again. */
  remove(keys: readonly EntryKey[]): void {
    for (const key of keys) this.#together.delete(keyText(key));
  }
}
