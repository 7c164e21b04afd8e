import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Authentication, Problem, Session } from '../../server/contract.ts';
import {
  CHILD,
  ELSEWHERE,
  expectProblem,
  NOBODY,
  OPEN_MS,
  SEALED,
  SEALLESS,
  SmallCentre,
  TOWN,
} from './small-centre.ts';

const KIOSK = 'in-001';
const HOUR_MS = 3_600_000;

const RECORD = { requestId: 'r1', type: 'resident-record' };

let centre: SmallCentre;
let token: string;

beforeAll(async () => {
  centre = new SmallCentre();
  await centre.open();
  token = centre.register(KIOSK);
});

afterAll(() => centre.close());

const post = (path: string, body: unknown, more: { token?: string; atMs?: number } = {}) =>
  centre.ask('POST', path, { token, body, ...more });

describe('a session', () => {
  test('is opened for a registered kiosk, with a challenge for the card', async () => {
    const answer = await post('/v1/sessions', { kioskId: KIOSK });
    expect(answer.status).toBe(201);
    const { challenge } = Session.parse(answer.body);
    expect(Buffer.from(challenge, 'base64')).toHaveLength(32);
    const again = Session.parse((await post('/v1/sessions', { kioskId: KIOSK })).body);
    expect(again.challenge).not.toBe(challenge);
  });

  test.each([
    ['no token', undefined],
    ['a token nobody was given', 'token-999'],
    ['an empty token', ''],
  ])('is not opened with %s', async (_, wrong) => {
    const question = { body: { kioskId: KIOSK }, ...(wrong === undefined ? {} : { token: wrong }) };
    expectProblem(await centre.ask('POST', '/v1/sessions', question), 'kiosk-not-registered');
  });

  test('is not opened for another kiosk', async () => {
    centre.register('in-002');
    expectProblem(await post('/v1/sessions', { kioskId: 'in-002' }), 'kiosk-not-registered');
  });

  test('is ended by DELETE, again and again', async () => {
    const { path } = await centre.session(token, KIOSK);
    for (const _ of [1, 2]) expect((await centre.ask('DELETE', path, { token })).status).toBe(204);
    expectProblem(await post(`${path}/issuances`, RECORD), 'session-unknown');
    expectProblem(await centre.ask('DELETE', path), 'kiosk-not-registered');
  });

  test('of one kiosk is unknown to another, and not ended by it', async () => {
    const other = centre.register('in-003');
    const { path } = await centre.authenticated(token, KIOSK, SEALED);
    expectProblem(await post(`${path}/issuances`, RECORD, { token: other }), 'session-unknown');
    await centre.ask('DELETE', path, { token: other });
    expect((await post(`${path}/issuances`, { ...RECORD, requestId: 'r-own' })).status).toBe(201);
  });
});

