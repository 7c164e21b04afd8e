import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import { DigestCardOffice } from '../../devices/card-office-digest.ts';
import { serveBus } from '../../server/bus-socket.ts';
import { Centre } from '../../server/centre.ts';
import { CIVIL_TIME_HEADER, centreOverHttp } from '../../server/centre-http.ts';
import { unhashed } from '../../server/contract-digest-signature.ts';
import type { Renderer } from '../../server/document.ts';
import { DigestRenderer } from '../../server/document-digest.ts';
import { StreamEntropy } from '../../server/entropy.ts';
import type { ServerEvent } from '../../server/events.ts';
import { Fleet } from '../../server/fleet.ts';
import { Issuer } from '../../server/issuer.ts';
import { MemoryLedger } from '../../server/ledger-memory.ts';
import type { Municipality } from '../../server/municipality.ts';
import { REAL_PACE } from '../../server/pace.ts';
import { ageOf, withinShare } from '../../server/population-synthetic.ts';
import { PROBLEMS, type ProblemCode } from '../../server/problems.ts';
import { syntheticRegister } from '../../server/resident-synthetic.ts';
import { DigestSignatureVerifier } from '../../server/signature-digest.ts';
import { RealTime } from '../../sim/real-time.ts';
import { Resource } from '../../sim/resource.ts';
import { streams } from '../../sim/rng.ts';
import { answerOf, authenticate } from '../devices/card-conversation.ts';

export const TOWN = '27203';
/** Where nobody has heard of the service. */
export const ELSEWHERE = '13101';
/** An ordinary Monday, ten o'clock. */
export const OPEN_MS = Date.parse('2015-06-01T10:00:00+09:00');

const POPULATION = 500;

/** A grown-up with a seal, one without, a child, and a number nobody has. */
export const SEALED = residentWhere((no) => ageOf(no) > 20 && withinShare(no, 0.6));
export const SEALLESS = residentWhere((no) => ageOf(no) > 20 && !withinShare(no, 0.6));
export const CHILD = residentWhere((no) => ageOf(no) < 15);
export const NOBODY = POPULATION;

export interface SmallCentreOptions {
  readonly renderer?: Renderer;
  readonly feesYen?: Municipality['feesYen'];
  readonly simulatedTime?: boolean;
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

/** The centre of one town over real HTTP and a real bus, with nothing behind it but memory. */
export class SmallCentre {
  readonly fleet = new Fleet(() => `token-${++this.#tokens}`);
  readonly ledger = new MemoryLedger();
  readonly journal: ServerEvent[] = [];
  readonly errors: unknown[] = [];
  readonly cards = new DigestCardOffice({ validFromMs: OPEN_MS - 86_400_000 });
  /** What time it is in the town. */
  nowMs = OPEN_MS;
  /** What time it is for the machine, since it was started. */
  wallMs = 1_000;
  #tokens = 0;
  readonly #runner = new RealTime();
  readonly #app: ReturnType<typeof centreOverHttp>;
  readonly #bus: ReturnType<typeof serveBus>;
  #origin = '';

  constructor(options: SmallCentreOptions = {}) {
    const { feesYen = { 'resident-record': 200, 'seal-registration': 300 } } = options;
    const issuer = new Issuer(town(feesYen), {
      register: syntheticRegister(streams(1), [{ code: TOWN, population: POPULATION }], {
        asOf: '2015-06-01',
      }),
      ledger: this.ledger,
      renderer: options.renderer ?? new DigestRenderer(),
      pace: REAL_PACE,
      workers: new Resource(4),
    });
    const centre = new Centre({
      link: (code) => (code === TOWN ? issuer : undefined),
      verifier: new DigestSignatureVerifier(this.cards.authority),
      entropy: new StreamEntropy(streams(1).stream('centre', 'entropy')),
      journal: (event) => this.journal.push(event),
      originMs: OPEN_MS,
    });
    const wallMs = () => this.wallMs;
    this.#app = centreOverHttp({
      centre,
      fleet: this.fleet,
      runner: this.#runner,
      nowMs: () => this.nowMs,
      wallMs,
      simulatedTime: options.simulatedTime ?? true,
      onError: (error) => void this.errors.push(error),
    });
    this.#bus = serveBus(this.#app.server, this.fleet, wallMs);
  }

  get origin(): string {
    return this.#origin;
  }

  async open(): Promise<void> {
    await this.#app.listen({ host: '127.0.0.1', port: 0 });
    this.#origin = `http://127.0.0.1:${(this.#app.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    await this.#bus.close();
    await this.#app.close();
    this.#runner.stop();
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
    return { status: response.status, type, body: read, bytes };
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
    return { municipality, certificate: base64(certificate), signature: base64(signature) };
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

interface Session {
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

function town(feesYen: Municipality['feesYen']): Municipality {
  return {
    code: TOWN,
    name: '豊中市',
    issuerTitle: '豊中市長',
    population: POPULATION,
    feesYen,
    hours: { opensMs: 6.5 * 3_600_000, closesMs: 23 * 3_600_000 },
  };
}

function when(atMs: number | undefined): { readonly atMs?: number } {
  return atMs === undefined ? {} : { atMs };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function residentWhere(is: (no: number) => boolean): number {
  return Array.from({ length: POPULATION }, (_, no) => no).findIndex(is);
}
