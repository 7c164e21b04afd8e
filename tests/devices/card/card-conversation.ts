import assert from 'node:assert/strict';
import type { Card, CardResponse } from '../../../devices/card/card.ts';
import { birthCode, codeA, codeB, inventedHolder } from '../../../devices/card/card-holder.ts';
import type { CardPersonalisation } from '../../../devices/card/card-personalisation.ts';
import { PINS, type PinDesign } from '../../../devices/card/card-pins.ts';
import { openJpki, readCertificate, signChallenge, verifyPin } from '../../../devices/card/jpki.ts';
import { CardReaderModel } from '../../../devices/card-reader/card-reader-model.ts';
import type { Process } from '../../../sim/process.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';

/** What a process returns, run by itself in virtual time. */
export function answerOf<A>(process: Process<A>): A {
  const time = new VirtualTime();
  const task = time.spawn(process);
  time.advance(Number.POSITIVE_INFINITY);
  const ending = task.ending;
  assert(ending?.kind === 'returned', `the process ${ending?.kind ?? 'waits for ever'}`);
  return ending.value;
}

/** Bytes from hexadecimal digits; spaces are for the reader. */
export function hex(digits: string): Uint8Array {
  return new Uint8Array(Buffer.from(digits.replaceAll(' ', ''), 'hex'));
}

/** Sends a command in hexadecimal digits. */
export function send(card: Card, command: string): CardResponse {
  return card.transmit(hex(command));
}

/** The status word of the answer to a command in hexadecimal digits. */
export function statusOf(card: Card, command: string): string {
  return send(card, command).status.toString(16).toUpperCase();
}

export const SELECT_JPKI = '00 A4 04 0C 0A D392F000260100000001';
export const SELECT_COMMON = '00 A4 04 0C 0A D3921000310001010100';

/** The wishes of a test for a card; the rest is PIN 1234 and ABC123, and holds no certificates. */
export interface Wishes {
  readonly certificate?: Uint8Array;
  readonly authority?: Uint8Array;
  readonly pin?: string;
  readonly cardId?: Uint8Array;
  /** Of the PIN for user authentication, at first. */
  readonly triesLeft?: number;
  /** Whether there is a pair for signatures (yes). */
  readonly signaturePair?: boolean;
}

/** What a card was told to remember, besides what is on it. */
export interface Personalisation extends CardPersonalisation {
  readonly certificates: { readonly user: Uint8Array; readonly signature: Uint8Array | undefined };
  /** Each change of a counter: which PIN, and the tries left. */
  readonly remembered: (readonly [PinDesign, number])[];
  readonly secrets: Map<PinDesign, string>;
}

/** Whose card it is in tests. */
export const HOLDER = inventedHolder({
  municipality: '27203',
  residentNo: 40,
  generation: 1,
  issuedIn: 2025,
  child: false,
});

/**
 * A card's contents for tests: PIN 1234 and password ABC123, certificates of 600 and 700 bytes. The
 * pair for users signs by reversing, the one for signatures puts the number of the scheme first.
 */
export function personalisation(wishes: Wishes = {}): Personalisation {
  const { pin = '1234', triesLeft = 3, signaturePair = true } = wishes;
  const { certificate = sequence(600), authority = sequence(40) } = wishes;
  const certificates = { user: certificate, signature: signaturePair ? sequence(700) : undefined };
  const remembered: (readonly [PinDesign, number])[] = [];
  const secrets = new Map<PinDesign, string>([
    [PINS.user, pin],
    [PINS.common, pin],
    [PINS.resident, pin],
    [PINS.input, pin],
    [PINS.inputA, codeA(HOLDER)],
    [PINS.inputB, codeB(HOLDER)],
    [PINS.birth, birthCode(HOLDER)],
    [PINS.faceA, codeA(HOLDER)],
    [PINS.faceB, codeB(HOLDER)],
  ]);
  if (signaturePair) secrets.set(PINS.signature, 'ABC123');
  return {
    certificates,
    remembered,
    secrets,
    cardId: wishes.cardId ?? new Uint8Array(0),
    certificate: (pair) => certificates[pair],
    authority: () => authority,
    holder: () => HOLDER,
    secret: (design) => secrets.get(design),
    triesLeft: (design) =>
      remembered.findLast(([which]) => which === design)?.[1] ??
      (design === PINS.user ? triesLeft : design.triesMax),
    remember: (design, left) => remembered.push([design, left]),
    change: (design, secret) => secrets.set(design, secret),
    sign: (pair, scheme, data) => {
      if (pair === 'user') return data.slice().reverse();
      return signaturePair ? Uint8Array.of(scheme, ...data) : undefined;
    },
    challenge: (length) => new Uint8Array(length).fill(0x5a),
  };
}

/** A DER SEQUENCE of so many bytes, 128 or more with a long header. */
export function sequence(size: number): Uint8Array {
  const bytes = new Uint8Array(size).map((_, index) => index * 31);
  if (size < 128) bytes.set([0x30, size - 2]);
  else bytes.set([0x30, 0x82, (size - 4) >> 8, (size - 4) & 0xff]);
  return bytes;
}

/** What a kiosk gets from a card for a challenge: certificate and signature. */
export function authenticate(
  { card, pin }: { readonly card: Card; readonly pin: string },
  challenge: Uint8Array,
  digestInfo: (challenge: Uint8Array) => Uint8Array,
): { readonly certificate: Uint8Array; readonly signature: Uint8Array } {
  const reader = new CardReaderModel();
  reader.insert(card);
  return answerOf(
    (function* () {
      assert.equal((yield* reader.connect()).kind, 'connected');
      assert.equal((yield* openJpki(reader)).kind, 'opened');
      const reading = yield* readCertificate(reader);
      assert.equal((yield* verifyPin(reader, pin)).kind, 'verified');
      const signing = yield* signChallenge(reader, challenge, digestInfo);
      assert(reading.kind === 'read' && signing.kind === 'signed', 'the card gives both');
      yield* reader.disconnect('unpower');
      reader.remove();
      return { certificate: reading.certificate, signature: signing.signature };
    })(),
  );
}
