import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ANSWER_BYTES, DOCUMENT_BYTES } from '../../../devices/bus/answer-body-http.ts';
import { HttpCentre } from '../../../devices/bus/centre-http.ts';
import { DEFAULT_OPTIONS } from '../../../server/contract.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { TIMED_OUT, within } from '../../../sim/waiting.ts';

type Answering = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const runner = new RealTime();
let server: Server;
let centre: HttpCentre;
let answer: Answering;
const asked: { line: string; headers: IncomingMessage['headers']; body: string }[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    asked.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
    answer(request, response, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  centre = new HttpCentre({
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tokenOf: (kioskId) => `token of ${kioskId}`,
    headers: () => ({ 'x-civil-time': '123' }),
  });
});

afterEach(() => asked.splice(0));

afterAll(async () => {
  await centre.close();
  runner.stop();
  await new Promise((resolve) => server.close(resolve));
});

/** Always the same answer. */
const always =
  (status: number, body: unknown = {}): Answering =>
  (_, response) =>
    void response.writeHead(status).end(Buffer.isBuffer(body) ? body : JSON.stringify(body));

const SESSION = { sessionId: 's1', challenge: Buffer.from([1, 2, 3]).toString('base64') };
const SIGNED = {
  method: 'jpki' as const,
  municipality: '27203',
  certificate: new Uint8Array([48, 1]),
  signature: new Uint8Array([2, 3]),
};
const REQUEST = { requestId: 'r1', type: 'resident-record', options: DEFAULT_OPTIONS } as const;
const RESULT = {
  municipality: '27203',
  requestId: 'r1',
  sessionId: 's1',
  outcome: 'printed',
  pagesPrinted: 1,
  paidYen: 200,
} as const;
const ISSUANCE = {
  requestId: 'r1',
  documentNumber: '27203-0000001',
  pages: 1,
  feeYen: 200,
  issuedAt: '2015-06-01T10:00:00+09:00',
  registerVersion: 1,
  repeated: false,
};

describe('what is asked', () => {
  test('is asked as the kiosk, with its token and the headers of the day', async () => {
    answer = always(201, SESSION);
    await runner.run(centre.openSession('in-001'));
    expect(asked[0]).toMatchObject({ line: 'POST /v1/sessions', body: '{"kioskId":"in-001"}' });
    expect(asked[0]?.headers).toMatchObject({
      authorization: 'Bearer token of in-001',
      'content-type': 'application/json',
      'x-civil-time': '123',
    });
  });

  test('goes to the routes of the contract', async () => {
    answer = always(204);
    await runner.run(centre.authenticate('in-001', 's1', SIGNED));
    await runner.run(centre.issue('in-001', 's1', REQUEST));
    await runner.run(centre.reportPrint('in-001', RESULT));
    await runner.run(centre.endSession('in-001', 's1'));
    expect(asked.map(({ line }) => line)).toEqual([
      'POST /v1/sessions/s1/authentication',
      'POST /v1/sessions/s1/issuances',
      'POST /v1/print-results',
      'DELETE /v1/sessions/s1',
    ]);
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      method: 'jpki',
      municipality: '27203',
      certificate: 'MAE=',
      signature: 'AgM=',
    });
    expect(JSON.parse(asked[2]?.body ?? '')).toEqual(RESULT);
    expect(asked[3]?.headers['content-type']).toBeUndefined();
  });

  test('goes there whatever a server calls its sessions', async () => {
    answer = always(204);
    await runner.run(centre.endSession('in-001', '../print-results?a=b#c'));
    await runner.run(centre.endSession('in-001', '6f1c-Aa._~0'));
    expect(asked.map(({ line }) => line)).toEqual([
      'DELETE /v1/sessions/..%2Fprint-results%3Fa%3Db%23c',
      'DELETE /v1/sessions/6f1c-Aa._~0',
    ]);
    const reply = await runner.run(centre.endSession('in-001', '\ud800'));
    expect(reply).toEqual({ kind: 'failed', reason: 'unreachable: URI malformed' });
    expect(asked).toHaveLength(2);
  });
});

