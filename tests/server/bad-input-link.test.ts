import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Route } from '../../server/http/route.ts';
import { ISSUER_ROUTES } from '../../server/http/routes.ts';
import { LINK_ROUTES } from '../../server/http/routes-link.ts';
import { complaintsAboutJson, complaintsAboutRoute } from './bad-input-complaints.ts';
import { type Present, soundRequest } from './bad-input-requests.ts';
import { askRaw } from './http/raw-http.ts';
import { SmallIssuer } from './small-issuer.ts';
import { OPEN_MS, TOWN } from './small-town.ts';

const TABLE: readonly Route[] = Object.values(ISSUER_ROUTES);

let server: SmallIssuer;
let present: Present;

beforeAll(async () => {
  server = new SmallIssuer();
  await server.open();
  const centre = server.link.of('centre', TOWN);
  const office = server.offices.of('office', TOWN);
  present = { tokens: { centre, office, kiosk: server.link.of('kiosk', 'in-001') }, params: {} };
});

afterEach(() => expect(server.errors.splice(0)).toEqual([]));

afterAll(() => server.close());

// The others are those of a server that is everything in one, in bad-input.test.ts.
describe.each(Object.entries<Route>(LINK_ROUTES))('%s', (_, route) => {
  test('refuses by its own entry whatever is done wrong to it', async () => {
    expect(await complaintsAboutRoute(server.origin, route, present, TABLE)).toEqual([]);
  });

  test('answers any JSON as its entry says', async () => {
    expect(await complaintsAboutJson(server.origin, route, present, TABLE)).toEqual([]);
  });
});

test.each(['\u0000', '\ud800'])('what no database holds is not taken: %j', async (odd) => {
  const route: Route = LINK_ROUTES.linkAuthentication;
  const card = { method: 'card-ap', cardId: 'some-card', pin: '1234', attempt: 's/1' };
  for (const change of [{ cardId: odd }, { attempt: odd }]) {
    const body = JSON.stringify({ card: { ...card, ...change }, nowMs: OPEN_MS });
    const answer = await askRaw(server.origin, { ...soundRequest(route, present), body });
    expect([change, answer.status]).toEqual([change, 400]);
  }
});

test('a centre’s own addresses are nowhere at an issuing server', async () => {
  for (const path of ['/v1/sessions', '/v1/print-results', '/v1/kiosks']) {
    const answer = await fetch(`${server.origin}${path}`, { method: 'POST' });
    expect([path, answer.status]).toEqual([path, 404]);
  }
});
