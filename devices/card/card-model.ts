import assert from 'node:assert/strict';
import { type Card, type CardResponse, STATUS } from './card.ts';
import type { CardApplication, CardFile } from './card-application.ts';
import { type CardCommand, parseCommand } from './card-command.ts';
import { type CardDesign, type CardInterface, MY_NUMBER_CARD } from './card-designs.ts';
import type { CardPersonalisation } from './card-personalisation.ts';
import { anyOf, type PinDesign } from './card-pins.ts';
import { status, success, unsupported } from './card-response.ts';
import { signingOf } from './card-signature.ts';
import { dataObject } from './card-tlv.ts';

/** How a card may differ from the usual one. */
export interface CardBehaviour {
  /** What there is on it: that of a My Number card if not given. */
  readonly design?: CardDesign;
  /** Which answer to reset it gives: that of a contactless card if not given. */
  readonly interface?: CardInterface;
  /** What VERIFY answers once the PIN is blocked: JICSAP's word (real cards) if not given. */
  readonly blockedStatus?: typeof STATUS.pinClosed | typeof STATUS.pinBlocked;
  /** What it answers to the first command after power-up, if not what was asked for. */
  readonly firstStatus?: number;
}

const EMPTY = new Uint8Array(0);

/** In P1 of READ, P2 of VERIFY and SIGN: the low five bits name a file (SFI), 0 the current one. */
const FILE_IN_P = 0x80;

/** The most bytes of a PIN in VERIFY, and of a challenge in GET CHALLENGE (JICSAP 1.1, §6.4). */
const PIN_BYTES_MAX = 16;
const CHALLENGE_BYTES_MAX = 256;

/** Tag of the answer to reset through contacts, which a card without contacts tells so. */
const CONTACT_ATR = 0x5f51;

/**
 * A card of any design as an APDU engine: what a My Number card answers to the commands of its
 * holder (facts: hil.md §1.3), and to anything else a status that says why not.
 */
export class CardModel implements Card {
  readonly atr: Uint8Array;
  readonly #personalisation: CardPersonalisation;
  readonly #design: CardDesign;
  readonly #behaviour: CardBehaviour;
  #application: CardApplication | undefined;
  /** Selected last; a warm reset forgets the selection, but not whose PINs are verified. */
  #latest: CardApplication | undefined;
  #file: CardFile | undefined;
  /** The PINs that are verified, a bit for each. */
  #verified = 0;
  /** Whether no command has come since power-up. */
  #fresh = true;

  constructor(personalisation: CardPersonalisation, behaviour: CardBehaviour = {}) {
    const { design = MY_NUMBER_CARD, interface: by = 'contactless' } = behaviour;
    this.#personalisation = personalisation;
    this.#design = design;
    this.#behaviour = behaviour;
    this.atr = design.atr[by];
    this.#application = design.atFirst;
  }

  reset(): void {
    this.#application = this.#design.atFirst;
    this.#file = undefined;
  }

  powerOff(): void {
    this.reset();
    this.#verified = 0;
    this.#fresh = true;
  }

