import type { CentreHttpOptions } from './centre-http.ts';
import type { Handlers } from './routes-http.ts';
import type { ISSUANCE_ROUTES } from './routes-issuances.ts';
import type { Stages } from './stages-http.ts';

/** What answers the routes of issuances. */
export function issuanceHandlers(
  { centre, limits, metrics }: Pick<CentreHttpOptions, 'centre' | 'limits' | 'metrics'>,
  stages: Stages,
): Handlers<typeof ISSUANCE_ROUTES> {
  return {
    issue: async ({ params, body, caller, nowMs }) => {
      const outcome = await stages.run(
        'issuance',
        limits.issueMs,
        centre.issue(params.sessionId, caller, body, nowMs),
        'issue-timeout',
      );
      if (!outcome.ok) {
        metrics.issued(body.type, 'refused');
        return { code: outcome.code };
      }
      const { issuance } = outcome.value;
      metrics.issued(body.type, issuance.repeated ? 'repeated' : 'issued');
      return { status: issuance.repeated ? 200 : 201, body: issuance };
    },
    document: ({ params, caller }) => {
      const outcome = centre.document(params.sessionId, caller, params.requestId);
      if (!outcome.ok) return { code: outcome.code };
      const document = outcome.value;
      return document.kind === 'pdf'
        ? { status: 200, body: document.bytes }
        : { status: 200, body: { kind: 'digest', marks: [...document.marks] } };
    },
    reportPrint: async ({ body, caller, nowMs }) => {
      const outcome = await stages.run(
        'print-result',
        limits.recordingMs,
        centre.settle(caller, body, nowMs),
        'recording-timeout',
      );
      if (!outcome.ok) return { code: outcome.code };
      metrics.printed(body.outcome);
      return { status: 204 };
    },
  };
}
