import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import { z } from 'zod';
import type { ProblemCode } from '../problems.ts';
import type { Drain } from './drain.ts';
import { type Refusals, tokenOf } from './refusals-http.ts';
import {
  type Caller,
  pathPattern,
  type Route,
  type Routes,
  type RouteUpload,
  refusalOf,
} from './route.ts';
import { takeUploads, uploadOf } from './uploads-http.ts';

/** A request that is of the published form, from a caller that has shown who it is. */
export interface Asked<R extends Route> {
  readonly params: R extends { readonly params: infer P extends z.ZodType } ? z.output<P> : unknown;
  readonly body: R extends { readonly body: infer B extends z.ZodType }
    ? z.output<B>
    : R extends { readonly upload: RouteUpload }
      ? Uint8Array
      : undefined;
  /** The kiosk, or the municipality whose office or link it is; empty for anybody. */
  readonly caller: string;
  /** Civil time of the request, ms since 1970-01-01T00:00Z. */
  readonly nowMs: number;
}

/** An answer of the route's own table, or a refusal. */
export type Reply<R extends Route> = Refused | Granted<R['answers']>;

export interface Refused {
  readonly status?: undefined;
  readonly code: ProblemCode;
  readonly detail?: string | undefined;
}

type Granted<A extends Route['answers']> = {
  [S in keyof A]: {
    readonly status: S;
    /** Of an answer whose media type depends. */
    readonly media?: string;
    readonly body?: BodyOf<A[S]>;
    readonly headers?: Readonly<Record<string, string>>;
  };
}[keyof A];

type BodyOf<A> =
  | (A extends { readonly json: infer J extends z.ZodType } ? z.input<J> : never)
  | (A extends { readonly media: string } ? string | Uint8Array : never);

/** What answers each route. */
export type Handlers<Table extends Routes> = {
  readonly [Name in keyof Table]: (
    asked: Asked<Table[Name]>,
  ) => Reply<Table[Name]> | Promise<Reply<Table[Name]>>;
};

export interface RouteServing {
  readonly refusals: Refusals;
  /** Told of every request that was granted. */
  readonly answered: (route: string, method: string, status: number) => void;
  readonly drain: Drain;
  /** Who shows a token, by kind of caller; undefined if nobody does. */
  readonly callers: Readonly<
    Partial<Record<Exclude<Caller, 'anybody'>, (token: string) => string | undefined>>
  >;
  readonly nowMs: (request: FastifyRequest) => number;
}

/**
 * Puts the routes of a table on a server. Who asks is looked at before the body is read, and the
 * body before the route's own rules are; whatever is refused is refused by the catalogue.
 */
export function serveRoutes<Table extends Routes>(
  app: FastifyInstance,
  table: Table,
  handlers: Handlers<Table>,
  serving: RouteServing,
): void {
  app.setValidatorCompiler<z.ZodType>(({ schema }) => (data) => {
    const parsed = schema.safeParse(data);
    return parsed.success ? { value: parsed.data } : { error: new Error(firstIssue(parsed.error)) };
  });
  for (const [name, route] of Object.entries(table)) {
    const handler = handlers[name] as Handler;
    const { upload } = route;
    if (upload === undefined) {
      serveRoute(app, route, handler, serving);
      continue;
    }
    app.register((room, _options, done) => {
      takeUploads(room, upload);
      serveRoute(room, route, handler, serving);
      done();
    });
  }
}

type Handler = (asked: Asked<Route>) => AnyReply | Promise<AnyReply>;
type AnyReply =
  | Refused
  | {
      readonly status: number;
      readonly media?: string;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    };

