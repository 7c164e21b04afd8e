import { fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Drain } from '../../../server/http/drain.ts';
import { Refusals } from '../../../server/http/refusals-http.ts';
import { serveRoutes } from '../../../server/http/routes-http.ts';
import { VERIFICATION_ROUTES } from '../../../server/http/routes-verification.ts';
import { granted, PROBLEMS, type ProblemCode, refused } from '../../../server/problems.ts';
import type { Verification } from '../../../server/verification/verification.ts';
import { verificationHandlers } from '../../../server/verification/verification-site-http.ts';
import { ready } from '../../../sim/process.ts';
import { RealTime } from '../../../sim/real-time.ts';

const FRONT = new Uint8Array([0x89, 0x50, 0x4e, 0x47]);
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);

/** A verification that finds what it is told to, and what it was asked. */
class Told {
  readonly uploads: Uint8Array[] = [];
  code: ProblemCode | undefined;

  verify(upload: Uint8Array) {
    this.uploads.push(upload);
    if (this.code !== undefined) return ready(refused(this.code));
    const value = { documentId: '27203-<b>', page: 1, of: 2, frontDpi: 150, front: FRONT };
    return ready(granted({ ...value, scan: FRONT }));
  }
}

const told = new Told();
const runner = new RealTime();
const refusals = new Refusals(
  () => {},
  () => {},
);
const app = fastify();

beforeAll(() => {
  const verification = told as unknown as Verification;
  serveRoutes(app, VERIFICATION_ROUTES, verificationHandlers({ verification, runner }), {
    refusals,
    answered: () => {},
    drain: new Drain(() => 0),
    callers: {},
    nowMs: () => 0,
  });
});

afterAll(async () => {
  await app.close();
  runner.stop();
});

function upload(name = 'scan.png'): { payload: Buffer; headers: Record<string, string> } {
  const head = `--cut\r\ncontent-disposition: form-data; name="back"; filename="${name}"\r\ncontent-type: image/png\r\n\r\n`;
  const payload = Buffer.concat([Buffer.from(head), PNG, Buffer.from('\r\n--cut--\r\n')]);
  return { payload, headers: { 'content-type': 'multipart/form-data; boundary=cut' } };
}

describe('people', () => {
  test('find a form that needs no script', async () => {
    const { statusCode, body, headers } = await app.inject({ method: 'GET', url: '/verify' });
    expect(statusCode).toBe(200);
    expect(body).toContain('enctype="multipart/form-data"');
    expect(body).not.toContain('<script');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  test('see the restored front beside what they have uploaded', async () => {
    told.code = undefined;
    const { statusCode, body } = await app.inject({ method: 'POST', url: '/verify', ...upload() });
    expect(statusCode).toBe(200);
    expect(Buffer.from(told.uploads.at(-1)!)).toEqual(PNG);
    expect(body.match(/<img /g)).toHaveLength(2);
    expect(body).toContain(`base64,${Buffer.from(FRONT).toString('base64')}`);
    expect(body).toContain('27203-&#60;b&#62;');
  });

  test('are told in both languages why not, and by the status', async () => {
    told.code = 'scan-tampered';
    const { statusCode, body } = await app.inject({ method: 'POST', url: '/verify', ...upload() });
    const { status, ja, en } = PROBLEMS['scan-tampered'];
    expect(statusCode).toBe(status);
    expect(body).toContain(ja);
    expect(body).toContain(en);
  });
});

describe('machines', () => {
  const ask = (payload: Buffer, type: string) =>
    app.inject({
      method: 'POST',
      url: '/v1/verifications',
      payload,
      headers: { 'content-type': type },
    });

  test('are answered the front as base64', async () => {
    told.code = undefined;
    const { statusCode, body } = await ask(PNG, 'image/png');
    expect(statusCode).toBe(200);
    expect(JSON.parse(body)).toEqual({
      documentNumber: '27203-<b>',
      page: 1,
      of: 2,
      frontDpi: 150,
      front: Buffer.from(FRONT).toString('base64'),
    });
  });

  test('are refused as RFC 9457 has it', async () => {
    told.code = 'document-unknown';
    const { statusCode, body, headers } = await ask(PNG, 'application/pdf');
    expect(statusCode).toBe(404);
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(JSON.parse(body)).toMatchObject({ code: 'document-unknown' });
  });
});
