import { isoTime } from '../sim/civil-time.ts';
import type { Process } from '../sim/process.ts';
import type { AntiForgery, DocumentKeys } from './anti-forgery/anti-forgery.ts';
import { isSamePresentation, type PresentedCard, presentedCard } from './cards/presented-card.ts';
import type { RevocationList } from './cards/revocation.ts';
import type { SignatureVerifier } from './cards/signature.ts';
import type {
  Authentication,
  AuthenticationRequest,
  CertificateDocument,
  IssuanceRequest,
  PrintResult,
} from './contract.ts';
import type { UnsettledIssuance } from './contract-bus.ts';
import { parseCardSerial } from './contract-card-serial.ts';
import type { Entropy } from './entropy.ts';
import type { ServerEvent } from './events.ts';
import type { CardAuthentication, CardHolder, Issued, Link } from './issuing.ts';
import { granted, type Outcome, type ProblemCode, refused } from './problems.ts';

export interface CentrePorts {
  readonly link: Link;
  readonly verifier: SignatureVerifier;
  readonly revocations: RevocationList;
  readonly antiForgery: AntiForgery;
  readonly keys: DocumentKeys;
  readonly entropy: Entropy;
  readonly journal: (event: ServerEvent) => void;
  /** Civil time, in ms since 1970-01-01T00:00Z, of the run's t = 0. */
  readonly originMs: number;
  /** How long a session lives, on the clock of `nowMs` (half an hour). */
  readonly sessionLifeMs?: number;
}

/** A request to authenticate, its texts decoded. */
export type Credentials =
  | {
      readonly method: 'jpki';
      readonly municipality: string;
      /** 利用者証明用電子証明書. */
      readonly certificate: Uint8Array;
      readonly signature: Uint8Array;
    }
  | Extract<AuthenticationRequest, { readonly method: 'card-ap' }>;

interface OpenSession {
  readonly kioskId: string;
  readonly challenge: Uint8Array;
  readonly openedAtMs: number;
  /** The card that was presented first; another one needs a session of its own. */
  presented: PresentedCard | undefined;
  /** Whose card has been verified, whether or not anything can be issued to them. */
  holder: CardHolder | undefined;
  /** The municipality that knows this citizen. */
  municipality: string | undefined;
  issued: Issued | undefined;
  /** When it has asked for certificates, as documents bear it: nothing else may stand on one. */
  readonly askedAt: Set<string>;
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
  readonly #openByKiosk = new Map<string, number>();

  constructor(ports: CentrePorts) {
    this.#ports = ports;
  }

  /** Sessions not yet ended or forgotten. */
  get openSessions(): number {
    return this.#sessions.size;
  }

  /** Those of one kiosk. */
  openSessionsOf(kioskId: string): number {
    return this.#openByKiosk.get(kioskId) ?? 0;
  }

  openSession(kioskId: string, nowMs: number): { sessionId: string; challenge: Uint8Array } {
    this.#forgetOld(nowMs);
    const sessionId = this.#ports.entropy.sessionId();
    const challenge = this.#ports.entropy.challenge();
    const session = {
      kioskId,
      challenge,
      openedAtMs: nowMs,
      presented: undefined,
      holder: undefined,
      municipality: undefined,
      issued: undefined,
      askedAt: new Set<string>(),
    };
    this.#sessions.set(sessionId, session);
    this.#openByKiosk.set(kioskId, this.openSessionsOf(kioskId) + 1);
    return { sessionId, challenge };
  }

  /**
   * Finds out who it is and answers what this citizen may have issued. A session is one citizen's
   * and its challenge is answered once, whatever came of it; only the very same answer may come
   * again, as its reply may have been lost, or the next PIN of the same card.
   */
  *authenticate(
    sessionId: string,
    kioskId: string,
    credentials: Credentials,
    nowMs: number,
  ): Process<Outcome<Authentication>> {
    const session = this.#sessionOf(sessionId, kioskId);
    if (session === undefined) return refused('session-unknown');
    const outcome = yield* this.#authenticate(sessionId, session, credentials, nowMs);
    if (!outcome.ok) this.#refuse(session, outcome.code, nowMs);
    return outcome;
  }

  /** 利用登録申請 of the citizen whose card this session has verified. */
  *applyForUse(
    sessionId: string,
    kioskId: string,
    municipality: string,
    nowMs: number,
  ): Process<Outcome<{ readonly usableFromMs: number }>> {
    const session = this.#sessionOf(sessionId, kioskId);
    if (session === undefined) return refused('session-unknown');
    const { holder } = session;
    if (holder === undefined) return refused('not-authenticated');
    const issuer = this.#ports.link.get(municipality);
    if (issuer === undefined) return refused('municipality-unknown');
    const outcome = yield* issuer.applyForUse({ holder, nowMs });
    if (!outcome.ok) this.#refuse(session, outcome.code, nowMs);
    return outcome;
  }

