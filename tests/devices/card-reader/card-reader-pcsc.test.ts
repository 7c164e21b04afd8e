import { describe, expect, test } from 'vitest';
import { PcscCardReader } from '../../../devices/card-reader/card-reader-pcsc.ts';
import {
  openReader,
  PcscUnavailable,
  readerNames,
} from '../../../devices/card-reader/smartcard-pcsc.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { hex } from '../card/card-conversation.ts';
import { fakeHandle, fakeSmartcard } from './smartcard-fake.ts';

const time = new RealTime();
const ok = async () => hex('9000');
const fails = (message: string) => async () => Promise.reject(new Error(message));
const readers = ['kofu-1 00 00', 'kofu-1 00 01', 'ACS'];

describe('a PC/SC reader', () => {
  test('is opened by name; what there is instead is told, with the remedy', () => {
    const smartcard = fakeSmartcard({ readers, connect: fails('') });
    expect(readerNames(smartcard)).toEqual(readers);
    expect(openReader('AC', smartcard).slot.name).toBe('ACS');
    expect(() => openReader('kofu', smartcard)).toThrow(
      '"kofu" begins the names of several readers; name one of: "kofu-1 00 00", "kofu-1 00 01"',
    );
    expect(() => openReader('SCM', smartcard)).toThrow(
      'there is no reader "SCM"; there are: "kofu',
    );
    const none = fakeSmartcard({ readers: [], connect: fails('') });
    expect(() => openReader('SCM', none)).toThrow('pcscd has none; plug one in');
    class Context {
      constructor() {
        throw new Error('PC/SC service not running');
      }
    }
    const stopped = { ...smartcard, Context } as unknown as typeof smartcard;
    expect(() => readerNames(stopped)).toThrow(PcscUnavailable);
    expect(() => readerNames(stopped)).toThrow(
      'no PC/SC service answers (PC/SC service not running)',
    );
  });

  test('is taken for the kiosk alone, by T=1, and reset so that no old card counts', async () => {
    const told: string[] = [];
    const smartcard = fakeSmartcard({ readers, connect: async () => fakeHandle(told, ok) }, told);
    const reader = new PcscCardReader('ACS', { smartcard });
    expect(reader.name).toBe('ACS');
    const found = await time.run(reader.connect());
    expect(found).toEqual({ kind: 'connected', atr: Uint8Array.of(0x3b) });
    expect(told).toEqual(['connect 1 2', 'reconnect 1']);
    await time.run(reader.disconnect('unpower'));
    await reader.close();
    // Power is cut beside the event loop, before it is let go of.
    expect(told.slice(2)).toEqual(['reconnect 2', 'disconnect 0', 'close']);
  });

  test('falls back on T=0, where one answer may take several commands', async () => {
    const told: string[] = [];
    const connect = (protocols: number) =>
      protocols === 2 ? fails('Protocol mismatch')() : Promise.resolve(fakeHandle(told, ok, 1));
    const reader = new PcscCardReader('ACS', {
      smartcard: fakeSmartcard({ readers, connect }, told),
    });
    await time.run(reader.connect());
    await time.run(reader.transmit(hex('00A4040000')));
    expect(told).toEqual(['connect 1 2', 'connect 1 3', 'reconnect 1', 'T=0', expect.anything()]);
  });

  test('makes room for as long an answer as the command may have', async () => {
    const told: string[] = [];
    const connect = async () => fakeHandle(told, ok);
    const reader = new PcscCardReader('ACS', { smartcard: fakeSmartcard({ readers, connect }) });
    await time.run(reader.connect());
    for (const command of ['00B0000000', '00B00000000800', '00200080']) {
      expect(await time.run(reader.transmit(hex(command)))).toEqual({
        data: new Uint8Array(0),
        status: 0x9000,
      });
    }
    expect(told.slice(1)).toEqual([
      'transmit 00b0000000 258',
      'transmit 00b00000000800 65538',
      'transmit 00200080 258',
    ]);
  });

  test.each([
    ['an error', fails('Transaction failed')],
    ['an empty answer', async () => new Uint8Array(0)],
    ['one byte', async () => Uint8Array.of(0x90)],
  ])('takes %s for a card that is gone', async (_, answer) => {
    const told: string[] = [];
    const connect = async () => fakeHandle(told, answer);
    const reader = new PcscCardReader('ACS', { smartcard: fakeSmartcard({ readers, connect }) });
    await time.run(reader.connect());
    expect(await time.run(reader.transmit(hex('00A4040000')))).toBe('removed');
    expect(await time.run(reader.transmit(hex('00A4040000')))).toBe('removed');
    expect(told.slice(1)).toEqual(['transmit 00a4040000 258', 'disconnect 0']);
  });

  test.each([
    ['No smart card present', 'no-card'],
    ['Card was removed', 'no-card'],
    ['Card is unresponsive', 'unreadable'],
    ['Sharing violation', 'unreadable'],
    ['Reader unavailable', 'unreadable'],
  ])('finds with “%s”: %s', async (message, kind) => {
    const smartcard = fakeSmartcard({ readers, connect: fails(message) });
    const reader = new PcscCardReader('ACS', { smartcard, insertionMs: 50 });
    expect(await time.run(reader.connect())).toEqual({ kind });
  });

  test('does not wait for an answer that is still due, nor lets go of the card before', async () => {
    const told: string[] = [];
    let answer = (_: Uint8Array) => {};
    const due = new Promise<Uint8Array>((resolve) => {
      answer = resolve;
    });
    const connect = async () => fakeHandle(told, () => due);
    const reader = new PcscCardReader('ACS', { smartcard: fakeSmartcard({ readers, connect }) });
    await time.run(reader.connect());
    const asked = time.run(reader.transmit(hex('00A4040000')));
    await time.run(reader.disconnect('unpower'));
    expect(told.slice(1)).toEqual(['transmit 00a4040000 258']);
    expect(await time.run(reader.transmit(hex('00A4040000')))).toBe('removed');
    answer(hex('9000'));
    await asked;
    await expect.poll(() => told.at(-1)).toBe('disconnect 0');
  });

  test('is closed in time though a card is mute, and lets go of it when that answers', async () => {
    const told: string[] = [];
    let answer = (_: Uint8Array) => {};
    const due = new Promise<Uint8Array>((resolve) => {
      answer = resolve;
    });
    const connect = async () => fakeHandle(told, () => due);
    const smartcard = fakeSmartcard({ readers, connect }, told);
    const reader = new PcscCardReader('ACS', { smartcard, closingMs: 30 });
    await time.run(reader.connect());
    const asked = time.run(reader.transmit(hex('00A4040000')));
    await expect.poll(() => told.at(-1)).toBe('transmit 00a4040000 258');
    await reader.close();
    // A call now would wait for the card, and the event loop with it.
    expect(told.at(-1)).toBe('transmit 00a4040000 258');
    answer(hex('9000'));
    await asked;
    await expect.poll(() => told.slice(-2)).toEqual(['disconnect 0', 'close']);
  });

  test('for real cards wants each one taken off before the next', async () => {
    let lies = true;
    const told: string[] = [];
    const connect = async () => (lies ? fakeHandle(told, ok) : fails('No smart card present')());
    const smartcard = fakeSmartcard({ readers, connect });
    const reader = new PcscCardReader('ACS', { smartcard, insertionMs: 100, eachCardOnce: true });
    expect(await time.run(reader.connect())).toMatchObject({ kind: 'connected' });
    await time.run(reader.disconnect('unpower'));
    expect(await time.run(reader.connect())).toEqual({ kind: 'no-card' });
    const waiting = time.run(reader.connect());
    lies = false;
    await new Promise((resolve) => setTimeout(resolve, 40));
    lies = true;
    expect(await waiting).toMatchObject({ kind: 'connected' });
  });
});
