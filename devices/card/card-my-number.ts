import { cardSerial } from '../../server/contract-card-serial.ts';
import { civilTime } from '../../sim/civil-time.ts';
import { birthCode, type CardHolder, codeA, codeB, inventedHolder } from './card-holder.ts';
import type { Period } from './card-office.ts';
import type { CardPersonalisation, KeyPair, SignatureScheme } from './card-personalisation.ts';
import { PINS, type PinDesign, type PinMemory } from './card-pins.ts';

/** The cryptography of My Number cards, as true as a run wants it. */
export interface CardKeys {
  /** The certificate of the authority for this pair. */
  authority(pair: KeyPair): Uint8Array;
  certificate(pair: KeyPair, serial: string, bearer: Bearer): Uint8Array;
  /** Signs with the private key that belongs to the certificate. */
  sign(
    pair: KeyPair,
    bearer: Bearer,
    certificate: Uint8Array,
    scheme: SignatureScheme,
    data: Uint8Array,
  ): Uint8Array;
  challenge(length: number): Uint8Array;
}

/** Whose card it is, and what is in it. */
export interface Bearer {
  readonly municipality: string;
  readonly residentNo: number;
  /** Counts the cards this resident has been given, from 1. */
  readonly generation: number;
  /** 利用者証明用パスワード; whoever chose it chose it for everything that takes four digits. */
  readonly pin: string;
  /** When its certificates are valid. */
  readonly validity: Period;
  /** Whether it has the pair for signatures: a child under fifteen gets none. */
  readonly signaturePair: boolean;
}

/** 署名用パスワード of a virtual card, until it is changed: SIGN and the PIN. */
export function signaturePassword(pin: string): string {
  return `SIGN${pin}`;
}

const NO_CARD_ID = new Uint8Array(0);

/** What is on one My Number card. The tables, keys and memories it points to are of all cards. */
export class MyNumberChip implements CardPersonalisation {
  /** The serial of its certificate for user authentication, by which its memory is kept. */
  readonly serial: string;
  readonly #bearer: Bearer;
  readonly #keys: CardKeys;
  readonly #memory: PinMemory;
  /** Issued when it is first needed. */
  #user: Uint8Array | undefined;
  #signature: Uint8Array | undefined;

  constructor(bearer: Bearer, keys: CardKeys, memory: PinMemory) {
    const { municipality, residentNo, generation } = bearer;
    this.serial = cardSerial(municipality, residentNo, generation);
    this.#bearer = bearer;
    this.#keys = keys;
    this.#memory = memory;
  }

  get cardId(): Uint8Array {
    return NO_CARD_ID;
  }

  certificate(pair: KeyPair): Uint8Array | undefined {
    if (pair === 'user') {
      this.#user ??= this.#keys.certificate(pair, this.serial, this.#bearer);
      return this.#user;
    }
    if (!this.#bearer.signaturePair) return undefined;
    // It begins with another digit, so that nobody takes one certificate for the other.
    const serial = `2${this.serial.slice(1)}`;
    this.#signature ??= this.#keys.certificate(pair, serial, this.#bearer);
    return this.#signature;
  }

  authority(pair: KeyPair): Uint8Array {
    return this.#keys.authority(pair);
  }

  holder(): CardHolder {
    const { municipality, residentNo, generation, validity, signaturePair } = this.#bearer;
    const issuedIn = civilTime(validity.fromMs).year;
    const child = !signaturePair;
    return inventedHolder({ municipality, residentNo, generation, issuedIn, child });
  }

  secret(pin: PinDesign): string | undefined {
    return this.#memory.changed(this.serial, pin) ?? this.#firstSecret(pin);
  }

  #firstSecret({ index }: PinDesign): string | undefined {
    const { pin, signaturePair } = this.#bearer;
    switch (index) {
      case PINS.signature.index:
        return signaturePair ? signaturePassword(pin) : undefined;
      case PINS.inputClosed.index:
        return undefined;
      case PINS.inputA.index:
      case PINS.faceA.index:
        return codeA(this.holder());
      case PINS.inputB.index:
      case PINS.faceB.index:
        return codeB(this.holder());
      case PINS.birth.index:
        return birthCode(this.holder());
    }
    return pin;
  }

  triesLeft(pin: PinDesign): number {
    return this.#memory.triesLeft(this.serial, pin);
  }

  remember(pin: PinDesign, triesLeft: number): void {
    this.#memory.remember(this.serial, pin, triesLeft);
  }

  change(pin: PinDesign, secret: string): void {
    this.#memory.change(this.serial, pin, secret);
  }

  sign(pair: KeyPair, scheme: SignatureScheme, data: Uint8Array): Uint8Array | undefined {
    const certificate = this.certificate(pair);
    if (certificate === undefined) return undefined;
    return this.#keys.sign(pair, this.#bearer, certificate, scheme, data);
  }

  challenge(length: number): Uint8Array {
    return this.#keys.challenge(length);
  }
}
