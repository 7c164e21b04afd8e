import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Problem } from '../../../server/contract.ts';
import { expectProblem, SmallCentre } from '../small-centre.ts';
import { TOWN } from '../small-town.ts';
import { sendRaw } from './raw-http.ts';

const KIOSK = 'in-001';

let centre: SmallCentre;
let token: string;

beforeAll(async () => {
  centre = new SmallCentre();
  await centre.open();
  token = centre.register(KIOSK);
});

afterAll(() => centre.close());

const post = (path: string, body: unknown) => centre.ask('POST', path, { token, body });

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
    const nothing = { method: 'jpki', municipality: '27203', certificate: '!', signature: '' };
    expectProblem(await post(`${path}/authentication`, nothing), 'invalid-request');
    const eaten = { municipality: TOWN, requestId: 'r1', outcome: 'eaten', pagesPrinted: 1 };
    expectProblem(await post('/v1/print-results', eaten), 'invalid-request');
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

test.each([
  ['no HTTP at all', 'hello\r\n\r\n', 'invalid-request'],
  ['a version that there is not', 'GET /healthz HTTP/9.9\r\nhost: kofu\r\n\r\n', 'invalid-request'],
  ['no host', 'GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n', 'invalid-request'],
  ['a header that is none', 'GET /healthz HTTP/1.1\r\nhost kofu\r\n\r\n', 'invalid-request'],
  ['TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001', 'invalid-request'],
])('%s is refused as all is', async (_, text, code) => {
  const answer = await sendRaw(centre.origin, text);
  expect(answer.status).toBe(400);
  expect(Problem.parse(JSON.parse(answer.text)).code).toBe(code);
});
