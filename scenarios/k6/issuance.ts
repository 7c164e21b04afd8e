/**
 * The beginning of an issuance under k6: kiosks come on duty over Socket.IO, open a session over
 * HTTP with the token they got, end it and leave. How to run it: docs/k6.md.
 */
import { check } from 'k6';
import http from 'k6/http';
import type { Options } from 'k6/options';
import { demandServer, KIOSK_THRESHOLDS, named, onDuty, TARGET } from './kiosk.ts';

const SESSIONS_PER_SECOND = bounded('KOFU_RATE', 10, 200);
const DURATION_S = bounded('KOFU_SECONDS', 30, 600);

export const options: Options = {
  scenarios: {
    sessions: {
      executor: 'constant-arrival-rate',
      rate: SESSIONS_PER_SECOND,
      timeUnit: '1s',
      duration: `${DURATION_S}s`,
      preAllocatedVUs: SESSIONS_PER_SECOND,
      maxVUs: 2 * SESSIONS_PER_SECOND,
      // Longer than four answers that never come: every visit ends by itself and is counted.
      gracefulStop: '45s',
    },
  },
  thresholds: {
    ...KIOSK_THRESHOLDS,
    http_req_failed: ['rate==0'],
    'http_req_duration{name:open-session}': ['p(95)<100'],
    'http_req_duration{name:end-session}': ['p(95)<100'],
  },
  // A redirect could lead away from this machine.
  maxRedirects: 0,
};

export const setup = demandServer;

/** One kiosk, one session. */
export default function session(): Promise<void> {
  return onDuty(openAndEnd);
}

async function openAndEnd(kioskId: string, authorization: string): Promise<void> {
  const sessions = `${TARGET}/v1/sessions`;
  const opened = await http.asyncRequest('POST', sessions, JSON.stringify({ kioskId }), {
    ...named('open-session'),
    headers: { authorization, 'content-type': 'application/json' },
  });
  if (!check(opened, { 'session is opened': ({ status }) => status === 201 })) return;
  const { sessionId } = opened.json() as { readonly sessionId: string };
  const ended = await http.asyncRequest('DELETE', `${sessions}/${sessionId}`, null, {
    ...named('end-session'),
    headers: { authorization },
  });
  check(ended, { 'session is ended': ({ status }) => status === 204 });
}

/** A whole number from 1 to `most` in the environment. */
function bounded(name: string, otherwise: number, most: number): number {
  const value = Number(__ENV[name] ?? otherwise);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new Error(`${name}=${__ENV[name]}: write a whole number from 1 to ${most}`);
}
