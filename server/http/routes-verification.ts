import { z } from 'zod';
import type { Routes } from './route.ts';

/** What machines are answered that have a back verified. */
export const VerificationAnswer = z
  .object({
    documentNumber: z.string().describe('Number of the document that the back is of'),
    page: z.int().min(1).describe('Page of the document'),
    of: z.int().min(1).describe('How many pages the document has'),
    frontDpi: z.int().min(1).describe('Resolution of the restored front, dots per inch'),
    front: z.base64().describe('The restored front, a PNG'),
  })
  .describe('What was issued: the front that the back restores');
export type VerificationAnswer = z.infer<typeof VerificationAnswer>;

/** Largest upload: a colour scan of a page at 600 dpi has 10 MB. */
export const UPLOAD_BYTES = 20 * 1024 * 1024;

const HTML = 'text/html; charset=utf-8';

/** 問い合わせサイト: open to everybody, as the real one is; whoever is shown a certificate asks. */
export const VERIFICATION_ROUTES = {
  verificationForm: {
    group: 'Verification',
    method: 'GET',
    path: '/verify',
    does: 'Get the form with which people have a back verified; it needs no script',
    caller: 'anybody',
    answers: { 200: { means: 'A page', media: HTML } },
    refusals: [],
    example: { status: 200 },
  },
  verifyByForm: {
    group: 'Verification',
    method: 'POST',
    path: '/verify',
    does: 'Send that form: the scan of a back, a PNG or PDF',
    caller: 'anybody',
    upload: { media: ['multipart/form-data'], bytes: UPLOAD_BYTES, field: 'back' },
    answers: {
      200: { means: 'A page with the restored front beside the scan', media: HTML },
      404: { means: 'A page that says `document-unknown`', media: HTML },
      415: { means: 'A page that says `scan-format`', media: HTML },
      422: { means: 'A page that says `scan-unreadable` or `scan-tampered`', media: HTML },
    },
    refusals: [],
    example: { status: 200 },
  },
  verify: {
    group: 'Verification',
    method: 'POST',
    path: '/v1/verifications',
    does: 'Have the front restored from the scan of a back',
    caller: 'anybody',
    upload: { media: ['image/png', 'application/pdf'], bytes: UPLOAD_BYTES },
    answers: {
      200: {
        means: 'What was issued; whether the paper says so is to be compared',
        json: VerificationAnswer,
      },
    },
    refusals: ['scan-format', 'scan-unreadable', 'scan-tampered', 'document-unknown'],
    example: {
      status: 200,
      answer: {
        documentNumber: '27203-0000001',
        page: 1,
        of: 1,
        frontDpi: 150,
        front: 'iVBORw0KGgo=',
      },
    },
  },
} as const satisfies Routes;