describe('an answer', () => {
  test('that grants is handed on', async () => {
    answer = always(201, SESSION);
    expect(await runner.run(centre.openSession('in-001'))).toEqual({
      kind: 'granted',
      value: { sessionId: 's1', challenge: new Uint8Array([1, 2, 3]) },
    });
    const offers = [{ type: 'resident-record', feeYen: 200, choices: { householdSize: 2 } }];
    const withheld = [{ type: 'seal-registration', code: 'seal-not-registered' }];
    answer = always(200, { offers, withheld });
    expect(await runner.run(centre.authenticate('in-001', 's1', SIGNED))).toEqual({
      kind: 'granted',
      value: { offers, withheld },
    });
    answer = always(204);
    for (const reply of [
      await runner.run(centre.reportPrint('in-001', RESULT)),
      await runner.run(centre.endSession('in-001', 's1')),
    ]) {
      expect(reply).toEqual({ kind: 'granted', value: undefined });
    }
  });

  test.each([
    [201, false],
    [200, true],
  ])('to an issue request is %i, and its document is fetched', async (status, repeated) => {
    const issuance = { ...ISSUANCE, repeated };
    const pdf = Buffer.from([0x25, 0x50, 0x44, 0x46, 0x2d, 0x00, 0xff]);
    answer = (request, ...rest) =>
      request.method === 'POST'
        ? always(status, issuance)(request, ...rest)
        : always(200, pdf)(request, ...rest);
    const reply = await runner.run(centre.issue('in-001', 's1', REQUEST));
    expect(reply).toEqual({
      kind: 'granted',
      value: { issuance, document: { kind: 'pdf', bytes: new Uint8Array(pdf), duplex: true } },
    });
    expect(asked[1]?.line).toBe('GET /v1/sessions/s1/issuances/r1/document');
  });

  test('that refuses is a refusal with its code', async () => {
    const problem = { type: 't', title: 't', status: 403, code: 'under-age' };
    answer = always(403, problem);
    const reply = await runner.run(centre.authenticate('in-001', 's1', SIGNED));
    expect(reply).toEqual({ kind: 'refused', code: 'under-age' });
    answer = always(404, Buffer.from('<html>not here</html>'));
    expect(await runner.run(centre.openSession('in-001'))).toEqual({
      kind: 'refused',
      code: 'HTTP 404',
    });
  });

  test('that knows no such token is a failure: the kiosk may register anew', async () => {
    answer = always(401, { type: 't', title: 't', status: 401, code: 'kiosk-not-registered' });
    expect(await runner.run(centre.openSession('in-001'))).toEqual({
      kind: 'failed',
      reason: 'HTTP 401',
    });
  });

  test('of a broken server is a failure, whatever it says', async () => {
    answer = always(503, { type: 't', title: 't', status: 503, code: 'issuer-unavailable' });
    expect(await runner.run(centre.openSession('in-001'))).toEqual({
      kind: 'failed',
      reason: 'HTTP 503',
    });
  });

  test.each([
    ['no JSON', Buffer.from('hello')],
    ['another shape', { session: 's1' }],
    ['nothing', Buffer.alloc(0)],
  ])('that is not of the contract is a failure: %s', async (_, body) => {
    answer = always(201, body);
    expect(await runner.run(centre.openSession('in-001'))).toEqual({
      kind: 'failed',
      reason: 'an answer that is not of the contract',
    });
  });

  test('that is too long is a failure, and is not read to its end', async () => {
    const isCut: Promise<boolean>[] = [];
    const far: Answering = ({ method, socket }, response) => {
      isCut.push(new Promise((resolve) => socket.once('close', () => resolve(true))));
      response.writeHead(method === 'POST' ? 201 : 200);
      Readable.from(Array(48).fill(Buffer.alloc(2 ** 20, ' '))).pipe(response);
    };
    answer = far;
    const failed = (bytes: number) => ({
      kind: 'failed',
      reason: `an answer of more than ${bytes} bytes`,
    });
    expect(await runner.run(centre.openSession('in-001'))).toEqual(failed(ANSWER_BYTES));
    answer = (request, ...rest) =>
      request.method === 'POST' ? always(201, ISSUANCE)(request, ...rest) : far(request, ...rest);
    const issued = await runner.run(centre.issue('in-001', 's1', REQUEST));
    expect(issued).toEqual(failed(DOCUMENT_BYTES));
    expect(await Promise.all(isCut)).toEqual([true, true]);
  });

  test('may be as long as a document is', async () => {
    const pdf = Buffer.concat([Buffer.from('%PDF-'), Buffer.alloc(DOCUMENT_BYTES - 5)]);
    answer = (request, ...rest) =>
      request.method === 'POST'
        ? always(201, ISSUANCE)(request, ...rest)
        : always(200, pdf)(request, ...rest);
    const reply = await runner.run(centre.issue('in-001', 's1', REQUEST));
    expect(reply.kind).toBe('granted');
  });

  test('that breaks off is a failure', async () => {
    answer = (_, response) => void response.socket?.destroy();
    const reply = await runner.run(centre.openSession('in-001'));
    expect(reply).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(/^unreachable: /),
    });
  });
});

test('a centre that is not there is a failure', async () => {
  const nowhere = new HttpCentre({ origin: 'http://127.0.0.1:1', tokenOf: () => '' });
  const reply = await runner.run(nowhere.openSession('in-001'));
  expect(reply).toMatchObject({ kind: 'failed', reason: expect.stringMatching(/^unreachable: /) });
  await nowhere.close();
});

test('who does not wait any longer hangs up', async () => {
  const hungUp = new Promise<boolean>((resolve) => {
    answer = (request) => void request.socket.on('close', () => resolve(true));
  });
  const reply = await runner.run(within(100, centre.openSession('in-001'), 'measured'));
  expect(reply).toBe(TIMED_OUT);
  expect(await hungUp).toBe(true);
});

test('nobody waits for a connection: as many are under way as are asked', async () => {
  const waiting: ServerResponse[] = [];
  answer = (_, response) => {
    waiting.push(response);
    if (waiting.length < 40) return;
    for (const each of waiting) each.writeHead(201).end(JSON.stringify(SESSION));
  };
  const replies = await Promise.all(
    Array.from({ length: 40 }, (_, index) => runner.run(centre.openSession(`in-${index}`))),
  );
  expect(replies.every(({ kind }) => kind === 'granted')).toBe(true);
});
