import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import { DigestCardOffice } from '../../devices/card/card-office-digest.ts';
import { type RegistrationAttempt, serveBus } from '../../server/bus-socket.ts';
import { unhashed } from '../../server/contract-digest-signature.ts';
import type { Renderer } from '../../server/document/document.ts';
import { DigestRenderer } from '../../server/document/document-digest.ts';
import type { ServerEvent } from '../../server/events.ts';
import { Fleet } from '../../server/fleet.ts';
import { CIVIL_TIME_HEADER, centreOverHttp } from '../../server/http/centre-http.ts';
import { DerivedCredentials } from '../../server/http/credentials-system.ts';
import { Drain } from '../../server/http/drain.ts';
import { HTTP_LIMITS, type HttpLimits } from '../../server/http/http-limits.ts';
import { ServerMetrics } from '../../server/http/metrics.ts';
import { pathPattern, refusalsOf } from '../../server/http/route.ts';
import { ALL_ROUTES } from '../../server/http/routes.ts';
import { shutDown } from '../../server/http/shutdown-http.ts';
import { type Pace, REAL_PACE } from '../../server/pace.ts';
import { PROBLEMS, type ProblemCode } from '../../server/problems.ts';
import { Verification } from '../../server/verification/verification.ts';
import { ready } from '../../sim/process.ts';
import { RealTime } from '../../sim/real-time.ts';
import { answerOf, authenticate } from '../devices/card/card-conversation.ts';
import { type Fees, OPEN_MS, smallTown, TOWN, type Town } from './small-town.ts';
import type { CountedLedger } from './stores/stores.ts';
import { MODEL_SCAN_READER } from './verification/scan-reader-model.ts';

/** The key that kiosks and server share. */
export const FLEET_KEY = 'a key for tests, of no use elsewhere';

export interface SmallCentreOptions {
  readonly renderer?: Renderer;
  readonly pace?: Pace;
  readonly feesYen?: Fees;
  readonly simulatedTime?: boolean;
  readonly limits?: Partial<HttpLimits>;
  /** TCP port on 127.0.0.1; a free one without. */
  readonly port?: number;
  readonly databaseReachable?: () => boolean;
  /** A model of it without. */
  readonly verification?: Verification;
}

/** What the centre answered. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Record<string, unknown>;
  readonly bytes: Uint8Array;
}

interface Question {
  readonly token?: string;
  /** Sent as JSON, or as it is if it is text. */
  readonly body?: unknown;
  /** Civil time as the kiosk tells it. */
  readonly atMs?: number;
}

/** The centre of one town over real HTTP and a real bus, over stores of each kind. */
export class SmallCentre {
  readonly fleet = new Fleet(() => `token-${++this.#tokens}`);
  readonly ledger: CountedLedger;
  readonly journal: ServerEvent[] = [];
  readonly registrations: RegistrationAttempt[] = [];
  /** What kiosks have told unsolicited, in the order it was heard. */
  readonly told: { readonly kioskId: string; readonly name: string; readonly payload: unknown }[] =
    [];
  readonly errors: unknown[] = [];
  readonly cards = new DigestCardOffice({ validFromMs: OPEN_MS - 86_400_000 });
  readonly credentials = new DerivedCredentials(FLEET_KEY);
  /** What time it is in the town. */
  nowMs = OPEN_MS;
  /** What time it is for the machine, since it was started. */
  wallMs = 1_000;
  #tokens = 0;
  readonly #port: number;
  readonly #runner = new RealTime();
  readonly #centre: Town['centre'];
  readonly #drain = new Drain(() => this.#centre.openSessions);
  readonly #app: ReturnType<typeof centreOverHttp>;
  readonly #bus: ReturnType<typeof serveBus>;
  #origin = '';
  #closed: Promise<void> | undefined;

