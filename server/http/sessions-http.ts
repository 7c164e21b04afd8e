import { isoTime } from '../../sim/civil-time.ts';
import type { Credentials } from '../centre.ts';
import type { AuthenticationRequest } from '../contract.ts';
import type { CentreHttpOptions } from './centre-http.ts';
import type { Handlers } from './routes-http.ts';
import type { SESSION_ROUTES } from './routes-sessions.ts';
import type { Stages } from './stages-http.ts';

/** What answers the routes of sessions. */
export function sessionHandlers(
  { centre, drain, limits }: Pick<CentreHttpOptions, 'centre' | 'drain' | 'limits'>,
  stages: Stages,
): Handlers<typeof SESSION_ROUTES> {
  return {
    openSession: ({ body, caller, nowMs }) => {
      if (body.kioskId !== caller) return { code: 'kiosk-not-registered' };
      if (drain.closing) return { code: 'server-closing' };
      if (centre.openSessionsOf(caller) >= limits.sessionsPerKiosk) {
        return { code: 'too-many-sessions' };
      }
      const { sessionId, challenge } = centre.openSession(caller, nowMs);
      return { status: 201, body: { sessionId, challenge: base64(challenge) } };
    },
    authenticate: async ({ params, body, caller, nowMs }) => {
      const { sessionId } = params;
      const outcome = await stages.run(
        'authentication',
        limits.authenticationMs,
        centre.authenticate(sessionId, caller, credentialsOf(body), nowMs),
        'authentication-timeout',
      );
      return outcome.ok ? { status: 200, body: outcome.value } : { code: outcome.code };
    },
    applyForUse: async ({ params, body, caller, nowMs }) => {
      const outcome = await stages.run(
        'use-application',
        limits.recordingMs,
        centre.applyForUse(params.sessionId, caller, body.municipality, nowMs),
        'recording-timeout',
      );
      if (!outcome.ok) return { code: outcome.code };
      return { status: 201, body: { usableFrom: isoTime(outcome.value.usableFromMs) } };
    },
    endSession: ({ params, caller }) => {
      centre.endSession(params.sessionId, caller);
      return { status: 204 };
    },
  };
}

function credentialsOf(request: AuthenticationRequest): Credentials {
  if (request.method === 'card-ap') return request;
  const { method, municipality, certificate, signature } = request;
  return { method, municipality, certificate: bytes(certificate), signature: bytes(signature) };
}

function base64(value: Uint8Array): string {
  return Buffer.from(value).toString('base64');
}

function bytes(value: string): Uint8Array {
  return new Uint8Array(Buffer.from(value, 'base64'));
}
