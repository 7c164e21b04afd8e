import { METHODS } from 'node:http';
import { HTTP_LIMITS } from '../../server/http/http-limits.ts';
import { type Route, refusalOf } from '../../server/http/route.ts';
import type { ProblemCode } from '../../server/problems.ts';
import { badUploads, soundUpload } from './bad-input-uploads.ts';
import type { RawRequest } from './http/raw-http.ts';

/** A request that is not as it should be, and the refusal it must meet, if there is just one. */
export interface BadRequest extends RawRequest {
  readonly name: string;
  readonly code?: ProblemCode;
}

/** What the right callers of a route show. */
export type Tokens = Readonly<Record<Exclude<Route['caller'], 'anybody'>, string>>;

/** What makes the request of an example a sound one here and now. */
export interface Present {
  readonly tokens: Tokens;
  /** A session and a request that there are. */
  readonly params: Readonly<Record<string, string>>;
}

/** The request of a route's example, with the right credential, about what there is. */
export function soundRequest(route: Route, { tokens, params }: Present): RawRequest {
  const { method, path, caller, example } = route;
  const headers: Record<string, string> = {};
  if (caller !== 'anybody') headers['authorization'] = `Bearer ${tokens[caller]}`;
  if (route.body !== undefined) headers['content-type'] = 'application/json';
  const json = route.body === undefined ? undefined : JSON.stringify(example.body);
  const upload = route.upload && soundUpload(route.upload);
  if (upload !== undefined) headers['content-type'] = upload.type;
  const body = upload?.bytes ?? json;
  const filled = path.replaceAll(/:(\w+)/g, (_, name) => {
    return params[name] ?? example.params?.[name] ?? '';
  });
  return { method, path: filled, headers, body };
}

/** Everything that is done wrong to every route, from its entry in the table alone. */
export function badRequests(
  route: Route,
  present: Present,
  others: readonly Route[],
): BadRequest[] {
  const sound = soundRequest(route, present);
  return [
    ...badCredentials(route, sound, present.tokens),
    ...badHeaders(sound),
    ...badMethods(route, sound, others),
    ...badPaths(route, sound, present),
    ...(route.body === undefined ? [] : badBodies(route, sound)),
    ...(route.upload === undefined ? [] : badUploads(route.upload, sound)),
  ];
}

function badCredentials(route: Route, sound: RawRequest, tokens: Tokens): BadRequest[] {
  const { caller } = route;
  if (caller === 'anybody') return [];
  const code = refusalOf(caller);
  const right = tokens[caller];
  const wrong = Object.entries(tokens).flatMap(([kind, token]) => (kind === caller ? [] : token));
  const { authorization: _, ...headers } = sound.headers ?? {};
  const shown = [
    'Bearer',
    'Bearer ',
    `bearer  ${right}`,
    `Bearer ${right} `.replace(right, `${right}x`),
    `Bearer ${right.slice(0, -1)}`,
    `Basic ${right}`,
    right,
    `Bearer ${'x'.repeat(4_000)}`,
    'Bearer \u00ff\u0001'.replace('\u0001', ''),
    ...wrong.map((token) => `Bearer ${token}`),
  ];
  return [
    { ...sound, name: 'no credential', headers, code },
    // Of whom nothing is known nothing is read.
    ...(route.body === undefined
      ? []
      : ['{"half', 'x'.repeat(2 * HTTP_LIMITS.bodyBytes)].map((body) => ({
          ...sound,
          name: `no credential, and a body of ${body.length}`,
          headers,
          body,
          code: code as ProblemCode,
        }))),
    ...shown.map((authorization) => ({
      ...sound,
      name: `credential ${JSON.stringify(authorization.slice(0, 40))}`,
      headers: { ...headers, authorization },
      code: code as ProblemCode,
    })),
  ];
}

function badHeaders(sound: RawRequest): BadRequest[] {
  const { headerBytes } = HTTP_LIMITS;
  const many = Array.from({ length: 400 }, (_, n) => [`x-${n}`, 'y'.repeat(100)]);
  const headersToo = (more: Record<string, string>) => ({ headers: { ...sound.headers, ...more } });
  return [
    {
      ...sound,
      ...headersToo({ 'x-long': 'x'.repeat(headerBytes) }),
      name: 'a huge header',
      code: 'headers-too-large',
    },
    {
      ...sound,
      ...headersToo(Object.fromEntries(many)),
      name: 'too many headers',
      code: 'headers-too-large',
    },
    { ...sound, ...headersToo({ 'content-length': 'ten' }), name: 'a length that is none' },
    { ...sound, ...headersToo({ 'content-length': '-1' }), name: 'a negative length' },
    { ...sound, ...headersToo({ 'transfer-encoding': 'zip' }), name: 'an unknown encoding' },
    { ...sound, ...headersToo({ host: '' }), name: 'an empty host' },
    { ...sound, ...headersToo({ 'x-kofu-civil-time-ms': '1e300' }), name: 'a time beyond all' },
    { ...sound, ...headersToo({ 'x-kofu-civil-time-ms': 'noon' }), name: 'a time that is none' },
    { ...sound, ...headersToo({ accept: 'image/png' }), name: 'an answer that there is not' },
    { ...sound, ...headersToo({ expect: 'a miracle' }), name: 'an expectation' },
  ];
}

