import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, describe, expect, type TestContext, test } from 'vitest';
import { CardModel } from '../../devices/card/card-model.ts';
import { openJpki, verifyPin } from '../../devices/card/jpki.ts';
import type { CardReader } from '../../devices/card-reader/card-reader.ts';
import { type CardFault, FaultyCardReader } from '../../devices/card-reader/card-reader-faulty.ts';
import { PatientCardReader } from '../../devices/card-reader/card-reader-patient.ts';
import { PcscCardReader } from '../../devices/card-reader/card-reader-pcsc.ts';
import { VpcdCardSlot } from '../../devices/card-reader/card-slot-vpcd-socket.ts';
import { readerNames } from '../../devices/card-reader/smartcard-pcsc.ts';
import { VpcdFrames, vpcdFrame } from '../../devices/card-reader/vpcd-frames.ts';
import { RealTime } from '../../sim/real-time.ts';
import { hex, personalisation, SELECT_JPKI } from '../devices/card/card-conversation.ts';
import { needsPcscd, needsSmartcard, type Pcscd, startPcscd } from './pcscd.ts';

/** What a kiosk finds when a card fails it on the far side of pcscd. */

const time = new RealTime();
/** The cards live twenty times faster: what takes them 5 s takes 250 ms. */
const cardTime = new RealTime({ speed: 20 });
const run = <A>(process: Parameters<typeof time.run<A>>[0]) => time.run(process);
let pcscd: Pcscd | undefined;
let bare: PcscCardReader | undefined;
let slot: VpcdCardSlot | undefined;
let between: (reader: CardReader) => CardReader = (same) => same;
let deadlineMs = 900;

afterEach(() => slot?.close());
afterAll(async () => {
  await bare?.close();
  time.stop();
  cardTime.stop();
  await pcscd?.stop();
});

/** A kiosk's reader, which waits 500 ms for an answer; the card of its slot fails once. */
async function failing(
  context: Pick<TestContext, 'skip'>,
  fitted: (reader: CardReader) => CardReader,
  cardDeadlineMs = 900,
): Promise<{ readonly reader: CardReader; readonly slot: VpcdCardSlot }> {
  needsSmartcard(context);
  needsPcscd(context);
  pcscd ??= await startPcscd(2);
  bare ??= new PcscCardReader(pcscd.readerName(1), { insertionMs: 1_200 });
  between = fitted;
  deadlineMs = cardDeadlineMs;
  slot ??= new VpcdCardSlot(pcscd.placeOf(1), {
    run: (process) => cardTime.run(process),
    fitted: (reader) => between(reader),
    get deadlineMs() {
      return deadlineMs;
    },
    onTrouble: (error) => {
      throw error;
    },
  });
  const reader = new PatientCardReader(bare, {
    clock: 'measured',
    answerMs: 500,
    connectMs: 5_000,
  });
  return { reader, slot };
}

const at = (fault: CardFault, nth: number) => (reader: CardReader) =>
  new FaultyCardReader(reader, fault, nth);

describe('a card that fails beyond pcscd', () => {
  test('taken off in the middle of a command: removed, and then no card', async (context) => {
    const { reader, slot } = await failing(context, at('removed', 3));
    slot.insert(new CardModel(personalisation()));
    expect(await run(reader.connect())).toMatchObject({ kind: 'connected' });
    expect(await run(openJpki(reader))).toEqual({ kind: 'opened' });
    expect(await run(verifyPin(reader, '1234'))).toEqual({ kind: 'removed' });
    expect(await run(reader.transmit(hex(SELECT_JPKI)))).toBe('removed');
    expect(await run(reader.connect())).toEqual({ kind: 'no-card' });
  });

  test('mute: said to be so, and pcscd is free again when the card’s own deadline has passed', async (context) => {
    const { reader, slot } = await failing(context, at('mute', 4));
    const card = new CardModel(personalisation());
    slot.insert(card);
    await run(reader.connect());
    expect(await run(openJpki(reader))).toEqual({ kind: 'opened' });
    expect(await run(verifyPin(reader, '1234'))).toEqual({ kind: 'mute' });
    expect(await run(reader.transmit(hex(SELECT_JPKI)))).toBe('removed');
    // The next citizen waits for it, not for ever.
    expect(await run(reader.connect())).toEqual({ kind: 'no-card' });
    expect(readerNames()).toContain((pcscd as Pcscd).readerName(2));
    // It has not acted on what it never answered.
    expect(card.transmit(hex(SELECT_JPKI)).status).toBe(0x9000);
    card.transmit(hex('00 A4 02 0C 02 0018'));
    expect(card.transmit(hex('00 20 00 80')).status).toBe(0x63c3);
  });

  test('mute beyond its own deadline: removed', async (context) => {
    const { reader, slot } = await failing(context, at('mute', 1), 200);
    slot.insert(new CardModel(personalisation()));
    await run(reader.connect());
    expect(await run(openJpki(reader))).toEqual({ kind: 'removed' });
  });

  test('slow, as slow as one may be: served', async (context) => {
    const { reader, slot } = await failing(context, at('slow', 1));
    slot.insert(new CardModel(personalisation()));
    await run(reader.connect());
    const beganMs = performance.now();
    expect(await run(openJpki(reader))).toEqual({ kind: 'opened' });
    expect(performance.now() - beganMs).toBeGreaterThan(200);
  });

  test('with a status that does not belong there: told with it', async (context) => {
    const { reader, slot } = await failing(context, at('refused', 3));
    slot.insert(new CardModel(personalisation()));
    await run(reader.connect());
    await run(openJpki(reader));
    const told = { kind: 'card-error', status: 0x6f00 };
    expect(await run(verifyPin(reader, '1234'))).toEqual(told);
  });

  test('that answers one byte: removed, as it has no status', async (context) => {
    const { reader } = await failing(context, (same) => same);
    const answer = Uint8Array.of(0x90);
    const socket = await rawCard((pcscd as Pcscd).placeOf(1) as { path: string }, answer);
    try {
      expect(await run(reader.connect())).toMatchObject({ kind: 'connected' });
      expect(await run(reader.transmit(hex(SELECT_JPKI)))).toBe('removed');
    } finally {
      socket.destroy();
    }
  });
});

/** A card by hand: an answer to reset, and the same bytes in answer to every command. */
async function rawCard(place: { readonly path: string }, answer: Uint8Array): Promise<Socket> {
  const frames = new VpcdFrames();
  // Of the card before it pcscd has seen that it is gone.
  await new Promise((resolve) => setTimeout(resolve, 600));
  const socket = connect(place);
  socket.on('data', (bytes) => {
    for (const { kind } of frames.take(bytes)) {
      if (kind === 'answer-to-reset') socket.write(vpcdFrame(hex('3B80800101')));
      if (kind === 'command') socket.write(vpcdFrame(answer));
    }
  });
  return socket;
}
