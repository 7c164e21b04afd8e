import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RealTime } from '../../sim/real-time.ts';
import type { Centre } from '../centre.ts';
import type { Fleet } from '../fleet.ts';
import { knowsHolidays } from '../municipalities/holidays.ts';
import type { Verification } from '../verification/verification.ts';
import { verificationHandlers } from '../verification/verification-site-http.ts';
import type { Drain } from './drain.ts';
import type { HttpLimits } from './http-limits.ts';
import { httpServer } from './http-server-http.ts';
import { issuanceHandlers } from './issuances-http.ts';
import type { ServerMetrics } from './metrics.ts';
import { type OfficeHttpOptions, officeHandlers, officeOf } from './office-http.ts';
import { fleetHandlers, operationHandlers } from './operation-http.ts';
import { ALL_ROUTES, CENTRE_ROUTES } from './routes.ts';
import { type RouteServing, serveNothingElse, serveRoutes } from './routes-http.ts';
import { ISSUANCE_ROUTES } from './routes-issuances.ts';
import { OFFICE_ROUTES } from './routes-office.ts';
import { FLEET_ROUTES, OPERATION_ROUTES } from './routes-operation.ts';
import { SESSION_ROUTES } from './routes-sessions.ts';
import { VERIFICATION_ROUTES } from './routes-verification.ts';
import { sessionHandlers } from './sessions-http.ts';
import { Stages } from './stages-http.ts';

/** Header by which a kiosk of a simulated day tells what time it is there. */
export const CIVIL_TIME_HEADER = 'x-kofu-civil-time-ms';

export interface CentreHttpOptions {
  readonly centre: Centre;
  readonly fleet: Fleet;
  /** Without it no office can be talked to here. */
  readonly office: OfficeHttpOptions | undefined;
  readonly verification: Verification;
  readonly runner: RealTime;
  readonly drain: Drain;
  readonly metrics: ServerMetrics;
  readonly limits: HttpLimits;
  /** Civil time, ms since 1970-01-01T00:00Z. */
  readonly nowMs: () => number;
  /** The machine's own time in ms, by which kiosks are heard of. */
  readonly wallMs: () => number;
  /**
   * Whether kiosks may say what time it is: on a simulated day, whose clock is not this machine's,
   * they and the centre must agree on it. Never on a server that others can reach.
   */
  readonly simulatedTime: boolean;
  readonly databaseReachable: () => boolean | Promise<boolean>;
  /** Told of what broke inside; the caller sees a `server-error` without details. */
  readonly onError: (error: unknown) => void;
}

/** The centre over HTTP: the routes of its table, problem+json for every refusal. */
export function centreOverHttp(options: CentreHttpOptions): FastifyInstance {
  const { centre, fleet, office, runner, drain, metrics, limits, onError } = options;
  const { app, refusals, answered } = httpServer(limits, metrics, onError);
  const serving: RouteServing = {
    refusals,
    answered,
    drain,
    callers: {
      kiosk: (token) => fleet.kioskOf(token),
      office: (shown) => (office === undefined ? undefined : officeOf(office, shown)),
    },
    nowMs: (request) => nowMs(request, options),
  };
  const table = office === undefined ? CENTRE_ROUTES : ALL_ROUTES;
  const stages = new Stages(runner, metrics);
  serveNothingElse(app, table, refusals);
  serveRoutes(app, SESSION_ROUTES, sessionHandlers(options, stages), serving);
  serveRoutes(app, ISSUANCE_ROUTES, issuanceHandlers(options, stages), serving);
  serveRoutes(app, FLEET_ROUTES, fleetHandlers(options), serving);
  const counts = () => ({ sessions: centre.openSessions, kiosks: fleet.connected });
  serveRoutes(app, OPERATION_ROUTES, operationHandlers(options, table, counts), serving);
  if (office !== undefined) {
    serveRoutes(app, OFFICE_ROUTES, officeHandlers(office, limits, stages), serving);
  }
  serveRoutes(app, VERIFICATION_ROUTES, verificationHandlers(options), serving);
  return app;
}

/** What a kiosk tells counts on a simulated day only, and if it is a time at all. */
function nowMs(request: FastifyRequest, options: CentreHttpOptions): number {
  if (!options.simulatedTime) return options.nowMs();
  const told = Number(request.headers[CIVIL_TIME_HEADER]);
  return Number.isFinite(told) && told > 0 && knowsHolidays(told) ? told : options.nowMs();
}
