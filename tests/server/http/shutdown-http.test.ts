import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectBus } from '../../../devices/bus/bus-socket.ts';
import type { Renderer } from '../../../server/document/document.ts';
import { DigestRenderer } from '../../../server/document/document-digest.ts';
import { Signal } from '../../../sim/waiting.ts';
import { expectProblem, SmallCentre } from '../small-centre.ts';
import { SEALED, TOWN } from '../small-town.ts';

const KIOSK = 'in-001';
const RECORD = { requestId: 'r1', type: 'resident-record' };
const MINUTE_MS = 60_000;

let centre: SmallCentre;
let token: string;
/** Documents wait for it. */
let drawing: Signal;

beforeEach(async () => {
  drawing = new Signal();
  const digest = new DigestRenderer();
  const renderer: Renderer = {
    *render(draft) {
      yield* drawing.wait();
      return yield* digest.render(draft);
    },
    bind: (sheets) => digest.bind(sheets),
  };
  centre = new SmallCentre({ renderer });
  await centre.open();
  token = centre.register(KIOSK);
});

afterEach(() => centre.close());

const post = (path: string, body: unknown) => centre.ask('POST', path, { token, body });
const isOver = async (closing: Promise<void>) =>
  Promise.race([
    closing.then(() => true),
    new Promise((resolve) => setTimeout(resolve, 50, false)),
  ]);
const closingSoon = () =>
  expect
    .poll(async () => (await centre.ask('GET', '/healthz')).body)
    .toMatchObject({ status: 'closing' });

test('a server that closes lets a session in hand finish, and takes no new one', async () => {
  const { path } = await centre.authenticated(token, KIOSK, SEALED);
  const closing = centre.close(MINUTE_MS);
  await closingSoon();
  expect((await centre.ask('GET', '/healthz')).status).toBe(503);
  expectProblem(await post('/v1/sessions', { kioskId: KIOSK }), 'server-closing');
  const issuing = post(`${path}/issuances`, RECORD);
  expect(await isOver(closing)).toBe(false);
  drawing.fire();
  expect((await issuing).status).toBe(201);
  expect((await centre.ask('GET', `${path}/issuances/r1/document`, { token })).status).toBe(200);
  expect(await isOver(closing)).toBe(false);
  const printed = { outcome: 'printed', pagesPrinted: 1, paidYen: 200 };
  const sessionId = path.split('/').at(-1);
  const result = { municipality: TOWN, requestId: 'r1', sessionId, ...printed };
  expect((await post('/v1/print-results', result)).status).toBe(204);
  await closing;
  expect(await centre.ledger.totalled()).toMatchObject({ printed: 1, paidYen: 200 });
  await expect(centre.ask('GET', '/healthz')).rejects.toThrow('fetch failed');
});

test('a session that nobody ends is waited for so long only', async () => {
  await centre.session(token, KIOSK);
  await centre.close(30);
  await expect(centre.ask('GET', '/healthz')).rejects.toThrow('fetch failed');
});

test('a server without sessions closes at once, and its kiosks learn of it', async () => {
  const credential = centre.credentials.of('kiosk', 'in-002');
  const registration = { kioskId: 'in-002', model: 'm', software: '1', credential };
  const kiosk = await connectBus(centre.origin, registration);
  await centre.close(MINUTE_MS);
  await expect.poll(() => kiosk.token).toBeUndefined();
  kiosk.close();
});

test('what is being answered is answered, also when its session has ended', async () => {
  const { path } = await centre.authenticated(token, KIOSK, SEALED);
  const issuing = post(`${path}/issuances`, RECORD);
  await expect.poll(async () => (await centre.ledger.totalled()).claimed).toBe(1);
  await centre.ask('DELETE', path, { token });
  const closing = centre.close(MINUTE_MS);
  await closingSoon();
  expect(await isOver(closing)).toBe(false);
  drawing.fire();
  expect((await issuing).status).toBe(201);
  await closing;
});