  transmit(bytes: Uint8Array): CardResponse {
    const { firstStatus } = this.#behaviour;
    if (this.#fresh) {
      this.#fresh = false;
      if (firstStatus !== undefined) return status(firstStatus);
    }
    const command = parseCommand(bytes);
    if (command === undefined) return status(STATUS.wrongLength);
    switch ((command.cla << 8) | command.ins) {
      case 0x00a4:
        return this.#select(command, bytes);
      case 0x00b0:
        return this.#readBinary(command);
      case 0x00b2:
        return this.#readRecord(command);
      case 0x0020:
        return status(this.#verify(command, bytes));
      case 0x0024:
        return status(this.#change(command, bytes, 'reference-data'));
      case 0x8032:
        return status(this.#change(command, bytes, 'key'));
      case 0x802a:
        return this.#sign(command, bytes);
      case 0x0084:
        return this.#challenge(command);
      case 0x00ca:
        return this.#data(command);
      case 0x0088:
        return status(STATUS.conditionsNotSatisfied);
    }
    return status(unsupported(command));
  }

  #select(command: CardCommand, bytes: Uint8Array): CardResponse {
    switch (command.p1) {
      case 0x00:
        return status(this.#selectMaster(command));
      case 0x02:
        return status(this.#selectFile(command, bytes));
      case 0x04:
        return this.#selectApplication(command, bytes);
    }
    return status(STATUS.wrongParameters);
  }

  /** Measured on real cards: refused after power-up, afterwards accepted and without effect. */
  #selectMaster({ dataLength }: CardCommand): number {
    if (dataLength > 0) return STATUS.fileNotFound;
    const atFirst = this.#application === this.#design.atFirst;
    return atFirst ? STATUS.wrongParameters : STATUS.success;
  }

  #selectFile({ p2, dataAt, dataLength }: CardCommand, bytes: Uint8Array): number {
    if (p2 !== 0x0c) return STATUS.wrongParameters;
    if (dataLength !== 2) return STATUS.wrongLength;
    const id = ((bytes[dataAt] as number) << 8) | (bytes[dataAt + 1] as number);
    const file = this.#application?.files[id];
    if (file === undefined) return STATUS.fileNotFound;
    this.#file = file;
    return STATUS.success;
  }

  /** P2 asks for the first or (02) the next AID that begins so, and (0C) for nothing about it. */
  #selectApplication(command: CardCommand, bytes: Uint8Array): CardResponse {
    const { p2, dataAt, dataLength, expected } = command;
    if ((p2 & ~0x0e) !== 0 || (p2 & 0x0c) % 0x0c !== 0) return status(STATUS.wrongParameters);
    if (dataLength === 0) return status(STATUS.wrongLength);
    const { applications } = this.#design;
    const current = this.#application === undefined ? -1 : applications.indexOf(this.#application);
    for (let nth = (p2 & 0x02) === 0 ? 0 : current + 1; nth < applications.length; nth++) {
      const application = applications[nth] as CardApplication;
      if (!beginsWith(application.aid, bytes, dataAt, dataLength)) continue;
      if (application !== this.#latest) this.#verified = 0;
      this.#latest = application;
      this.#application = application;
      this.#file = undefined;
      if ((p2 & 0x0c) !== 0 || expected === 0) return success();
      return success(dataObject(0x6f, dataObject(0x84, application.aid)));
    }
    return status(STATUS.fileNotFound);
  }

  #readBinary({ p1, p2, dataLength, expected }: CardCommand): CardResponse {
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
    if (!this.#open(file.readableAfter)) return status(STATUS.securityNotSatisfied);
    const content = file.content(this.#personalisation) ?? EMPTY;
    if (offset >= content.length) return status(STATUS.wrongOffset);
    const whole = offset === 0 && expected >= content.length;
    return success(whole ? content : content.slice(offset, offset + expected));
  }

  /** P2: the file in its upper five bits, 0 the current one; then 4 for record P1, 5 from it on. */
  #readRecord({ p1, p2, dataLength, expected }: CardCommand): CardResponse {
    if (dataLength > 0 || expected === 0) return status(STATUS.wrongLength);
    const mode = p2 & 0x07;
    if (mode !== 4 && mode !== 5) return status(STATUS.wrongParameters);
    if (p2 > 0x07) {
      const named = this.#application?.files[p2 >> 3];
      if (named === undefined) return status(STATUS.fileNotFound);
      this.#file = named;
    }
    const file = this.#file;
    if (file === undefined) return status(STATUS.noCurrentFile);
    if (file.kind !== 'records') return status(STATUS.notTransparent);
    if (!this.#open(file.readableAfter)) return status(STATUS.securityNotSatisfied);
    const all = file.content(this.#personalisation);
    if (p1 === 0 || p1 > all.length) return status(STATUS.recordNotFound);
    const read = mode === 4 ? all.slice(p1 - 1, p1) : all.slice(p1 - 1);
    return success(Uint8Array.from(read.flatMap((bytes) => [...bytes])).slice(0, expected));
  }

  #verify({ p1, p2, dataAt, dataLength }: CardCommand, bytes: Uint8Array): number {
    if (p1 !== 0x00 || (p2 & 0xe0) !== FILE_IN_P) return STATUS.wrongParameters;
    const file = this.#named(p2);
    if (file === undefined) return STATUS.noCurrentFile;
    if (file.kind !== 'pin') return STATUS.notTransparent;
    const { pin } = file;
    const card = this.#personalisation;
    const secret = card.secret(pin);
    // Asking how many tries are left costs none, and is answered even when there are none.
    const triesBefore = secret === undefined ? 0 : card.triesLeft(pin);
    assert(triesBefore >= 0 && triesBefore <= pin.triesMax, `${triesBefore} tries left`);
    if (dataLength === 0) return STATUS.pinWrong | triesBefore;
    if (dataLength > PIN_BYTES_MAX) return STATUS.wrongLength;
    if (secret === undefined || triesBefore === 0) {
      return this.#behaviour.blockedStatus ?? STATUS.pinClosed;
    }
    const right = isSecret(secret, bytes, dataAt, dataLength);
    const triesLeft = right ? pin.triesMax : triesBefore - 1;
    this.#verified = right ? this.#verified | anyOf(pin) : this.#verified & ~anyOf(pin);
    if (triesLeft !== triesBefore) card.remember(pin, triesLeft);
    return right ? STATUS.success : STATUS.pinWrong | triesLeft;
  }

  /** Sets another PIN, in the application's own way, once the old one is verified. */
  #change(
    { p1, p2, dataAt, dataLength }: CardCommand,
    bytes: Uint8Array,
    by: PinDesign['changedBy'],
  ): number {
    const replacement = by === 'key' ? 0x00 : 0x01;
    if (p1 !== replacement || (p2 & 0xe0) !== FILE_IN_P) return STATUS.wrongParameters;
    const file = this.#named(p2);
    if (file === undefined) return STATUS.noCurrentFile;
    if (file.kind !== 'pin') return STATUS.notTransparent;
    const { pin } = file;
    if (pin.changedBy !== by) return STATUS.conditionsNotSatisfied;
    if (dataLength === 0 || dataLength > PIN_BYTES_MAX) return STATUS.wrongLength;
    if (!this.#open(anyOf(pin))) return STATUS.securityNotSatisfied;
    const secret = String.fromCharCode(...bytes.subarray(dataAt, dataAt + dataLength));
    if (!pin.form.test(secret)) return STATUS.wrongData;
    this.#personalisation.change(pin, secret);
    return STATUS.success;
  }

  #sign({ p1, p2, dataAt, dataLength }: CardCommand, bytes: Uint8Array): CardResponse {
    if ((p2 & 0xe0) !== FILE_IN_P) return status(STATUS.wrongParameters);
    const file = this.#named(p2);
    if (file === undefined && p2 !== FILE_IN_P) return status(STATUS.wrongParameters);
    const pair = file?.kind === 'key' ? file.pair : undefined;
    if (file?.kind !== 'key' || pair === undefined) return status(STATUS.conditionsNotSatisfied);
    const signing = signingOf(p1, dataLength);
    if (signing.kind === 'refused') return status(signing.status);
    if (!this.#open(file.usableAfter)) return status(STATUS.securityNotSatisfied);
    const data = bytes.slice(dataAt, dataAt + dataLength);
    const signature = this.#personalisation.sign(pair, signing.scheme, data);
    return signature === undefined ? status(STATUS.referencedDataNotFound) : success(signature);
  }

  #challenge({ p1, p2, dataLength, expected }: CardCommand): CardResponse {
    if (p1 !== 0 || p2 !== 0) return status(STATUS.wrongParameters);
    if (dataLength > 0 || expected === 0) return status(STATUS.wrongLength);
    if (expected > CHALLENGE_BYTES_MAX) return status(STATUS.conditionsNotSatisfied);
    return success(this.#personalisation.challenge(expected));
  }

  #data({ p1, p2, dataLength, expected }: CardCommand): CardResponse {
    if (dataLength > 0 || expected === 0) return status(STATUS.wrongLength);
    const tag = (p1 << 8) | p2;
    const object = this.#application?.objects.get(tag);
    if (object === undefined && (tag !== CONTACT_ATR || this.#application === undefined)) {
      return status(STATUS.referencedDataNotFound);
    }
    const { contact } = this.#design.atr;
    const data = object === undefined ? contact.slice(1) : object(this.#personalisation);
    return data.length > expected ? status(STATUS.wrongLength) : success(data);
  }

  /** The file P2 names, or the current one if it names none. */
  #named(p2: number): CardFile | undefined {
    return p2 === FILE_IN_P ? this.#file : this.#application?.files[p2 & 0x1f];
  }

  /** Whether one of these PINs is verified, or there are none. */
  #open(pins: number): boolean {
    return pins === 0 || (this.#verified & pins) !== 0;
  }
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
