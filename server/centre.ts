import type { Process } from '../sim/process.ts';
import type { CertificateDocument, CertificateType, Issuance, Offer } from './contract.ts';
import { parseCardSerial } from './contract-card-serial.ts';
import type { Entropy } from './entropy.ts';
import type { ServerEvent } from './events.ts';
import type { Issued, Issuing } from './issuer.ts';
import { granted, type Outcome, type ProblemCode, refused } from './problems.ts';
import type { SignatureVerifier } from './signature.ts';

/** How the centre reaches the issuing server of a municipality; undefined if there is none. */
export type Link = (municipality: string) => Issuing | undefined;

export interface CentrePorts {
  readonly link: Link;
  readonly verifier: SignatureVerifier;
  readonly entropy: Entropy;
  readonly journal: (event: ServerEvent) => void;
  /** Civil time, in ms since 1970-01-01T00:00Z, of the run's t = 0. */
  readonly originMs: number;
  /** How long a session lives, on the clock of `nowMs` (half an hour). */
  readonly sessionLifeMs?: number;
}

export interface SignedChallenge {
  readonly municipality: string;
  /** 利用者証明用電子証明書. */
  readonly certificate: Uint8Array;
  readonly signature: Uint8Array;
}

interface OpenSession {
  readonly kioskId: string;
  readonly challenge: Uint8Array;
  readonly openedAtMs: number;
  citizen: { readonly municipality: string; readonly residentNo: number } | undefined;
  issued: Issued | undefined;
}

/** A session nobody has ended is forgotten after this long: longer than any journey. */
export const SESSION_LIFE_MS = 30 * 60_000;

/**
 * 証明書交付センター: opens sessions for kiosks, checks the card's signature and the certificate
 * behind it (JPKI), and routes to the issuing server of the citizen's municipality.
 */
export class Centre {
  readonly #ports: CentrePorts;
  readonly #sessions = new Map<string, OpenSession>();

  constructor(ports: CentrePorts) {
    this.#ports = ports;
  }

  /** Sessions not yet ended or forgotten. */
  get openSessions(): number {
    return this.#sessions.size;
  }

  openSession(kioskId: string, nowMs: number): { sessionId: string; challenge: Uint8Array } {
    this.#forgetOld(nowMs);
    const sessionId = this.#ports.entropy.sessionId();
    const challenge = this.#ports.entropy.challenge();
    const session = {
      kioskId,
      challenge,
      openedAtMs: nowMs,
      citizen: undefined,
      issued: undefined,
    };
    this.#sessions.set(sessionId, session);
    return { sessionId, challenge };
  }

  /** Verifies the signed challenge and answers what this citizen may have issued. */
  *authenticate(
    sessionId: string,
    kioskId: string,
    signed: SignedChallenge,
    nowMs: number,
  ): Process<Outcome<readonly Offer[]>> {
    const session = this.#sessionOf(sessionId, kioskId);
    if (session === undefined) return refused('session-unknown');
    const outcome = yield* this.#authenticate(session, signed, nowMs);
    if (!outcome.ok) this.#refuse(session, outcome.code, nowMs);
    return outcome;
  }

  /** Has one certificate made. The same request id again answers the same document. */
  *issue(
    sessionId: string,
    kioskId: string,
    request: { readonly requestId: string; readonly type: CertificateType },
    nowMs: number,
  ): Process<Outcome<Issued>> {
    const session = this.#sessionOf(sessionId, kioskId);
    if (session === undefined) return refused('session-unknown');
    const outcome = yield* this.#issue(session, request, nowMs);
    if (!outcome.ok) this.#refuse(session, outcome.code, nowMs);
    return outcome;
  }

  /** The document of an issuance of this session, for the kiosk to fetch. */
  document(sessionId: string, kioskId: string, requestId: string): Outcome<CertificateDocument> {
    const issued = this.#sessionOf(sessionId, kioskId)?.issued;
    return issued?.issuance.requestId === requestId
      ? granted(issued.document)
      : refused('issuance-unknown');
  }

