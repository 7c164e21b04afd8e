import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Authentication, Session } from '../../../server/contract.ts';
import { expectProblem, SmallCentre } from '../small-centre.ts';
import {
  AWAY,
  CHILD,
  ELSEWHERE,
  NEIGHBOUR,
  NOBODY,
  OLDER_CARD,
  OPEN_MS,
  SEALED,
  SEALLESS,
  STRANGER,
  TOWN,
} from '../small-town.ts';

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
    const { offers, withheld } = Authentication.parse(answer.body);
    expect(offers).toMatchObject([
      { type: 'resident-record', feeYen: 200, choices: { householdSize: expect.any(Number) } },
      { type: 'seal-registration', feeYen: 300, choices: {} },
    ]);
    expect(withheld).toEqual([]);
    const other = Authentication.parse((await of(SEALLESS)).body);
    expect(other.offers.map(({ type }) => type)).toEqual(['resident-record']);
    expect(other.withheld).toEqual([{ type: 'seal-registration', code: 'seal-not-registered' }]);
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
    const refusedTo = async (change: object, atMs?: number) => {
      const session = await centre.session(token, KIOSK);
      const body = { ...centre.signed(session.challenge, SEALED), ...change };
      const more = atMs === undefined ? {} : { atMs };
      const answer = await post(`${session.path}/authentication`, body, more);
      expectProblem(answer, 'certificate-invalid');
    };
    await refusedTo({ certificate: 'AAAA' });
    for (const years of [-1, 6]) await refusedTo({}, OPEN_MS + years * 365 * 24 * HOUR_MS);
  });

  test('is refused to a signature of another challenge', async () => {
    const [first, second] = [
      await centre.session(token, KIOSK),
      await centre.session(token, KIOSK),
    ];
    const signed = centre.signed(first.challenge, SEALED);
    expectProblem(await post(`${second.path}/authentication`, signed), 'signature-invalid');
  });

  test.each([
    ['the town at a place that takes no part', SEALED, TOWN, ELSEWHERE, 'municipality-unknown'],
    ['a place that takes no part, there', SEALED, ELSEWHERE, ELSEWHERE, 'municipality-unknown'],
    ['a place that takes no part, at the town', SEALED, ELSEWHERE, TOWN, 'card-not-registered'],
    ['the neighbour at the town', STRANGER, NEIGHBOUR, TOWN, 'card-not-registered'],
    ['the neighbour, for now', AWAY, NEIGHBOUR, TOWN, 'use-not-registered'],
  ] as const)('is refused to a card of %s', async (_, resident, lives, municipality, code) => {
    const session = await centre.session(token, KIOSK);
    const signed = centre.signed(session.challenge, resident, lives);
    const answer = await post(`${session.path}/authentication`, { ...signed, municipality });
    expectProblem(answer, code);
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

describe('a card of the older method', () => {
  const { cardId, pin } = OLDER_CARD;
  const session = () => centre.session(token, KIOSK);
  const tried = async ({ path }: { path: string }, typed: string, attempt = 1) => {
    const body = { method: 'card-ap', municipality: TOWN, cardId, pin: typed, attempt };
    return await post(`${path}/authentication`, body);
  };

  test('is known by its PIN, and is locked by three wrong ones', async () => {
    expect((await tried(await session(), pin)).status).toBe(200);
    const one = await session();
    expectProblem(await tried(one, '0001', 1), 'pin-wrong');
    expectProblem(await tried(one, '0001', 1), 'pin-wrong');
    expectProblem(await tried(one, '0002', 2), 'pin-wrong');
    const other = await session();
    for (const typed of ['0003', pin]) expectProblem(await tried(other, typed), 'pin-locked');
  });

  test('is unlocked by the office', async () => {
    const shown = centre.credentials.of('office', TOWN);
    const operation = { operation: 'reset-pin', municipality: TOWN, resident: SEALED, pin: '7777' };
    const body = { requestId: 'o1', operation };
    const reset = () => centre.ask('POST', '/v1/office/operations', { token: shown, body });
    expect((await reset()).status).toBe(201);
    expect((await tried(await session(), '7777')).status).toBe(200);
  });
});