function badMethods(route: Route, sound: RawRequest, others: readonly Route[]): BadRequest[] {
  const here = others.filter(({ path }) => path === route.path).map(({ method }) => method);
  const allowed = new Set<string>([...here, ...(here.includes('GET') ? ['HEAD'] : [])]);
  const code = 'method-not-allowed' as const;
  // CONNECT and upgrades are no requests of this kind.
  return METHODS.filter((method) => !allowed.has(method) && method !== 'CONNECT').map((method) => ({
    ...sound,
    name: `method ${method}`,
    method,
    code,
  }));
}

function badPaths(route: Route, sound: RawRequest, { params }: Present): BadRequest[] {
  const { path } = sound;
  const paths = [
    `${path}/`,
    `/${path}`,
    path.replace('/', '//'),
    `${path}/..`,
    `${path}/../..`,
    `/..${path}`,
    `/./${path.slice(1)}`,
    `${path}%00`,
    `${path}%2f`,
    `${path}%2e%2e%2f`,
    `/%2e%2e${path}`,
    `${path};x=1`,
    `${path}\\..\\..`,
    `${path}%zz`,
    `${path}%ff%fe`,
    `${path}${'x'.repeat(5_000)}`,
    path.toUpperCase(),
    `${path}住民票`,
    '*',
  ];
  const odd = [
    '..',
    '%2e%2e',
    '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    '%00',
    '%20',
    '-',
    '0',
    '%e4%bd%8f',
  ];
  const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const values = [...odd, 'x'.repeat(65), 'x'.repeat(101), 'x'.repeat(2_000), '__proto__'];
  const replaced = names.flatMap((name) =>
    values.map((value) => path.replace(params[name] ?? route.example.params?.[name] ?? '', value)),
  );
  return [...paths, ...replaced].map((tried) => ({
    ...sound,
    name: `path ${tried.slice(0, 60)}`,
    path: tried,
  }));
}

function badBodies(route: Route, sound: RawRequest): BadRequest[] {
  const as = (type: string) => ({ headers: { ...sound.headers, 'content-type': type } });
  const { 'content-type': _, ...untyped } = sound.headers ?? {};
  const invalid = { code: 'invalid-request' as ProblemCode };
  const fields = changed(route.example.body as Fields);
  return [
    ...malformed(String(sound.body)).map(([name, body]) => ({ ...sound, ...invalid, name, body })),
    ...fields.map(([name, body]) => ({
      ...sound,
      // Some fields may be left out, and then other rules answer.
      ...(route.body?.safeParse(body).success === true ? {} : invalid),
      name,
      body: JSON.stringify(body),
    })),
    { ...sound, name: 'a body too large', body: `"${'x'.repeat(HTTP_LIMITS.bodyBytes)}"` },
    ...['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'json', 'a/b/c'].map(
      (type) => ({
        ...sound,
        ...as(type),
        name: `a body of type ${type}`,
        code: 'unsupported-media-type' as ProblemCode,
      }),
    ),
    {
      ...sound,
      headers: untyped,
      name: 'a body of no type',
      code: 'unsupported-media-type' as ProblemCode,
    },
    { ...sound, ...as('application/json; charset=utf-16'), name: 'a body of another charset' },
  ];
}

/** Texts that are no JSON, and JSON that is no object. */
function malformed(sound: string): readonly (readonly [string, string | Uint8Array])[] {
  return [
    ['an empty body', ''],
    ['half a body', sound.slice(0, sound.length / 2)],
    ['two bodies', sound + sound],
    ['bytes that are no text', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22])],
    ['a prototype', '{"__proto__": {"kioskId": "in-001"}}'],
    ['a constructor', '{"constructor": {"prototype": {"kioskId": "in-001"}}}'],
    ['a deep body', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ...['null', 'true', '7', '"text"', '[]', '{}', 'NaN', '{a: 1}', "{'a': 1}"].map(
      (text): [string, string] => [`the body ${text}`, text],
    ),
  ];
}

/** What is put into every field, of whatever type it should be. */
const ODD: readonly unknown[] = [
  null,
  true,
  -1,
  1.5,
  1e308,
  2 ** 53,
  '',
  ' ',
  'no such thing!',
  '../../etc/passwd',
  "'; drop table issuance; --",
  '\u0000',
  '\ud800',
  '住民票'.repeat(100),
  'x'.repeat(20_000),
  [],
  [[]],
  {},
  { __proto__: null, toString: 1 },
];

/** A body without each of its fields, and with something odd in each of them, inner ones too. */
function changed(body: Fields): readonly (readonly [string, Fields])[] {
  return Object.entries(body).flatMap(([key, value]) => {
    const { [key]: _, ...without } = body;
    const inner = isFields(value) ? changed(value) : [];
    return [
      [`no ${key}`, without] as const,
      ...ODD.map((odd) => {
        const name = `${key} ${JSON.stringify(odd).slice(0, 40)}`;
        return [name, { ...body, [key]: odd }] as const;
      }),
      ...inner.map(([name, fields]) => [`${key}.${name}`, { ...body, [key]: fields }] as const),
    ];
  });
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
