import { afterEach, describe, expect, test } from 'vitest';
import { Problem } from '../../../server/contract.ts';
import { expectProblem, SmallCentre, type SmallCentreOptions } from '../small-centre.ts';
import { sendRaw } from './raw-http.ts';

const KIOSK = 'in-001';

let centre: SmallCentre;
let token: string;

afterEach(() => centre.close());

async function opened(options: SmallCentreOptions): Promise<void> {
  centre = new SmallCentre(options);
  await centre.open();
  token = centre.register(KIOSK);
}

const post = (path: string, body: unknown) => centre.ask('POST', path, { token, body });

describe('a request that is not sent to its end', () => {
  const head = 'POST /v1/sessions HTTP/1.1\r\nhost: kofu\r\ncontent-type: application/json\r\n';
  test.each([
    ['in its first line', 'GET /heal'],
    ['in its headers', 'GET /healthz HTTP/1.1\r\nhost: ko'],
    [
      'in its body',
      `${head}authorization: Bearer token-1\r\ncontent-length: 500\r\n\r\n{"kioskId"`,
    ],
  ])('is given up %s', async (_, text) => {
    await opened({ limits: { requestMs: 100, checkMs: 20 } });
    const answer = await sendRaw(centre.origin, text);
    expect(answer.status).toBe(408);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(Problem.parse(JSON.parse(answer.text)).code).toBe('request-timeout');
    expect((await centre.ask('GET', '/healthz')).status).toBe(200);
  });
});

test('a kiosk has so many sessions open, and another its own', async () => {
  await opened({ limits: { sessionsPerKiosk: 3 } });
  const open = () => post('/v1/sessions', { kioskId: KIOSK });
  const paths: string[] = [];
  for (let count = 0; count < 3; count++) {
    paths.push(`/v1/sessions/${(await open()).body['sessionId']}`);
  }
  expectProblem(await open(), 'too-many-sessions');
  await centre.session(centre.register('in-002'), 'in-002');
  await centre.ask('DELETE', paths[0] ?? '', { token });
  expect((await open()).status).toBe(201);
  expectProblem(await open(), 'too-many-sessions');
  // Half an hour later those that nobody has ended are forgotten.
  centre.nowMs += 31 * 60_000;
  await centre.session(centre.register('in-003'), 'in-003');
  expect((await open()).status).toBe(201);
});
