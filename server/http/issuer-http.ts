import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { CertificateDocument } from '../contract.ts';
import type { LinkDocument } from '../contract-link.ts';
import type { Issuing } from '../issuing.ts';
import type { CentreHttpOptions } from './centre-http.ts';
import type { Credentials } from './credentials.ts';
import type { HttpLimits } from './http-limits.ts';
import { httpServer } from './http-server-http.ts';
import { type OfficeHttpOptions, officeHandlers, officeOf } from './office-http.ts';
import { operationHandlers } from './operation-http.ts';
import { ISSUER_ROUTES } from './routes.ts';
import { type Handlers, serveNothingElse, serveRoutes } from './routes-http.ts';
import { LINK_ROUTES } from './routes-link.ts';
import { OFFICE_ROUTES } from './routes-office.ts';
import { OPERATION_ROUTES } from './routes-operation.ts';
import { Stages } from './stages-http.ts';

export interface IssuerHttpOptions
  extends Pick<
    CentreHttpOptions,
    'runner' | 'drain' | 'metrics' | 'limits' | 'databaseReachable' | 'onError'
  > {
  readonly issuer: Issuing;
  /** Code of the municipality whose issuing server it is. */
  readonly municipality: string;
  /** What the centre shows is derived from these, made of the link key. */
  readonly link: Credentials;
  readonly office: OfficeHttpOptions;
  /** Civil time of the office’s entries; requests of the centre bring their own. */
  readonly nowMs: () => number;
}

/** The issuing server of one municipality over HTTP, for the centre to ask. */
export function issuerOverHttp(options: IssuerHttpOptions): FastifyInstance {
  const { municipality, link, office, runner, drain, metrics, limits, onError, nowMs } = options;
  const { app, refusals, answered } = httpServer(limits, metrics, onError);
  const callers = {
    centre: (shown: string) =>
      link.accepts('centre', municipality, shown) ? municipality : undefined,
    office: (shown: string) => officeOf(office, shown),
  };
  const serving = { refusals, answered, drain, callers, nowMs };
  const stages = new Stages(runner, metrics);
  serveNothingElse(app, ISSUER_ROUTES, refusals);
  serveRoutes(app, LINK_ROUTES, linkHandlers(options, stages), serving);
  serveRoutes(app, OFFICE_ROUTES, officeHandlers(office, limits, stages), serving);
  serveRoutes(app, OPERATION_ROUTES, operationHandlers(options, ISSUER_ROUTES), serving);
  return app;
}

/** What answers the routes of the link. Hours and dates are decided by what the messages say. */
function linkHandlers(
  {
    issuer,
    limits,
    metrics,
  }: Pick<IssuerHttpOptions, 'issuer' | 'metrics'> & {
    readonly limits: HttpLimits;
  },
  stages: Stages,
): Handlers<typeof LINK_ROUTES> {
  const { authenticationMs, issueMs, recordingMs } = limits;
  return {
    linkAuthentication: async ({ body }) => {
      const work = issuer.authenticate(body);
      const outcome = await stages.run(
        'authentication',
        authenticationMs,
        work,
        'authentication-timeout',
      );
      if (!outcome.ok) return outcome;
      const { holder, offers, withheld } = outcome.value;
      return { status: 200, body: { holder, offers: [...offers], withheld: [...withheld] } };
    },
    linkIssuance: async ({ body }) => {
      const outcome = await stages.run('issuance', issueMs, issuer.issue(body), 'issue-timeout');
      if (!outcome.ok) {
        metrics.issued(body.type, 'refused');
        return outcome;
      }
      const { issuance, document } = outcome.value;
      metrics.issued(body.type, issuance.repeated ? 'repeated' : 'issued');
      return { status: 200, body: { issuance, document: onWire(document) } };
    },
    linkSettlement: async ({ body }) => {
      const work = issuer.settle(body);
      const outcome = await stages.run('print-result', recordingMs, work, 'recording-timeout');
      if (!outcome.ok) return outcome;
      metrics.printed(body.outcome);
      return { status: 204 };
    },
    linkUseApplication: async ({ body }) => {
      const work = issuer.applyForUse(body);
      const outcome = await stages.run('use-application', recordingMs, work, 'recording-timeout');
      if (!outcome.ok) return outcome;
      return { status: 200, body: { usableFromMs: outcome.value.usableFromMs } };
    },
    linkUnsettled: async ({ body }) => {
      const work = issuer.unsettled(body.kioskId);
      const outcome = await stages.run('unsettled', recordingMs, work, 'recording-timeout');
      return outcome.ok ? { status: 200, body: { requestIds: [...outcome.value] } } : outcome;
    },
  };
}

/** Fronts only: the backs are the centre’s. */
function onWire(document: CertificateDocument): z.input<typeof LinkDocument> {
  return document.kind === 'pdf'
    ? { kind: 'pdf', base64: Buffer.from(document.bytes).toString('base64') }
    : { kind: 'digest', marks: [...document.marks] };
}
