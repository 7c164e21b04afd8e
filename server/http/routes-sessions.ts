import { z } from 'zod';
import {
  Authentication,
  AuthenticationRequest,
  Session,
  SessionRequest,
  UseApplication,
  UseRegistration,
} from '../contract.ts';
import type { Routes } from './route.ts';

const SESSION_ID = 'fe0cb1c2-5f3c-4d9b-8f0e-3a1b6a0a7c11';

/** The parameter of every route of a session. */
export const OfSession = z.object({
  sessionId: z.string().min(1).max(64).describe('As it was answered when the session was opened'),
});

/** Sessions: a citizen stands at a kiosk, says who it is, and leaves. */
export const SESSION_ROUTES = {
  openSession: {
    group: 'Sessions',
    method: 'POST',
    path: '/v1/sessions',
    does: 'Open a session for a citizen who stands at the kiosk',
    caller: 'kiosk',
    body: SessionRequest,
    answers: { 201: { means: 'The session is open; the card signs its challenge', json: Session } },
    refusals: ['server-closing', 'too-many-sessions'],
    example: {
      body: { kioskId: 'in-001' },
      status: 201,
      answer: {
        sessionId: SESSION_ID,
        challenge: 'q3Zf2m1yS0c0bX4uQJ8H5pGk7rVtN9wDaE6LzYhPxUo=',
      },
    },
  },
  authenticate: {
    group: 'Sessions',
    method: 'POST',
    path: '/v1/sessions/:sessionId/authentication',
    does: 'Find out who the citizen is, and what they may have issued',
    caller: 'kiosk',
    params: OfSession,
    body: AuthenticationRequest,
    answers: { 200: { means: 'The citizen is known; this is on offer', json: Authentication } },
    refusals: [
      'session-unknown',
      'session-used',
      'municipality-unknown',
      'certificate-invalid',
      'certificate-revoked',
      'signature-invalid',
      'method-not-accepted',
      'card-not-registered',
      'card-not-yet-usable',
      'pin-wrong',
      'pin-locked',
      'use-not-registered',
      'use-not-yet-usable',
      'out-of-hours',
      'closed-day',
      'maintenance',
      'under-age',
      'moving-out',
      'moved-out',
      'moved-in-today',
      'deceased',
      'support-measures',
      'jpki-unavailable',
      'issuer-unavailable',
      'issuer-refused',
      'authentication-timeout',
    ],
    example: {
      params: { sessionId: SESSION_ID },
      body: {
        method: 'card-ap',
        municipality: '27203',
        cardId: 'J1272030000001201',
        pin: '1234',
        attempt: 1,
      },
      status: 200,
      answer: {
        offers: [
          {
            type: 'resident-record',
            feeYen: 200,
            choices: { householdSize: 3, relationships: true, domicile: true },
          },
        ],
        withheld: [{ type: 'seal-registration', code: 'seal-not-registered' }],
      },
    },
  },
  applyForUse: {
    group: 'Sessions',
    method: 'POST',
    path: '/v1/sessions/:sessionId/use-application',
    does: 'Apply for use (利用登録申請) at the municipality of the family register',
    caller: 'kiosk',
    params: OfSession,
    body: UseApplication,
    answers: { 201: { means: 'The application is recorded', json: UseRegistration } },
    refusals: [
      'session-unknown',
      'not-authenticated',
      'municipality-unknown',
      'card-not-registered',
      'domicile-elsewhere',
      'use-already-registered',
      'out-of-hours',
      'closed-day',
      'maintenance',
      'under-age',
      'deceased',
      'support-measures',
      'issuer-unavailable',
      'issuer-refused',
      'recording-timeout',
    ],
    example: {
      params: { sessionId: SESSION_ID },
      body: { municipality: '45201' },
      status: 201,
      answer: { usableFrom: '2026-03-30T00:00:00+09:00' },
    },
  },
  endSession: {
    group: 'Sessions',
    method: 'DELETE',
    path: '/v1/sessions/:sessionId',
    does: 'End a session that has come to nothing; ending it again changes nothing',
    caller: 'kiosk',
    params: OfSession,
    answers: { 204: { means: 'There is no such session of this kiosk any more' } },
    refusals: [],
    example: { params: { sessionId: SESSION_ID }, status: 204 },
  },
} as const satisfies Routes;
