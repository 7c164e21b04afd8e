import { randomBytes, verify, X509Certificate } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { json } from 'node:stream/consumers';
import type { TargetResident } from '../../../scenarios/target/target-data.ts';
import type { AuthenticationRequest, Issuance, IssuanceRequest } from '../../../server/contract.ts';
import type { Town } from './tiny-data.ts';
import { pagesOf } from './tiny-page.ts';
import type { Spool } from './tiny-spool.ts';

type Jpki = Extract<AuthenticationRequest, { readonly method: 'jpki' }>;
type Answer = readonly [status: number, body?: object];

/** A server that somebody else might have written: HTTP alone, and one certificate. */
export function tinyServer({ about, bySerial, households, authority }: Town, spool: Spool): Server {
  const trusted = new X509Certificate(authority).publicKey;
  const feeYen = about.municipality.feesYen['resident-record'] ?? 0;
  const challenges = new Map<string, Buffer>();
  const citizens = new Map<string, TargetResident>();
  const made = new Map<string, { readonly issuance: Issuance; readonly pdf: Buffer }>();

  function open(): Answer {
    const [sessionId, challenge] = [randomBytes(8).toString('hex'), randomBytes(32)];
    challenges.set(sessionId, challenge);
    return [201, { sessionId, challenge: challenge.toString('base64') }];
  }

  function authenticate(sessionId: string, shown: Jpki): Answer {
    const card = new X509Certificate(Buffer.from(shown.certificate, 'base64'));
    const signature = Buffer.from(shown.signature, 'base64');
    const challenge = challenges.get(sessionId) ?? Buffer.alloc(0);
    const signed = verify('sha256', challenge, card.publicKey, signature);
    const citizen = bySerial.get(card.serialNumber);
    if (!signed || !card.verify(trusted) || citizen?.card.certificate !== 'valid') {
      return [403, { type: '', title: '', status: 403, code: 'certificate-invalid' }];
    }
    citizens.set(sessionId, citizen);
    const withheld = [{ type: 'seal-registration', code: 'not-offered' }];
    return [200, { offers: [{ type: 'resident-record', feeYen, choices: {} }], withheld }];
  }

  async function issue(sessionId: string, { requestId }: IssuanceRequest): Promise<Answer> {
    const known = made.get(requestId);
    if (known) return [200, { ...known.issuance, repeated: true }];
    const owner = citizens.get(sessionId);
    if (!owner) return [404, { type: '', title: '', status: 404, code: 'session-unknown' }];
    const household = households.get(owner.householdNo) ?? [owner];
    const documentNumber = `T-${sessionId}`;
    const pdf = await spool({ owner, household, requestId, number: documentNumber });
    const [pages, issuedAt] = [pagesOf({ household }), new Date().toISOString()];
    const said = { requestId, documentNumber, pages, feeYen, issuedAt, repeated: false };
    const issuance = { ...said, registerVersion: owner.version };
    made.set(requestId, { issuance, pdf });
    return [201, issuance];
  }

  const routes: readonly (readonly [RegExp, (id: string, body: never) => unknown])[] = [
    [/^GET \/openapi\.json$/, () => [200, { info: { version: '1.0.0' } }]],
    [/^POST \/v1\/sessions$/, open],
    [/^POST \/v1\/sessions\/(\w+)\/authentication$/, authenticate],
    [/^POST \/v1\/sessions\/(\w+)\/issuances$/, issue],
    [/^GET .*\/issuances\/([\w.-]+)\/document$/, (id) => [200, made.get(id)?.pdf]],
    [/^(DELETE \/v1\/sessions\/|POST \/v1\/print-results)/, () => [204]],
  ];
  return createServer(async (request, response) => {
    const asked = `${request.method} ${request.url}`;
    const [pattern, route] = routes.find(([each]) => each.test(asked)) ?? [/^/, () => [404]];
    const sent = request.method === 'POST' ? await json(request) : undefined;
    const id = pattern.exec(asked)?.[1] ?? '';
    const [status, body] = (await route(id, sent as never)) as Answer;
    response.writeHead(status).end(Buffer.isBuffer(body) ? body : JSON.stringify(body));
  });
}
