import type { Office } from '../register/office.ts';
import type { Credentials } from './credentials.ts';
import type { HttpLimits } from './http-limits.ts';
import type { Handlers } from './routes-http.ts';
import type { OFFICE_ROUTES } from './routes-office.ts';
import type { Stages } from './stages-http.ts';

/** The offices that can be talked to here. */
export interface OfficeHttpOptions {
  readonly office: Pick<Office, 'perform'>;
  /** Codes of the municipalities whose offices they are. */
  readonly municipalities: readonly string[];
  readonly credentials: Credentials;
}

/** What answers the routes of offices. */
export function officeHandlers(
  { office }: OfficeHttpOptions,
  limits: HttpLimits,
  stages: Stages,
): Handlers<typeof OFFICE_ROUTES> {
  return {
    officeOperation: async ({ body, caller, nowMs }) => {
      const { operation, requestId } = body;
      if (operation.municipality !== caller) return { code: 'office-unauthorised' };
      const outcome = await stages.run(
        'office-operation',
        limits.recordingMs,
        office.perform(operation, nowMs, `${caller}:${requestId}`),
        'recording-timeout',
      );
      if (!outcome.ok) return { code: outcome.code, detail: outcome.detail };
      return { status: outcome.value.repeated ? 200 : 201, body: outcome.value };
    },
  };
}

/** The municipality whose office shows this credential, or undefined. */
export function officeOf(
  { municipalities, credentials }: OfficeHttpOptions,
  shown: string,
): string | undefined {
  return municipalities.find((municipality) => credentials.accepts('office', municipality, shown));
}