describe('an authentication', () => {
  const of = async (resident: number, atMs?: number) => {
    const session = await centre.session(token, KIOSK);
    const body = centre.signed(session.challenge, resident);
    const more = atMs === undefined ? {} : { atMs };
    return await post(`${session.path}/authentication`, body, more);
  };

  test('says what is on offer, to each what is his', async () => {
    const answer = await of(SEALED);
    expect(answer.status).toBe(200);
    expect(Authentication.parse(answer.body).offers).toEqual([
      { type: 'resident-record', feeYen: 200 },
      { type: 'seal-registration', feeYen: 300 },
    ]);
    const { offers } = Authentication.parse((await of(SEALLESS)).body);
    expect(offers).toEqual([{ type: 'resident-record', feeYen: 200 }]);
  });

  test('is refused to children and to whom the register does not know', async () => {
    expectProblem(await of(CHILD), 'under-age');
    expectProblem(await of(NOBODY), 'card-not-registered');
  });

  test('is refused when the service is closed', async () => {
    expectProblem(await of(SEALED, OPEN_MS - 4 * HOUR_MS), 'out-of-hours');
    const newYear = Date.parse('2015-12-31T12:00:00+09:00');
    expectProblem(await of(SEALED, newYear), 'closed-day');
  });

  test('is refused to a certificate that is none, is too old, or is not yet valid', async () => {
    const session = await centre.session(token, KIOSK);
    const path = `${session.path}/authentication`;
    const signed = centre.signed(session.challenge, SEALED);
    expectProblem(await post(path, { ...signed, certificate: 'AAAA' }), 'certificate-invalid');
    for (const years of [-1, 6]) {
      const atMs = OPEN_MS + years * 365 * 24 * HOUR_MS;
      expectProblem(await post(path, signed, { atMs }), 'certificate-invalid');
    }
  });

  test('is refused to a signature of another challenge', async () => {
    const [first, second] = [
      await centre.session(token, KIOSK),
      await centre.session(token, KIOSK),
    ];
    const signed = centre.signed(first.challenge, SEALED);
    expectProblem(await post(`${second.path}/authentication`, signed), 'signature-invalid');
  });

  test('is refused to a card of another municipality than is asked for', async () => {
    const session = await centre.session(token, KIOSK);
    const path = `${session.path}/authentication`;
    const here = centre.signed(session.challenge, SEALED);
    expectProblem(await post(path, { ...here, municipality: ELSEWHERE }), 'card-not-registered');
    const there = centre.signed(session.challenge, SEALED, ELSEWHERE);
    expectProblem(await post(path, there), 'municipality-unknown');
    expectProblem(await post(path, { ...there, municipality: TOWN }), 'card-not-registered');
  });

  test('is refused without a session', async () => {
    const { challenge } = await centre.session(token, KIOSK);
    const signed = centre.signed(challenge, SEALED);
    expectProblem(await post('/v1/sessions/s0/authentication', signed), 'session-unknown');
    const path = '/v1/sessions/s1/authentication';
    expectProblem(await centre.ask('POST', path, { body: signed }), 'kiosk-not-registered');
  });

  test('that is refused is in the server’s journal', async () => {
    const before = centre.journal.length;
    await of(CHILD);
    expect(centre.journal.slice(before)).toEqual([
      { kind: 'server-refused', t: 0, kiosk: KIOSK, code: 'under-age' },
    ]);
  });
});

describe('a request that is not of the published form', () => {
  test.each([
    ['nothing at all', undefined],
    ['no JSON', '{"kioskId": '],
    ['an empty map', {}],
    ['a wrong type', { kioskId: 3 }],
    ['an empty name', { kioskId: '' }],
    ['no map', 'null'],
  ])('is refused: %s', async (_, body) => {
    expectProblem(await post('/v1/sessions', body), 'invalid-request');
  });

  test('says what is wrong with it', async () => {
    const { path } = await centre.session(token, KIOSK);
    const answer = await post(`${path}/issuances`, { requestId: 'a b', type: 'resident-record' });
    expectProblem(answer, 'invalid-request');
    expect(Problem.parse(answer.body).detail).toMatch(/^requestId: /);
    const unknown = await post(`${path}/issuances`, { requestId: 'r1', type: 'passport' });
    expect(Problem.parse(unknown.body).detail).toMatch(/^type: /);
    for (const [where, body] of [
      ['authentication', { municipality: '27203', certificate: '!', signature: '' }],
      ['issuances/r1/print-result', { outcome: 'eaten', pagesPrinted: 1, paidYen: 0 }],
    ] as const) {
      expectProblem(await post(`${path}/${where}`, body), 'invalid-request');
    }
  });

  test('is refused if it is too large', async () => {
    const body = { kioskId: 'x'.repeat(70_000) };
    expectProblem(await post('/v1/sessions', body), 'body-too-large');
  });

  test.each(['/', '/v1/session', '/v1/sessions/s1/issuances/r1'])(
    'is refused if there is nothing at %s',
    async (path) => {
      expectProblem(await centre.ask('GET', path, { token }), 'route-unknown');
    },
  );

  test('is refused if its address is no address', async () => {
    expectProblem(await centre.ask('GET', '/v1/sessions/%zz', { token }), 'invalid-request');
  });
});

test('who asks is told how the centre is', async () => {
  const { status, body } = await centre.ask('GET', '/healthz');
  expect(status).toBe(200);
  expect(body).toMatchObject({ status: 'ok', sessions: expect.any(Number) });
});

test('who asks is told which kiosks there are, and no token', async () => {
  const { body, bytes } = await centre.ask('GET', '/v1/kiosks');
  expect(body['kiosks']).toContainEqual(
    expect.objectContaining({
      kioskId: KIOSK,
      model: 'm',
      device: 'online',
      heardAtMs: centre.wallMs,
    }),
  );
  expect(Buffer.from(bytes).toString()).not.toContain(token);
});
