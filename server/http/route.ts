import type { z } from 'zod';
import type { ProblemCode } from '../problems.ts';

/**
 * Who may ask: anybody, a kiosk registered on the device bus, the office of a municipality, or the
 * centre, which asks the issuing server of a municipality.
 */
export type Caller = 'anybody' | 'kiosk' | 'office' | 'centre';

/** What a request that was granted is answered with. Neither `json` nor `media`: without a body. */
export interface RouteAnswer {
  readonly means: string;
  readonly json?: z.ZodType;
  /** Media type of an answer that is not JSON. */
  readonly media?: string;
}

/** A file as a body: bytes of one of some media types, or the one file of a form. */
export interface RouteUpload {
  readonly media: readonly string[];
  /** Largest file. */
  readonly bytes: number;
  /** The field of a form that it is in. */
  readonly field?: string;
}

/** One request by example, for the reference: what is sent and what comes back. */
export interface RouteExample {
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly status: number;
  readonly answer?: unknown;
}

/**
 * One thing that can be asked of a server over HTTP, said once as data: its validation, its
 * serialisation, the OpenAPI document, the reference and the tests of bad input come from here.
 */
export interface Route {
  /** The group of the reference under which it is told. */
  readonly group: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Parameters are written `:name`. */
  readonly path: string;
  readonly does: string;
  readonly caller: Caller;
  readonly params?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Taken instead of a body of JSON. */
  readonly upload?: RouteUpload;
  readonly answers: Readonly<Record<number, RouteAnswer>>;
  /** Codes that its own rules answer; those of its form and its caller are added. */
  readonly refusals: readonly ProblemCode[];
  readonly example: RouteExample;
}

/** Routes by the names of their operations. */
export type Routes = Readonly<Record<string, Route>>;

/** What any address may answer, whatever is asked there. */
export const REFUSALS_ANYWHERE = [
  'invalid-request',
  'method-not-allowed',
  'headers-too-large',
  'request-timeout',
  'server-error',
] as const satisfies readonly ProblemCode[];

/** What a request with a body may be answered as well; also where none is asked for. */
const REFUSALS_OF_BODIES = [
  'unsupported-media-type',
  'body-too-large',
] as const satisfies readonly ProblemCode[];

const REFUSALS_OF_CALLERS = {
  anybody: [],
  kiosk: ['kiosk-not-registered'],
  office: ['office-unauthorised'],
  centre: ['centre-unauthorised'],
} as const satisfies Readonly<Record<Caller, readonly ProblemCode[]>>;

/** Every code that a route may answer: its own first, then those of its form. */
export function refusalsOf(route: Route): readonly ProblemCode[] {
  const { method, caller, refusals } = route;
  return [
    ...new Set([
      ...refusals,
      ...REFUSALS_OF_CALLERS[caller],
      ...(method === 'GET' ? [] : REFUSALS_OF_BODIES),
      ...REFUSALS_ANYWHERE,
    ]),
  ];
}

/** The code with which a caller is refused who has not shown who it is. */
export function refusalOf(caller: Exclude<Caller, 'anybody'>): ProblemCode {
  return REFUSALS_OF_CALLERS[caller][0];
}

/** The path of a route as a pattern for whole paths, still percent-encoded. */
export function pathPattern({ path }: Route): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`);
}
