import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import { openApiOf } from '../../../server/http/openapi.ts';
import { pathPattern, type Route, type Routes, refusalsOf } from '../../../server/http/route.ts';
import { CENTRE_ROUTES, EVERY_ROUTE, ISSUER_ROUTES } from '../../../server/http/routes.ts';
import { PROBLEMS } from '../../../server/problems.ts';

const ROUTES: readonly (readonly [string, Route])[] = Object.entries(EVERY_ROUTE);

describe.each(ROUTES)('the route %s', (_, route) => {
  const { params, body, answers, example } = route;

  test('has an example that is one', () => {
    if (body !== undefined) expect(body.safeParse(example.body).error).toBeUndefined();
    if (params !== undefined) expect(params.safeParse(example.params).error).toBeUndefined();
    const answer = answers[example.status];
    expect(answer).toBeDefined();
    const { json, media } = answer ?? {};
    if (json === undefined || media !== undefined) return;
    expect(json.parse(example.answer)).toEqual(example.answer);
  });

  test('names each parameter of its path, and no code twice', () => {
    const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
    expect(Object.keys(params?.shape ?? {})).toEqual(names);
    const { refusals } = route;
    expect(new Set(refusals).size).toBe(refusals.length);
    const codes = refusalsOf(route);
    expect(new Set(codes).size).toBe(codes.length);
  });
});

test('every code of the catalogue is an answer of some route, or of no address', () => {
  const answered = new Set(ROUTES.flatMap(([, route]) => refusalsOf(route)));
  const never = Object.keys(PROBLEMS).filter(
    (code) => !answered.has(code as keyof typeof PROBLEMS),
  );
  expect(never).toEqual(['route-unknown']);
});

test('what an issuing server refuses over the link, the centre may hand on to the kiosk', () => {
  const pairs = [
    [EVERY_ROUTE.linkAuthentication, EVERY_ROUTE.authenticate],
    [EVERY_ROUTE.linkIssuance, EVERY_ROUTE.issue],
    [EVERY_ROUTE.linkSettlement, EVERY_ROUTE.reportPrint],
    [EVERY_ROUTE.linkUseApplication, EVERY_ROUTE.applyForUse],
  ] as const;
  for (const [link, kiosk] of pairs) {
    const handedOn = [...link.refusals, 'issuer-unavailable', 'issuer-refused'];
    expect(kiosk.refusals).toEqual(expect.arrayContaining(handedOn));
  }
});

test('a pattern is that of its route alone', () => {
  const pattern = pathPattern(EVERY_ROUTE.openApi);
  expect(pattern.test('/openapi.json')).toBe(true);
  expect(pattern.test('/openapixjson')).toBe(false);
  expect(pathPattern(EVERY_ROUTE.endSession).test('/v1/sessions/a/b')).toBe(false);
});

describe('the OpenAPI document', () => {
  test.each([
    ['of everything', EVERY_ROUTE],
    ['of the centre alone', CENTRE_ROUTES],
    ['of an issuing server alone', ISSUER_ROUTES],
  ])('%s is one of 3.1, says a validator of others', async (_, routes) => {
    const result = await new Validator().validate(specificationOf(routes));
    expect(result.errors).toBeUndefined();
    expect(result.valid).toBe(true);
  });

  test('has every route with its caller, its bodies and all its answers', () => {
    const { paths = {}, components } = openApiOf(EVERY_ROUTE);
    expect(Object.keys(components?.securitySchemes ?? {})).toEqual(['kiosk', 'office', 'centre']);
    const operations = Object.values(paths).flatMap((path) => Object.values(path ?? {}));
    expect(operations).toHaveLength(ROUTES.length);
    for (const operation of operations) {
      const route = EVERY_ROUTE[operation.operationId as keyof typeof EVERY_ROUTE] as Route;
      const statuses = new Set([
        ...Object.keys(route.answers),
        ...refusalsOf(route).map((code) => String(PROBLEMS[code].status)),
      ]);
      expect(new Set(Object.keys(operation.responses))).toEqual(statuses);
      const { body, upload } = route;
      expect(operation.requestBody !== undefined).toBe((body ?? upload) !== undefined);
      expect(operation.security).toEqual(
        route.caller === 'anybody' ? [] : [{ [route.caller]: [] }],
      );
    }
  });

  test('names its messages once, and refers to them', () => {
    const document = openApiOf(EVERY_ROUTE);
    const schemas = document.components?.schemas ?? {};
    expect(Object.keys(schemas)).toEqual(expect.arrayContaining(['Session', 'Problem']));
    expect(Object.keys(schemas).filter((name) => name.endsWith('Output'))).toEqual([]);
    const text = JSON.stringify(document.paths);
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      expect(schemas).toHaveProperty(name);
    }
    expect(text).not.toContain('householdSize":{');
  });
});

/** As it goes over the wire. */
function specificationOf(routes: Routes): Parameters<Validator['validate']>[0] {
  return JSON.parse(JSON.stringify(openApiOf(routes)));
}
