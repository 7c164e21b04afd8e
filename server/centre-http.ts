import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { z } from 'zod';
import type { RealTime } from '../sim/real-time.ts';
import type { Centre } from './centre.ts';
import {
  AuthenticationRequest,
  type Issuance,
  IssuanceRequest,
  PrintResult,
  type Problem,
  SessionRequest,
} from './contract.ts';
import type { Fleet } from './fleet.ts';
import { type Outcome, PROBLEMS, type ProblemCode } from './problems.ts';

/** Header by which a kiosk of a simulated day tells what time it is there. */
export const CIVIL_TIME_HEADER = 'x-kofu-civil-time-ms';

export interface CentreHttpOptions {
  readonly centre: Centre;
  readonly fleet: Fleet;
  readonly runner: RealTime;
  /** Civil time, ms since 1970-01-01T00:00Z. */
  readonly nowMs: () => number;
  /** The machine's own time in ms, by which kiosks are heard of. */
  readonly wallMs: () => number;
  /**
   * Whether kiosks may say what time it is: on a simulated day, whose clock is not this machine's,
   * they and the centre must agree on it. Never on a server that others can reach.
   */
  readonly simulatedTime: boolean;
  /** Told of what broke inside; the caller sees a `server-error` without details. */
  readonly onError: (error: unknown) => void;
}

/** The centre over HTTP: the routes of the wire contract, problem+json for every refusal. */
export function centreOverHttp(options: CentreHttpOptions): FastifyInstance {
  const app = fastify({
    bodyLimit: 64 * 1024,
    logger: false,
    forceCloseConnections: true,
    // An address that is none reaches no route and no error handler.
    frameworkErrors: (_error, _request, reply) => void refuse(reply, 'invalid-request'),
  });
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
    if (error.statusCode === 413) return refuse(reply, 'body-too-large');
    if (error.statusCode !== undefined && error.statusCode < 500) {
      return refuse(reply, 'invalid-request');
    }
    options.onError(error);
    return refuse(reply, 'server-error');
  });
  app.setNotFoundHandler((_request, reply) => refuse(reply, 'route-unknown'));
  app.get('/healthz', () => ({ status: 'ok', sessions: options.centre.openSessions }));
  app.get('/v1/kiosks', () => ({ kiosks: options.fleet.list(options.wallMs()) }));
  sessionRoutes(app, options);
  issuanceRoutes(app, options);
  return app;
}

type InSession = { Params: { sessionId: string } };
type OfRequest = { Params: { sessionId: string; requestId: string } };

function sessionRoutes(app: FastifyInstance, options: CentreHttpOptions): void {
  const { centre, runner } = options;
  app.post('/v1/sessions', (request, reply) => {
    const body = parse(SessionRequest, request.body);
    if (!body.ok) return refuse(reply, 'invalid-request', body.detail);
    const kioskId = kioskOf(request, options);
    if (kioskId === undefined || kioskId !== body.value.kioskId) {
      return refuse(reply, 'kiosk-not-registered');
    }
    const { sessionId, challenge } = centre.openSession(kioskId, nowMs(request, options));
    return reply.code(201).send({ sessionId, challenge: base64(challenge) });
  });
  app.post<InSession>('/v1/sessions/:sessionId/authentication', async (request, reply) => {
    const body = parse(AuthenticationRequest, request.body);
    if (!body.ok) return refuse(reply, 'invalid-request', body.detail);
    const kioskId = kioskOf(request, options);
    if (kioskId === undefined) return refuse(reply, 'kiosk-not-registered');
    const { municipality, certificate, signature } = body.value;
    const signed = { municipality, certificate: bytes(certificate), signature: bytes(signature) };
    const { sessionId } = request.params;
    const outcome = await runner.run(
      centre.authenticate(sessionId, kioskId, signed, nowMs(request, options)),
    );
    return outcome.ok ? reply.send({ offers: outcome.value }) : refuse(reply, outcome.code);
  });
  app.delete<InSession>('/v1/sessions/:sessionId', (request, reply) => {
    const kioskId = kioskOf(request, options);
    if (kioskId === undefined) return refuse(reply, 'kiosk-not-registered');
    centre.endSession(request.params.sessionId, kioskId);
    return reply.code(204).send();
  });
}

function issuanceRoutes(app: FastifyInstance, options: CentreHttpOptions): void {
  const { centre, runner } = options;
  const under = '/v1/sessions/:sessionId/issuances';
  app.post<InSession>(under, async (request, reply) => {
    const body = parse(IssuanceRequest, request.body);
    if (!body.ok) return refuse(reply, 'invalid-request', body.detail);
    const kioskId = kioskOf(request, options);
    if (kioskId === undefined) return refuse(reply, 'kiosk-not-registered');
    const outcome = await runner.run(
      centre.issue(request.params.sessionId, kioskId, body.value, nowMs(request, options)),
    );
    if (!outcome.ok) return refuse(reply, outcome.code);
    const { issuance } = outcome.value;
    return reply.code(issuance.repeated ? 200 : 201).send(issuance satisfies Issuance);
  });
  app.get<OfRequest>(`${under}/:requestId/document`, (request, reply) => {
    const kioskId = kioskOf(request, options);
    if (kioskId === undefined) return refuse(reply, 'kiosk-not-registered');
    const { sessionId, requestId } = request.params;
    const outcome = centre.document(sessionId, kioskId, requestId);
    if (!outcome.ok) return refuse(reply, outcome.code);
    const document = outcome.value;
    return document.kind === 'pdf'
      ? reply.type('application/pdf').send(document.bytes)
      : reply.type('application/json').send(document);
  });
  app.post<OfRequest>(`${under}/:requestId/print-result`, async (request, reply) => {
    const body = parse(PrintResult, request.body);
    if (!body.ok) return refuse(reply, 'invalid-request', body.detail);
    const kioskId = kioskOf(request, options);
    if (kioskId === undefined) return refuse(reply, 'kiosk-not-registered');
    const { sessionId, requestId } = request.params;
    const outcome = await runner.run(centre.settle(sessionId, kioskId, requestId, body.value));
    return outcome.ok ? reply.code(204).send() : refuse(reply, outcome.code);
  });
}

/** The kiosk that a request's bearer token speaks for. */
function kioskOf(request: FastifyRequest, { fleet }: CentreHttpOptions): string | undefined {
  const { authorization = '' } = request.headers;
  return authorization.startsWith('Bearer ') ? fleet.kioskOf(authorization.slice(7)) : undefined;
}

function nowMs(request: FastifyRequest, options: CentreHttpOptions): number {
  const told = Number(request.headers[CIVIL_TIME_HEADER]);
  return options.simulatedTime && Number.isFinite(told) && told > 0 ? told : options.nowMs();
}

function parse<T>(schema: z.ZodType<T>, body: unknown): Outcome<T> {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return { ok: true, value: parsed.data };
  const issue = parsed.error.issues[0];
  const detail = issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`;
  return { ok: false, code: 'invalid-request', detail };
}

/** Answers with the catalogue's entry (RFC 9457). */
function refuse(reply: FastifyReply, code: ProblemCode, detail?: string): FastifyReply {
  const { status, ja, en } = PROBLEMS[code];
  const problem: Problem = {
    type: `urn:kofu:problem:${code}`,
    title: `${ja} ${en}`,
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
  };
  return reply.code(status).type('application/problem+json').send(JSON.stringify(problem));
}

function base64(value: Uint8Array): string {
  return Buffer.from(value).toString('base64');
}

function bytes(value: string): Uint8Array {
  return new Uint8Array(Buffer.from(value, 'base64'));
}
