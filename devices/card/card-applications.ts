import type { CardApplication, CardFile } from './card-application.ts';
import type { CardHolder } from './card-holder.ts';
import type { CardPersonalisation } from './card-personalisation.ts';
import { anyOf, NEVER, PINS, type PinDesign } from './card-pins.ts';
import {
  ATTRIBUTES_INTEGRITY,
  ageFile,
  attributesFile,
  CARD_VERIFIABLE_CERTIFICATE,
  cardRecord,
  faceFile,
  faceInformation,
  INDIVIDUAL_NUMBER_PICTURE,
  INPUT_INFORMATION,
  INPUT_PUBLIC_KEY,
  individualNumberFile,
  KEY_RECORD,
  SESSION_PUBLIC_KEY,
  SIXTEEN_BLANKS,
} from './card-surface.ts';
import { hexBytes, textBytes } from './card-tlv.ts';
import { type TokenLabel, tokenInformation } from './card-token.ts';

/** Everybody may read it. */
const FREE = 0;

function transparent(
  readableAfter: number,
  content: (card: CardPersonalisation) => Uint8Array | undefined,
): CardFile {
  return { kind: 'transparent', readableAfter, content };
}

/** The same bytes on every card: all cards share them. */
function same(readableAfter: number, bytes: Uint8Array): CardFile {
  return transparent(readableAfter, () => bytes);
}

/** What follows from what is printed on the card; it is written anew when it is read. */
function printed(readableAfter: number, file: (holder: CardHolder) => Uint8Array): CardFile {
  return transparent(readableAfter, (card) => file(card.holder()));
}

function records(content: (card: CardPersonalisation) => readonly Uint8Array[]): CardFile {
  return { kind: 'records', readableAfter: FREE, content };
}

function pin(design: PinDesign): CardFile {
  return { kind: 'pin', pin: design };
}

function application(
  aid: string,
  entries: readonly (readonly [number, CardFile])[],
  objects: CardApplication['objects'] = new Map(),
): CardApplication {
  const files: (CardFile | undefined)[] = Array.from({ length: 0x1f }, () => undefined);
  for (const [id, file] of entries) files[id] = file;
  return { aid: hexBytes(aid), files, objects };
}

const JPKI_AID = 'd392f000260100000001';

/** Of what pairs there are certificates: the one for signatures, the one for users. */
function pairsPresent(card: CardPersonalisation): Uint8Array {
  const signature = card.certificate('signature') === undefined ? 0x00 : 0x8f;
  const user = card.certificate('user') === undefined ? 0x00 : 0x8f;
  return Uint8Array.of(signature, user, 0x00);
}

function token(label: TokenLabel): CardFile {
  return same(FREE, tokenInformation(label));
}

/** 公的個人認証AP (JPKI) of a My Number card (facts: hil.md §1.3). */
export const JPKI: CardApplication = application(JPKI_AID, [
  [0x01, transparent(anyOf(PINS.signature), (card) => card.certificate('signature'))],
  [0x02, transparent(FREE, (card) => card.authority('signature'))],
  [0x06, token('JPKIAPICCTOKEN2')],
  [0x08, transparent(FREE, pairsPresent)],
  [0x09, same(NEVER, SIXTEEN_BLANKS)],
  [0x0a, transparent(FREE, (card) => card.certificate('user'))],
  [0x0b, transparent(FREE, (card) => card.authority('user'))],
  [0x16, { kind: 'key', usableAfter: NEVER, pair: undefined }],
  [0x17, { kind: 'key', usableAfter: anyOf(PINS.user), pair: 'user' }],
  [0x18, pin(PINS.user)],
  [0x1a, { kind: 'key', usableAfter: anyOf(PINS.signature), pair: 'signature' }],
  [0x1b, pin(PINS.signature)],
]);

/**
 * 公的個人認証AP of a 住基カード: the same AID, but its pair is for signatures; nobody can prove
 * with it who they are at a kiosk. Of its files only the label is public (facts: hil.md §1.3).
 */
