import { openRsaCardOffice } from '../devices/card/card-office-rsa.ts';
import { openJpki, readCertificate, signChallenge, verifyPin } from '../devices/card/jpki.ts';
import { sha256DigestInfo } from '../devices/card/jpki-rsa.ts';
import { CardReaderModel } from '../devices/card-reader/card-reader-model.ts';
import { populationOf } from '../scenarios/reference-server.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { protect } from '../server/anti-forgery/anti-forgery-pdf-worker.ts';
import { RsaSignatureVerifier } from '../server/cards/signature-rsa.ts';
import { rasterise } from '../server/contract-raster-pdf.ts';
import { openPglite } from '../server/database/database-pglite.ts';
import { migrate } from '../server/database/schema.ts';
import { draw } from '../server/document/document-pdf-worker.ts';
import { SqlDocumentKeys } from '../server/ledger/document-keys-sql.ts';
import { SqlLedger } from '../server/ledger/ledger-sql.ts';
import { SqlRegister } from '../server/register/register-sql.ts';
import { bilevelFront } from '../server/scramble/front-scramble-pdf.ts';
import { AES_256_GCM } from '../server/scramble/scramble-cipher-system.ts';
import { encodeScramble } from '../server/scramble/scramble-encode.ts';
import { DAY_MS } from '../sim/civil-time.ts';
import { RealTime } from '../sim/real-time.ts';
import { streams } from '../sim/rng.ts';
import { someRecord, someSealRegistration } from './server/document/certificate-content.ts';

/** Milliseconds of the processor, all threads of this process, that one of `count` costs. */
export async function costMs(count: number, work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / count;
}

/** What an issuance cannot do without, each alone: ms of the processor by name. */
export async function primitivesMs(
  scenario: Scenario,
  render: 'full' | 'digest',
  count: number,
): Promise<Readonly<Record<string, number>>> {
  const rules = { 'RSA verify': await rsaMs(20 * count), SQL: await sqlMs(scenario, 5 * count) };
  return render === 'digest' ? rules : { ...rules, ...(await drawingMs(count)) };
}

async function rsaMs(count: number): Promise<number> {
  const time = new RealTime();
  const cards = await openRsaCardOffice({ validFromMs: DAY_MS, keyPairs: 1 });
  const verifier = new RsaSignatureVerifier(cards.authority);
  const challenge = new Uint8Array(32).fill(7);
  const signed = await time.run(
    (function* () {
      const held = yield* cards.card('27203', 1);
      const reader = new CardReaderModel();
      reader.insert(held.card);
      yield* reader.connect();
      yield* openJpki(reader);
      yield* verifyPin(reader, held.pin);
      const read = yield* readCertificate(reader);
      const made = yield* signChallenge(reader, challenge, sha256DigestInfo);
      if (read.kind !== 'read' || made.kind !== 'signed') throw new Error('the card does not sign');
      return { certificate: read.certificate, signature: made.signature };
    })(),
  );
  const asked = { ...signed, challenge, nowMs: 2 * DAY_MS };
  const work = async () => {
    for (let nth = 0; nth < count; nth++) {
      const outcome = await time.run(verifier.verify(asked));
      if (!outcome.ok) throw new Error(`refused: ${outcome.code}`);
    }
  };
  await work();
  return await costMs(count, work);
}

/** The statements of one issuance, in their order. */
async function sqlMs(scenario: Scenario, count: number): Promise<number> {
  const time = new RealTime();
  const database = await openPglite();
  await migrate(database);
  const register = new SqlRegister(database, populationOf(scenario, streams(1)));
  const ledger = new SqlLedger(database);
  const keys = new SqlDocumentKeys(database);
  const { code } = scenario.municipality;
  const issue = function* (no: number) {
    const owner = yield* register.resident(code, no);
    if (owner === undefined) throw new Error(`there is no resident ${no}`);
    yield* register.household(code, owner.householdNo);
    yield* register.resident(code, no);
    yield* register.household(code, owner.householdNo);
    const requestId = `primitive-${no}`;
    const kioskId = 'bench-1';
    yield* ledger.claim({
      requestId,
      kioskId,
      municipality: code,
      residence: code,
      residentNo: no,
      type: 'resident-record',
      options: '',
      pages: 1,
      feeYen: 200,
      issuedAtMs: no,
      registerVersion: 1,
    });
    yield* keys.keyOf(requestId, () => new Uint8Array(32));
    yield* ledger.settle({ requestId, kioskId, outcome: 'printed', paidYen: 200 });
  };
  const work = async (from: number) => {
    for (let no = from; no < from + count; no++) await time.run(issue(no));
  };
  await work(0);
  const ms = await costMs(count, () => work(count));
  await database.close();
  return ms;
}

async function drawingMs(count: number): Promise<Readonly<Record<string, number>>> {
  const contents = [someRecord(2), someSealRegistration()];
  const drawn = await Promise.all(contents.map((content) => draw(content)));
  const each = async (work: (nth: number) => unknown) => {
    const all = async () => {
      for (let nth = 0; nth < count; nth++) await work(nth % drawn.length);
    };
    await all();
    return await costMs(count, all);
  };
  const key = new Uint8Array(32).fill(1);
  const nonce = new Uint8Array(12);
  const documentNumber = '27203-0000001';
  const fronts = await Promise.all(drawn.map(frontOf));
  const page = { frontDpi: 150, documentId: documentNumber, page: 1, of: 1, key, nonce };
  const pdf = await each((nth) => draw(contents[nth]!));
  const raster = await each((nth) => frontOf(drawn[nth]!));
  const scramble = await each((nth) =>
    encodeScramble({ ...page, front: fronts[nth]! }, AES_256_GCM),
  );
  const whole = await each((nth) => protect({ documentNumber, key, bytes: drawn[nth]! }));
  return {
    PDF: pdf,
    'front raster': raster,
    'compress, encrypt, correct': scramble,
    'backs and screens': Math.max(0, whole - raster - scramble),
  };
}

async function frontOf(bytes: Uint8Array) {
  const fronts: ReturnType<typeof bilevelFront>[] = [];
  await rasterise(bytes, (page) => {
    if (page !== undefined) fronts.push(bilevelFront(page, 150));
  });
  return fronts[0]!;
}
