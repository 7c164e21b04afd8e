import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEMS, type ProblemCode, problemOf } from '../problems.ts';

const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** Told of every refusal: its code, and the request, if it has got as far as being one. */
export type OnRefused = (code: ProblemCode, request: FastifyRequest | undefined) => void;

/** Says no over HTTP, always with a code of the catalogue (RFC 9457). */
export class Refusals {
  readonly #onRefused: OnRefused;
  readonly #onError: (error: unknown) => void;

  constructor(onRefused: OnRefused, onError: (error: unknown) => void) {
    this.#onRefused = onRefused;
    this.#onError = onError;
  }

  refuse(reply: FastifyReply, code: ProblemCode, detail?: string): FastifyReply {
    this.#onRefused(code, reply.request);
    const { status } = PROBLEMS[code];
    // Every refusal of a caller is one of a token (RFC 6750).
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    const body = detail === undefined ? bodyOf(code) : JSON.stringify(problemOf(code, detail));
    return reply.code(status).type(PROBLEM_TYPE).send(body);
  }

  /** What was thrown on the way to a route or in it. What broke inside is told inside only. */
  failed(error: Thrown, reply: FastifyReply): FastifyReply {
    if (error.code === 'FST_ERR_VALIDATION') {
      return this.refuse(reply, 'invalid-request', error.message);
    }
    const code = codeOf(error);
    if (code === 'server-error') this.#onError(error);
    return this.refuse(reply, code);
  }

  /** What is no HTTP, or stopped in the middle: there is no request to answer, but a socket. */
  malformed(error: NodeJS.ErrnoException, socket: Socket): void {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    if ((socket as AnsweringSocket)._httpMessage?.headersSent === true) {
      // Its answer is on the way already.
      socket.destroySoon();
      return;
    }
    const code = CODES_OF_PARSER[error.code ?? ''] ?? 'invalid-request';
    this.#onRefused(code, undefined);
    const { status } = PROBLEMS[code];
    const body = bodyOf(code);
    const lines = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      `content-type: ${PROBLEM_TYPE}`,
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
    ];
    socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroySoon());
  }
}

/** A socket as node:http has it in hand: with the answer that is being given over it. */
type AnsweringSocket = Socket & { readonly _httpMessage?: ServerResponse };

/** What Fastify throws, or a rule that broke. */
export interface Thrown {
  readonly code?: string;
  readonly statusCode?: number;
  readonly message?: string;
}

const CODES_OF_PARSER: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

function codeOf({ statusCode = 500 }: Thrown): ProblemCode {
  if (statusCode === 413) return 'body-too-large';
  if (statusCode === 415) return 'unsupported-media-type';
  return statusCode < 500 ? 'invalid-request' : 'server-error';
}

/** The bodies without details, written once. */
const BODIES = new Map<ProblemCode, string>();

function bodyOf(code: ProblemCode): string {
  const known = BODIES.get(code);
  if (known !== undefined) return known;
  const body = JSON.stringify(problemOf(code));
  BODIES.set(code, body);
  return body;
}

/** The bearer token that a request shows, or undefined (RFC 6750; schemes know no case). */
export function tokenOf({ headers }: FastifyRequest): string | undefined {
  const { authorization = '' } = headers;
  return /^bearer $/i.test(authorization.slice(0, 7)) ? authorization.slice(7) : undefined;
}
