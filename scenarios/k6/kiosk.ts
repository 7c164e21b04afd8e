import { check } from 'k6';
import crypto from 'k6/crypto';
import exec from 'k6/execution';
import http from 'k6/http';
import { Trend } from 'k6/metrics';
import { SocketIo } from './socket-io.ts';

/** Where the server listens. */
export const TARGET = loopback(__ENV['KOFU_TARGET'] ?? 'http://127.0.0.1:8080');

/** From which each kiosk’s credential is derived, as the server does it. */
const FLEET_KEY = __ENV['KOFU_FLEET_KEY'] ?? '';

/** From the first packet to the token, ms. */
const registrationDuration = new Trend('registration_duration', true);

/** What any script demands of its kiosks, whatever they do. */
export const KIOSK_THRESHOLDS = {
  checks: ['rate==1'],
  registration_duration: ['p(95)<250'],
  // What k6 did not manage to send it does not count as slow: such a run says nothing.
  dropped_iterations: ['count==0'],
};

/** Ends the run before it begins if nobody serves, or would register its kiosks. */
export async function demandServer(): Promise<void> {
  if (FLEET_KEY === '') {
    exec.test.abort('KOFU_FLEET_KEY is not set: give it the fleet key that kofu serve was given');
  }
  const { status } = await http.asyncRequest('GET', `${TARGET}/healthz`, null, named('health'));
  if (status === 200) return;
  exec.test.abort(`${TARGET} does not serve (status ${status}): start it with npx kofu serve`);
}

/**
 * A kiosk comes on duty, does its work with the token it got, and leaves. What breaks on the way
 * would count nowhere, and thresholds would hold without it. A token lives as long as its
 * connection, and k6 ends an iteration only when all connections of it are closed: so every
 * iteration registers anew.
 */
export async function onDuty(
  work: (kioskId: string, authorization: string) => Promise<void>,
): Promise<void> {
  try {
    await registered(`k6-${exec.vu.idInTest}`, work);
    check(undefined, { 'nothing broke': () => true });
  } catch (error) {
    check(error, { 'nothing broke': () => false });
    throw error;
  }
}

async function registered(kioskId: string, work: Parameters<typeof onDuty>[0]): Promise<void> {
  const beganMs = Date.now();
  const bus = await SocketIo.connect(TARGET);
  try {
    const token = await register(bus, kioskId);
    if (!check(token, { 'kiosk is registered': (text) => text !== '' })) return;
    registrationDuration.add(Date.now() - beganMs);
    await work(kioskId, `Bearer ${token}`);
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

/** Requests are told apart by name, for every session has an address of its own. */
export function named(name: string) {
  return { tags: { name }, timeout: '10s' };
}

/** An origin on this machine: load is for one’s own server. Throws at any other. */
function loopback(origin: string): string {
  if (/^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/.test(origin)) return origin;
  throw new Error(`KOFU_TARGET=${origin}: name an origin on this machine: http://127.0.0.1:8080`);
}
