import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { RealTime } from '../../sim/real-time.ts';
import type { Refusals } from '../http/refusals-http.ts';
import { PROBLEMS } from '../problems.ts';
import type { Verification, Verified } from './verification.ts';
import { formPage, refusedPage, verifiedPage } from './verification-page.ts';

/** Largest upload: a colour scan of a page at 600 dpi has 10 MB. */
const UPLOAD_BYTES = 20 * 1024 * 1024;

/** A page that may show what it brings itself, and nothing else. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'";

export interface VerificationSiteOptions {
  readonly verification: Verification;
  readonly runner: RealTime;
  readonly refusals: Refusals;
}

/**
 * 問い合わせサイト: `/verify` for people, a form that needs no script, and `/v1/verifications` for
 * machines. Both are open to everybody, as the real one is: whoever is shown a certificate asks.
 */
export function verificationSite(
  app: FastifyInstance,
  { verification, runner, refusals }: VerificationSiteOptions,
): void {
  app.register(multipart, { limits: { fileSize: UPLOAD_BYTES, files: 1, fields: 4 } });
  const asBytes = { parseAs: 'buffer', bodyLimit: UPLOAD_BYTES } as const;
  app.addContentTypeParser(['image/png', 'application/pdf'], asBytes, (_request, body, done) =>
    done(null, body),
  );
  const verify = (upload: Uint8Array) => runner.run(verification.verify(upload));

  app.get('/verify', (_request, reply) => page(reply, 200, formPage()));
  app.post('/verify', async (request, reply) => {
    const file = request.isMultipart() ? await request.file() : undefined;
    if (file === undefined) return page(reply, 400, refusedPage('scan-format'));
    const outcome = await verify(new Uint8Array(await file.toBuffer()));
    return outcome.ok
      ? page(reply, 200, verifiedPage(outcome.value))
      : page(reply, PROBLEMS[outcome.code].status, refusedPage(outcome.code));
  });
  app.post('/v1/verifications', { bodyLimit: UPLOAD_BYTES }, async (request, reply) => {
    const { body } = request;
    if (!Buffer.isBuffer(body)) return refusals.refuse(reply, 'scan-format');
    const outcome = await verify(new Uint8Array(body));
    return outcome.ok ? reply.send(toWire(outcome.value)) : refusals.refuse(reply, outcome.code);
  });
}

/** What machines are answered: the front as a PNG in base64. */
function toWire({ documentId, page, of, frontDpi, front }: Verified) {
  return { documentNumber: documentId, page, of, frontDpi, front: base64(front) };
}

function page(reply: FastifyReply, status: number, html: string): FastifyReply {
  return reply
    .code(status)
    .header('content-security-policy', POLICY)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(html);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
