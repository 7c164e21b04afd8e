import { DigestDocument, Issuance, IssuanceRequest, PrintResult, RequestId } from '../contract.ts';
import type { Routes } from './route.ts';
import { OfSession } from './routes-sessions.ts';

const SESSION_ID = 'fe0cb1c2-5f3c-4d9b-8f0e-3a1b6a0a7c11';
const REQUEST_ID = 'in-001-20260330-0007';

const OfIssuance = OfSession.extend({ requestId: RequestId });

/** Issuances: a certificate is made, fetched, and what became of it is told. */
export const ISSUANCE_ROUTES = {
  issue: {
    group: 'Issuances',
    method: 'POST',
    path: '/v1/sessions/:sessionId/issuances',
    does: 'Have one certificate made; the same request id again is the same document',
    caller: 'kiosk',
    params: OfSession,
    body: IssuanceRequest,
    answers: {
      200: {
        means: 'This request had been answered before; it is the same document',
        json: Issuance,
      },
      201: { means: 'The certificate is made', json: Issuance },
    },
    refusals: [
      'session-unknown',
      'not-authenticated',
      'municipality-unknown',
      'not-offered',
      'option-not-offered',
      'person-unknown',
      'request-conflict',
      'card-not-registered',
      'card-not-yet-usable',
      'use-not-registered',
      'use-not-yet-usable',
      'domicile-elsewhere',
      'out-of-hours',
      'closed-day',
      'maintenance',
      'under-age',
      'moving-out',
      'moved-out',
      'moved-in-today',
      'deceased',
      'support-measures',
      'record-in-progress',
      'record-inconsistent',
      'character-in-progress',
      'text-too-long',
      'household-moving-out',
      'seal-not-registered',
      'seal-revoked',
      'no-tax-record',
      'issuer-unavailable',
      'issuer-refused',
      'issuer-clock-wrong',
      'print-timeout',
      'issue-timeout',
    ],
    example: {
      params: { sessionId: SESSION_ID },
      body: {
        requestId: REQUEST_ID,
        type: 'resident-record',
        options: { people: 'household', relationships: true },
      },
      status: 201,
      answer: {
        requestId: REQUEST_ID,
        documentNumber: '27203-0000042',
        pages: 1,
        feeYen: 200,
        issuedAt: '2026-03-30T10:02:41.000+09:00',
        registerVersion: 1,
        repeated: false,
      },
    },
  },
  document: {
    group: 'Issuances',
    method: 'GET',
    path: '/v1/sessions/:sessionId/issuances/:requestId/document',
    does: 'Fetch the pages of the certificate made last in this session, as often as it takes',
    caller: 'kiosk',
    params: OfIssuance,
    answers: {
      200: {
        means: 'The pages, front and back in turns',
        media: 'application/pdf',
        json: DigestDocument,
      },
    },
    refusals: ['issuance-unknown'],
    example: { params: { sessionId: SESSION_ID, requestId: REQUEST_ID }, status: 200 },
  },
  reportPrint: {
    group: 'Issuances',
    method: 'POST',
    path: '/v1/print-results',
    does: 'Tell what became of a document at the kiosk (印刷結果); the first telling counts',
    caller: 'kiosk',
    body: PrintResult,
    answers: { 204: { means: 'It is recorded, now or before; the session it names has ended' } },
    refusals: [
      'municipality-unknown',
      'issuance-unknown',
      'issuer-unavailable',
      'issuer-refused',
      'recording-timeout',
    ],
    example: {
      body: {
        municipality: '27203',
        requestId: REQUEST_ID,
        sessionId: SESSION_ID,
        outcome: 'printed',
        pagesPrinted: 1,
        paidYen: 200,
      },
      status: 204,
    },
  },
} as const satisfies Routes;
