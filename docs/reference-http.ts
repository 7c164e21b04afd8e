import { z } from 'zod';
import { HTTP_LIMITS } from '../server/http/http-limits.ts';
import { openApiOf } from '../server/http/openapi.ts';
import {
  REFUSALS_ANYWHERE,
  type Route,
  type RouteUpload,
  refusalsOf,
} from '../server/http/route.ts';
import { EVERY_ROUTE } from '../server/http/routes.ts';
import { UPLOAD_BYTES } from '../server/http/routes-verification.ts';
import { PROBLEMS, type ProblemCode } from '../server/problems.ts';
import { jsonText } from './json-text.ts';
import { code, fence, GENERATED, page, table } from './markdown.ts';
import { fieldRows, HEADINGS } from './scenario-tables.ts';
import { alternativesOf, fieldsOf, type JsonSchema, schemaOf } from './schema-fields.ts';

type Parts = readonly (string | readonly string[])[];

const ROUTES: readonly Route[] = Object.values(EVERY_ROUTE);

/** What can be asked of the server over HTTP: docs/http.md. */
export function httpReference(): string {
  const groups = [...new Set(ROUTES.map(({ group }) => group))];
  return page(
    GENERATED,
    '# HTTP',
    INTRODUCTION,
    table(
      ['', '', ''],
      ROUTES.map((route) => [
        code(route.method),
        `[${code(route.path)}](#${anchor(route)})`,
        route.does,
      ]),
    ),
    '## Who may ask',
    CREDENTIALS,
    fence('json', REGISTRATION),
    OFFICE,
    fence('sh', OFFICE_CREDENTIAL),
    LINK,
    fence('sh', ROLES),
    '## What is refused anywhere',
    REFUSED,
    table(['code', 'status', 'means'], [...REFUSALS_ANYWHERE, ...OTHERS].map(refusalRow)),
    '## Limits',
    table(['', '', 'beyond it'], LIMITS),
    '## At the end',
    CLOSING,
    ...groups.flatMap((group) => [
      `## ${group}`,
      ...ROUTES.filter((route) => route.group === group).flatMap(routeReference),
    ]),
  );
}

/** The same for machines: docs/openapi.json. */
export function openApiText(): string {
  return jsonText(openApiOf(EVERY_ROUTE));
}

/** Which routes answer a code, as links. */
export function routesThatAnswer(problem: ProblemCode): string {
  if (isAnywhere(problem)) return 'any';
  const answering = ROUTES.filter((route) => refusalsOf(route).includes(problem));
  return answering.map((route) => `[${titleOf(route)}](http.md#${anchor(route)})`).join(', ');
}

function routeReference(route: Route): Parts {
  const { params, body, answers } = route;
  return [
    `### ${titleOf(route)}`,
    `${route.does}. ${CALLERS[route.caller]}`,
    ...(params === undefined ? [] : fieldTable('In the path:', z.toJSONSchema(params))),
    ...(body === undefined ? [] : bodyReference(z.toJSONSchema(body, { io: 'input' }))),
    fence('sh', curl(route)),
    ...exampleAnswer(route),
    table(
      ['status', 'means'],
      Object.entries(answers).map(([status, { means }]) => [status, means]),
    ),
    ...refusals(route),
  ];
}

/** The fields of a body; those of each kind of it on their own, if there are several. */
function bodyReference(schema: JsonSchema): Parts {
  const alternatives = alternativesOf(schema);
  if (alternatives.length > 1) {
    return [
      'The body is one of these.',
      ...alternatives.flatMap((each) => kindReference(each, '')),
    ];
  }
  const inner = Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const kinds = alternativesOf(schemaOf(value));
    return kinds.length > 1 && kinds.every(({ type }) => type === 'object')
      ? kinds.flatMap((kind) => kindReference(kind, `${key}.`))
      : [];
  });
  return [...fieldTable('The body:', schema), ...inner];
}

