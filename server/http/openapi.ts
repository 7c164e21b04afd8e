import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponseObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import {
  Authentication,
  AuthenticationRequest,
  CONTRACT_VERSION,
  Issuance,
  IssuanceRequest,
  PrintResult,
  Problem,
  Session,
  SessionRequest,
  UseApplication,
  UseRegistration,
} from '../contract.ts';
import {
  LinkAuthenticated,
  LinkAuthentication,
  LinkKiosk,
  LinkOrder,
  LinkSettlement,
  LinkUnsettled,
  LinkUse,
  LinkUseApplication,
} from '../contract-link.ts';
import { PROBLEMS, type ProblemCode, problemOf } from '../problems.ts';
import { OfficeReceipt } from '../register/office.ts';
import {
  type Route,
  type RouteAnswer,
  type Routes,
  type RouteUpload,
  refusalsOf,
} from './route.ts';
import { OfficeRequest } from './routes-office.ts';
import { Health, KioskList } from './routes-operation.ts';
import { VerificationAnswer } from './routes-verification.ts';

/** The messages, each under its name; what they are made of is told in place. */
const MESSAGES = {
  SessionRequest,
  Session,
  AuthenticationRequest,
  Authentication,
  UseApplication,
  UseRegistration,
  IssuanceRequest,
  Issuance,
  PrintResult,
  OfficeRequest,
  OfficeReceipt,
  Health,
  KioskList,
  VerificationAnswer,
  LinkAuthenticated,
  LinkAuthentication,
  LinkKiosk,
  LinkOrder,
  LinkSettlement,
  LinkUnsettled,
  LinkUse,
  LinkUseApplication,
  Problem,
};

const CREDENTIALS = {
  kiosk: {
    type: 'http',
    scheme: 'bearer',
    description:
      'The token that a kiosk is given when it registers on the device bus; worth nothing once ' +
      'its connection has gone',
  },
  office: {
    type: 'http',
    scheme: 'bearer',
    description: 'The credential of the office of one municipality',
  },
  centre: {
    type: 'http',
    scheme: 'bearer',
    description: 'The credential of the centre at one municipality, derived from the link key',
  },
} as const;

/** What can be asked of a server, as an OpenAPI 3.1 document. */
export function openApiOf(routes: Routes): ReturnType<typeof createDocument> {
  const all = Object.entries(routes);
  const callers = new Set(all.map(([, { caller }]) => caller));
  const codes = new Set(all.flatMap(([, route]) => refusalsOf(route)));
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'kofu: the reference issuance server',
      version: CONTRACT_VERSION,
      description:
        'The wire between kiosk and 証明書交付センター (centre). The real messages are under NDA; ' +
        'the order of the steps is the published one.',
    },
    servers: [{ url: '/' }],
    tags: [...new Set(all.map(([, { group }]) => group))].map((name) => ({ name })),
    paths: pathsOf(all),
    components: {
      schemas: MESSAGES,
      examples: Object.fromEntries([...codes].map((code) => [code, { value: problemOf(code) }])),
      securitySchemes: Object.fromEntries(
        Object.entries(CREDENTIALS).filter(([caller]) => callers.has(caller as Route['caller'])),
      ),
    },
  });
}

function pathsOf(routes: readonly (readonly [string, Route])[]): ZodOpenApiPathsObject {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const [name, route] of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] ??= {};
    paths[path][route.method.toLowerCase()] = operationOf(name, route);
  }
  return paths;
}

function operationOf(operationId: string, route: Route): ZodOpenApiOperationObject {
  const { group, does, caller, params, body, upload, answers, example } = route;
  const granted = Object.entries(answers).map(([status, answer]) => [
    status,
    answerOf(answer, Number(status) === example.status ? example.answer : undefined),
  ]);
  return {
    operationId,
    tags: [group],
    summary: does,
    security: caller === 'anybody' ? [] : [{ [caller]: [] }],
    ...(params === undefined ? {} : { requestParams: { path: params } }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: body, example: example.body } },
          },
        }),
    ...(upload === undefined ? {} : { requestBody: uploadBody(upload) }),
    responses: withRefusals(Object.fromEntries(granted), refusalsByStatus(refusalsOf(route))),
  };
}

/** Files, and forms that bring one. */
function uploadBody({ media, field }: RouteUpload) {
  const file = { type: 'string', format: 'binary' } as const;
  const form = { type: 'object' as const, properties: { [field ?? 'file']: file } };
  const types = media.map((type) => [type, { schema: field === undefined ? file : form }]);
  return { required: true, content: Object.fromEntries(types) };
}

/** A page can be answered where a refusal can. */
function withRefusals(granted: Responses, refused: Responses): ZodOpenApiResponsesObject {
  const both = Object.entries(granted).map(([status, answer]) => {
    const { description, content } = refused[status] ?? {};
    return [
      status,
      content === undefined
        ? answer
        : {
            description: `${answer.description}\n\n${description}`,
            content: { ...answer.content, ...content },
          },
    ];
  });
  return { ...refused, ...Object.fromEntries(both) };
}

type Responses = Readonly<Record<string, ZodOpenApiResponseObject>>;

function answerOf({ means, json, media }: RouteAnswer, example: unknown) {
  const shown = example === undefined ? {} : { example };
  const content = {
    ...(media === undefined ? {} : { [media]: shown }),
    ...(json === undefined ? {} : { 'application/json': { schema: json, ...shown } }),
  };
  return Object.keys(content).length === 0
    ? { description: means }
    : { description: means, content };
}

/** Several codes can share a status: all are told, each by example. */
function refusalsByStatus(codes: readonly ProblemCode[]) {
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code].status))].sort();
  return Object.fromEntries(
    statuses.map((status) => {
      const here = codes.filter((code) => PROBLEMS[code].status === status);
      const examples = here.map((code) => [code, { $ref: `#/components/examples/${code}` }]);
      const description = here.map((code) => `\`${code}\`: ${PROBLEMS[code].en}`).join('\n\n');
      const content = {
        'application/problem+json': { schema: Problem, examples: Object.fromEntries(examples) },
      };
      return [String(status), { description, content }];
    }),
  );
}
