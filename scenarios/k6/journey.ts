/**
 * Whole issuances under k6, along the demand of a scenario: `kofu export k6` writes who comes when
 * and with which card, and each of them comes to a kiosk here. How to run it: docs/k6.md.
 */
import { check } from 'k6';
import { SharedArray } from 'k6/data';
import encoding from 'k6/encoding';
import exec from 'k6/execution';
import http from 'k6/http';
import { Counter, Trend } from 'k6/metrics';
import type { Options } from 'k6/options';
import type { JpkiCard, Plan, PlannedCitizen, PlannedWorkload } from '../k6-plan/plan.ts';
import { demandServer, KIOSK_THRESHOLDS, named, onDuty, TARGET } from './kiosk.ts';

/** The web’s cryptography, which k6 has at hand everywhere and its types leave out. */
declare const crypto: { readonly subtle: SubtleCrypto };
interface SubtleCrypto {
  importKey(
    format: 'pkcs8',
    bytes: ArrayBuffer,
    algorithm: object,
    extractable: false,
    usages: readonly ['sign'],
  ): Promise<object>;
  sign(algorithm: object, key: object, data: ArrayBuffer): Promise<ArrayBuffer>;
}

// Read once and shared by all virtual users, who would else have a copy each.
const [plan] = new SharedArray('plan', () => {
  const { workloads, ...head } = planned();
  const k6 = Object.entries(workloads).map(([name, workload]) => [name, workload.k6] as const);
  return [{ ...head, scenarios: Object.fromEntries(k6) }];
}) as unknown as readonly [
  Omit<Plan, 'workloads'> & { readonly scenarios: Record<string, object> },
];
const citizens = new Map(
  Object.keys(plan.scenarios).map((name) => [
    name,
    new SharedArray(name, () => [...(planned().workloads[name] as PlannedWorkload).citizens]),
  ]),
);

/** Throws with the remedy if no plan is named. */
function planned(): Plan {
  const path = __ENV['KOFU_PLAN'];
  if (path !== undefined) return JSON.parse(open(path));
  throw new Error(
    'KOFU_PLAN is not set: name the plan.json that kofu export k6 has written, by its whole path',
  );
}

/** From the session to the print result: what the server does for one citizen, ms. */
const journeyDuration = new Trend('journey_duration', true);
const issued = new Counter('certificates_issued');
/** To whom the server refuses what they want, as it refuses some in any scenario. */
const withheld = new Counter('certificates_withheld');

export const options: Options = {
  scenarios: Object.fromEntries(
    Object.entries(plan.scenarios).map(([name, k6]) => [name, { ...k6, exec: 'journey' }]),
  ) as NonNullable<Options['scenarios']>,
  thresholds: {
    ...KIOSK_THRESHOLDS,
    http_req_failed: ['rate==0'],
    certificates_issued: ['count>0'],
    'http_req_duration{name:open-session}': ['p(95)<100'],
    'http_req_duration{name:authenticate}': ['p(95)<1000'],
    'http_req_duration{name:issue}': ['p(95)<5000'],
    'http_req_duration{name:document}': ['p(95)<1000'],
    'http_req_duration{name:print-result}': ['p(95)<500'],
  },
  maxRedirects: 0,
};

export const setup = demandServer;

/** One citizen at one kiosk. */
export function journey(): Promise<void> {
  const { name, iterationInTest } = exec.scenario;
  const own = citizens.get(name) as readonly PlannedCitizen[];
  const citizen = own[iterationInTest % own.length] as PlannedCitizen;
  // Of another run or workload, the same number is another request.
  const requestId = `k6-${Date.now().toString(36)}-${name}-${iterationInTest}`.slice(0, 64);
  return onDuty((kioskId, authorization) =>
    new Visit(kioskId, authorization, requestId).of(citizen),
  );
}

class Visit {
  readonly #kioskId: string;
  readonly #authorization: string;
  readonly #requestId: string;
  #session = '';