function kindReference(schema: JsonSchema, path: string): Parts {
  const rows = fieldRows(fieldsOf(schema, path).filter(({ type }) => !type.startsWith('`')));
  const consts = Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const is = schemaOf(value).const;
    return is === undefined ? [] : [code(`${path}${key}: ${is}`)];
  });
  const { description = '' } = schema;
  return [`${consts.join(', ')}: ${description}.`, table(HEADINGS, rows)];
}

function fieldTable(heading: string, schema: JsonSchema): Parts {
  return [heading, table(HEADINGS, fieldRows(fieldsOf(schema)))];
}

function curl({ method, path, caller, body, upload, example, answers }: Route): string {
  const filled = path.replaceAll(/:(\w+)/g, (_, name) => example.params?.[name] ?? '');
  const words = [
    method === 'GET' ? 'curl' : `curl -X ${method}`,
    `http://127.0.0.1:8080${filled}`,
    ...(caller === 'anybody' ? [] : [`-H "authorization: Bearer $${caller.toUpperCase()}"`]),
    ...(body === undefined ? [] : ["-H 'content-type: application/json'"]),
    ...(body === undefined ? [] : [`-d '${JSON.stringify(example.body)}'`]),
    ...(upload === undefined ? [] : [uploadWords(upload)]),
    ...(answers[example.status]?.media === 'application/pdf' ? ['-o certificate.pdf'] : []),
  ];
  return words.join(' \\\n  ');
}

function uploadWords({ media: [type], field }: RouteUpload): string {
  return field === undefined
    ? `-H 'content-type: ${type}' --data-binary @back.png`
    : `-F ${field}=@back.png`;
}

function exampleAnswer({ example }: Route): Parts {
  if (example.answer === undefined) return [];
  if (typeof example.answer === 'string') return [fence('text', example.answer)];
  return [fence('json', JSON.stringify(example.answer, null, 2))];
}

/** What is refused here and not everywhere, by status. */
function refusals(route: Route): Parts {
  const own = refusalsOf(route).filter((problem) => !isAnywhere(problem));
  if (own.length === 0) return [];
  const statuses = [...new Set(own.map((problem) => PROBLEMS[problem].status))].sort();
  const rows = statuses.map((status) => {
    const codes = own.filter((problem) => PROBLEMS[problem].status === status);
    return [String(status), codes.map(code).join(', ')];
  });
  return [
    'Refused, besides what is refused anywhere, with one of [these codes](problems.md):',
    table(['status', 'codes'], rows),
  ];
}

function refusalRow(problem: ProblemCode): readonly string[] {
  const { status, en } = PROBLEMS[problem];
  return [code(problem), String(status), en];
}

function isAnywhere(problem: ProblemCode): boolean {
  return (REFUSALS_ANYWHERE as readonly ProblemCode[]).includes(problem);
}

function titleOf({ method, path }: Route): string {
  return code(`${method} ${path}`);
}

/** As GitHub makes it of a heading. */
function anchor({ method, path }: Route): string {
  return `${method} ${path}`
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}

const CALLERS: Readonly<Record<Route['caller'], string>> = {
  anybody: 'Anybody may ask.',
  kiosk: 'A kiosk asks, for itself only.',
  office: 'The office of a municipality asks, for that municipality only.',
  centre: 'The centre asks, of an issuing server that is a process of its own.',
};

const OTHERS: readonly ProblemCode[] = [
  'route-unknown',
  'unsupported-media-type',
  'body-too-large',
];

const INTRODUCTION = `
What the reference server answers over HTTP. Every route is said once, in \`server/routes*.ts\`: its
validation, its serialisation, this page, the document for machines ([openapi.json](openapi.json),
OpenAPI 3.1) and the tests of bad input come from there. A server that runs has both as well:
\`GET /openapi.json\`, and \`GET /docs\` to browse and to try it.

Bodies are JSON in UTF-8, but for the scans that are uploaded to be verified. Who asks is looked at
before the body is read. Fields that a schema does not know are left out, except where it is strict:
there they are refused. Query strings and the header \`accept\` are not looked at.`;

