import assert from 'node:assert/strict';
import { type Card, type CardResponse, STATUS } from './card.ts';
import {
  type CardApplication,
  type CardFile,
  type CardPersonalisation,
  USER_PIN_TRIES,
} from './card-applications.ts';
import { type CardCommand, parseCommand } from './card-command.ts';
import { type CardDesign, MY_NUMBER_CARD } from './card-designs.ts';

/** How a card may differ from the usual one. */
export interface CardBehaviour {
  /** What there is on it: that of a My Number card if not given. */
  readonly design?: CardDesign;
  /** What VERIFY answers once the PIN is blocked: JICSAP's word (real cards) if not given. */
  readonly blockedStatus?: typeof STATUS.pinClosed | typeof STATUS.pinBlocked;
}

const EMPTY = new Uint8Array(0);

/** The most bytes RSA-2048 signs with PKCS #1 v1.5 padding: 256 − 11. */
const SIGN_BYTES_MAX = 245;

/** In P1 of READ, P2 of VERIFY and SIGN: the low five bits name a file (SFI), 0 the current one. */
const FILE_IN_P = 0x80;

/** One PIN of one card. */
interface Pin {
  readonly secret: string;
  readonly triesMax: number;
  verified: boolean;
}

/**
 * A card of any design as an APDU engine: the commands a kiosk needs, and what a My Number card
 * answers to them (facts: hil.md §1.3).
 */
export class CardModel implements Card {
  readonly atr: Uint8Array;
  readonly #personalisation: CardPersonalisation;
  readonly #applications: readonly CardApplication[];
  readonly #blockedStatus: number;
  readonly #pins: readonly Pin[];
  #application: CardApplication | undefined;
  /** Selected last; a warm reset forgets the selection, but not whose PINs are verified. */
  #latest: CardApplication | undefined;
  #file: CardFile | undefined;

  constructor(personalisation: CardPersonalisation, behaviour: CardBehaviour = {}) {
    const { design = MY_NUMBER_CARD, blockedStatus = STATUS.pinClosed } = behaviour;
    const { pin, triesLeft } = personalisation;
    assert(triesLeft >= 0 && triesLeft <= USER_PIN_TRIES, `${triesLeft} tries left`);
    this.#personalisation = personalisation;
    this.atr = design.atr;
    this.#applications = design.applications;
    this.#blockedStatus = blockedStatus;
    this.#pins = [{ secret: pin, triesMax: USER_PIN_TRIES, verified: false }];
  }

  reset(): void {
    this.#application = undefined;
    this.#file = undefined;
  }

  powerOff(): void {
    this.reset();
    this.#forgetPins();
  }

