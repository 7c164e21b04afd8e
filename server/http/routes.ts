import type { Routes } from './route.ts';
import { ISSUANCE_ROUTES } from './routes-issuances.ts';
import { LINK_ROUTES } from './routes-link.ts';
import { OFFICE_ROUTES } from './routes-office.ts';
import { FLEET_ROUTES, OPERATION_ROUTES } from './routes-operation.ts';
import { SESSION_ROUTES } from './routes-sessions.ts';
import { VERIFICATION_ROUTES } from './routes-verification.ts';

/** What can be asked of the centre over HTTP. */
export const CENTRE_ROUTES = {
  ...SESSION_ROUTES,
  ...ISSUANCE_ROUTES,
  ...VERIFICATION_ROUTES,
  ...FLEET_ROUTES,
  ...OPERATION_ROUTES,
} as const satisfies Routes;

/** What can be asked of an issuing server that is a process of its own. */
export const ISSUER_ROUTES = {
  ...LINK_ROUTES,
  ...OFFICE_ROUTES,
  ...OPERATION_ROUTES,
} as const satisfies Routes;

/** What can be asked of a server that is everything in one. */
export const ALL_ROUTES = {
  ...SESSION_ROUTES,
  ...ISSUANCE_ROUTES,
  ...OFFICE_ROUTES,
  ...VERIFICATION_ROUTES,
  ...FLEET_ROUTES,
  ...OPERATION_ROUTES,
} as const satisfies Routes;

/** What can be asked anywhere, in the order of the reference. */
export const EVERY_ROUTE = {
  ...SESSION_ROUTES,
  ...ISSUANCE_ROUTES,
  ...LINK_ROUTES,
  ...OFFICE_ROUTES,
  ...VERIFICATION_ROUTES,
  ...FLEET_ROUTES,
  ...OPERATION_ROUTES,
} as const satisfies Routes;
