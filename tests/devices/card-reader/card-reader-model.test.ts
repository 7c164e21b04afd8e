import { describe, expect, test } from 'vitest';
import type { Card } from '../../../devices/card/card.ts';
import { CardModel } from '../../../devices/card/card-model.ts';
import { CONTACTLESS_CARD } from '../../../devices/card/card-timing.ts';
import { CardReaderModel } from '../../../devices/card-reader/card-reader-model.ts';
import { constant } from '../../../sim/distribution.ts';
import { type Process, sleep } from '../../../sim/process.ts';
import { streams } from '../../../sim/rng.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';
import { answerOf, hex, personalisation, SELECT_JPKI } from '../card/card-conversation.ts';

const rng = streams(1).stream('card-reader', 1);
const timing = { apduMs: constant(30), signatureMs: constant(400) };
const select = hex(SELECT_JPKI);
const sign = hex('80 2A 00 97 01 AA 00');
const newCard = () => new CardModel(personalisation());

/** Runs a process and answers when it ended, in milliseconds. */
function durationMs(process: Process<unknown>): number {
  const time = new VirtualTime();
  let endMs = Number.NaN;
  time.spawn(
    (function* () {
      yield* process;
      endMs = time.now();
    })(),
  );
  time.advance(Number.POSITIVE_INFINITY);
  return endMs;
}

describe('a reader', () => {
  test('says when there is no card', () => {
    expect(answerOf(new CardReaderModel().connect())).toEqual({ kind: 'no-card' });
  });

  test('says when what lies there does not answer', () => {
    const reader = new CardReaderModel();
    const card = newCard();
    const mute: Card = {
      atr: new Uint8Array(0),
      transmit: (command) => card.transmit(command),
      reset: () => card.reset(),
      powerOff: () => card.powerOff(),
    };
    reader.insert(mute);
    expect(answerOf(reader.connect())).toEqual({ kind: 'unreadable' });
    expect(answerOf(reader.transmit(select))).toBe('removed');
  });

  test('connects with the answer to reset, and passes commands on', () => {
    const reader = new CardReaderModel();
    reader.insert(newCard());
    const atr = hex('3B888001000005E0B381A1007F');
    expect(answerOf(reader.connect())).toEqual({ kind: 'connected', atr });
    expect(answerOf(reader.transmit(select))).toMatchObject({ status: 0x9000 });
  });

  test('must be connected first', () => {
    const reader = new CardReaderModel();
    reader.insert(newCard());
    expect(answerOf(reader.transmit(select))).toBe('removed');
  });

  test('has one slot', () => {
    const reader = new CardReaderModel();
    reader.insert(newCard());
    expect(() => reader.insert(newCard())).toThrow('there is a card in the reader');
  });

  test('gives the card back, powered off; the next one must be connected', () => {
    const reader = new CardReaderModel();
    const card = newCard();
    reader.insert(card);
    answerOf(reader.connect());
    answerOf(reader.transmit(select));
    expect(reader.remove()).toBe(card);
    expect(reader.remove()).toBeUndefined();
    reader.insert(newCard());
    expect(answerOf(reader.transmit(select))).toBe('removed');
    expect(card.transmit(hex('00 B0 8A 00 00')).status).toBe(0x6a82);
  });

  test.each([
    ['leave', 0x9000, 0x9000],
    ['reset', 0x6986, 0x9000],
    ['unpower', 0x6986, 0x6982],
  ] as const)('lets go of a card with %s', (disposition, whatIsSelected, whetherVerified) => {
    const reader = new CardReaderModel();
    const card = newCard();
    reader.insert(card);
    answerOf(reader.connect());
    card.transmit(select);
    card.transmit(hex('00 20 00 98 04 31323334'));
    card.transmit(hex('00 A4 02 0C 02 000A'));
    answerOf(reader.disconnect(disposition));
    expect(answerOf(reader.transmit(select))).toBe('removed');
    expect(card.transmit(hex('00 B0 00 00 00')).status).toBe(whatIsSelected);
    card.transmit(select);
    expect(card.transmit(sign).status).toBe(whetherVerified);
  });
});

describe('the time a card takes', () => {
  test('is none by default: nothing waits', () => {
    const reader = new CardReaderModel();
    reader.insert(newCard());
    expect(reader.connect().next().done).toBe(true);
    expect(reader.transmit(select).next().done).toBe(true);
    expect(reader.transmit(sign).next().done).toBe(true);
    expect(reader.disconnect('unpower').next().done).toBe(true);
  });

  test('is one delay for connecting and for a command, another one for a signature', () => {
    const reader = new CardReaderModel({ timing, rng });
    reader.insert(newCard());
    expect(durationMs(reader.connect())).toBe(30);
    expect(durationMs(reader.transmit(select))).toBe(30);
    expect(durationMs(reader.transmit(sign))).toBe(400);
  });

  test('of a contactless card: nine in ten commands 20–60 ms, signatures 300–500 ms', () => {
    const share = (draws: readonly number[], from: number, to: number) =>
      draws.filter((ms) => ms >= from && ms <= to).length / draws.length;
    const draw = (from: (typeof CONTACTLESS_CARD)['apduMs']) =>
      Array.from({ length: 20_000 }, () => from(rng));
    const command = share(draw(CONTACTLESS_CARD.apduMs), 20, 60);
    const signature = share(draw(CONTACTLESS_CARD.signatureMs), 300, 500);
    expect(Math.abs(command - 0.9)).toBeLessThan(0.01);
    expect(Math.abs(signature - 0.9)).toBeLessThan(0.01);
  });

  test('is enough to take the card out: it has not done what was asked', () => {
    const time = new VirtualTime();
    const reader = new CardReaderModel({ timing, rng });
    const content = personalisation();
    reader.insert(new CardModel(content));
    const kiosk = time.spawn(
      (function* () {
        yield* reader.connect();
        yield* reader.transmit(select);
        return yield* reader.transmit(hex('00 20 00 98 04 39393939'));
      })(),
    );
    time.spawn(
      (function* () {
        yield sleep(75);
        reader.remove();
      })(),
    );
    time.advance(Number.POSITIVE_INFINITY);
    expect(kiosk.ending).toEqual({ kind: 'returned', value: 'removed' });
    expect(content.remembered).toEqual([]);
  });
});
