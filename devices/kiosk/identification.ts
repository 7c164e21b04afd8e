import type { Authentication } from '../../server/contract.ts';
import type { Process } from '../../sim/process.ts';
import { TIMED_OUT } from '../../sim/waiting.ts';
import type { CentreSession, Credentials, Reply } from '../bus/centre.ts';
import { openCardAp, readCardId } from '../card/card-ap.ts';
import type { HeldCard } from '../card/card-office.ts';
import { openJpki, readCertificate, signChallenge, verifyPin } from '../card/jpki.ts';
import type { PinResult } from '../events.ts';
import type { Progress, Step } from './progress.ts';

/** How a card can prove whose it is. */
export type Method = Credentials['method'];

/** The centre knows the citizen. */
export interface Identified {
  readonly session: CentreSession;
  readonly authentication: Authentication;
}

/** How often a kiosk lets a PIN be typed that the municipality checks; a card counts itself. */
const PIN_ENTRIES = 3;

/** Finds out how the card in the reader can prove whose it is, if it can. */
export function* recognise(progress: Progress): Process<Step<Method>> {
  const { reader } = progress.ports;
  const present = yield* reader.connect();
  if (present.kind !== 'connected') return failedCard(progress, present.kind);
  const jpki = yield* openJpki(reader);
  if (jpki.kind === 'opened') return JPKI;
  const cardAp = jpki.kind === 'absent' ? yield* openCardAp(reader) : jpki;
  if (cardAp.kind === 'opened') return CARD_AP;
  if (cardAp.kind === 'absent') return { end: progress.end('refused', 'method-not-accepted') };
  return failedCard(progress, cardAp.kind);
}

/** Has the citizen type the PIN and the centre find out who it is. */
export function identify(
  progress: Progress,
  method: Method,
  held: HeldCard,
): Process<Step<Identified>> {
  return method === 'jpki' ? bySignature(progress, held) : byCardId(progress, held);
}

/** The card checks the PIN and signs the centre's challenge. */
function* bySignature(progress: Progress, held: HeldCard): Process<Step<Identified>> {
  const { ports, visit } = progress;
  const { reader, digestInfo } = ports;
  const verified = yield* typePin(progress, held);
  if (verified.end !== undefined) return verified;
  progress.enter('authenticate');
  const opened = yield* openSession(progress);
  if (opened.end !== undefined) return opened;
  const session = opened.value;
  const certificate = yield* readCertificate(reader);
  const signed =
    certificate.kind === 'read'
      ? yield* signChallenge(reader, session.challenge, digestInfo)
      : certificate;
  if (certificate.kind !== 'read' || signed.kind !== 'signed') {
    progress.endSession(session);
    return failedCard(progress, signed.kind);
  }
  const reply = yield* authenticate(progress, session, {
    method: 'jpki',
    municipality: visit.municipality,
    certificate: certificate.certificate,
    signature: signed.signature,
  });
  return identified(progress, session, reply);
}

function* typePin(progress: Progress, { pin, name }: HeldCard): Process<Step<void>> {
  const { ports, visit } = progress;
  for (;;) {
    yield progress.think('pin');
    const answer = yield* verifyPin(ports.reader, visit.citizen.typedPin(pin));
    switch (answer.kind) {
      case 'verified':
        progress.tellPin(name, 'right', 'card');
        return { value: undefined };
      case 'wrong':
        progress.tellPin(name, 'wrong', 'card');
        progress.pinWrong(answer.triesLeft);
        continue;
      case 'blocked':
        progress.tellPin(name, 'locked', 'card');
        return { end: progress.end('refused', 'pin-locked') };
      case 'removed':
      case 'mute':
      case 'card-error':
        progress.tellPin(name, 'unknown', 'card');
        return failedCard(progress, answer.kind);
    }
  }
}

/** The card says which one it is, and the municipality checks the PIN against its own record. */
function* byCardId(progress: Progress, { pin, name }: HeldCard): Process<Step<Identified>> {
  const { ports, visit } = progress;
  const { municipality, citizen } = visit;
  progress.enter('pin');
  const card = yield* readCardId(ports.reader);
  if (card.kind !== 'read') return failedCard(progress, card.kind);
  const { cardId } = card;
  let session: CentreSession | undefined;
  for (let attempt = 1; ; attempt++) {
    yield progress.think('pin');
    const typed = citizen.typedPin(pin);
    progress.enter('authenticate');
    if (session === undefined) {
      const opened = yield* openSession(progress);
      if (opened.end !== undefined) return opened;
      session = opened.value;
    }
    const credentials = { method: 'card-ap' as const, municipality, cardId, pin: typed, attempt };
    const reply = yield* authenticate(progress, session, credentials);
    progress.tellPin(name, pinResultOf(reply), 'municipality');
    if (isWrongPin(reply) && attempt < PIN_ENTRIES) {
      progress.pinWrong(undefined);
      continue;
    }
    return identified(progress, session, reply);
  }
}

function* openSession(progress: Progress): Process<Step<CentreSession>> {
  const { kioskId, ports } = progress;
  return progress.granted(yield* progress.ask(() => ports.centre.openSession(kioskId)));
}

function authenticate(
  progress: Progress,
  { sessionId }: CentreSession,
  credentials: Credentials,
): Process<Reply<Authentication> | typeof TIMED_OUT> {
  const { kioskId, ports } = progress;
  return progress.ask(() => ports.centre.authenticate(kioskId, sessionId, credentials));
}

function identified(
  progress: Progress,
  session: CentreSession,
  reply: Reply<Authentication> | typeof TIMED_OUT,
): Step<Identified> {
  const authentication = progress.granted(reply);
  if (authentication.end === undefined) {
    return { value: { session, authentication: authentication.value } };
  }
  progress.endSession(session);
  return authentication;
}

function isWrongPin(reply: Reply<unknown> | typeof TIMED_OUT): boolean {
  return reply !== TIMED_OUT && reply.kind === 'refused' && reply.code === 'pin-wrong';
}

/** What a reply says of the PIN; whatever else is refused may have been refused before. */
function pinResultOf(reply: Reply<unknown> | typeof TIMED_OUT): PinResult {
  if (isWrongPin(reply)) return 'wrong';
  if (reply === TIMED_OUT || reply.kind === 'failed') return 'unknown';
  if (reply.kind === 'granted') return 'right';
  return reply.code === 'pin-locked' ? 'locked' : 'unknown';
}

function failedCard(progress: Progress, why: string): Step<never> {
  return { end: progress.end('failed', `card: ${why}`) };
}

const JPKI: Step<Method> = { value: 'jpki' };
const CARD_AP: Step<Method> = { value: 'card-ap' };
