import assert from 'node:assert/strict';
import type { Holding } from '../../../devices/card/card-office.ts';
import { DigestCardOffice } from '../../../devices/card/card-office-digest.ts';
import { type DocumentKeys, NO_ANTI_FORGERY } from '../../../server/anti-forgery/anti-forgery.ts';
import type { CardOrigin, CardRegistryOffice } from '../../../server/cards/card-registry.ts';
import { RevocationAuthority } from '../../../server/cards/revocation.ts';
import { DigestSignatureVerifier } from '../../../server/cards/signature-digest.ts';
import type { UseRegistrations } from '../../../server/cards/use-registrations.ts';
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
import type { Municipality } from '../../../server/municipalities/municipality.ts';
import { REAL_PACE } from '../../../server/pace.ts';
import { SyntheticCards } from '../../../server/population/card-registry-synthetic.ts';
import type { Outcome } from '../../../server/problems.ts';
import type { RegisterCopy } from '../../../server/register/register-update.ts';
import type { Process } from '../../../sim/process.ts';
import { Resource } from '../../../sim/resource.ts';
import { streams } from '../../../sim/rng.ts';
import { answerOf, authenticate } from '../../devices/card/card-conversation.ts';
import { type Entries, smallRegister, someMunicipality } from '../register/small-register.ts';
import { answered, newStores, type Stores } from '../stores/stores.ts';

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
  /** Cards of the older method that are registered from the beginning: everybody’s. */
  readonly cards?: CardOrigin;
  readonly revocations?: RevocationAuthority;
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
 * Three municipalities and the centre before them, over stores of each kind. Time is what it is
 * told, and nothing takes any.
 */
export class Towns {
  readonly revocations: RevocationAuthority;
  readonly journal: ServerEvent[] = [];
  readonly centre: Centre;
  readonly register: RegisterCopy;
  readonly cards: CardRegistryOffice;
  readonly uses: UseRegistrations;
  readonly keys: DocumentKeys;
  nowMs = MONDAY;
  readonly #office: DigestCardOffice;
  #requests = 0;

  constructor(options: TownsOptions = {}) {
    const { entries = {}, municipality = {}, holding = {} } = options;
    const held: Holding = { kind: 'my-number', generation: 1, ...holding };
    this.revocations = options.revocations ?? new RevocationAuthority();
    const stores = newStores();
    this.register = stores.register(smallRegister(entries));
    this.cards = stores.cards(options.cards ?? allRegistered(held));
    this.uses = stores.uses();
    this.keys = stores.keys();
    this.#office = new DigestCardOffice({
      validFromMs: at('2014-01-01T00:00'),
      holdings: () => held,
    });
    const issuers = new Map(
      [TOWN, HOMELAND, THIRD].map((code) => {
        const town = someMunicipality({ feesYen: FEES, ...municipality, code });
        return [code, this.#issuer(town, stores)] as const;
      }),
    );
    this.centre = new Centre({
      link: issuers,
      verifier: new DigestSignatureVerifier(this.#office.authority),
      revocations: this.revocations,
      antiForgery: NO_ANTI_FORGERY,
      keys: this.keys,
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

  show(session: OpenSession, credentials: Credentials): Promise<Outcome<Authentication>> {
    const { sessionId, kioskId } = session;
    return run(this.centre.authenticate(sessionId, kioskId, credentials, this.nowMs));
  }

  /** A resident with a My Number card comes to a kiosk and asks a municipality. */
  comes(residentNo: number, asks: Asks = {}): Promise<Outcome<Authentication>> {
    const session = this.open();
    return this.show(session, this.signed(session, residentNo, asks));
  }

  /** The same with a card of the older method, and a PIN typed in a session of its own or not. */
  types(
    residentNo: number,
    pin: string,
    asks: { kind?: MunicipalCardKind; session?: OpenSession; attempt?: number } = {},
  ): Promise<Outcome<Authentication>> {
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
  async applies(residentNo: number, municipality: string): Promise<Outcome<UsableFrom>> {
    const session = this.open();
    await this.show(session, this.signed(session, residentNo, { municipality }));
    return this.apply(session, municipality);
  }

  apply({ sessionId, kioskId }: OpenSession, municipality: string): Promise<Outcome<UsableFrom>> {
    return run(this.centre.applyForUse(sessionId, kioskId, municipality, this.nowMs));
  }

  async issue(
    { sessionId, kioskId }: OpenSession,
    type: CertificateType,
    named?: string,
  ): Promise<Outcome<Issuance>> {
    const requestId = named ?? `request-${++this.#requests}`;
    const request = { requestId, type, options: DEFAULT_OPTIONS };
    const issued = await run(this.centre.issue(sessionId, kioskId, request, this.nowMs));
    return issued.ok ? { ok: true, value: issued.value.issuance } : issued;
  }

  #issuer(municipality: Municipality, stores: Stores): Issuer {
    const pace = REAL_PACE;
    return new Issuer(municipality, {
      register: this.register,
      cards: this.cards,
      uses: this.uses,
      ledger: stores.ledger(),
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

/** What a process of the server returns; it may wait for nothing but its stores. */
export function run<A>(process: Process<A>): Promise<A> {
  return answered(process);
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
