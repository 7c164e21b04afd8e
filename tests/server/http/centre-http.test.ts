import { afterEach, expect, test } from 'vitest';
import { expectProblem, SmallCentre, type SmallCentreOptions } from '../small-centre.ts';
import { OPEN_MS, SEALED } from '../small-town.ts';

const REQUEST = { requestId: 'r1', type: 'resident-record' };

let centre: SmallCentre | undefined;

afterEach(() => centre?.close());

async function opened(options: SmallCentreOptions): Promise<[SmallCentre, string]> {
  centre = new SmallCentre(options);
  await centre.open();
  return [centre, centre.register('in-001')];
}

test('the time a kiosk tells counts on a simulated day only', async () => {
  const night = OPEN_MS - 8 * 3_600_000;
  for (const simulatedTime of [true, false]) {
    const [server, token] = await opened({ simulatedTime });
    const session = await server.session(token, 'in-001', night);
    const body = server.signed(session.challenge, SEALED);
    const path = `${session.path}/authentication`;
    const answer = await server.ask('POST', path, { token, body, atMs: night });
    if (simulatedTime) expectProblem(answer, 'out-of-hours');
    else expect(answer.status).toBe(200);
    await server.close();
  }
});

test('a time that is none is not believed, even on a simulated day', async () => {
  const [server, token] = await opened({});
  const session = await server.session(token, 'in-001');
  const body = server.signed(session.challenge, SEALED);
  const path = `${session.path}/authentication`;
  for (const atMs of [Number.NaN, -5, 0]) {
    expect((await server.ask('POST', path, { token, body, atMs })).status).toBe(200);
  }
});

test('what the municipality does not offer is refused', async () => {
  const [server, token] = await opened({ feesYen: { 'seal-registration': 300 } });
  const { path } = await server.authenticated(token, 'in-001', SEALED);
  const answer = await server.ask('POST', `${path}/issuances`, { token, body: REQUEST });
  expectProblem(answer, 'not-offered');
});

test('what breaks inside is told inside, and the caller learns no details', async () => {
  const error = new Error('the font is missing in /etc/fonts');
  const broken = () => {
    throw error;
  };
  const renderer = { render: broken, bind: broken };
  const [server, token] = await opened({ renderer });
  const { path } = await server.authenticated(token, 'in-001', SEALED);
  const answer = await server.ask('POST', `${path}/issuances`, { token, body: REQUEST });
  expectProblem(answer, 'server-error');
  expect(Buffer.from(answer.bytes).toString()).not.toMatch(/font/);
  expect(server.errors).toEqual([error]);
  expect((await server.ask('GET', '/healthz')).status).toBe(200);
});
