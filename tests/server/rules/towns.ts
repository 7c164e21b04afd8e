import assert from 'node:assert/strict';
import type { Holding } from '../../../devices/card-office.ts';
import { DigestCardOffice } from '../../../devices/card-office-digest.ts';
import { NO_ANTI_FORGERY, NO_DOCUMENT_KEYS } from '../../../server/anti-forgery/anti-forgery.ts';
import type { CardOrigin, CardRegistry } from '../../../server/cards/card-registry.ts';
import { MemoryCardRegistry } from '../../../server/cards/card-registry-memory.ts';
import { RevocationAuthority } from '../../../server/cards/revocation.ts';
import { DigestSignatureVerifier } from '../../../server/cards/signature-digest.ts';
import { MemoryUseRegistrations } from '../../../server/cards/use-registrations-memory.ts';
import { Centre, type Credentials } from '../../../server/centre.ts';
import {
  type Authentication,
  type CertificateType,
  DEFAULT_OPTIONS,
  type Issuance,
} from '../../../server/contract.ts';
import { cardId, type MunicipalCardKind } from '../../../server/contract-card-id.ts';
import { cardPin } from '../../../server/contract-card-pin.ts';
import { unhashed } from '../../../server/contract-digest-signature.ts';
import { DigestRenderer } from '../../../server/document/document-digest.ts';
import { PrintStage } from '../../../server/document/print-images.ts';
import { StreamEntropy } from '../../../server/entropy.ts';
import type { ServerEvent } from '../../../server/events.ts';
import { Issuer } from '../../../server/issuer.ts';
import { MemoryLedger } from '../../../server/ledger/ledger-memory.ts';
import type { Municipality } from '../../../server/municipalities/municipality.ts';
import { REAL_PACE } from '../../../server/pace.ts';
import { SyntheticCards } from '../../../server/population/card-registry-synthetic.ts';
import type { Outcome } from '../../../server/problems.ts';
import type { Register } from '../../../server/register/register.ts';
import type { Process } from '../../../sim/process.ts';
import { Resource } from '../../../sim/resource.ts';
import { streams } from '../../../sim/rng.ts';
import { answerOf, authenticate } from '../../devices/card-conversation.ts';
import { type Entries, smallRegister, someMunicipality } from '../register/small-register.ts';

/** Where people live unless said otherwise, where their families are kept, and a third one. */
export const TOWN = '27203';
export const HOMELAND = '45201';
export const THIRD = '12203';

/** Nothing is offered there, and it is on no map of the centre. */
export const NOWHERE = '48301';

/** A civil instant in Japan. */
export const at = (civil: string) => Date.parse(`${civil}+09:00`);

/** An ordinary Monday, ten o'clock. */
export const MONDAY = at('2015-06-01T10:00');

const FEES: Municipality['feesYen'] = { 'resident-record': 200, 'family-register-full': 450 };

export interface TownsOptions {
  readonly entries?: Readonly<Record<string, Entries>>;
  readonly municipality?: Partial<Municipality>;
  readonly holding?: Partial<Holding>;
  readonly cards?: CardRegistry;
  readonly revocations?: RevocationAuthority;
  readonly register?: (sound: Register) => Register;
}

/** Where somebody lives, and which municipality they ask: TOWN, and that one. */
export interface Asks {
  readonly residence?: string;
  readonly municipality?: string;
}

interface UsableFrom {
  readonly usableFromMs: number;
}

/** A session as its kiosk knows it. */
export interface OpenSession {
  readonly sessionId: string;
  readonly challenge: Uint8Array;
  readonly kioskId: string;
}

/**
 * Three municipalities and the centre before them, in memory. Time is what it is told, and nothing
 * takes any.
 */
export class Towns {
  readonly revocations: RevocationAuthority;
  readonly uses = new MemoryUseRegistrations();
  readonly journal: ServerEvent[] = [];
  readonly centre: Centre;
  readonly cards: CardRegistry;
  nowMs = MONDAY;
  readonly #office: DigestCardOffice;
  #requests = 0;

