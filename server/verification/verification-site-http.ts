import type { RealTime } from '../../sim/real-time.ts';
import type { Handlers } from '../http/routes-http.ts';
import type { VERIFICATION_ROUTES } from '../http/routes-verification.ts';
import { PROBLEMS } from '../problems.ts';
import type { Verification, Verified } from './verification.ts';
import { formPage, refusedPage, verifiedPage } from './verification-page.ts';

/** A page that may show what it brings itself, and nothing else. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'",
  'cache-control': 'no-store',
} as const;

export interface VerificationSiteOptions {
  readonly verification: Verification;
  readonly runner: RealTime;
}

/** What answers 問い合わせサイト: pages for people, JSON for machines. */
export function verificationHandlers({
  verification,
  runner,
}: VerificationSiteOptions): Handlers<typeof VERIFICATION_ROUTES> {
  const verify = (upload: Uint8Array) => runner.run(verification.verify(upload));
  return {
    verificationForm: () => ({ status: 200, body: formPage(), headers: HEADERS }),
    verifyByForm: async ({ body }) => {
      const outcome = await verify(body);
      if (outcome.ok) return { status: 200, body: verifiedPage(outcome.value), headers: HEADERS };
      const status = PROBLEMS[outcome.code].status as 404 | 415 | 422;
      return { status, body: refusedPage(outcome.code), headers: HEADERS };
    },
    verify: async ({ body }) => {
      const outcome = await verify(body);
      return outcome.ok ? { status: 200, body: toWire(outcome.value) } : { code: outcome.code };
    },
  };
}

/** What machines are answered: the front as a PNG in base64. */
function toWire({ documentId, page, of, frontDpi, front }: Verified) {
  return {
    documentNumber: documentId,
    page,
    of,
    frontDpi,
    front: Buffer.from(front).toString('base64'),
  };
}