  constructor(kioskId: string, authorization: string, requestId: string) {
    this.#kioskId = kioskId;
    this.#authorization = authorization;
    this.#requestId = requestId;
  }

  async of({ card, type }: PlannedCitizen): Promise<void> {
    const beganMs = Date.now();
    const opened = await this.#ask('open-session', '/v1/sessions', { kioskId: this.#kioskId });
    if (!check(opened, { 'session is opened': ({ status }) => status === 201 })) return;
    const { sessionId, challenge } = opened.json() as unknown as Session;
    this.#session = `/v1/sessions/${sessionId}`;
    const shown = card.method === 'jpki' ? await signed(card, challenge) : { ...card, attempt: 1 };
    const who = { municipality: plan.municipality, ...shown };
    const known = await this.#ask('authenticate', `${this.#session}/authentication`, who);
    check(known, { 'citizen is known, or refused': ({ status }) => KNOWN.includes(status) });
    if (!offersOf(known).includes(type)) {
      withheld.add(1);
      return this.#end();
    }
    await this.#issue(type, sessionId);
    journeyDuration.add(Date.now() - beganMs);
  }

  async #issue(type: string, sessionId: string): Promise<void> {
    const requestId = this.#requestId;
    const made = await this.#ask('issue', `${this.#session}/issuances`, { requestId, type });
    if (!check(made, { 'certificate is made': ({ status }) => status === 201 })) return this.#end();
    const { pages, feeYen } = made.json() as unknown as Issuance;
    const address = `${TARGET}${this.#session}/issuances/${requestId}/document`;
    const document = await http.asyncRequest('GET', address, null, {
      ...named('document'),
      headers: { authorization: this.#authorization },
      responseType: 'binary',
    });
    const isThere = check(document, { 'document is there': ({ status }) => status === 200 });
    const result = isThere
      ? { outcome: 'printed', pagesPrinted: pages, paidYen: feeYen }
      : { outcome: 'not-printed', pagesPrinted: 0, paidYen: 0 };
    const { municipality } = plan;
    const told = { municipality, requestId, sessionId, ...result };
    const heard = await this.#ask('print-result', '/v1/print-results', told);
    check(heard, { 'print result is heard': ({ status }) => status === 204 });
    if (isThere) issued.add(1);
  }

  /** Ends a session that has come to nothing. */
  async #end(): Promise<void> {
    const ended = await http.asyncRequest('DELETE', `${TARGET}${this.#session}`, null, {
      ...named('end-session'),
      headers: { authorization: this.#authorization },
    });
    check(ended, { 'session is ended': ({ status }) => status === 204 });
  }

  #ask(name: string, path: string, body: object) {
    return http.asyncRequest('POST', `${TARGET}${path}`, JSON.stringify(body), {
      ...named(name),
      headers: { authorization: this.#authorization, 'content-type': 'application/json' },
      ...(name === 'authenticate' ? { responseCallback: http.expectedStatuses(...KNOWN) } : {}),
    });
  }
}

/** That a citizen is refused by the rules is an answer, and no failure of the server. */
const KNOWN = [200, 403];

/** The certificates that a citizen may have issued. */
function offersOf(answer: { readonly status: number; json(): unknown }): readonly string[] {
  if (answer.status !== 200) return [];
  return (answer.json() as Authentication).offers.map(({ type }) => type);
}

interface Session {
  readonly sessionId: string;
  readonly challenge: string;
}

interface Authentication {
  readonly offers: readonly { readonly type: string }[];
}

interface Issuance {
  readonly pages: number;
  readonly feeYen: number;
}

const SCHEME = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };

/** What the card answers when the PIN was right: its certificate, and the challenge signed. */
async function signed({ certificate, key }: JpkiCard, challenge: string) {
  const bytes = encoding.b64decode(plan.keys[key] as string);
  const own = await crypto.subtle.importKey('pkcs8', bytes, SCHEME, false, ['sign']);
  const signature = await crypto.subtle.sign(SCHEME, own, encoding.b64decode(challenge));
  return { method: 'jpki', certificate, signature: encoding.b64encode(signature) };
}
