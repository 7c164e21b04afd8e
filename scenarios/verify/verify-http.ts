import { Problem } from '../../server/contract.ts';
import { VerificationAnswer } from '../../server/http/routes-verification.ts';
import {
  granted,
  type Outcome,
  PROBLEMS,
  type ProblemCode,
  refused,
} from '../../server/problems.ts';
import type { Verified } from '../../server/verification/verification.ts';

/** A front that was restored. */
export type Restored = Omit<Verified, 'scan'>;

/** A scan, keys or a server that cannot be used, with the remedy. */
export class VerificationRefused extends Error {
  override readonly name = 'VerificationRefused';
}

const PDF = '%PDF-';

/** Has the back verified by the server at a URL, which keeps the keys of what it has issued. */
export async function verifyAt(server: string, upload: Uint8Array): Promise<Outcome<Restored>> {
  const isPdf = new TextDecoder('latin1').decode(upload.subarray(0, PDF.length)) === PDF;
  const type = isPdf ? 'application/pdf' : 'image/png';
  const answer = await answered(server, upload, type);
  const restored = VerificationAnswer.safeParse(answer);
  if (restored.success) {
    const { documentNumber: documentId, page, of, frontDpi, front } = restored.data;
    const bytes = new Uint8Array(Buffer.from(front, 'base64'));
    return granted({ documentId, page, of, frontDpi, front: bytes });
  }
  const problem = Problem.safeParse(answer);
  if (problem.success && Object.hasOwn(PROBLEMS, problem.data.code)) {
    return refused(problem.data.code as ProblemCode);
  }
  throw new VerificationRefused(`the server ${server} answers something else: is it a centre?`);
}

async function answered(server: string, upload: Uint8Array, type: string): Promise<unknown> {
  try {
    const headers = { 'content-type': type };
    const url = new URL('/v1/verifications', server);
    const response = await fetch(url, { method: 'POST', headers, body: Buffer.from(upload) });
    return await response.json();
  } catch (error) {
    const { message, cause } = error as Error;
    const reason = cause instanceof Error ? cause.message : message;
    throw new VerificationRefused(`the server ${server} cannot be asked (${reason})`);
  }
}
