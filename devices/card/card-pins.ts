/** What the maker of a card decided about one of its PINs. */
export interface PinDesign {
  /** Its place among all PINs of a card, from 0; the bit by which a card notes it as verified. */
  readonly index: number;
  /** Wrong entries in a row after which it is blocked. */
  readonly triesMax: number;
  /** What a new one must look like. */
  readonly form: RegExp;
  /**
   * By which command its holder changes it: CHANGE REFERENCE DATA (ISO/IEC 7816-4), CHANGE KEY
   * (JICSAP), or neither, as it follows from what is printed on the card.
   */
  readonly changedBy: 'reference-data' | 'key' | 'neither';
}

const FOUR_DIGITS = { triesMax: 3, form: /^\d{4}$/ };
/** Known from what is printed on the card, so nobody chooses or changes it. */
const PRINTED = { triesMax: 10, form: /^\d{6,14}$/, changedBy: 'neither' } as const;

/**
 * The PINs of a My Number card. Tries and forms: facts hil.md §1.3; ten tries for 照合番号B are
 * published (Digital Agency), for 照合番号A and the date of birth they are taken to be the same.
 * Which command changes which: soltia48/myna-card, measured on real cards.
 */
export const PINS = {
  /** 利用者証明用パスワード, JPKI 0018. */
  user: { index: 0, ...FOUR_DIGITS, changedBy: 'reference-data' },
  /** 署名用パスワード, JPKI 001B. */
  signature: { index: 1, triesMax: 5, form: /^[0-9A-Z]{6,16}$/, changedBy: 'reference-data' },
  /** 共通AP 001C. */
  common: { index: 2, ...FOUR_DIGITS, changedBy: 'key' },
  /** 住民基本台帳用パスワード, 住基AP 001C. */
  resident: { index: 3, ...FOUR_DIGITS, changedBy: 'key' },
  /** 券面事項入力補助用パスワード, 券面事項入力補助AP 0011. */
  input: { index: 4, ...FOUR_DIGITS, changedBy: 'reference-data' },
  /** 券面事項入力補助AP 0012: blocked on every card that was examined. */
  inputClosed: { index: 5, ...FOUR_DIGITS, changedBy: 'neither' },
  /** 照合番号A (個人番号), 券面事項入力補助AP 0014. */
  inputA: { index: 6, ...PRINTED },
  /** 照合番号B, 券面事項入力補助AP 0015. */
  inputB: { index: 7, ...PRINTED },
  /** Date of birth, year of the era first, 券面事項確認AP 0011. */
  birth: { index: 8, ...PRINTED },
  /** 照合番号B, 券面事項確認AP 0012. */
  faceB: { index: 9, ...PRINTED },
  /** 照合番号A (個人番号), 券面事項確認AP 0013. */
  faceA: { index: 10, ...PRINTED },
} as const satisfies Record<string, PinDesign>;

/** Wrong PINs in a row after which the PIN for user authentication is blocked. */
export const USER_PIN_TRIES = PINS.user.triesMax;

/** A set of PINs as bits; one of them verified opens what the set guards. 0 guards nothing. */
export function anyOf(...pins: readonly PinDesign[]): number {
  return pins.reduce((bits, { index }) => bits | (1 << index), 0);
}

/** A lock to which there is no key. */
export const NEVER = 1 << 30;

/** Counters and changed PINs of many cards: what each card keeps without power. */
export class PinMemory {
  readonly #triesLeft: (Map<string, number> | undefined)[] = [];
  readonly #changed: (Map<string, string> | undefined)[] = [];

  /** Tries left on a PIN of the card with this serial. */
  triesLeft(serial: string, { index, triesMax }: PinDesign): number {
    return this.#triesLeft[index]?.get(serial) ?? triesMax;
  }

  /** Keeps the counter, or drops it when it is full again. */
  remember(serial: string, { index, triesMax }: PinDesign, triesLeft: number): void {
    if (triesLeft === triesMax) this.#triesLeft[index]?.delete(serial);
    else mapAt(this.#triesLeft, index).set(serial, triesLeft);
  }

  /** What a PIN was changed to, if it was. */
  changed(serial: string, { index }: PinDesign): string | undefined {
    return this.#changed[index]?.get(serial);
  }

  change(serial: string, { index }: PinDesign, secret: string): void {
    mapAt(this.#changed, index).set(serial, secret);
  }

  /** How many counters and changed PINs are kept. */
  get size(): number {
    return [...this.#triesLeft, ...this.#changed].reduce((sum, map) => sum + (map?.size ?? 0), 0);
  }
}

function mapAt<V>(maps: (Map<string, V> | undefined)[], index: number): Map<string, V> {
  const map = maps[index] ?? new Map<string, V>();
  maps[index] = map;
  return map;
}
