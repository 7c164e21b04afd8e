import { X509Certificate } from 'node:crypto';
import type { TargetAdapter, TargetCalls } from '../../../scenarios/target/target.ts';

/** For the server of counter-server-worker.ts, which has an interface of its own. */
export const adapter: TargetAdapter = {
  name: 'counter',
  async open({ origin, url }) {
    try {
      await fetch(origin);
    } catch {
      return { refused: `nothing answers at ${url}: start the counter server` };
    }
    const centre = callsTo(origin);
    return { description: `counter server at ${url}`, centre, close: async () => {} };
  },
};

function callsTo(origin: string): TargetCalls {
  const serials = new Map<string, string>();
  let sessions = 0;
  return {
    kind: 'promises',
    // It knows no sessions: they are kept here.
    openSession: async () => {
      sessions += 1;
      const value = { sessionId: `s${sessions}`, challenge: new Uint8Array(32) };
      return { kind: 'granted', value };
    },
    authenticate: async (_kiosk, sessionId, shown, signal) => {
      if (shown.method !== 'jpki') return { kind: 'refused', code: 'method-not-accepted' };
      const { serialNumber } = new X509Certificate(shown.certificate);
      serials.set(sessionId, serialNumber);
      const answer = await fetch(`${origin}/people/${serialNumber}`, { signal });
      if (!answer.ok) return { kind: 'refused', code: 'card-not-registered' };
      const feeYen = Number(await answer.text());
      const offers = [{ type: 'resident-record' as const, feeYen, choices: {} }];
      return { kind: 'granted', value: { offers, withheld: [] } };
    },
    issue: async (_kiosk, sessionId, { requestId }, signal) => {
      const paper = `${origin}/papers/${serials.get(sessionId)}/${requestId}`;
      const answer = await fetch(paper, { method: 'POST', signal });
      const pdf = new Uint8Array(await answer.arrayBuffer());
      const issuance = {
        requestId,
        documentNumber: `C-${requestId}`,
        pages: Number(answer.headers.get('x-pages')),
        feeYen: 200,
        issuedAt: new Date().toISOString(),
        registerVersion: 1,
        repeated: false,
      };
      return { kind: 'granted', value: { issuance, pdf } };
    },
    reportPrint: async () => ({ kind: 'granted', value: undefined }),
    endSession: async () => ({ kind: 'granted', value: undefined }),
  };
}
