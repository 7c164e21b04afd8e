import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Issuance } from '../../../server/contract.ts';
import { expectProblem, SmallCentre } from '../small-centre.ts';
import { AWAY, ELSEWHERE, NEIGHBOUR, OPEN_MS, SEALED, SEALLESS, TOWN } from '../small-town.ts';

const KIOSK = 'in-001';
const HOUR_MS = 3_600_000;
const PRINTED = { municipality: TOWN, outcome: 'printed', pagesPrinted: 1, paidYen: 300 };
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

describe('a certificate', () => {
  test('is issued, fetched and settled, and then the session is over', async () => {
    const { path } = await centre.authenticated(token, KIOSK, SEALED);
    const before = await centre.ledger.totalled();
    const request = { requestId: 'r-whole', type: 'seal-registration' };
    const issued = await post(`${path}/issuances`, request, { atMs: OPEN_MS + 1234.567 });
    expect(issued.status).toBe(201);
    const issuance = Issuance.parse(issued.body);
    expect(issuance).toMatchObject({
      requestId: 'r-whole',
      feeYen: 300,
      pages: 1,
      repeated: false,
      issuedAt: '2015-06-01T10:00:01.234+09:00',
    });
    expect(issuance.documentNumber).toMatch(/^27203-\d{7}$/);
    const of = `${path}/issuances/r-whole`;
    const document = await centre.ask('GET', `${of}/document`, { token });
    expect(document.status).toBe(200);
    expect(document.body).toMatchObject({
      kind: 'digest',
      marks: [{ requestId: 'r-whole', documentNumber: issuance.documentNumber, page: 1, of: 1 }],
    });
    const result = { ...PRINTED, requestId: 'r-whole', sessionId: path.split('/').at(-1) };
    for (const _ of ['told', 'told again']) {
      expect((await post('/v1/print-results', result)).status).toBe(204);
      expect((await centre.ledger.totalled()).paidYen - before.paidYen).toBe(300);
      expect((await centre.ledger.totalled()).printed - before.printed).toBe(1);
      expectProblem(await centre.ask('GET', `${of}/document`, { token }), 'issuance-unknown');
    }
  });

  test('that is asked for again is the same one, answered 200', async () => {
    const { path } = await centre.authenticated(token, KIOSK, SEALED);
    const request = { requestId: 'r-again', type: 'resident-record' };
    const first = await post(`${path}/issuances`, request);
    const again = await post(`${path}/issuances`, request);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual({ ...first.body, repeated: true });
    const numbers = centre.journal.flatMap((event) =>
      event.kind === 'server-issued' && event.request === 'r-again' ? [event] : [],
    );
    expect(numbers.map(({ repeated }) => repeated)).toEqual([false, true]);
    expect(new Set(numbers.map(({ number }) => number)).size).toBe(1);
  });

  test('is refused under the number of a request for something else', async () => {
    const { path } = await centre.authenticated(token, KIOSK, SEALED);
    const request = { requestId: 'r-taken', type: 'resident-record' };
    await post(`${path}/issuances`, request);
    const other = { ...request, type: 'seal-registration' };
    expectProblem(await post(`${path}/issuances`, other), 'request-conflict');
    const neighbour = await centre.authenticated(token, KIOSK, SEALLESS);
    expectProblem(await post(`${neighbour.path}/issuances`, request), 'request-conflict');
  });

  test('is refused before the citizen is known', async () => {
    const { path } = await centre.session(token, KIOSK);
    expectProblem(await post(`${path}/issuances`, RECORD), 'not-authenticated');
  });

  test('of a seal is refused to whom has none', async () => {
    const { path } = await centre.authenticated(token, KIOSK, SEALLESS);
    const request = { requestId: 'r-seal', type: 'seal-registration' };
    expectProblem(await post(`${path}/issuances`, request), 'seal-not-registered');
  });

  test('is refused from the second of closing time on', async () => {
    const { path } = await centre.authenticated(token, KIOSK, SEALED);
    const closing = OPEN_MS + 13 * HOUR_MS;
    const late = await post(`${path}/issuances`, RECORD, { atMs: closing });
    expectProblem(late, 'out-of-hours');
    const inTime = { requestId: 'r-last', type: 'resident-record' };
    const last = await post(`${path}/issuances`, inTime, { atMs: closing - 1 });
    expect(last.status).toBe(201);
  });

  test('that was not issued here has no document and cannot be settled', async () => {
    const { path } = await centre.authenticated(token, KIOSK, SEALED);
    const of = `${path}/issuances/r-none`;
    const result = { ...PRINTED, requestId: 'r-none' };
    for (const requestId of ['r-some', 'r-other']) {
      expectProblem(await centre.ask('GET', `${of}/document`, { token }), 'issuance-unknown');
      expectProblem(await post('/v1/print-results', result), 'issuance-unknown');
      await post(`${path}/issuances`, { requestId, type: 'resident-record' });
    }
  });

  test('cannot be settled by another kiosk, nor at another municipality', async () => {
    const { path } = await centre.authenticated(token, KIOSK, SEALED);
    await post(`${path}/issuances`, { requestId: 'r-mine', type: 'resident-record' });
    const result = { ...PRINTED, requestId: 'r-mine', paidYen: 200 };
    const other = centre.register('in-002');
    const before = await centre.ledger.totalled();
    expectProblem(await post('/v1/print-results', result, { token: other }), 'issuance-unknown');
    const elsewhere = { ...result, municipality: ELSEWHERE };
    expectProblem(await post('/v1/print-results', elsewhere), 'municipality-unknown');
    expect(await centre.ledger.totalled()).toEqual(before);
    expect((await post('/v1/print-results', result)).status).toBe(204);
  });

  test('of one kiosk is not shown to another', async () => {
    const { path } = await centre.authenticated(token, KIOSK, SEALED);
    await post(`${path}/issuances`, { requestId: 'r-shown', type: 'resident-record' });
    const other = centre.register('in-003');
    const at = `${path}/issuances/r-shown/document`;
    expectProblem(await centre.ask('GET', at, { token: other }), 'issuance-unknown');
    expect((await centre.ask('GET', at, { token })).status).toBe(200);
  });

  test('is given and settled to nobody without a token', async () => {
    const { path } = await centre.authenticated(token, KIOSK, SEALED);
    for (const answer of [
      await centre.ask('POST', `${path}/issuances`, { body: RECORD }),
      await centre.ask('GET', `${path}/issuances/r1/document`),
      await centre.ask('POST', '/v1/print-results', { body: { ...PRINTED, requestId: 'r1' } }),
    ]) {
      expectProblem(answer, 'kiosk-not-registered');
    }
  });
});

describe('an application for use', () => {
  const apply = async (resident: number, municipality: string) => {
    const session = await centre.session(token, KIOSK);
    const body = centre.signed(session.challenge, resident, municipality);
    await post(`${session.path}/authentication`, { ...body, municipality: TOWN });
    return () => post(`${session.path}/use-application`, { municipality: TOWN });
  };

  test('is recorded for whose family register the town keeps, once', async () => {
    const again = await apply(AWAY, NEIGHBOUR);
    const first = await again();
    expect(first.status).toBe(201);
    // Monday the first, five business days.
    expect(first.body).toEqual({ usableFrom: '2015-06-08T00:00:00.000+09:00' });
    expectProblem(await again(), 'use-already-registered');
  });

  test('is refused to who lives there, and to whom nobody knows', async () => {
    expectProblem(await (await apply(SEALED, TOWN))(), 'domicile-elsewhere');
    const { path } = await centre.session(token, KIOSK);
    const body = { municipality: TOWN };
    expectProblem(await post(`${path}/use-application`, body), 'not-authenticated');
    expectProblem(await post('/v1/sessions/s0/use-application', body), 'session-unknown');
  });
});