  constructor(options: TownsOptions = {}) {
    const { entries = {}, municipality = {}, holding = {} } = options;
    const held: Holding = { kind: 'my-number', generation: 1, ...holding };
    this.revocations = options.revocations ?? new RevocationAuthority();
    this.cards = options.cards ?? new MemoryCardRegistry(allRegistered(held));
    this.#office = new DigestCardOffice({
      validFromMs: at('2014-01-01T00:00'),
      holdings: () => held,
    });
    const sound = smallRegister(entries);
    const register = options.register?.(sound) ?? sound;
    const issuers = new Map(
      [TOWN, HOMELAND, THIRD].map((code) => {
        const town = someMunicipality({ feesYen: FEES, ...municipality, code });
        return [code, this.#issuer(town, register)] as const;
      }),
    );
    this.centre = new Centre({
      link: issuers,
      verifier: new DigestSignatureVerifier(this.#office.authority),
      revocations: this.revocations,
      antiForgery: NO_ANTI_FORGERY,
      keys: NO_DOCUMENT_KEYS,
      entropy: new StreamEntropy(streams(1).stream('centre', 'entropy')),
      journal: (event) => this.journal.push(event),
      originMs: MONDAY,
    });
  }

  open(kioskId = 'in-001'): OpenSession {
    return { kioskId, ...this.centre.openSession(kioskId, this.nowMs) };
  }

  /** What the card of a resident makes of a challenge, asked for at a municipality. */
  signed(
    { challenge }: Pick<OpenSession, 'challenge'>,
    residentNo: number,
    asks: Asks & { readonly office?: DigestCardOffice } = {},
  ): Extract<Credentials, { method: 'jpki' }> {
    const { residence = TOWN, municipality = residence, office = this.#office } = asks;
    const held = answerOf(office.card(residence, residentNo));
    return { method: 'jpki', municipality, ...authenticate(held, challenge, unhashed) };
  }

  show(session: OpenSession, credentials: Credentials): Outcome<Authentication> {
    const { sessionId, kioskId } = session;
    return run(this.centre.authenticate(sessionId, kioskId, credentials, this.nowMs));
  }

  /** A resident with a My Number card comes to a kiosk and asks a municipality. */
  comes(residentNo: number, asks: Asks = {}): Outcome<Authentication> {
    const session = this.open();
    return this.show(session, this.signed(session, residentNo, asks));
  }

  /** The same with a card of the older method, and a PIN typed in a session of its own or not. */
  types(
    residentNo: number,
    pin: string,
    asks: { kind?: MunicipalCardKind; session?: OpenSession; attempt?: number } = {},
  ): Outcome<Authentication> {
    const { kind = 'basic-resident', session = this.open(), attempt = 1 } = asks;
    const id = cardId(kind, TOWN, residentNo, 1);
    const credentials = {
      method: 'card-ap',
      municipality: TOWN,
      cardId: id,
      pin,
      attempt,
    } as const;
    return this.show(session, credentials);
  }

  /** 利用登録申請 at a municipality, in a session of the resident's own. */
  applies(residentNo: number, municipality: string): Outcome<UsableFrom> {
    const session = this.open();
    this.show(session, this.signed(session, residentNo, { municipality }));
    return this.apply(session, municipality);
  }

  apply({ sessionId, kioskId }: OpenSession, municipality: string): Outcome<UsableFrom> {
    return run(this.centre.applyForUse(sessionId, kioskId, municipality, this.nowMs));
  }

  issue({ sessionId, kioskId }: OpenSession, type: CertificateType): Outcome<Issuance> {
    const requestId = `r${++this.#requests}`;
    const request = { requestId, type, options: DEFAULT_OPTIONS };
    const issued = run(this.centre.issue(sessionId, kioskId, request, this.nowMs));
    return issued.ok ? { ok: true, value: issued.value.issuance } : issued;
  }

  #issuer(municipality: Municipality, register: Register): Issuer {
    const pace = REAL_PACE;
    return new Issuer(municipality, {
      register,
      cards: this.cards,
      uses: this.uses,
      ledger: new MemoryLedger(),
      printImages: new PrintStage({
        renderer: new DigestRenderer(),
        pace,
        stage: new Resource(1),
        timeoutMs: 60_000,
      }),
      pace,
      workers: new Resource(4),
    });
  }
}

/** Everybody in TOWN has registered a card of both kinds. */
function allRegistered({ generation }: Holding): CardOrigin {
  const basic = new SyntheticCards(() => ({ kind: 'basic-resident', generation }), MONDAY);
  const citizen = new SyntheticCards(() => ({ kind: 'citizen', generation }), MONDAY);
  return {
    *card(municipality, id) {
      return (yield* basic.card(municipality, id)) ?? (yield* citizen.card(municipality, id));
    },
  };
}

/** What a process of the server returns; it may not wait. */
export function run<A>(process: Process<A>): A {
  return answerOf(process);
}

/** The code of a refusal, or 'granted'. */
export function codeOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? 'granted' : outcome.code;
}

/** What is on offer, by type. */
export function offered(outcome: Outcome<Authentication>): readonly CertificateType[] {
  assert(outcome.ok, `refused: ${codeOf(outcome)}`);
  return outcome.value.offers.map(({ type }) => type);
}

/** The PIN of a resident of TOWN, and one that is not. */
export function pinsOf(residentNo: number): { readonly right: string; readonly wrong: string } {
  const right = cardPin(TOWN, residentNo);
  return { right, wrong: String((Number(right) + 1) % 10_000).padStart(4, '0') };
}
