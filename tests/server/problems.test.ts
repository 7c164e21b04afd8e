import { describe, expect, test } from 'vitest';
import { Problem } from '../../server/contract.ts';
import { PROBLEMS, type ProblemCode, problemOf } from '../../server/problems.ts';

const CODES = Object.keys(PROBLEMS) as ProblemCode[];

describe.each(CODES)('the problem %s', (code) => {
  const { status, ja, en } = PROBLEMS[code];

  test('is a refusal or a failure, in sentences of both languages', () => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(ja).toMatch(/[ぁ-ん].*。$/);
    expect(en).toMatch(/^[A-Z].*\.$/);
  });

  test('has a body of RFC 9457', () => {
    const problem = problemOf(code);
    expect(Problem.parse(problem)).toEqual(problem);
    expect(problem).toEqual({
      type: `urn:kofu:problem:${code}`,
      title: `${ja} ${en}`,
      status,
      code,
    });
    expect(problemOf(code, 'kioskId: missing')).toEqual({ ...problem, detail: 'kioskId: missing' });
  });
});

test('no two say the same', () => {
  for (const language of ['ja', 'en'] as const) {
    expect(new Set(CODES.map((code) => PROBLEMS[code][language])).size).toBe(CODES.length);
  }
});
