import { afterAll, expect, test } from 'vitest';
import { HttpCentre } from '../../../devices/bus/centre-http.ts';
import { openRsaCardOffice } from '../../../devices/card/card-office-rsa.ts';
import { openJpki, readCertificate, signChallenge, verifyPin } from '../../../devices/card/jpki.ts';
import { sha256DigestInfo } from '../../../devices/card/jpki-rsa.ts';
import { CardReaderModel } from '../../../devices/card-reader/card-reader-model.ts';
import { KioskLines } from '../../../scenarios/live/kiosk-lines-socket.ts';
import { DEFAULT_OPTIONS } from '../../../server/contract.ts';
import { DerivedCredentials } from '../../../server/http/credentials-system.ts';
import { ageOf } from '../../../server/population/population-synthetic.ts';
import type { Process } from '../../../sim/process.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { Workplace } from '../../cli/kofu.ts';
import { originOf } from '../../cli/serving.ts';
import { scenarioData } from '../small-scenario.ts';

const place = new Workplace();
// Open at any hour: the processes go by this machine's clock.
const { municipality } = scenarioData();
const TOWN = place.scenario({
  municipality: { ...municipality, hours: { opens: '00:00', closes: '24:00' } },
});
const KEY = 'a key that has more than 32 characters';
const LINK = place.write('link.key', KEY);
const FLEET = place.write('fleet.key', `fleet: ${KEY}`);
const ADULT = Array.from({ length: 100 }, (_, no) => no).find((no) => ageOf(no) > 20) ?? 0;

afterAll(() => place.leave());

test('a certificate goes through a centre and an issuing server, each a process', async () => {
  const cards = await openRsaCardOffice({
    validFromMs: Math.floor(Date.now() / 1e3) * 1e3 - 864e5,
  });
  const pem = Buffer.from(cards.authority).toString('base64');
  const authority = place.write(
    'ca.pem',
    `-----BEGIN CERTIFICATE-----\n${pem}\n-----END CERTIFICATE-----\n`,
  );
  const serving = (role: string, port: string, ...words: readonly string[]) =>
    place.start('serve', TOWN, '--role', role, '--port', port, '--link-key', LINK, ...words);
  let issuer = serving('issuer', '0', '--database', place.path('issuer'));
  const issuerOrigin = await originOf(issuer);
  const link = ['--issuer', `27203=${issuerOrigin}`];
  const keys = ['--fleet-key', FLEET, '--authority', authority, '--drain', '1s'];
  const centre = serving('centre', '0', ...link, ...keys);
  const origin = await originOf(centre);

  const runner = new RealTime();
  const lines = new KioskLines();
  await lines.open(origin, new DerivedCredentials(`fleet: ${KEY}`), ['in-001']);
  const client = new HttpCentre({ origin, tokenOf: (kioskId) => lines.tokenOf(kioskId) });
  const ask = (requestId: string) => runner.run(onePrinted(client, cards, requestId));
  expect(await ask('r1')).toMatchObject({
    documentNumber: '27203-0000001',
    document: { kind: 'pdf', duplex: true },
    reported: { kind: 'granted' },
  });
  for (const each of [origin, issuerOrigin]) {
    const health = (await (await fetch(`${each}/healthz`)).json()) as { status: string };
    expect(health.status).toBe('ok');
    expect(await (await fetch(`${each}/metrics`)).text()).toContain('kofu_issuances_total{');
  }
  expect((await fetch(`${origin}/v1/link/unsettled`, { method: 'POST' })).status).toBe(404);
  expect((await fetch(`${issuerOrigin}/v1/sessions`, { method: 'POST' })).status).toBe(404);

  // Without its issuing server a centre says so; with it back it goes on.
  issuer.child.kill('SIGINT');
  expect((await issuer.ended).code).toBe(0);
  expect(await ask('r2')).toEqual({ kind: 'failed', reason: 'HTTP 503' });
  const { port } = new URL(issuerOrigin);
  issuer = serving('issuer', port, '--database', place.path('issuer'));
  await originOf(issuer);
  expect(await ask('r2')).toMatchObject({ documentNumber: '27203-0000002' });

  lines.close();
  await client.close();
  runner.stop();
  for (const { child } of [centre, issuer]) child.kill('SIGINT');
  expect([(await centre.ended).code, (await issuer.ended).code]).toEqual([0, 0]);
}, 180_000);

/** One citizen's certificate from the card to the print result, or the reply that is none. */
function* onePrinted(
  centre: HttpCentre,
  cards: Awaited<ReturnType<typeof openRsaCardOffice>>,
  requestId: string,
): Process<unknown> {
  const municipality = '27203';
  const held = yield* cards.card(municipality, ADULT);
  const reader = new CardReaderModel();
  reader.insert(held.card);
  yield* reader.connect();
  yield* openJpki(reader);
  yield* verifyPin(reader, held.pin);
  const opened = yield* centre.openSession('in-001');
  if (opened.kind !== 'granted') return opened;
  const { sessionId, challenge } = opened.value;
  const read = yield* readCertificate(reader);
  const signed = yield* signChallenge(reader, challenge, sha256DigestInfo);
  if (read.kind !== 'read' || signed.kind !== 'signed') throw new Error('the card does not sign');
  const { certificate } = read;
  const { signature } = signed;
  const credentials = { method: 'jpki', municipality, certificate, signature } as const;
  const known = yield* centre.authenticate('in-001', sessionId, credentials);
  if (known.kind !== 'granted') return known;
  const wish = { requestId, type: 'resident-record', options: DEFAULT_OPTIONS } as const;
  const issued = yield* centre.issue('in-001', sessionId, wish);
  if (issued.kind !== 'granted') return issued;
  const { issuance, document } = issued.value;
  const { documentNumber, pages: pagesPrinted, feeYen: paidYen } = issuance;
  const result = { municipality, requestId, sessionId, pagesPrinted, paidYen };
  const reported = yield* centre.reportPrint('in-001', { ...result, outcome: 'printed' });
  return { documentNumber, document, reported };
}

test.concurrent.each([
  [['--role', 'centre', '--link-key', LINK], '--issuer 27203=http://127.0.0.1:8081'],
  [['--role', 'centre', '--issuer', '27203=http://10.0.0.1:80'], 'Only 127.0.0.1'],
])('%j is refused', async (words, said) => {
  const { code, stderr, lastLine } = await place.run('serve', TOWN, ...words);
  expect(stderr).toContain(said);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(lastLine).toMatch(/^exit 104: /);
  expect(code).toBe(104);
});