  transmit(bytes: Uint8Array): CardResponse {
    const command = parseCommand(bytes);
    if (command === undefined) return status(STATUS.wrongLength);
    switch ((command.cla << 8) | command.ins) {
      case 0x00a4:
        return status(this.#select(command, bytes));
      case 0x00b0:
        return this.#read(command);
      case 0x0020:
        return status(this.#verify(command, bytes));
      case 0x802a:
        return this.#sign(command, bytes);
    }
    const known = command.cla === 0x00 || command.cla === 0x80;
    return status(known ? STATUS.instructionNotSupported : STATUS.classNotSupported);
  }

  #select(command: CardCommand, bytes: Uint8Array): number {
    if (command.p2 !== 0x0c) return STATUS.wrongParameters;
    if (command.p1 === 0x04) return this.#selectApplication(command, bytes);
    if (command.p1 !== 0x02) return STATUS.wrongParameters;
    if (command.dataLength !== 2) return STATUS.wrongLength;
    const id = ((bytes[command.dataAt] as number) << 8) | (bytes[command.dataAt + 1] as number);
    const file = this.#application?.files[id];
    if (file === undefined) return STATUS.fileNotFound;
    this.#file = file;
    return STATUS.success;
  }

  #selectApplication({ dataAt, dataLength }: CardCommand, bytes: Uint8Array): number {
    if (dataLength === 0) return STATUS.wrongLength;
    for (const application of this.#applications) {
      if (!beginsWith(application.aid, bytes, dataAt, dataLength)) continue;
      if (application !== this.#latest) this.#forgetPins();
      this.#latest = application;
      this.#application = application;
      this.#file = undefined;
      return STATUS.success;
    }
    return STATUS.fileNotFound;
  }

  #read({ p1, p2, dataLength, expected }: CardCommand): CardResponse {
    if (dataLength > 0 || expected === 0) return status(STATUS.wrongLength);
    let offset = (p1 << 8) | p2;
    if ((p1 & FILE_IN_P) !== 0) {
      if ((p1 & 0x60) !== 0) return status(STATUS.wrongParameters);
      const named = this.#application?.files[p1 & 0x1f];
      if (named === undefined) return status(STATUS.fileNotFound);
      this.#file = named;
      offset = p2;
    }
    const file = this.#file;
    if (file === undefined) return status(STATUS.noCurrentFile);
    if (file.kind !== 'transparent') return status(STATUS.notTransparent);
    if (file.pin !== undefined && !this.#verified(file.pin)) {
      return status(STATUS.securityNotSatisfied);
    }
    const content = file.content(this.#personalisation);
    if (offset >= content.length) return status(STATUS.wrongOffset);
    const whole = offset === 0 && expected >= content.length;
    const data = whole ? content : content.slice(offset, offset + expected);
    return { data, status: STATUS.success };
  }

  #verify({ p1, p2, dataAt, dataLength }: CardCommand, bytes: Uint8Array): number {
    if (p1 !== 0x00 || (p2 & 0xe0) !== FILE_IN_P) return STATUS.wrongParameters;
    const file = this.#named(p2);
    if (file === undefined) return STATUS.noCurrentFile;
    if (file.kind !== 'pin') return STATUS.notTransparent;
    const pin = this.#pins[file.pin] as Pin;
    // Asking how many tries are left costs none, and is answered even when there are none.
    const { triesLeft: triesBefore } = this.#personalisation;
    if (dataLength === 0) return STATUS.pinWrong | triesBefore;
    if (triesBefore === 0) return this.#blockedStatus;
    pin.verified = isSecret(pin.secret, bytes, dataAt, dataLength);
    const triesLeft = pin.verified ? pin.triesMax : triesBefore - 1;
    if (triesLeft !== triesBefore) this.#personalisation.remember(triesLeft);
    return pin.verified ? STATUS.success : STATUS.pinWrong | triesLeft;
  }

  #sign({ p1, p2, dataAt, dataLength }: CardCommand, bytes: Uint8Array): CardResponse {
    if (p1 !== 0x00 || (p2 & 0xe0) !== FILE_IN_P) return status(STATUS.wrongParameters);
    const file = this.#named(p2);
    if (file === undefined && p2 !== FILE_IN_P) return status(STATUS.wrongParameters);
    if (file?.kind !== 'key') return status(STATUS.conditionsNotSatisfied);
    if (dataLength === 0 || dataLength > SIGN_BYTES_MAX) return status(STATUS.wrongLength);
    if (!this.#verified(file.pin)) return status(STATUS.securityNotSatisfied);
    const digestInfo = bytes.slice(dataAt, dataAt + dataLength);
    return { data: file.sign(this.#personalisation, digestInfo), status: STATUS.success };
  }

  /** The file P2 names, or the current one if it names none. */
  #named(p2: number): CardFile | undefined {
    return p2 === FILE_IN_P ? this.#file : this.#application?.files[p2 & 0x1f];
  }

  #verified(pin: number): boolean {
    return (this.#pins[pin] as Pin).verified;
  }

  #forgetPins(): void {
    for (const pin of this.#pins) pin.verified = false;
  }
}

function status(word: number): CardResponse {
  return { data: EMPTY, status: word };
}

/** JICSAP takes the beginning of an AID for the whole. */
function beginsWith(aid: Uint8Array, bytes: Uint8Array, at: number, length: number): boolean {
  if (length > aid.length) return false;
  for (let index = 0; index < length; index++) {
    if (aid[index] !== bytes[at + index]) return false;
  }
  return true;
}

/** Whether the bytes are the secret in ASCII. */
function isSecret(secret: string, bytes: Uint8Array, at: number, length: number): boolean {
  if (length !== secret.length) return false;
  for (let index = 0; index < length; index++) {
    if (secret.charCodeAt(index) !== bytes[at + index]) return false;
  }
  return true;
}
