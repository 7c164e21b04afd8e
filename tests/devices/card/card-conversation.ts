import assert from 'node:assert/strict';
import type { Card, CardResponse } from '../../../devices/card/card.ts';
import type { CardPersonalisation } from '../../../devices/card/card-applications.ts';
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

/** What a card was told to remember, besides what is on it. */
export interface Personalisation extends CardPersonalisation {
  readonly remembered: number[];
}

/** A card's contents for tests: PIN 1234, a certificate of 600 bytes, signs by reversing. */
export function personalisation(change: Partial<CardPersonalisation> = {}): Personalisation {
  const remembered: number[] = [];
  const { triesLeft = 3, ...others } = change;
  return {
    certificate: sequence(600),
    authority: sequence(40),
    pin: '1234',
    cardId: new Uint8Array(0),
    get triesLeft() {
      return remembered.at(-1) ?? triesLeft;
    },
    sign: (digestInfo) => digestInfo.slice().reverse(),
    remember: (triesLeft) => remembered.push(triesLeft),
    remembered,
    ...others,
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
