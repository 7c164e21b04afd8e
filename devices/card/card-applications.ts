/** What the maker of a card puts on it, and where the card keeps what must outlive it. */
export interface CardPersonalisation {
  /** 利用者証明用電子証明書. */
  readonly certificate: Uint8Array;
  /** The certificate of the authority that issued it. */
  readonly authority: Uint8Array;
  /** 利用者証明用パスワード, four digits. */
  readonly pin: string;
  /** What the application for municipal services answers for itself, in ASCII. */
  readonly cardId: Uint8Array;
  /** Tries left on the PIN now, 0 (blocked) to `USER_PIN_TRIES`: the counter is on the card. */
  readonly triesLeft: number;
  /** The private key at work: PKCS #1 v1.5 over these bytes, 1 to 245 of them, as they are. */
  sign(digestInfo: Uint8Array): Uint8Array;
  /** Sets the tries left, each time they change. */
  remember(triesLeft: number): void;
}

/** Wrong PINs in a row after which the card blocks (facts: hil.md §1.3). */
export const USER_PIN_TRIES = 3;

/** Which PIN of a card: its place in the card's table of PINs. */
export const USER_PIN = 0;

/** An elementary file: bytes to read, a key to use, or a PIN to verify. */
export type CardFile =
  | {
      readonly kind: 'transparent';
      /** The PIN that must have been verified before the file may be read, if any. */
      readonly pin: number | undefined;
      content(card: CardPersonalisation): Uint8Array;
    }
  | {
      readonly kind: 'key';
      /** The PIN that must have been verified before the key may be used. */
      readonly pin: number;
      sign(card: CardPersonalisation, digestInfo: Uint8Array): Uint8Array;
    }
  | { readonly kind: 'pin'; readonly pin: number };

/** An application on the card (AP), with its elementary files by their number, 0001 to 001E. */
export interface CardApplication {
  readonly aid: Uint8Array;
  readonly files: readonly (CardFile | undefined)[];
}

/**
 * EF 0006, token information: the 160 bytes of a PKCS #11 CK_TOKEN_INFO, of which only the label
 * is known to be read (it tells a My Number card from a 住基カード); the rest is left blank.
 */
function tokenInformation(label: string): Uint8Array {
  const information = new Uint8Array(160);
  information.fill(0x20, 0, 96);
  information.set(new TextEncoder().encode(label));
  return information;
}

const TOKEN_INFORMATION = tokenInformation('JPKIAPICCTOKEN2');
const OLD_TOKEN_INFORMATION = tokenInformation('JPKIAPICCTOKEN');

/** EF 0008, which pairs are on the card: not the one for signatures, but the one for users. */
const PAIRS_PRESENT = Uint8Array.of(0x00, 0x8f, 0x00);

function free(content: (card: CardPersonalisation) => Uint8Array): CardFile {
  return { kind: 'transparent', pin: undefined, content };
}

function files(entries: readonly (readonly [number, CardFile])[]): CardApplication['files'] {
  const table: (CardFile | undefined)[] = Array.from({ length: 0x1f }, () => undefined);
  for (const [id, file] of entries) table[id] = file;
  return table;
}

const JPKI_AID = Uint8Array.of(0xd3, 0x92, 0xf0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01);

/**
 * 公的個人認証AP (JPKI) of a My Number card. Only the pair for user authentication so far; the one
 * for signatures is 0001, 0002, 001A and 001B, and a second PIN in the table of PINs.
 */
export const JPKI: CardApplication = {
  aid: JPKI_AID,
  files: files([
    [0x06, free(() => TOKEN_INFORMATION)],
    [0x08, free(() => PAIRS_PRESENT)],
    [0x0a, free((card) => card.certificate)],
    [0x0b, free((card) => card.authority)],
    [0x17, { kind: 'key', pin: USER_PIN, sign: (card, digestInfo) => card.sign(digestInfo) }],
    [0x18, { kind: 'pin', pin: USER_PIN }],
  ]),
};

/**
 * 公的個人認証AP of a 住基カード: the same AID, but its pair is for signatures; nobody can prove
 * with it who they are at a kiosk. Of its files only the label is public (facts: hil.md §1.3).
 */
export const JPKI_SIGNATURES: CardApplication = {
  aid: JPKI_AID,
  files: files([[0x06, free(() => OLD_TOKEN_INFORMATION)]]),
};

/**
 * The application for municipal services (条例利用AP, card-AP) of a 住基カード or 市民カード: EF
 * 0001 says which card it is, in ASCII, and everybody may read it. The true one was never
 * published. This AID is invented: F is the category of AIDs without registration (ISO/IEC 7816-4),
 * the rest is `kofu` and 01.
 */
export const CARD_AP: CardApplication = {
  aid: Uint8Array.of(0xf0, 0x6b, 0x6f, 0x66, 0x75, 0x01),
  files: files([[0x01, free((card) => card.cardId)]]),
};

/** 共通AP. Here so that JPKI can be left; its records are not modelled yet. */
export const COMMON: CardApplication = {
  aid: Uint8Array.of(0xd3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x01, 0x00),
  files: [],
};
