import assert from 'node:assert/strict';
import { type CardResponse, STATUS } from '../../../devices/card/card.ts';
import { type CardCommand, parseCommand } from '../../../devices/card/card-command.ts';
import { MY_NUMBER_CARD } from '../../../devices/card/card-designs.ts';
import { CardModel } from '../../../devices/card/card-model.ts';
import type { CardPersonalisation } from '../../../devices/card/card-personalisation.ts';
import { PINS, type PinDesign } from '../../../devices/card/card-pins.ts';
import { type Personalisation, personalisation } from './card-conversation.ts';

const ALL_PINS: readonly PinDesign[] = Object.values(PINS);
const SW1 = new Set([0x63, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6d, 0x6e, 0x90]);

/** What the certificate for signatures is made of; no other file has four of it in a row. */
const SECRET_BYTE = 0xe7;

/** A PIN of its own for each use of four digits, so that one entered tells which it was. */
export const SECRETS = new Map<PinDesign, string>([
  [PINS.user, '1234'],
  [PINS.signature, 'ABC123'],
  [PINS.common, '2345'],
  [PINS.resident, '3456'],
  [PINS.input, '4567'],
]);

/** What happened often enough for a look at the rest to mean something. */
export interface Seen {
  readonly commands: number;
  readonly signed: number;
  readonly wrong: number;
  readonly blocked: number;
  readonly changed: number;
  readonly secretRead: number;
}

/** Sends a My Number card commands, and asserts what must be true of it, whatever they are. */
export class CardWatcher {
  readonly #content: Personalisation;
  readonly #card: CardModel;
  /** Whose PIN was entered rightly: since power-up, in the application that is still selected. */
  readonly #entered = new Set<PinDesign>();
  readonly #seen: { -readonly [Name in keyof Seen]: Seen[Name] };
  /** The application that was selected last, by its place on the card. */
  #latest = -1;
  /** The one that is selected now: after power-up or reset the last one, which has no files. */
  #selected = MY_NUMBER_CARD.applications.length - 1;

