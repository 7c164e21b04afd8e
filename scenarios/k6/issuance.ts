/**
 * The beginning of an issuance under k6: kiosks come on duty over Socket.IO, open a session over
 * HTTP with the token they got, end it and leave. How to run it: docs/k6.md.
 */
import { check } from 'k6';
import crypto from 'k6/crypto';
import exec from 'k6/execution';
import http from 'k6/http';
import { Trend } from 'k6/metrics';
import type { Options } from 'k6/options';
import { SocketIo } from './socket-io.ts';

const TARGET = loopback(__ENV['KOFU_TARGET'] ?? 'http://127.0.0.1:8080');
const SESSIONS_PER_SECOND = bounded('KOFU_RATE', 10, 200);
const DURATION_S = bounded('KOFU_SECONDS', 30, 600);
/** From which each kiosk’s credential is derived, as the server does it. */
const FLEET_KEY = __ENV['KOFU_FLEET_KEY'] ?? '';

/** From the first packet to the token, ms. */
const registrationDuration = new Trend('registration_duration', true);

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
    checks: ['rate==1'],
    http_req_failed: ['rate==0'],
    'http_req_duration{name:open-session}': ['p(95)<100'],
    'http_req_duration{name:end-session}': ['p(95)<100'],
    registration_duration: ['p(95)<250'],
    // What k6 did not manage to send it does not count as slow: such a run says nothing.
    dropped_iterations: ['count==0'],
  },
  // A redirect could lead away from this machine.
  maxRedirects: 0,
};

/** Ends the run before it begins if nobody serves, or would register its kiosks. */
export async function setup(): Promise<void> {
  if (FLEET_KEY === '') {
    exec.test.abort('KOFU_FLEET_KEY is not set: give it the fleet key that kofu serve was given');
  }
  const { status } = await http.asyncRequest('GET', `${TARGET}/healthz`, null, named('health'));
  if (status === 200) return;
  exec.test.abort(`${TARGET} does not serve (status ${status}): start it with npx kofu serve`);
}

/** One visit. What breaks on the way would count nowhere, and thresholds would hold without it. */
export default async function session(): Promise<void> {
  try {
    await visit(`k6-${exec.vu.idInTest}`);
    check(undefined, { 'nothing broke': () => true });
  } catch (error) {
    check(error, { 'nothing broke': () => false });
    throw error;
  }
}

/**
 * One kiosk, one session. A token lives as long as its connection, and k6 ends an iteration only
 * when all connections of it are closed: so every iteration registers anew.
 */
async function visit(kioskId: string): Promise<void> {
  const beganMs = Date.now();
  const bus = await SocketIo.connect(TARGET);
  try {
    const token = await register(bus, kioskId);
    if (!check(token, { 'kiosk is registered': (text) => text !== '' })) return;
    registrationDuration.add(Date.now() - beganMs);
    await openAndEnd(kioskId, token);
  } finally {
    await bus.leave();
  }
}

/** Registers a kiosk as XFS4IoT has it: a command that ends in a completion. Empty if refused. */
async function register(bus: SocketIo, kioskId: string): Promise<string> {
  const header = { type: 'command', name: 'KofuKiosk.Register', requestId: 1, version: '1.0' };
  const completion = bus.event(
    'xfs',
    (message) => (message as Message).header.type === 'completion',
  );
  const credential = crypto.hmac('sha256', FLEET_KEY, `kiosk:${kioskId}`, 'base64rawurl');
  bus.emit('xfs', { header, payload: { kioskId, model: 'k6', software: '1', credential } });
  const { payload } = (await completion) as Message;
  return payload?.token ?? '';
}

interface Message {
  readonly header: { readonly type: string };
  readonly payload?: { readonly token?: string };
}

async function openAndEnd(kioskId: string, token: string): Promise<void> {
  const sessions = `${TARGET}/v1/sessions`;
  const authorization = `Bearer ${token}`;
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

/** Requests are told apart by name, for every session has an address of its own. */
function named(name: string) {
  return { tags: { name }, timeout: '10s' };
}

/** An origin on this machine: load is for one’s own server. Throws at any other. */
function loopback(origin: string): string {
  if (/^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/.test(origin)) return origin;
  throw new Error(`KOFU_TARGET=${origin}: name an origin on this machine: http://127.0.0.1:8080`);
}

/** A whole number from 1 to `most` in the environment. */
function bounded(name: string, otherwise: number, most: number): number {
  const value = Number(__ENV[name] ?? otherwise);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new Error(`${name}=${__ENV[name]}: write a whole number from 1 to ${most}`);
}
