import { PROBLEMS, type ProblemCode, problemOf } from '../server/problems.ts';
import { code, fence, GENERATED, page, table } from './markdown.ts';
import { routesThatAnswer } from './reference-http.ts';

/** The catalogue of refusals: docs/problems.md. */
export function problemsReference(): string {
  return page(
    GENERATED,
    '# Problems',
    INTRODUCTION,
    fence('json', EXAMPLE),
    table(
      ['code', 'status', 'Japanese', 'English', 'answered by'],
      Object.entries(PROBLEMS).map(([name, { status, ja, en }]) => [
        code(name),
        String(status),
        ja,
        en,
        routesThatAnswer(name as ProblemCode),
      ]),
    ),
  );
}

const INTRODUCTION = `
Everything the server may say no with. The body of the answer is \`application/problem+json\`
(RFC 9457). \`code\` is one of the codes below and does not change; sentences may. \`detail\` is
there only if there is more to say.

To a kiosk a status below 500 is a refusal: it does not ask again, and the journey ends as
\`refused\`, with the code as its reason. After a status of 500 or more it asks again, as often as
\`server.attempts\` of the [scenario](scenarios.md#server) allows. Then the journey ends as
\`failed\`.`;

const EXAMPLE = JSON.stringify(problemOf('seal-not-registered'), null, 2);
