import { afterAll, beforeAll, expect, test } from 'vitest';
import { SmallCentre } from '../small-centre.ts';

const KIOSK = 'in-001';

let centre: SmallCentre;
let token: string;

beforeAll(async () => {
  centre = new SmallCentre();
  await centre.open();
  token = centre.register(KIOSK);
});

afterAll(() => centre.close());

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

test('a database that does not answer is told by the server’s health', async () => {
  let reachable = true;
  const other = new SmallCentre({ databaseReachable: () => reachable });
  await other.open();
  expect(await other.ask('GET', '/healthz')).toMatchObject({
    status: 200,
    body: { status: 'ok' },
  });
  reachable = false;
  expect(await other.ask('GET', '/healthz')).toMatchObject({
    status: 503,
    body: { status: 'database-unreachable', sessions: 0, kiosks: 0 },
  });
  await other.close();
});
