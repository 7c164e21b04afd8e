import { createVerify, X509Certificate } from 'node:crypto';
import { afterAll, expect, type TestContext, test } from 'vitest';
import { issueCard } from '../../devices/card/card-issue-rsa.ts';
import { openJpki, readCertificate, verifyPin } from '../../devices/card/jpki.ts';
import { sha256DigestInfo } from '../../devices/card/jpki-rsa.ts';
import { PcscCardReader } from '../../devices/card-reader/card-reader-pcsc.ts';
import { VpcdCardSlot } from '../../devices/card-reader/card-slot-vpcd-socket.ts';
import { RealTime } from '../../sim/real-time.ts';
import { hex } from '../devices/card/card-conversation.ts';
import {
  cardReaderContract,
  type TriedReader,
} from '../devices/card-reader/card-reader.contract.ts';
import { needsPcscd, needsSmartcard, type Pcscd, startPcscd } from './pcscd.ts';

let pcscd: Pcscd | undefined;
let reader: PcscCardReader | undefined;
let slot: VpcdCardSlot | undefined;
const time = new RealTime();

afterAll(async () => {
  time.stop();
  await reader?.close();
  await pcscd?.stop();
});

cardReaderContract((context) => tried(context));

test('what OpenSC is given, the package smartcard is: certificates, signatures, a blocked PIN', async (context) => {
  const { reader, slot, run, clear } = await tried(context);
  const pin = '1234';
  const validFromMs = Date.UTC(2026, 0, 1);
  const issued = await issueCard({ validFromMs, pin, signaturePassword: 'ABC123' });
  const { userCertificate, signatureCertificate } = issued as Required<typeof issued>;
  const status = async (command: string) => {
    const answer = await run(reader.transmit(hex(command)));
    return typeof answer === 'string' ? answer : answer.status.toString(16);
  };
  const signed = async (key: string) => {
    expect(await status(`00 A4 02 0C 02 ${key}`)).toBe('9000');
    const digestInfo = Buffer.from(sha256DigestInfo(MESSAGE)).toString('hex');
    const answer = await run(reader.transmit(hex(`80 2A 00 80 33 ${digestInfo} 00`)));
    return typeof answer === 'string' ? new Uint8Array(0) : answer.data;
  };
  const isBy = (certificate: Uint8Array | undefined, signature: Uint8Array) =>
    createVerify('sha256')
      .update(MESSAGE)
      .verify(new X509Certificate(certificate as Uint8Array).publicKey, signature);
  slot.insert(issued.card);
  try {
    await run(reader.connect());
    await run(openJpki(reader));
    const certificate = await run(readCertificate(reader));
    expect(certificate).toEqual({ kind: 'read', certificate: userCertificate });
    expect(await run(verifyPin(reader, pin))).toEqual({ kind: 'verified' });
    expect(isBy(userCertificate, await signed('0017'))).toBe(true);
    expect(await status('00 A4 02 0C 02 001B')).toBe('9000');
    expect(await status('00 20 00 80 06 414243313233')).toBe('9000');
    const signature = await signed('001A');
    expect(isBy(signatureCertificate, signature)).toBe(true);
    expect(isBy(userCertificate, signature)).toBe(false);
    for (const triesLeft of [2, 1]) {
      expect(await run(verifyPin(reader, '9999'))).toEqual({ kind: 'wrong', triesLeft });
    }
    expect(await run(verifyPin(reader, '9999'))).toEqual({ kind: 'blocked' });
    expect(await run(verifyPin(reader, pin))).toEqual({ kind: 'blocked' });
  } finally {
    await clear();
  }
});

const MESSAGE = Buffer.from('交付');

async function tried(context: Pick<TestContext, 'skip'>): Promise<TriedReader> {
  needsSmartcard(context);
  needsPcscd(context);
  pcscd ??= await startPcscd(1);
  reader ??= new PcscCardReader(pcscd.readerName(1), { insertionMs: 1_200 });
  slot ??= new VpcdCardSlot(pcscd.placeOf(1), {
    run: (process) => time.run(process),
    onTrouble: (error) => {
      throw error;
    },
  });
  const [tried, filled] = [reader, slot];
  return {
    reader: tried,
    slot: filled,
    run: (process) => time.run(process),
    clear: async () => {
      await time.run(tried.disconnect('unpower'));
      await filled.close();
    },
  };
}
