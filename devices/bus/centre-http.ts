import { Pool } from 'undici';
import {
  Authentication,
  type AuthenticationRequest,
  type CertificateDocument,
  DigestDocument,
  Issuance,
  type PrintResult,
  Problem,
  Session,
} from '../../server/contract.ts';
import { type Process, perform, ready } from '../../sim/process.ts';
import { ANSWER_BYTES, AnswerTooLong, answerBody, DOCUMENT_BYTES } from './answer-body-http.ts';
import {
  type Centre,
  type CentreSession,
  type Credentials,
  type DeliveredDocument,
  mayPass,
  type Reply,
} from './centre.ts';

export interface HttpCentreOptions {
  /** e.g. http://127.0.0.1:8080 */
  readonly origin: string;
  /**
   * The bearer token a kiosk was given when it registered on the bus, or undefined while it is not
   * registered: then nothing can be asked for it.
   */
  readonly tokenOf: (kioskId: string) => string | undefined;
  /** Further headers, asked for when a request is made. */
  readonly headers?: () => Readonly<Record<string, string>>;
}

const UNREGISTERED = new Error('the kiosk is not on the device bus');

interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/**
 * The centre over HTTP. Connections are made as they are needed: a limit would turn an open
 * workload into a closed one without saying so.
 */
export class HttpCentre implements Centre {
  readonly #options: HttpCentreOptions;
  readonly #pool: Pool;

  constructor(options: HttpCentreOptions) {
    this.#options = options;
    this.#pool = new Pool(options.origin, { connections: null, pipelining: 1 });
  }

  *openSession(kioskId: string): Process<Reply<CentreSession>> {
    const answer = yield* this.#ask(kioskId, 'POST', ['sessions'], { kioskId });
    return mapReply(answer, 201, (body) => {
      const { sessionId, challenge } = Session.parse(json(body));
      return { sessionId, challenge: new Uint8Array(Buffer.from(challenge, 'base64')) };
    });
  }

  *authenticate(
    kioskId: string,
    sessionId: string,
    credentials: Credentials,
  ): Process<Reply<Authentication>> {
    const path = ['sessions', sessionId, 'authentication'];
    const answer = yield* this.#ask(kioskId, 'POST', path, toWire(credentials));
    return mapReply(answer, 200, (body) => Authentication.parse(json(body)));
  }

  *issue(
    kioskId: string,
    sessionId: string,
    request: Parameters<Centre['issue']>[2],
  ): Process<Reply<DeliveredDocument>> {
    const path = ['sessions', sessionId, 'issuances'];
    const answer = yield* this.#ask(kioskId, 'POST', path, request);
    const issued = mapReply(answer, 201, (body) => Issuance.parse(json(body)));
    if (issued.kind !== 'granted') return issued;
    const issuance = issued.value;
    const filePath = [...path, request.requestId, 'document'];
    const file = yield* this.#ask(kioskId, 'GET', filePath, undefined, DOCUMENT_BYTES);
    return mapReply(file, 200, (body) => ({ issuance, document: documentOf(body) }));
  }

  *reportPrint(kioskId: string, result: PrintResult): Process<Reply<void>> {
    const answer = yield* this.#ask(kioskId, 'POST', ['print-results'], result);
    return mapReply(answer, 204, () => undefined);
  }

  *endSession(kioskId: string, sessionId: string): Process<Reply<void>> {
    const answer = yield* this.#ask(kioskId, 'DELETE', ['sessions', sessionId]);
    return mapReply(answer, 204, () => undefined);
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  /** Asks at a path below /v1, given in its segments as they are meant. */
  #ask(
    kioskId: string,
    method: 'GET' | 'POST' | 'DELETE',
    segments: readonly string[],
    body?: unknown,
    maxBytes = ANSWER_BYTES,
  ): Process<Answer | Error> {
    const token = this.#options.tokenOf(kioskId);
    if (token === undefined) return ready(UNREGISTERED);
    const headers: Record<string, string> = {
      authorization: `Bearer ${token}`,
      ...this.#options.headers?.(),
    };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const text = body === undefined ? null : JSON.stringify(body);
    return perform(async (signal) => {
      try {
        // A server names its sessions as it likes: its names must not be read as a path. One that
        // cannot be written in a path throws.
        const path = `/v1/${segments.map(encodeURIComponent).join('/')}`;
        const response = await this.#pool.request({ method, path, headers, body: text, signal });
        const received = await answerBody(response.body, maxBytes);
        return { status: response.statusCode, body: received };
      } catch (error) {
        return error instanceof Error ? error : new Error(String(error));
      }
    });
  }
}

/** A PDF as it is printed, both sides; from a server that draws nothing the model of one. */
function documentOf(body: Buffer): CertificateDocument {
  if (body.subarray(0, 5).equals(PDF_MAGIC)) {
    return { kind: 'pdf', bytes: new Uint8Array(body), duplex: true };
  }
  return DigestDocument.parse(json(body));
}

const PDF_MAGIC = Buffer.from('%PDF-');

function toWire(credentials: Credentials): AuthenticationRequest {
  if (credentials.method === 'card-ap') return credentials;
  const { method, municipality, certificate, signature } = credentials;
  return {
    method,
    municipality,
    certificate: Buffer.from(certificate).toString('base64'),
    signature: Buffer.from(signature).toString('base64'),
  };
}

/** A repeated request is answered 200 where the first one was 201. */
function mapReply<T>(answer: Answer | Error, status: number, read: (body: Buffer) => T): Reply<T> {
  if (answer instanceof AnswerTooLong) return { kind: 'failed', reason: answer.message };
  if (answer instanceof Error) return { kind: 'failed', reason: `unreachable: ${answer.message}` };
  if (answer.status === status || (status === 201 && answer.status === 200)) {
    try {
      return { kind: 'granted', value: read(answer.body) };
    } catch {
      return { kind: 'failed', reason: 'an answer that is not of the contract' };
    }
  }
  const problem = Problem.safeParse(json(answer.body));
  if (mayPass(answer.status)) return { kind: 'failed', reason: `HTTP ${answer.status}` };
  return { kind: 'refused', code: problem.success ? problem.data.code : `HTTP ${answer.status}` };
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