  constructor(seen: { -readonly [Name in keyof Seen]: Seen[Name] }) {
    this.#seen = seen;
    this.#content = personalisation({ triesLeft: 3 });
    for (const [pin, secret] of SECRETS) this.#content.secrets.set(pin, secret);
    const signature = new Uint8Array(700).fill(SECRET_BYTE);
    const watched: CardPersonalisation = {
      ...this.#content,
      certificate: (pair) => (pair === 'user' ? this.#content.certificates.user : signature),
      sign: (pair, scheme, data) => {
        assert(this.#entered.has(PINS[pair]), `signed with ${pair} without its PIN`);
        this.#seen.signed += 1;
        return this.#content.sign(pair, scheme, data);
      },
    };
    this.#card = new CardModel(watched);
  }

  reset(): void {
    this.#card.reset();
    this.#selected = MY_NUMBER_CARD.applications.length - 1;
  }

  powerOff(): void {
    this.#card.powerOff();
    this.#selected = MY_NUMBER_CARD.applications.length - 1;
    this.#entered.clear();
  }

  send(bytes: Uint8Array): void {
    const counters = ALL_PINS.map((pin) => this.#content.triesLeft(pin));
    const secrets = ALL_PINS.map((pin) => this.#content.secret(pin));
    const before = bytes.slice();
    this.#seen.commands += 1;
    const response = this.#card.transmit(bytes);
    assert.deepEqual(bytes, before, 'the command is as it was');
    const command = parseCommand(bytes);
    this.#watchAnswer(command, response);
    const moved = ALL_PINS.filter((pin, nth) => counters[nth] !== this.#content.triesLeft(pin));
    const replaced = ALL_PINS.filter((pin, nth) => secrets[nth] !== this.#content.secret(pin));
    if (command === undefined) {
      assert.equal(response.status, STATUS.wrongLength);
      assert.equal(moved.length + replaced.length, 0, 'a malformed command does nothing');
      return;
    }
    this.#watchSelection(command, bytes, response.status);
    this.#watchEntry(command, textOf(command, bytes), response.status, moved, counters);
    this.#watchChange(command, textOf(command, bytes), response.status, replaced);
  }

  #watchAnswer(command: CardCommand | undefined, { data, status }: CardResponse): void {
    assert(SW1.has(status >> 8) && status <= 0xffff, `status ${status.toString(16)}`);
    assert(status === STATUS.success || data.length === 0, 'data only with success');
    const signs = command?.cla === 0x80 && command.ins === 0x2a;
    assert(signs || data.length <= (command?.expected ?? 0), 'no more than was asked for');
    const run = data.findIndex((_, at) => data.subarray(at, at + 4).every(isSecret));
    if (run < 0 || run + 4 > data.length) return;
    this.#seen.secretRead += 1;
    assert(this.#entered.has(PINS.signature), 'a certificate read without its password');
  }

  /** Leaving for another application forgets PINs; which one it is, its place tells. */
  #watchSelection({ ins, p1, p2, cla, ...at }: CardCommand, bytes: Uint8Array, status: number) {
    if (cla !== 0x00 || ins !== 0xa4 || p1 !== 0x04 || status !== STATUS.success) return;
    const asked = Buffer.from(bytes.subarray(at.dataAt, at.dataAt + at.dataLength));
    const from = (p2 & 0x02) === 0 ? 0 : this.#selected + 1;
    const found = MY_NUMBER_CARD.applications.findIndex(
      ({ aid }, nth) => nth >= from && Buffer.from(aid).subarray(0, asked.length).equals(asked),
    );
    assert(found >= 0, 'what is selected begins as it was asked');
    if (found !== this.#latest) this.#entered.clear();
    this.#latest = found;
    this.#selected = found;
  }

  /** Wrong costs one try and says so, right fills it up; nothing else touches a counter. */
  #watchEntry(
    { cla, ins, dataLength }: CardCommand,
    entered: string,
    status: number,
    moved: readonly PinDesign[],
    counters: readonly number[],
  ): void {
    const verifies = cla === 0x00 && ins === 0x20 && dataLength > 0;
    assert(moved.length <= (verifies ? 1 : 0), 'only VERIFY moves a counter, and only one');
    const [pin] = moved;
    if (verifies && status === STATUS.success) {
      const right = ALL_PINS.filter((one) => this.#content.secret(one) === entered);
      assert(right.length > 0, 'some PIN is right');
      for (const one of right) this.#entered.add(one);
      if (pin !== undefined) assert.equal(this.#content.triesLeft(pin), pin.triesMax);
      return;
    }
    if (verifies && status === STATUS.pinClosed) this.#seen.blocked += 1;
    if (pin === undefined) return;
    this.#seen.wrong += 1;
    const now = this.#content.triesLeft(pin);
    assert.equal(now, (counters[pin.index] as number) - 1);
    assert.equal(status, STATUS.pinWrong | now);
    assert.notEqual(entered, this.#content.secret(pin), 'a wrong PIN');
    this.#entered.delete(pin);
  }

  #watchChange(
    { ins }: CardCommand,
    data: string,
    status: number,
    replaced: readonly PinDesign[],
  ): void {
    const [pin, ...more] = replaced;
    if (pin === undefined) return;
    this.#seen.changed += 1;
    assert(more.length === 0 && status === STATUS.success, 'one PIN at a time');
    assert(ins === (pin.changedBy === 'key' ? 0x32 : 0x24), 'by its own command');
    assert(this.#entered.has(pin), 'the old one was entered');
    assert.match(data, pin.form);
    assert.equal(this.#content.secret(pin), data);
  }
}

function isSecret(byte: number): boolean {
  return byte === SECRET_BYTE;
}

/** The data of a command in ASCII. */
function textOf({ dataAt, dataLength }: CardCommand, bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(dataAt, dataAt + dataLength)).toString('latin1');
}