export const JPKI_SIGNATURES: CardApplication = application(JPKI_AID, [
  [0x06, token('JPKIAPICCTOKEN')],
]);

/**
 * The application for municipal services (条例利用AP, card-AP) of a 住基カード or 市民カード: EF
 * 0001 says which card it is, in ASCII, and everybody may read it. The true one was never
 * published. This AID is invented: F is the category of AIDs without registration (ISO/IEC 7816-4),
 * the rest is `kofu` and 01.
 */
export const CARD_AP: CardApplication = application('f06b6f667501', [
  [0x01, transparent(FREE, (card) => card.cardId)],
]);

/** 共通AP: files of records, as JICSAP knows them. */
export const COMMON: CardApplication = application('d3921000310001010100', [
  [0x01, records((card) => [cardRecord(card.holder())])],
  [0x02, records(() => [KEY_RECORD])],
  [0x19, { kind: 'key', usableAfter: FREE, pair: undefined }],
  [0x1c, pin(PINS.common)],
]);

/** 住基AP. */
export const RESIDENT: CardApplication = application('d3921000310001010401', [
  [0x02, records(() => [KEY_RECORD])],
  [0x1c, pin(PINS.resident)],
]);

const EITHER_CODE = anyOf(PINS.faceA, PINS.faceB);

/** 券面事項確認AP: what is printed on the card, for those who have it before their eyes. */
export const FACE: CardApplication = application('d3921000310001010402', [
  [0x01, printed(anyOf(PINS.birth), ageFile)],
  [0x02, printed(EITHER_CODE, faceFile)],
  [0x03, printed(FREE, faceInformation)],
  [0x04, same(FREE, CARD_VERIFIABLE_CERTIFICATE)],
  [0x05, same(anyOf(PINS.faceA), INDIVIDUAL_NUMBER_PICTURE)],
  [0x06, same(EITHER_CODE, SIXTEEN_BLANKS)],
  [0x11, pin(PINS.birth)],
  [0x12, pin(PINS.faceB)],
  [0x13, pin(PINS.faceA)],
]);

const ANY_INPUT = anyOf(PINS.input, PINS.inputA, PINS.inputB);

/** 券面事項入力補助AP: the same as text, so that nobody has to type it. */
export const INPUT: CardApplication = application('d3921000310001010408', [
  [0x01, printed(anyOf(PINS.input, PINS.inputA), individualNumberFile)],
  [0x02, printed(anyOf(PINS.input, PINS.inputB), attributesFile)],
  [0x03, same(ANY_INPUT, ATTRIBUTES_INTEGRITY)],
  [0x04, same(FREE, CARD_VERIFIABLE_CERTIFICATE)],
  [0x05, same(FREE, INPUT_INFORMATION)],
  [0x06, same(ANY_INPUT, SESSION_PUBLIC_KEY)],
  [0x07, same(ANY_INPUT, INPUT_PUBLIC_KEY)],
  [0x08, same(ANY_INPUT, SIXTEEN_BLANKS)],
  [0x11, pin(PINS.input)],
  [0x12, pin(PINS.inputClosed)],
  [0x13, { kind: 'key', usableAfter: FREE, pair: undefined }],
  [0x14, pin(PINS.inputA)],
  [0x15, pin(PINS.inputB)],
]);

/**
 * The Issuer Security Domain (GlobalPlatform): what is selected when a My Number card has just been
 * powered or reset. It has no files, and answers GET DATA.
 */
export const ISSUER_SECURITY_DOMAIN: CardApplication = application(
  'a0000001510000',
  [],
  new Map([
    [0x0045, (card) => textBytes(card.holder().cardNumber)],
    [0x00f0, (card) => textBytes(card.holder().municipality)],
    [0x00f2, (card) => textBytes(card.holder().expiryDate)],
  ]),
);