  /** Records what became of the document at the kiosk (印刷結果) and ends the session. */
  *settle(
    sessionId: string,
    kioskId: string,
    requestId: string,
    result: { readonly outcome: 'printed' | 'not-printed'; readonly paidYen: number },
  ): Process<Outcome<Issuance>> {
    const session = this.#sessionOf(sessionId, kioskId);
    if (session === undefined) return refused('session-unknown');
    const { citizen, issued } = session;
    if (citizen === undefined || issued?.issuance.requestId !== requestId) {
      return refused('issuance-unknown');
    }
    const issuer = this.#ports.link(citizen.municipality);
    if (issuer === undefined) return refused('municipality-unknown');
    const settled = yield* issuer.settle(requestId, result.outcome, result.paidYen);
    if (!settled) return refused('issuance-unknown');
    this.#sessions.delete(sessionId);
    return granted(issued.issuance);
  }

  /** Ends a session that has come to nothing. Ending one that is not there changes nothing. */
  endSession(sessionId: string, kioskId: string): void {
    if (this.#sessionOf(sessionId, kioskId) !== undefined) this.#sessions.delete(sessionId);
  }

  *#authenticate(
    session: OpenSession,
    { municipality, certificate, signature }: SignedChallenge,
    nowMs: number,
  ): Process<Outcome<readonly Offer[]>> {
    const { verifier, link } = this.#ports;
    const { challenge } = session;
    const verified = yield* verifier.verify({ certificate, challenge, signature, nowMs });
    if (!verified.ok) return verified;
    const holder = parseCardSerial(verified.value.serial);
    if (holder?.municipality !== municipality) return refused('card-not-registered');
    const issuer = link(municipality);
    if (issuer === undefined) return refused('municipality-unknown');
    const { residentNo } = holder;
    const offers = yield* issuer.authenticate({ residentNo, nowMs });
    if (offers.ok) session.citizen = { municipality, residentNo };
    return offers;
  }

  *#issue(
    session: OpenSession,
    { requestId, type }: { readonly requestId: string; readonly type: CertificateType },
    nowMs: number,
  ): Process<Outcome<Issued>> {
    const { citizen, kioskId } = session;
    if (citizen === undefined) return refused('not-authenticated');
    const { municipality, residentNo } = citizen;
    const issuer = this.#ports.link(municipality);
    if (issuer === undefined) return refused('municipality-unknown');
    const outcome = yield* issuer.issue({ requestId, kioskId, residentNo, type, nowMs });
    if (!outcome.ok) return outcome;
    session.issued = outcome.value;
    const { documentNumber, repeated } = outcome.value.issuance;
    this.#ports.journal({
      kind: 'server-issued',
      t: this.#scenarioMs(nowMs),
      kiosk: kioskId,
      request: requestId,
      number: documentNumber,
      type,
      municipality,
      resident: residentNo,
      repeated,
    });
    return outcome;
  }

  /** A kiosk can use its own sessions only. */
  #sessionOf(sessionId: string, kioskId: string): OpenSession | undefined {
    const session = this.#sessions.get(sessionId);
    return session?.kioskId === kioskId ? session : undefined;
  }

  #refuse(session: OpenSession, code: ProblemCode, nowMs: number): void {
    const t = this.#scenarioMs(nowMs);
    this.#ports.journal({ kind: 'server-refused', t, kiosk: session.kioskId, code });
  }

  #scenarioMs(nowMs: number): number {
    return Math.round((nowMs - this.#ports.originMs) * 1000) / 1000;
  }

  #forgetOld(nowMs: number): void {
    const lifeMs = this.#ports.sessionLifeMs ?? SESSION_LIFE_MS;
    for (const [sessionId, { openedAtMs }] of this.#sessions) {
      if (nowMs - openedAtMs < lifeMs) return;
      this.#sessions.delete(sessionId);
    }
  }
}