const CREDENTIALS = `
Credentials are derived from one key, the fleet key, which \`kofu serve --fleet-key FILE\` reads
(without it, one is made and told once): HMAC-SHA256 of the key over the kind of holder, a colon
and its name, in base64url without padding. So there is no list of secrets to keep, and a secret
taken from one kiosk is worth nothing at another.

A **kiosk** registers on the device bus (Socket.IO, event \`xfs\`) with its credential, that of
\`kiosk:in-001\` here, and is given a token. It shows the token in each request as
\`authorization: Bearer …\`. The token is worth nothing any more when the connection has gone; a
kiosk whose connection is lost connects and registers again.`;

const REGISTRATION = JSON.stringify(
  {
    header: { type: 'command', name: 'KofuKiosk.Register', requestId: 1, version: '1.0' },
    payload: { kioskId: 'in-001', model: 'kofu-model', software: '1', credential: '…' },
  },
  null,
  2,
);

const OFFICE = `
The registration is refused with the completion code \`authorisationRequired\` where there is no
credential, \`invalidToken\` where it is a wrong one, and \`commandErrorCode\` with
\`duplicateIdentity\` while another connection speaks for the kiosk.

The **office** of a municipality shows its credential itself:`;

const OFFICE_CREDENTIAL = `
OFFICE=$(printf office:27203 | openssl dgst -sha256 -hmac "$(cat fleet.key)" -binary |
  base64 | tr '+/' '-_' | tr -d '=')
`.trim();

const LINK = `
The **centre** shows its credential at the issuing server of a municipality, where the two are
processes of their own. It is derived in the same way from another key, the link key, and the code
of the municipality, that of \`centre:27203\`: what one municipality is shown is worth nothing at
another. A centre that an issuing server does not accept answers \`issuer-refused\` to its kiosks;
one that does not get an answer of the contract in time, \`issuer-unavailable\`.

Centre and issuing server as two processes; 8080 is where kiosks ask, and each keeps a database of
its own. Offices ask the issuing server, whose fleet key is theirs and need not be the centre's:`;

const ROLES = `
openssl rand -hex 32 > link.key
npx kofu serve --role issuer --port 8081 --link-key link.key
npx kofu serve --role centre --issuer 27203=http://127.0.0.1:8081 --link-key link.key
`.trim();

const REFUSED = `
Every refusal is \`application/problem+json\` with a [code of the catalogue](problems.md). These can
meet a request wherever it goes; the ones for bodies, only where there is one.`;

const CLOSING = `
A server that is told to end (Ctrl-C, SIGTERM) answers \`server-closing\` to new sessions and
503 to \`GET /healthz\`, so that nobody new is sent to it. What is in hand goes on, to the print
result, for as long as \`--drain\` says (200 s, longer than a journey). Then the device bus is
closed and the server ends.`;

const seconds = (ms: number) => `${ms / 1000} s`;
const LIMITS: readonly (readonly string[])[] = [
  ['body of a request', `${HTTP_LIMITS.bodyBytes / 1024} KiB`, code('body-too-large')],
  ['uploaded scan', `${UPLOAD_BYTES / 1024 ** 2} MiB`, code('body-too-large')],
  ['request line and headers', `${HTTP_LIMITS.headerBytes / 1024} KiB`, code('headers-too-large')],
  ['until a request has been sent', seconds(HTTP_LIMITS.requestMs), code('request-timeout')],
  ['sessions of a kiosk', String(HTTP_LIMITS.sessionsPerKiosk), code('too-many-sessions')],
  ['to authenticate', seconds(HTTP_LIMITS.authenticationMs), code('authentication-timeout')],
  ['to issue', seconds(HTTP_LIMITS.issueMs), code('issue-timeout')],
  ['to record', seconds(HTTP_LIMITS.recordingMs), code('recording-timeout')],
  ['a connection on which nothing moves', seconds(HTTP_LIMITS.silenceMs), 'it is closed'],
];
