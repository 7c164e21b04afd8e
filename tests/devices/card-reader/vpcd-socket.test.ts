import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CardModel } from '../../../devices/card/card-model.ts';
import type { CardReader } from '../../../devices/card-reader/card-reader.ts';
import { FaultyCardReader } from '../../../devices/card-reader/card-reader-faulty.ts';
import { CardReaderModel } from '../../../devices/card-reader/card-reader-model.ts';
import { VpcdCardSlot } from '../../../devices/card-reader/card-slot-vpcd-socket.ts';
import { vpcdFrame } from '../../../devices/card-reader/vpcd-frames.ts';
import {
  type Offering,
  offerCard,
  VpcdUnreachable,
} from '../../../devices/card-reader/vpcd-socket.ts';
import { perform } from '../../../sim/process.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { hex, personalisation, SELECT_JPKI } from '../card/card-conversation.ts';

/** The part of vpcd, spoken by hand: the card connects, and is asked. */
class Vpcd {
  readonly server: Server;
  readonly cards: Socket[] = [];
  #heard = Buffer.alloc(0);

  constructor() {
    this.server = createServer((card) => {
      this.cards.push(card);
      card.on('data', (bytes) => {
        this.#heard = Buffer.concat([this.#heard, bytes]);
      });
      card.on('error', () => {});
    });
  }

  async place(): Promise<{ host: string; port: number }> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    const { port } = this.server.address() as { port: number };
    return { host: '127.0.0.1', port };
  }

  async card(nth = 0): Promise<Socket> {
    await expect.poll(() => this.cards[nth]).toBeDefined();
    return this.cards[nth] as Socket;
  }

  /** Says so many frames in one breath, and answers what comes back until nothing does. */
  async say(...payloads: readonly string[]): Promise<string> {
    const card = await this.card();
    this.#heard = Buffer.alloc(0);
    card.write(Buffer.concat(payloads.map((payload) => vpcdFrame(hex(payload)))));
    // What is asked is answered in order: the answer to this comes last.
    card.write(vpcdFrame(hex('04')));
    await expect.poll(() => this.#heard.toString('hex')).toContain(ATR);
    return this.#heard.toString('hex').slice(0, -ATR.length - 4);
  }
}

const ATR = '3b888001000005e0b381a1007f';

