import fc from 'fast-check';
import { Problem } from '../../server/contract.ts';
import { pathPattern, REFUSALS_ANYWHERE, type Route, refusalsOf } from '../../server/http/route.ts';
import { PROBLEMS, type ProblemCode } from '../../server/problems.ts';
import { badRequests, type Present, soundRequest } from './bad-input-requests.ts';
import { askRaw, type RawAnswer, type RawRequest } from './http/raw-http.ts';

/** What an address that is no route's may answer. */
const NOWHERE: readonly ProblemCode[] = [...REFUSALS_ANYWHERE, 'route-unknown'];

/** Does everything wrong to a route of a server, and answers what is not as its table says. */
export async function complaintsAboutRoute(
  origin: string,
  route: Route,
  present: Present,
  table: readonly Route[],
): Promise<readonly string[]> {
  const wrong: string[] = [];
  const requests = badRequests(route, present, table);
  for (let from = 0; from < requests.length; from += 16) {
    const some = requests.slice(from, from + 16);
    const complaints = some.map(async (request) => {
      const complaint = complaintAbout(table, request, await askRaw(origin, request));
      if (complaint !== undefined) wrong.push(`${request.name}: ${complaint}`);
    });
    await Promise.all(complaints);
  }
  return wrong;
}

/** Sends a route any JSON, and bodies like its own; answers what is not as its table says. */
export async function complaintsAboutJson(
  origin: string,
  route: Route,
  present: Present,
  table: readonly Route[],
): Promise<readonly string[]> {
  const wrong: string[] = [];
  const bodies = fc.oneof(fc.jsonValue(), fc.record(mutations(route.example.body)));
  const holds = async (body: unknown) => {
    const request = { ...soundRequest(route, present), body: JSON.stringify(body) };
    const complaint = complaintAbout(table, request, await askRaw(origin, request));
    if (complaint !== undefined) wrong.push(`${request.body}: ${complaint}`);
  };
  const bounds = { numRuns: 100, interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false };
  await fc.assert(fc.asyncProperty(bodies, holds), bounds);
  return wrong;
}

/** What is not as the table says about an answer, or undefined if nothing. */
export function complaintAbout(
  table: readonly Route[],
  { method, path, code: expected }: Pick<RawRequest, 'method' | 'path'> & { code?: ProblemCode },
  { status, headers, text }: RawAnswer,
): string | undefined {
  if (/\n +at |node_modules|\.ts:\d/.test(text)) return 'a stack';
  const asked = routeAt(table, method, path);
  if (status < 400) {
    return Object.hasOwn(asked?.answers ?? {}, status)
      ? undefined
      : `${status} is not in its entry`;
  }
  if (status >= 500) return `a ${status}`;
  const type = headers['content-type'];
  // People are told on a page what machines are told in a problem.
  if (type !== undefined && asked?.answers[status]?.media === type) return undefined;
  if (!type?.startsWith('application/problem+json')) return `a refusal of type ${type}`;
  if (status === 401 && headers['www-authenticate'] === undefined) {
    return 'a 401 without www-authenticate';
  }
  if (status === 405 && headers['allow'] === undefined) return 'a 405 without allow';
  return method === 'HEAD' ? undefined : complaintAboutProblem(asked, status, text, expected);
}

function complaintAboutProblem(
  asked: Route | undefined,
  status: number,
  text: string,
  expected: ProblemCode | undefined,
): string | undefined {
  const problem = Problem.safeParse(parsed(text));
  if (!problem.success) return `a refusal that is none: ${text.slice(0, 80)}`;
  const code = problem.data.code as ProblemCode;
  if (PROBLEMS[code]?.status !== status) return `${status} for ${code}`;
  const documented = asked === undefined ? NOWHERE : refusalsOf(asked);
  if (!documented.includes(code)) return `${code} is not in its entry`;
  return expected === undefined || expected === code ? undefined : `${code} and not ${expected}`;
}

/** The route that a request is for, by the table. */
function routeAt(table: readonly Route[], method: string, path: string): Route | undefined {
  const pathname = path.split('?', 1)[0] ?? '';
  const asked = method === 'HEAD' ? 'GET' : method;
  return table.find((route) => route.method === asked && pathPattern(route).test(pathname));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Each field as it should be, or anything. */
function mutations(body: unknown): Record<string, fc.Arbitrary<unknown>> {
  const fields = Object.entries(body as Readonly<Record<string, unknown>>);
  return Object.fromEntries(
    fields.map(([key, value]) => [key, fc.oneof(fc.constant(value), fc.jsonValue())]),
  );
}