  constructor(options: SmallCentreOptions = {}) {
    this.#port = options.port ?? 0;
    const { feesYen = { 'resident-record': 200, 'seal-registration': 300 } } = options;
    const { centre, office, ledger } = smallTown({
      feesYen,
      renderer: options.renderer ?? new DigestRenderer(),
      pace: options.pace ?? REAL_PACE,
      authority: this.cards.authority,
      runner: this.#runner,
      journal: (event) => this.journal.push(event),
    });
    this.#centre = centre;
    this.ledger = ledger;
    const wallMs = () => this.wallMs;
    const metrics = new ServerMetrics({
      openSessions: () => this.#centre.openSessions,
      kiosksOnline: () => this.fleet.connected,
      loads: () => ({}),
      loopDelayMs: () => ({ p50: 0, p99: 0, max: 0 }),
    });
    this.#app = centreOverHttp({
      centre: this.#centre,
      fleet: this.fleet,
      office: { office, municipalities: [TOWN], credentials: this.credentials },
      verification: options.verification ?? MODEL_VERIFICATION,
      runner: this.#runner,
      drain: this.#drain,
      metrics,
      limits: { ...HTTP_LIMITS, sessionsPerKiosk: 1_000, ...options.limits },
      nowMs: () => this.nowMs,
      wallMs,
      simulatedTime: options.simulatedTime ?? true,
      databaseReachable: options.databaseReachable ?? (() => true),
      onError: (error) => void this.errors.push(error),
    });
    this.#bus = serveBus(this.#app.server, {
      fleet: this.fleet,
      credentials: this.credentials,
      runner: this.#runner,
      wallMs,
      deviceEvents: true,
      onEvent: (kioskId, { header, payload }) =>
        this.told.push({ kioskId, name: header.name, payload }),
      unsettled: (kioskId) => this.#runner.run(this.#centre.unsettled(kioskId)),
      onRegistration: (attempt) => {
        this.registrations.push(attempt);
        metrics.registered(attempt.outcome);
      },
    });
  }

  get origin(): string {
    return this.#origin;
  }

  async open(): Promise<void> {
    await this.#app.listen({ host: '127.0.0.1', port: this.#port });
    this.#origin = `http://127.0.0.1:${(this.#app.server.address() as AddressInfo).port}`;
  }

  /** Finishes what is in hand for so long, and closes. */
  async close(drainMs = 0): Promise<void> {
    const serving = { app: this.#app, bus: this.#bus, drain: this.#drain, runner: this.#runner };
    this.#closed ??= shutDown(serving, drainMs).finally(() => this.#runner.stop());
    await this.#closed;
  }

  /** Puts a kiosk on the bus and answers its token. */
  register(kioskId: string): string {
    const registration = { kioskId, model: 'm', software: '1' };
    const outcome = this.fleet.register(registration, `connection of ${kioskId}`, this.wallMs);
    if (outcome.kind !== 'registered') throw new Error(`${kioskId} is on the bus already`);
    return outcome.token;
  }

  async ask(method: string, path: string, question: Question = {}): Promise<Answer> {
    const { token, body, atMs } = question;
    const headers: Record<string, string> = {};
    if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (atMs !== undefined) headers[CIVIL_TIME_HEADER] = String(atMs);
    const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const options = sent === undefined ? {} : { body: sent };
    const response = await fetch(`${this.#origin}${path}`, { method, headers, ...options });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const type = response.headers.get('content-type') ?? '';
    const isJson = type.includes('json');
    const read = isJson ? JSON.parse(Buffer.from(bytes).toString()) : {};
    const answer = { status: response.status, type, body: read, bytes };
    expectInTable(method, path, answer);
    return answer;
  }

  /** Opens a session for a kiosk. */
  async session(token: string, kioskId: string, atMs?: number): Promise<Session> {
    const body = { kioskId };
    const answer = await this.ask('POST', '/v1/sessions', { token, body, ...when(atMs) });
    expect(answer.status).toBe(201);
    const sessionId = String(answer.body['sessionId']);
    const challenge = Buffer.from(String(answer.body['challenge']), 'base64');
    return { path: `/v1/sessions/${sessionId}`, challenge: new Uint8Array(challenge) };
  }

  /** What a resident's card says to a challenge, as the wire has it. */
  signed(challenge: Uint8Array, resident: number, municipality = TOWN): Record<string, string> {
    const held = answerOf(this.cards.card(municipality, resident));
    const { certificate, signature } = authenticate(held, challenge, unhashed);
    const proof = { certificate: base64(certificate), signature: base64(signature) };
    return { method: 'jpki', municipality, ...proof };
  }

  /** A session in which a resident has been authenticated. */
  async authenticated(token: string, kioskId: string, resident: number): Promise<Session> {
    const session = await this.session(token, kioskId);
    const body = this.signed(session.challenge, resident);
    const path = `${session.path}/authentication`;
    expect((await this.ask('POST', path, { token, body })).status).toBe(200);
    return session;
  }
}

/** Verifies whatever looks like a scan, of any document. */
const MODEL_VERIFICATION = new Verification(MODEL_SCAN_READER, {
  find: () => ready(new Uint8Array(32)),
});

export interface Session {
  readonly path: string;
  readonly challenge: Uint8Array;
}

/** That an answer is this refusal of the catalogue, in the form of RFC 9457. */
export function expectProblem(answer: Answer, code: ProblemCode): void {
  const { status, ja, en } = PROBLEMS[code];
  expect(answer.body).toMatchObject({
    type: `urn:kofu:problem:${code}`,
    title: `${ja} ${en}`,
    status,
    code,
  });
  expect(answer.status).toBe(status);
  expect(answer.type).toMatch(/^application\/problem\+json/);
}

/** That a route answers only what its entry in the table says. */
function expectInTable(method: string, path: string, answer: Answer): void {
  const pathname = path.split('?', 1)[0] ?? '';
  const route = Object.values(ALL_ROUTES).find(
    (each) => each.method === method && pathPattern(each).test(pathname),
  );
  if (route === undefined) return;
  const { code } = answer.body;
  const documented = answer.type.startsWith('application/problem+json')
    ? (refusalsOf(route) as readonly unknown[]).includes(code)
    : Object.hasOwn(route.answers, answer.status);
  expect({ route: route.path, answered: code ?? answer.status, documented }).toMatchObject({
    documented: true,
  });
}

function when(atMs: number | undefined): { readonly atMs?: number } {
  return atMs === undefined ? {} : { atMs };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
