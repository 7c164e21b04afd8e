import { afterEach, beforeEach, describe, expect, type TestContext, test } from 'vitest';
import type { Card } from '../../../devices/card/card.ts';
import { CardModel } from '../../../devices/card/card-model.ts';
import { openJpki, readCertificate, signChallenge, verifyPin } from '../../../devices/card/jpki.ts';
import type { CardReader } from '../../../devices/card-reader/card-reader.ts';
import type { CardSlot } from '../../../devices/card-reader/card-slot.ts';
import type { Process } from '../../../sim/process.ts';
import { hex, personalisation, SELECT_JPKI, sequence } from '../card/card-conversation.ts';

/** A reader to be tried, and the hand that puts cards there. */
export interface TriedReader {
  readonly reader: CardReader;
  readonly slot: CardSlot;
  run<A>(process: Process<A>): Promise<A>;
  /** Takes out what lies there, so that the next test finds it empty. */
  clear(): Promise<void>;
}

/** What every card reader must do, with whatever card lies in it. */
export function cardReaderContract(tried: (context: TestContext) => Promise<TriedReader>): void {
  describe('a card reader', () => {
    let subject: TriedReader;
    beforeEach(async (context) => {
      subject = await tried(context);
    });
    afterEach(async () => {
      await subject.clear();
    });
    const newCard = (content = sequence(600)) =>
      new CardModel(personalisation({ certificate: content }));
    const connect = () => subject.run(subject.reader.connect());
    const statusOf = async (command: string) => {
      const response = await subject.run(subject.reader.transmit(hex(command)));
      return typeof response === 'string' ? response : response.status.toString(16);
    };

    test('says when there is no card', async () => {
      expect(await connect()).toEqual({ kind: 'no-card' });
      expect(await statusOf(SELECT_JPKI)).toBe('removed');
    });

    test('says when what lies there does not answer to reset', async () => {
      const card = newCard();
      const silent: Card = {
        atr: new Uint8Array(0),
        transmit: (command) => card.transmit(command),
        reset: () => card.reset(),
        powerOff: () => card.powerOff(),
      };
      subject.slot.insert(silent);
      expect(await connect()).toEqual({ kind: 'unreadable' });
      expect(await statusOf(SELECT_JPKI)).toBe('removed');
    });

    test('must be connected first', async () => {
      subject.slot.insert(newCard());
      expect(await statusOf(SELECT_JPKI)).toBe('removed');
    });

    test('tells the answer to reset, and serves a whole identification', async () => {
      const card = newCard();
      subject.slot.insert(card);
      expect(subject.slot.occupied).toBe(true);
      expect(await connect()).toEqual({ kind: 'connected', atr: card.atr });
      const { reader } = subject;
      expect(await subject.run(openJpki(reader))).toEqual({ kind: 'opened' });
      expect(await subject.run(verifyPin(reader, '9999'))).toEqual({ kind: 'wrong', triesLeft: 2 });
      expect(await subject.run(verifyPin(reader, '1234'))).toEqual({ kind: 'verified' });
      const certificate = await subject.run(readCertificate(reader));
      expect(certificate).toEqual({ kind: 'read', certificate: sequence(600) });
      const challenge = Uint8Array.of(1, 2, 3);
      const signature = await subject.run(signChallenge(reader, challenge, (bytes) => bytes));
      expect(signature).toEqual({ kind: 'signed', signature: Uint8Array.of(3, 2, 1) });
    });

    test('takes extended commands, and answers of more than 256 bytes', async () => {
      subject.slot.insert(newCard(sequence(2000)));
      await connect();
      expect(await statusOf(SELECT_JPKI)).toBe('9000');
      expect(await statusOf('00 A4 02 0C 02 000A')).toBe('9000');
      const read = subject.reader.transmit(hex('00 B0 0000 00 07D0'));
      expect(await subject.run(read)).toEqual({ data: sequence(2000), status: 0x9000 });
    });

    test('passes on what is no command at all, and what the card says of it', async () => {
      subject.slot.insert(newCard());
      await connect();
      expect(await statusOf('00 A4 04 0C 0A')).toBe('6700');
      expect(await statusOf('FF FF FF FF')).toBe('6e00');
    });

    test('loses the card that is taken out, for good: another one must be connected', async () => {
      const card = newCard();
      subject.slot.insert(card);
      await connect();
      expect(subject.slot.remove()).toBe(card);
      expect(subject.slot.occupied).toBe(false);
      expect(await statusOf(SELECT_JPKI)).toBe('removed');
      const next = newCard(sequence(700));
      subject.slot.insert(next);
      expect(await statusOf(SELECT_JPKI)).toBe('removed');
      expect(await connect()).toMatchObject({ kind: 'connected' });
      await subject.run(openJpki(subject.reader));
      const certificate = await subject.run(readCertificate(subject.reader));
      expect(certificate).toEqual({ kind: 'read', certificate: sequence(700) });
    });

    test('forgets a verified PIN without power, and not by a reset or by letting go', async () => {
      const signs = async () => {
        await subject.run(openJpki(subject.reader));
        await statusOf('00 A4 02 0C 02 0017');
        return await statusOf('80 2A 00 80 01 AA 00');
      };
      subject.slot.insert(newCard());
      await connect();
      await subject.run(openJpki(subject.reader));
      await subject.run(verifyPin(subject.reader, '1234'));
      for (const disposition of ['leave', 'reset'] as const) {
        await subject.run(subject.reader.disconnect(disposition));
        expect(await statusOf(SELECT_JPKI)).toBe('removed');
        await connect();
        expect(await signs()).toBe('9000');
      }
      await subject.run(subject.reader.disconnect('unpower'));
      await connect();
      expect(await signs()).toBe('6982');
    });

    test('keeps the selection of a card that it has let go of, and loses it by a reset', async () => {
      subject.slot.insert(newCard());
      await connect();
      await subject.run(openJpki(subject.reader));
      await subject.run(subject.reader.disconnect('leave'));
      await connect();
      expect(await statusOf('00 A4 02 0C 02 000A')).toBe('9000');
      await subject.run(subject.reader.disconnect('reset'));
      await connect();
      expect(await statusOf('00 A4 02 0C 02 000A')).toBe('6a82');
    });
  });
}
