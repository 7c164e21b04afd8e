import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ServerEvent } from '../../server/events.ts';
import type { Route } from '../../server/http/route.ts';
import { ALL_ROUTES } from '../../server/http/routes.ts';
import { type ProblemCode, problemOf } from '../../server/problems.ts';
import {
  complaintAbout,
  complaintsAboutJson,
  complaintsAboutRoute,
} from './bad-input-complaints.ts';
import { type Present, soundRequest } from './bad-input-requests.ts';
import { askRaw } from './http/raw-http.ts';
import { SmallCentre } from './small-centre.ts';
import { SEALED, TOWN } from './small-town.ts';

const KIOSK = 'in-001';
const ROUTES: readonly (readonly [string, Route])[] = Object.entries(ALL_ROUTES);
const TABLE = ROUTES.map(([, route]) => route);

let centre: SmallCentre;
let present: Present;

beforeAll(async () => {
  centre = new SmallCentre();
  await centre.open();
  const office = centre.credentials.of('office', TOWN);
  const link = centre.credentials.of('centre', TOWN);
  present = { tokens: { kiosk: centre.register(KIOSK), office, centre: link }, params: {} };
});

/** A session in which a certificate has been made: what is odd shall get as far as it can. */
beforeEach(async () => {
  const session = await centre.authenticated(present.tokens.kiosk, KIOSK, SEALED);
  const requestId = `before-${(await centre.ledger.totalled()).claimed}`;
  await ask(`${session.path}/issuances`, { requestId, type: 'resident-record' });
  const sessionId = session.path.split('/').at(-1) ?? '';
  present = { ...present, params: { sessionId, requestId } };
});

const ask = (path: string, body: unknown) =>
  centre.ask('POST', path, { token: present.tokens.kiosk, body });

afterAll(() => centre.close());

/** Whatever was done to it, the server goes on, and nothing is lost or doubled. */
afterEach(async () => {
  expect(centre.errors.splice(0)).toEqual([]);
  const { kiosk } = present.tokens;
  const { path } = await centre.authenticated(kiosk, KIOSK, SEALED);
  const before = await centre.ledger.totalled();
  const requestId = `after-${before.claimed}`;
  const issued = await ask(`${path}/issuances`, { requestId, type: 'resident-record' });
  expect(issued.status).toBe(201);
  const paid = { outcome: 'printed', pagesPrinted: 1, paidYen: 200 };
  const result = { municipality: TOWN, requestId, ...paid };
  expect((await ask('/v1/print-results', result)).status).toBe(204);
  await centre.ask('DELETE', path, { token: kiosk });
  expect(await centre.ledger.totalled()).toEqual({
    ...before,
    claimed: before.claimed + 1,
    printed: before.printed + 1,
    paidYen: before.paidYen + 200,
  });
  for (const event of centre.journal.splice(0)) ServerEvent.parse(event);
});

describe.each(ROUTES)('%s', (_, route) => {
  test('refuses by its own entry whatever is done wrong to it', async () => {
    const wrong = await complaintsAboutRoute(centre.origin, route, present, TABLE);
    expect(wrong).toEqual([]);
  });
});

describe.each(ROUTES.filter(([, { body }]) => body !== undefined))('%s', (_, route) => {
  const sound = () => soundRequest(route, present);

  test('answers any JSON as its entry says', async () => {
    expect(await complaintsAboutJson(centre.origin, route, present, TABLE)).toEqual([]);
  });

  test.each(objectsIn(route.example.body))(
    'takes an unknown field as its schema says: %s',
    async (path) => {
      const body = withUnknown(route.example.body, path.split('/').slice(1));
      const answer = await askRaw(centre.origin, { ...sound(), body: JSON.stringify(body) });
      expect(answer.status === 400).toBe(route.body?.safeParse(body).success === false);
    },
  );
});

test('a complaint would be made', () => {
  const route = ALL_ROUTES.openSession;
  const request = { method: route.method, path: route.path };
  const complain = (status: number, text: string, more: Record<string, string> = {}) =>
    complaintAbout(TABLE, request, {
      status,
      text,
      headers: { 'content-type': 'application/problem+json', ...more },
    });
  const problem = (code: ProblemCode) => JSON.stringify(problemOf(code));
  const bearer = { 'www-authenticate': 'Bearer' };
  expect(complain(401, problem('kiosk-not-registered'), bearer)).toBeUndefined();
  expect(complain(401, problem('kiosk-not-registered'))).toBe('a 401 without www-authenticate');
  expect(complain(404, problem('session-unknown'))).toBe('session-unknown is not in its entry');
  expect(complain(403, problem('invalid-request'))).toBe('403 for invalid-request');
  expect(complain(500, problem('server-error'))).toBe('a 500');
  expect(complain(200, '{}')).toBe('200 is not in its entry');
  expect(complain(400, 'Error: no\n at f (/a/b.ts:1:2)')).toBe('a stack');
  expect(complain(400, '<html>')).toBe('a refusal that is none: <html>');
  expect(complain(400, problem('invalid-request'), { 'content-type': 'text/html' })).toBe(
    'a refusal of type text/html',
  );
});

/** The paths of all objects within a value, `/` before each key; that of itself is empty. */
function objectsIn(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return [
    path,
    ...Object.entries(value).flatMap(([key, inner]) => objectsIn(inner, `${path}/${key}`)),
  ];
}

/** A copy with one field more in the object at a path. */
function withUnknown(value: unknown, [key, ...rest]: readonly string[]): object {
  const object = value as Readonly<Record<string, unknown>>;
  if (key === undefined) return { ...object, surprise: 1 };
  return { ...object, [key]: withUnknown(object[key], rest) };
}
