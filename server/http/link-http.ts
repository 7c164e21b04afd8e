import { Pool } from 'undici';
import type { z } from 'zod';
import { type Process, perform } from '../../sim/process.ts';
import { TIMED_OUT, within } from '../../sim/waiting.ts';
import { type CertificateDocument, Problem } from '../contract.ts';
import {
  LinkAuthenticated,
  type LinkDocument,
  LinkIssued,
  LinkUnsettled,
  LinkUse,
} from '../contract-link.ts';
import type {
  Authenticated,
  CardAuthentication,
  Issued,
  IssueOrder,
  Issuing,
  Settlement,
  UseApplication,
} from '../issuing.ts';
import { granted, type Outcome, type ProblemCode, refused } from '../problems.ts';
import type { StageLimits } from './http-limits.ts';
import type { Route } from './route.ts';
import { LINK_ROUTES } from './routes-link.ts';

export interface HttpIssuingOptions {
  /** Where the issuing server listens, e.g. http://127.0.0.1:8081 */
  readonly origin: string;
  /** Credential of the centre at this municipality. */
  readonly credential: string;
  /** How long answers are waited for (LINK_PATIENCE). */
  readonly patience: StageLimits;
}

/** The issuing server of one municipality in another process, over HTTP. */
export class HttpIssuing implements Issuing {
  readonly #options: HttpIssuingOptions;
  readonly #pool: Pool;

  constructor(options: HttpIssuingOptions) {
    this.#options = options;
    // Connections as they are needed: a limit would be one more queue that nobody sees.
    this.#pool = new Pool(options.origin, { connections: null, pipelining: 1 });
  }

  *authenticate(order: CardAuthentication): Process<Outcome<Authenticated>> {
    return yield* this.#ask(
      LINK_ROUTES.linkAuthentication,
      'authenticationMs',
      order,
      LinkAuthenticated,
    );
  }

  *issue(order: IssueOrder): Process<Outcome<Issued>> {
    const issued = yield* this.#ask(LINK_ROUTES.linkIssuance, 'issueMs', order, LinkIssued);
    if (!issued.ok) return issued;
    const { issuance, document } = issued.value;
    return granted({ issuance, document: documentOf(document) });
  }

  *settle(settlement: Settlement): Process<Outcome<void>> {
    return yield* this.#ask(LINK_ROUTES.linkSettlement, 'recordingMs', settlement, undefined);
  }

  *applyForUse(application: UseApplication): Process<Outcome<{ readonly usableFromMs: number }>> {
    return yield* this.#ask(LINK_ROUTES.linkUseApplication, 'recordingMs', application, LinkUse);
  }

  *unsettled(kioskId: string): Process<Outcome<readonly string[]>> {
    const answer = yield* this.#ask(
      LINK_ROUTES.linkUnsettled,
      'recordingMs',
      { kioskId },
      LinkUnsettled,
    );
    return answer.ok ? granted(answer.value.requestIds) : answer;
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  /** Asks the issuing server; what is no answer of the contract is 'issuer-unavailable'. */
  *#ask<T>(
    route: Route,
    stage: keyof StageLimits,
    message: unknown,
    answer: z.ZodType<T> | undefined,
  ): Process<Outcome<T>> {
    const { credential, patience } = this.#options;
    const headers = {
      authorization: `Bearer ${credential}`,
      'content-type': 'application/json',
    };
    const body = JSON.stringify(message);
    const { method, path, refusals } = route;
    const request = { method, path, headers, body };
    const asked = perform(async (signal): Promise<Outcome<T>> => {
      try {
        const response = await this.#pool.request({ ...request, signal });
        return outcomeOf(response.statusCode, await response.body.text(), answer, refusals);
      } catch (error) {
        return refused('issuer-unavailable', String(error));
      }
    });
    const outcome = yield* within(patience[stage], asked, 'measured');
    return outcome === TIMED_OUT ? refused('issuer-unavailable', 'no answer in time') : outcome;
  }
}

/** What an answer says. No is said by the codes of the route only: any other is no answer. */
function outcomeOf<T>(
  status: number,
  text: string,
  answer: z.ZodType<T> | undefined,
  refusals: readonly ProblemCode[],
): Outcome<T> {
  if (status === 204 && answer === undefined) return granted(undefined as T);
  if (status === 401) return refused('issuer-refused');
  const body = parsed(text);
  if (status === 200 && answer !== undefined) {
    const read = answer.safeParse(body);
    return read.success ? granted(read.data) : refused('issuer-unavailable', 'not of the contract');
  }
  const { code: told, detail } = Problem.partial().safeParse(body).data ?? {};
  const code = refusals.find((each) => each === told);
  return code === undefined
    ? refused('issuer-unavailable', `HTTP ${status} ${told ?? ''}`.trimEnd())
    : refused(code, detail);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function documentOf(document: z.infer<typeof LinkDocument>): CertificateDocument {
  if (document.kind === 'digest') return document;
  const bytes = new Uint8Array(Buffer.from(document.base64, 'base64'));
  return { kind: 'pdf', bytes, duplex: false };
}