describe('a card at vpcd', () => {
  const time = new RealTime();
  let vpcd: Vpcd;
  let place: { host: string; port: number };
  let offering: Offering | undefined;
  beforeEach(async () => {
    vpcd = new Vpcd();
    place = await vpcd.place();
  });
  afterEach(() => {
    offering?.close();
    offering = undefined;
    for (const card of vpcd.cards) card.destroy();
    vpcd.server.close();
  });

  async function offered(fitted = (same: CardReader) => same, deadlineMs = 5_000) {
    const card = new CardModel(personalisation());
    const model = new CardReaderModel();
    model.insert(card);
    const ports = { run: time.run.bind(time), deadlineMs };
    offering = await offerCard(place, { atr: card.atr, reader: fitted(model) }, ports);
    return offering;
  }

  test('tells its answer to reset, and answers commands in their order', async () => {
    await offered();
    expect(await vpcd.say()).toBe('');
    const answers = await vpcd.say('01', SELECT_JPKI, '00 A4 02 0C 02 0018', '00 20 00 80');
    expect(answers).toBe('00029000' + '00029000' + '000263c3');
  });

  test('answers no control but one, and outlives what is no frame of vpcd', async () => {
    await offered();
    expect(await vpcd.say('01', '02', '00', '03', 'FF', '')).toBe('');
    expect(await vpcd.say('01', 'FF'.repeat(5_000))).toBe('00026700');
  });

  test('forgets a verified PIN without power, and not by a reset', async () => {
    await offered();
    const select = [SELECT_JPKI, '00 A4 02 0C 02 0017'];
    const verify = [SELECT_JPKI, '00 A4 02 0C 02 0018', '00 20 00 80 04 31323334'];
    const sign = '80 2A 00 80 01 AA 00';
    await vpcd.say('01', ...verify);
    expect(await vpcd.say('02', ...select, sign)).toMatch(/0003aa9000$/);
    expect(await vpcd.say('00', '01', ...select, sign)).toMatch(/00026982$/);
  });

  test('is taken out by closing', async () => {
    const { ended, close } = { ended: (await offered()).ended, close: () => offering?.close() };
    const card = await vpcd.card();
    const gone = once(card, 'close');
    card.resume();
    close();
    expect(await ended).toBe('taken-out');
    await gone;
  });

  test.each([
    ['mute', 'mute'],
    ['removed', 'removed'],
  ] as const)('that is %s leaves the reader by itself', async (fault, end) => {
    const { ended } = await offered((reader) => new FaultyCardReader(reader, fault, 1), 50);
    (await vpcd.card()).write(vpcdFrame(hex(SELECT_JPKI)));
    expect(await ended).toBe(end);
  });

  /** A reader that breaks when it hands on a command. */
  const broken = (reader: CardReader): CardReader => ({
    connect: () => reader.connect(),
    disconnect: (disposition) => reader.disconnect(disposition),
    transmit: () => perform(async () => Promise.reject(new Error('the reader is broken'))),
  });

  test('is taken out when its reader breaks, and says of what', async () => {
    const { ended } = await offered(broken);
    const card = await vpcd.card();
    const gone = once(card, 'close');
    card.resume().write(Buffer.concat([SELECT_JPKI, '04'].map((each) => vpcdFrame(hex(each)))));
    await expect(ended).rejects.toThrow('the reader is broken');
    await gone;
  });

  test('that breaks in a slot is told of once, and makes room for the next', async () => {
    const troubles: string[] = [];
    const slot = new VpcdCardSlot(place, {
      run: time.run.bind(time),
      fitted: broken,
      onTrouble: ({ message }) => troubles.push(message),
    });
    slot.insert(new CardModel(personalisation()));
    (await vpcd.card()).write(vpcdFrame(hex(SELECT_JPKI)));
    await expect.poll(() => troubles).toEqual(['the reader is broken']);
    slot.remove();
    slot.insert(new CardModel(personalisation()));
    await vpcd.card(1);
    await slot.close();
    expect(troubles).toHaveLength(1);
  });

  test('is told when vpcd has gone, and where there is none', async () => {
    const { ended } = await offered();
    (await vpcd.card()).destroy();
    expect(await ended).toBe('vpcd-closed');
    vpcd.server.close();
    const refused = offered();
    await expect(refused).rejects.toThrow(VpcdUnreachable);
    await expect(refused).rejects.toThrow(`no vpcd takes a card at 127.0.0.1:${place.port}`);
  });

  test('is put there and taken out by a slot, never two within one look of pcscd', async () => {
    const troubles: Error[] = [];
    const slot = new VpcdCardSlot(place, {
      run: time.run.bind(time),
      onTrouble: (error) => troubles.push(error),
    });
    const [first, second] = [new CardModel(personalisation()), new CardModel(personalisation())];
    slot.insert(first);
    expect(() => slot.insert(second)).toThrow('there is a card in the reader');
    await vpcd.card();
    expect(slot.remove()).toBe(first);
    const gone = performance.now();
    slot.insert(second);
    await vpcd.card(1);
    expect(performance.now() - gone).toBeGreaterThan(400);
    await slot.close();
    expect(slot.occupied).toBe(false);
    // A card that is taken out before it has arrived has never been there.
    slot.insert(first);
    slot.remove();
    await slot.close();
    expect(vpcd.cards).toHaveLength(2);
    vpcd.server.close();
    slot.insert(first);
    await expect.poll(() => troubles.length, { timeout: 3_000 }).toBe(1);
    expect(slot.remove()).toBe(first);
  });
});
