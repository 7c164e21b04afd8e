import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, expectProblem, SmallCentre } from './small-centre.ts';
import { ELSEWHERE, SEALED, SEALLESS, TOWN } from './small-town.ts';

const KIOSK = 'in-001';
const RECORD = { requestId: 'r1', type: 'resident-record' };

let centre: SmallCentre;
let token: string;
let requests = 0;

beforeAll(async () => {
  centre = new SmallCentre();
  await centre.open();
  token = centre.register(KIOSK);
});

afterEach(() => expect(centre.errors.splice(0)).toEqual([]));

afterAll(() => centre.close());

const post = (path: string, body: unknown, as = token): Promise<Answer> =>
  centre.ask('POST', path, { token: as, body });
const get = (path: string, as = token) => centre.ask('GET', path, { token: as });
const end = (path: string, as = token) => centre.ask('DELETE', path, { token: as });
const resultOf = (requestId: string, more: object = {}) => {
  const printed = { outcome: 'printed', pagesPrinted: 1, paidYen: 200 };
  return { municipality: TOWN, requestId, ...printed, ...more };
};

/** A session in which a certificate has been made. */
async function issued() {
  const { path } = await centre.authenticated(token, KIOSK, SEALED);
  const requestId = `made-${++requests}`;
  expect((await post(`${path}/issuances`, { ...RECORD, requestId })).status).toBe(201);
  return { path, requestId, sessionId: path.split('/').at(-1) };
}

describe('out of order', () => {
  test('nothing is issued, fetched or applied for before the citizen is known', async () => {
    const { path } = await centre.session(token, KIOSK);
    expectProblem(await post(`${path}/issuances`, RECORD), 'not-authenticated');
    expectProblem(
      await post(`${path}/use-application`, { municipality: TOWN }),
      'not-authenticated',
    );
    expectProblem(await get(`${path}/issuances/r1/document`), 'issuance-unknown');
    expectProblem(await post('/v1/print-results', resultOf('r1')), 'issuance-unknown');
  });

  test('who was refused is not known', async () => {
    const session = await centre.session(token, KIOSK);
    const body = centre.signed(session.challenge, SEALED);
    const { path } = session;
    const elsewhere = { ...body, municipality: ELSEWHERE };
    expectProblem(await post(`${path}/authentication`, elsewhere), 'municipality-unknown');
    expectProblem(await post(`${path}/issuances`, RECORD), 'not-authenticated');
  });

  test('a document is fetched and settled only once it is made', async () => {
    const { path } = await centre.authenticated(token, KIOSK, SEALED);
    expectProblem(await get(`${path}/issuances/r-early/document`), 'issuance-unknown');
    expectProblem(await post('/v1/print-results', resultOf('r-early')), 'issuance-unknown');
  });

  test('after the end of a session nothing goes on in it', async () => {
    const { path, requestId, sessionId } = await issued();
    expect((await post('/v1/print-results', resultOf(requestId, { sessionId }))).status).toBe(204);
    const body = { method: 'jpki', municipality: TOWN, certificate: 'AAAA', signature: 'AAAA' };
    expectProblem(await post(`${path}/authentication`, body), 'session-unknown');
    expectProblem(await post(`${path}/issuances`, RECORD), 'session-unknown');
    expectProblem(await post(`${path}/use-application`, { municipality: TOWN }), 'session-unknown');
    expectProblem(await get(`${path}/issuances/${requestId}/document`), 'issuance-unknown');
    expect((await end(path)).status).toBe(204);
  });
});

describe('sent again', () => {
  test('a session is another one', async () => {
    const [one, two] = [await centre.session(token, KIOSK), await centre.session(token, KIOSK)];
    expect(one.path).not.toBe(two.path);
    expect(Buffer.compare(one.challenge, two.challenge)).not.toBe(0);
  });

  test('an authentication is answered as before, and belongs to no other session', async () => {
    const session = await centre.session(token, KIOSK);
    const body = centre.signed(session.challenge, SEALED);
    const answers = [
      await post(`${session.path}/authentication`, body),
      await post(`${session.path}/authentication`, body),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[0]?.body).toEqual(answers[1]?.body);
    const other = await centre.session(token, KIOSK);
    expectProblem(await post(`${other.path}/authentication`, body), 'signature-invalid');
    const neighbour = centre.signed(session.challenge, SEALLESS);
    expectProblem(await post(`${session.path}/authentication`, neighbour), 'session-used');
  });

  test('an issue request makes nothing more, and its result counts once', async () => {
    const before = await centre.ledger.totalled();
    const { path, requestId, sessionId } = await issued();
    const again = await post(`${path}/issuances`, { ...RECORD, requestId });
    expect([again.status, again.body['repeated']]).toEqual([200, true]);
    const result = resultOf(requestId, { sessionId });
    const otherwise = resultOf(requestId, { outcome: 'not-printed', paidYen: 0 });
    for (const body of [result, result, otherwise]) {
      expect((await post('/v1/print-results', body)).status).toBe(204);
    }
    expect(await centre.ledger.totalled()).toEqual({
      ...before,
      claimed: before.claimed + 1,
      printed: before.printed + 1,
      paidYen: before.paidYen + 200,
    });
  });
});

describe('from another kiosk', () => {
  test('a session is unknown, its document too, and it goes on', async () => {
    const other = centre.register('in-002');
    const { path, requestId, sessionId } = await issued();
    const before = await centre.ledger.totalled();
    const body = centre.signed(new Uint8Array(32), SEALED);
    expectProblem(await post(`${path}/authentication`, body, other), 'session-unknown');
    expectProblem(await post(`${path}/issuances`, RECORD, other), 'session-unknown');
    const applied = await post(`${path}/use-application`, { municipality: TOWN }, other);
    expectProblem(applied, 'session-unknown');
    expectProblem(await get(`${path}/issuances/${requestId}/document`, other), 'issuance-unknown');
    const result = resultOf(requestId, { sessionId });
    expectProblem(await post('/v1/print-results', result, other), 'issuance-unknown');
    expect((await end(path, other)).status).toBe(204);
    expect(await centre.ledger.totalled()).toEqual(before);
    expect((await get(`${path}/issuances/${requestId}/document`)).status).toBe(200);
  });
});