function serveRoute(
  app: FastifyInstance,
  route: Route,
  handler: Handler,
  { refusals, answered, drain, callers, nowMs }: RouteServing,
): void {
  const { method, path, caller: kind, upload } = route;
  const callerOf = (request: FastifyRequest): string | undefined => {
    if (kind === 'anybody') return '';
    const token = tokenOf(request);
    return token === undefined ? undefined : callers[kind]?.(token);
  };
  const answer = (reply: FastifyReply, replied: AnyReply): FastifyReply => {
    if (replied.status === undefined) return refusals.refuse(reply, replied.code, replied.detail);
    const { status, body, headers } = replied;
    answered(path, reply.request.method, status);
    reply.code(status);
    if (method === 'GET') reply.header('cache-control', 'no-store');
    if (headers !== undefined) reply.headers(headers);
    const media = replied.media ?? route.answers[status]?.media;
    if (typeof body === 'string' || body instanceof Uint8Array) {
      return reply.type(media ?? 'text/plain; charset=utf-8').send(body);
    }
    return reply.send(body);
  };
  app.route({
    method,
    url: path,
    ...(upload === undefined ? {} : { bodyLimit: upload.bytes }),
    schema: schemaOf(route),
    onRequest: (request, reply, next) => {
      if (callerOf(request) !== undefined || kind === 'anybody') next();
      else refusals.refuse(reply, refusalOf(kind));
    },
    handler: async (request, reply) => {
      // Again, as the body may have taken its time to come.
      const caller = callerOf(request);
      if (caller === undefined) return refusals.refuse(reply, refusalOf(kind as 'kiosk'));
      drain.began();
      try {
        const { params } = request as Pick<Asked<Route>, 'params'>;
        const body = (upload ? await uploadOf(request) : request.body) as Asked<Route>['body'];
        return answer(reply, await handler({ params, body, caller, nowMs: nowMs(request) }));
      } finally {
        drain.ended();
      }
    },
  });
}

/** Fastify writes answers by their schemas: faster, and nothing gets out that is not in them. */
function schemaOf({ params, body, answers }: Route): FastifySchema {
  const response: Record<string, unknown> = {};
  for (const [status, { json, media }] of Object.entries(answers)) {
    if (json === undefined || media !== undefined) continue;
    const { $schema, ...schema } = z.toJSONSchema(json, { target: 'draft-7' });
    response[status] = schema;
  }
  return {
    ...(params === undefined ? {} : { params }),
    ...(body === undefined ? {} : { body }),
    response,
  };
}

/** What is at no address, and what cannot be asked at one that there is. Before any route. */
export function serveNothingElse(app: FastifyInstance, table: Routes, refusals: Refusals): void {
  // JSON is all that is read; a text would only be refused later and less well.
  app.removeContentTypeParser('text/plain');
  const patterns = Object.values(table).map((route) => ({
    method: route.method,
    pattern: pathPattern(route),
  }));
  // Before a body is read that nobody asked for.
  app.addHook('onRequest', (request, reply, next) => {
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1') {
      refusals.refuse(reply, 'invalid-request', 'a request of HTTP/1.1 names its host');
      return;
    }
    if (!request.is404) {
      next();
      return;
    }
    const path = request.url.split('?', 1)[0] ?? '';
    const methods = patterns.filter(({ pattern }) => pattern.test(path)).map((each) => each.method);
    if (methods.length === 0) {
      refusals.refuse(reply, 'route-unknown');
      return;
    }
    reply.header('allow', methods.flatMap(withHead).join(', '));
    refusals.refuse(reply, 'method-not-allowed');
  });
  // Never reached, as the hook has answered; without it Fastify would answer in its own form.
  app.setNotFoundHandler((_request, reply) => refusals.refuse(reply, 'route-unknown'));
}

function withHead(method: Route['method']): readonly string[] {
  return method === 'GET' ? ['GET', 'HEAD'] : [method];
}

/** Where in the request the first mistake is, and what. */
function firstIssue({ issues }: z.ZodError): string {
  const [issue] = issues;
  if (issue === undefined) return '';
  const where = issue.path.join('.');
  return where === '' ? issue.message : `${where}: ${issue.message}`;
}
