import { type FastifyInstance, fastify } from 'fastify';
import { PROBLEMS } from '../problems.ts';
import type { HttpLimits } from './http-limits.ts';
import type { ServerMetrics } from './metrics.ts';
import { Refusals, type Thrown } from './refusals-http.ts';
import type { RouteServing } from './routes-http.ts';

/** A server without routes, and what those that are put on it answer by. */
export interface HttpServer extends Pick<RouteServing, 'refusals' | 'answered'> {
  readonly app: FastifyInstance;
}

/** A server within limits, whose answers are counted and whose errors are told. */
export function httpServer(
  limits: HttpLimits,
  metrics: ServerMetrics,
  onError: (error: unknown) => void,
): HttpServer {
  const refusals = new Refusals((code, request) => {
    metrics.refused(code);
    const route = request?.routeOptions.url ?? 'none';
    metrics.answered(route, request?.method ?? 'none', PROBLEMS[code].status);
  }, onError);
  return {
    app: fastifyWithin(limits, refusals),
    refusals,
    // Counted where they are answered: a hook of Fastify for it costs a tenth of a short request.
    answered: (route, method, status) => metrics.answered(route, method, status),
  };
}

/** Fastify within limits, that says no by the catalogue only. */
function fastifyWithin(limits: HttpLimits, refusals: Refusals): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.silenceMs,
    keepAliveTimeout: limits.keepAliveMs,
    http: {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.checkMs,
      // Refused below, in the form of all refusals.
      requireHostHeader: false,
    },
    // What is in hand is finished before; see shutDown.
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    // An address that is none reaches no route and no error handler.
    frameworkErrors: (_error, _request, reply) => void refusals.refuse(reply, 'invalid-request'),
    clientErrorHandler: (error, socket) => refusals.malformed(error, socket),
  });
  // An expectation that is not 100-continue may be ignored (RFC 9110, section 10.1.1).
  app.server.on('checkExpectation', (request, response) => app.routing(request, response));
  app.setErrorHandler((error: Thrown, _request, reply) => refusals.failed(error, reply));
  return app;
}