  /** Has one certificate made. The same request id again answers the same document. */
  *issue(
    sessionId: string,
    kioskId: string,
    request: IssuanceRequest,
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

  /**
   * Records what became of a document at the kiosk (印刷結果) and ends its session. It needs none:
   * a kiosk tells it until it is heard, also after the centre has been started anew.
   */
  *settle(kioskId: string, result: PrintResult, nowMs: number): Process<Outcome<void>> {
    const { municipality, requestId, outcome, paidYen, sessionId } = result;
    const issuer = this.#ports.link.get(municipality);
    if (issuer === undefined) return refused('municipality-unknown');
    const settled = yield* issuer.settle({ requestId, kioskId, outcome, paidYen });
    if (!settled.ok) return settled;
    if (sessionId !== undefined) this.endSession(sessionId, kioskId);
    const what = { kiosk: kioskId, request: requestId, outcome, paidYen };
    this.#ports.journal({ kind: 'server-settled', t: this.#scenarioMs(nowMs), ...what });
    return settled;
  }

  /**
   * What a kiosk has to account for: its documents of which nobody has told what became of them.
   * A municipality that cannot be reached now is asked when the kiosk registers the next time.
   */
  *unsettled(kioskId: string): Process<readonly UnsettledIssuance[]> {
    const unsettled: UnsettledIssuance[] = [];
    for (const [municipality, issuer] of this.#ports.link) {
      const requests = yield* issuer.unsettled(kioskId);
      if (!requests.ok) continue;
      for (const requestId of requests.value) unsettled.push({ municipality, requestId });
    }
    return unsettled;
  }

  /** Ends a session that has come to nothing. Ending one that is not there changes nothing. */
  endSession(sessionId: string, kioskId: string): void {
    if (this.#sessionOf(sessionId, kioskId) !== undefined) this.#forget(sessionId, kioskId);
  }

  *#authenticate(
    sessionId: string,
    session: OpenSession,
    credentials: Credentials,
    nowMs: number,
  ): Process<Outcome<Authentication>> {
    const { municipality } = credentials;
    const issuer = this.#ports.link.get(municipality);
    if (issuer === undefined) return refused('municipality-unknown');
    const presented = presentedCard(credentials);
    session.presented ??= presented;
    if (!isSamePresentation(session.presented, presented)) return refused('session-used');
    const card = yield* this.#verify(sessionId, session, credentials, nowMs);
    if (!card.ok) return card;
    const outcome = yield* issuer.authenticate({ card: card.value, nowMs });
    if (!outcome.ok) return outcome;
    const { holder, offers, withheld } = outcome.value;
    session.holder = holder;
    session.municipality = municipality;
    return granted({ offers, withheld });
  }

  /** What the card itself proves; the PIN of the older cards is the municipality's to check. */
  *#verify(
    sessionId: string,
    session: OpenSession,
    credentials: Credentials,
    nowMs: number,
  ): Process<Outcome<CardAuthentication['card']>> {
    if (credentials.method === 'card-ap') {
      const { cardId, pin, attempt } = credentials;
      return granted({ method: 'card-ap', cardId, pin, attempt: `${sessionId}/${attempt}` });
    }
    const { verifier, revocations } = this.#ports;
    const { challenge } = session;
    const { certificate, signature } = credentials;
    const verified = yield* verifier.verify({ certificate, challenge, signature, nowMs });
    if (!verified.ok) return verified;
    const { serial } = verified.value;
    if (revocations.isRevoked(serial, nowMs)) return refused('certificate-revoked');
    const identity = parseCardSerial(serial);
    if (identity === undefined) return refused('card-not-registered');
    const { municipality: residence, residentNo, generation } = identity;
    session.holder = { residence, residentNo, generation };
    return granted({ method: 'jpki', ...session.holder });
  }

  *#issue(session: OpenSession, request: IssuanceRequest, nowMs: number): Process<Outcome<Issued>> {
    const { holder, municipality, kioskId } = session;
    if (holder === undefined || municipality === undefined) return refused('not-authenticated');
    const { link, antiForgery, keys, entropy } = this.#ports;
    const issuer = link.get(municipality);
    if (issuer === undefined) return refused('municipality-unknown');
    const { requestId, type, options } = request;
    const order = { requestId, kioskId, holder, type, options, nowMs };
    session.askedAt.add(isoTime(nowMs));
    const outcome = yield* issuer.issue(order);
    if (!outcome.ok) return outcome;
    const { issuance } = outcome.value;
    // Hours and dates were decided by another clock: the document may be of a time that was closed.
    if (!session.askedAt.has(issuance.issuedAt)) return refused('issuer-clock-wrong');
    const { documentNumber } = issuance;
    const key = yield* keys.keyOf(documentNumber, () => entropy.documentKey());
    const bare = outcome.value.document;
    const document = yield* antiForgery.protect(bare, { documentNumber, key });
    session.issued = { issuance, document };
    this.#ports.journal({
      kind: 'server-issued',
      t: this.#scenarioMs(nowMs),
      kiosk: kioskId,
      request: requestId,
      number: documentNumber,
      type,
      municipality,
      resident: holder.residentNo,
      repeated: issuance.repeated,
    });
    return granted(session.issued);
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
    for (const [sessionId, { openedAtMs, kioskId }] of this.#sessions) {
      if (nowMs - openedAtMs < lifeMs) return;
      this.#forget(sessionId, kioskId);
    }
  }

  #forget(sessionId: string, kioskId: string): void {
    this.#sessions.delete(sessionId);
    const left = this.openSessionsOf(kioskId) - 1;
    if (left > 0) this.#openByKiosk.set(kioskId, left);
    else this.#openByKiosk.delete(kioskId);
  }
}
