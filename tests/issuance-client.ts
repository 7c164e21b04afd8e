/**
 * A client of `bench-issuance.ts`, in a process of its own so that it costs the server nothing:
 * kiosks that have one certificate after the other issued and printed, without anybody thinking.
 */

import type { Reply } from '../devices/bus/centre.ts';
import { HttpCentre } from '../devices/bus/centre-http.ts';
import { openRsaCardOffice } from '../devices/card/card-office-rsa.ts';
import { openJpki, readCertificate, signChallenge, verifyPin } from '../devices/card/jpki.ts';
import { sha256DigestInfo } from '../devices/card/jpki-rsa.ts';
import { CardReaderModel } from '../devices/card-reader/card-reader-model.ts';
import { KioskLines } from '../scenarios/live/kiosk-lines-socket.ts';
import { type CertificateType, DEFAULT_OPTIONS } from '../server/contract.ts';
import { DerivedCredentials } from '../server/http/credentials-system.ts';
import { ageOf } from '../server/population/population-synthetic.ts';
import type { Process } from '../sim/process.ts';
import { RealTime } from '../sim/real-time.ts';

/** What the bench tells its client, once the client has told of its cards. */
export interface Order {
  readonly origin: string;
  readonly fleetKey: string;
  readonly municipality: string;
  readonly kiosks: number;
  /** Issued before the measuring, and while it. */
  readonly warmUp: number;
  readonly issuances: number;
}

/** Grown-ups, each once before anybody comes a second time. */
const residents = Array.from({ length: 20_000 }, (_, no) => no).filter((no) => ageOf(no) >= 20);
const cards = await openRsaCardOffice({ validFromMs: yesterdayMs() });
const runner = new RealTime();
process.send?.({ authority: Buffer.from(cards.authority).toString('base64') });
process.once('message', (order: Order) => void issueAll(order));

async function issueAll(order: Order): Promise<void> {
  const lines = new KioskLines();
  const kioskIds = Array.from({ length: order.kiosks }, (_, index) => `bench-${index + 1}`);
  await lines.open(order.origin, new DerivedCredentials(order.fleetKey), kioskIds);
  const centre = new HttpCentre({
    origin: order.origin,
    tokenOf: (kioskId) => lines.tokenOf(kioskId),
  });
  let next = 0;
  const work = async (until: number) => {
    const busy = kioskIds.map(async (kioskId) => {
      for (let number = next++; number < until; number = next++) {
        await runner.run(issueOne(centre, order, kioskId, number));
      }
      next -= 1;
    });
    await Promise.all(busy);
  };
  await work(order.warmUp);
  process.send?.('warm');
  await new Promise((resolve) => process.once('message', resolve));
  await work(order.warmUp + order.issuances);
  process.send?.('done');
  lines.close();
  await centre.close();
  runner.stop();
  process.disconnect();
}

function* issueOne(
  centre: HttpCentre,
  { municipality }: Order,
  kioskId: string,
  number: number,
): Process {
  const held = yield* cards.card(municipality, residents[number % residents.length] ?? 0);
  const reader = new CardReaderModel();
  reader.insert(held.card);
  yield* reader.connect();
  yield* openJpki(reader);
  yield* verifyPin(reader, held.pin);
  const { sessionId, challenge } = granted(yield* centre.openSession(kioskId));
  const read = yield* readCertificate(reader);
  const signed = yield* signChallenge(reader, challenge, sha256DigestInfo);
  if (read.kind !== 'read' || signed.kind !== 'signed') throw new Error('the card does not sign');
  const { certificate } = read;
  const { signature } = signed;
  const credentials = { method: 'jpki', municipality, certificate, signature } as const;
  const { offers } = granted(yield* centre.authenticate(kioskId, sessionId, credentials));
  const wanted: CertificateType = number % 2 === 0 ? 'resident-record' : 'seal-registration';
  const type = offers.some((offer) => offer.type === wanted) ? wanted : 'resident-record';
  const requestId = `bench-${number}`;
  const wish = { requestId, type, options: DEFAULT_OPTIONS };
  const { issuance } = granted(yield* centre.issue(kioskId, sessionId, wish));
  const { pages: pagesPrinted, feeYen: paidYen } = issuance;
  const outcome = 'printed';
  const result = { municipality, requestId, sessionId, outcome, pagesPrinted, paidYen } as const;
  granted(yield* centre.reportPrint(kioskId, result));
}

/** Whole seconds, as certificates say it. */
function yesterdayMs(): number {
  return Math.floor(Date.now() / 1000) * 1000 - 86_400_000;
}

function granted<T>(reply: Reply<T>): T {
  if (reply.kind === 'granted') return reply.value;
  throw new Error(`the server does not grant it: ${JSON.stringify(reply)}`);
}
