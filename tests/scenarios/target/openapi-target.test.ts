import { createServer, type RequestListener, type Server } from 'node:http';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server as TcpServer,
} from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, test } from 'vitest';
import { openapiTarget } from '../../../scenarios/target/openapi-target-http.ts';

const servers: (Server | TcpServer)[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listening(server: Server | TcpServer): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server that answers some addresses with JSON, and all others with 404. */
function answering(answers: Readonly<Record<string, readonly [number, unknown]>>) {
  const listener: RequestListener = (request, response) => {
    const address = (request.url ?? '').split('?')[0] ?? '';
    const [status, body] = answers[`${request.method} ${address}`] ?? [404, {}];
    response.writeHead(status).end(JSON.stringify(body));
  };
  return listening(createServer(listener));
}

async function openedAt(url: string) {
  const credentialOf = (kioskId: string) => `secret of ${kioskId}`;
  const place = { origin: url, url, kioskIds: ['in-001'], credentialOf, nowMs: () => 0 };
  const opened = await openapiTarget.open(place);
  if ('refused' in opened) return opened.refused;
  await opened.close();
  return opened;
}

const SESSION = { sessionId: 's', challenge: 'AAAA' };
const VERSION = (version: unknown) => [200, { info: { version } }] as const;

describe('a server that', () => {
  test('opens sessions is asked over HTTP alone', async () => {
    const url = await answering({
      'GET /openapi.json': VERSION('1.4.2'),
      'POST /v1/sessions': [201, SESSION],
    });
    const description = `against ${url} over HTTP alone, as it offers no device bus`;
    expect(await openedAt(url)).toMatchObject({ description, bus: undefined });
  });

  test('says no version is asked, and that is told', async () => {
    const url = await answering({ 'POST /v1/sessions': [201, SESSION] });
    const opened = await openedAt(url);
    expect(opened).toMatchObject({
      description: expect.stringContaining('; it does not say which contract it speaks'),
    });
  });

  test.each([['2.0.0'], ['0.9.0'], [undefined], [7]])(
    'speaks version %s is refused',
    async (version) => {
      const url = await answering({
        'GET /openapi.json': VERSION(version),
        'POST /v1/sessions': [201, SESSION],
      });
      const said = typeof version === 'string' ? `version ${version}` : 'no version';
      const refused = await openedAt(url);
      expect(refused).toContain(`${url} says in /openapi.json that it speaks ${said}`);
      expect(refused).toContain('and kiosks speak 1.0.0: speak docs/openapi.json');
    },
  );

  test.each([
    [404, {}, 'HTTP 404'],
    [201, { hello: 'world' }, 'an answer that is not of the contract'],
    [503, {}, 'HTTP 503'],
    [401, {}, 'HTTP 401'],
  ])('answers a session with %s is refused', async (status, body, why) => {
    const url = await answering({ 'POST /v1/sessions': [status, body] });
    const refused = await openedAt(url);
    expect(refused).toContain(`opens no session for kiosk in-001 (POST /v1/sessions: ${why}`);
    expect(refused).toContain('load fleet.key of --target-data into it, or');
  });

  test('offers the device bus and cannot be registered with is refused', async () => {
    const url = await answering({
      'GET /socket.io/': [400, { code: 0, message: 'Transport unknown' }],
      'POST /v1/sessions': [201, SESSION],
    });
    expect(await openedAt(url)).toContain('offers the device bus and takes no registration');
  });

  test('is not there is refused', async () => {
    expect(await openedAt('http://127.0.0.1:1')).toContain(
      'nothing usable answers at http://127.0.0.1:1 (ECONNREFUSED): start your server',
    );
  });

  test('says at too great length what it speaks is refused, and not listened to', async () => {
    const cut: Promise<unknown>[] = [];
    const server = createServer(({ socket }, response) => {
      cut.push(new Promise((resolve) => socket.once('close', resolve)));
      Readable.from(Array(16).fill(Buffer.alloc(2 ** 20, ' '))).pipe(response);
    });
    const url = await listening(server);
    expect(await openedAt(url)).toContain(`at ${url} (an answer of more than 1048576 bytes)`);
    await Promise.all(cut);
  });

  test('speaks no HTTP is refused', async () => {
    const url = await listening(
      createTcpServer((socket) => socket.end('SSH-2.0\r\n', () => socket.destroy())),
    );
    expect(await openedAt(url)).toContain(`nothing usable answers at ${url} (`);
  });
});
