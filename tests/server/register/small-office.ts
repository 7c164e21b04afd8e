import { type CardRegistryOffice, NO_CARDS } from '../../../server/cards/card-registry.ts';
import {
  ONLINE_STATUS,
  RevocationAuthority,
  revokingAt,
} from '../../../server/cards/revocation.ts';
import {
  type CertificateOptions,
  type CertificateType,
  DEFAULT_OPTIONS,
} from '../../../server/contract.ts';
import { DigestRenderer } from '../../../server/document/document-digest.ts';
import { PrintStage } from '../../../server/document/print-images.ts';
import type { ServerEvent } from '../../../server/events.ts';
import { Issuer } from '../../../server/issuer.ts';
import type { CardHolder, Issued } from '../../../server/issuing.ts';
import { REAL_PACE } from '../../../server/pace.ts';
import { syntheticRegister } from '../../../server/population/resident-synthetic.ts';
import type { Outcome } from '../../../server/problems.ts';
import { BaseRegister } from '../../../server/register/base-register.ts';
import { type ChangeLog, MemoryChangeLog } from '../../../server/register/change-log.ts';
import { Office, OfficeOperation, type OfficeReceipt } from '../../../server/register/office.ts';
import type { Register, Resident } from '../../../server/register/register.ts';
import type { RegisterCopy } from '../../../server/register/register-update.ts';
import { type FeedSettings, UpdateFeed } from '../../../server/register/update-feed.ts';
import { constant } from '../../../sim/distribution.ts';
import type { Process } from '../../../sim/process.ts';
import { Resource } from '../../../sim/resource.ts';
import { streams } from '../../../sim/rng.ts';
import { advance, answered, newStores, storesTime } from '../stores/stores.ts';
import { someMunicipality } from './small-register.ts';

/** Two cities that take part. */
export const TOWN = '27203';
export const NEIGHBOUR = '45201';
/** An ordinary Monday, ten o'clock. */
export const START_MS = Date.parse('2015-06-01T10:00:00+09:00');
/** What an update takes on its way where nothing else is said. */
export const LAG_MS = 2_000;

const CODES = [TOWN, NEIGHBOUR];
const POPULATION = 500;
const FEES_YEN: Readonly<Record<CertificateType, number>> = {
  'resident-record': 200,
  'resident-record-items': 200,
  'seal-registration': 200,
  tax: 200,
  'family-register-full': 450,
  'family-register-individual': 450,
  'family-register-addresses': 300,
};

/** Residents as every test finds them; the family register of each is where they live. */
export const ORIGIN = syntheticRegister(
  streams(1),
  CODES.map((code) => ({ code, population: POPULATION })),
  { asOf: '2015-06-01' },
);

export const ON_TIME: FeedSettings = {
  lagMs: constant(LAG_MS),
  writeMs: constant(0),
  loss: 0,
  repetition: 0,
  nightlyMs: undefined,
};

/** A base register over the same residents, with a log in memory unless another one is given. */
export function baseRegister(log: ChangeLog = new MemoryChangeLog(), origin: Register = ORIGIN) {
  return new BaseRegister({
    origin,
    log,
    streams: streams(1),
    placeName: (code) => (code === TOWN ? '大阪府豊中市' : '宮崎県宮崎市'),
  });
}

/**
 * Offices, base systems, feed, copy and issuing servers of the two cities in virtual time, over
 * stores of each kind.
 */
export class SmallOffice {
  readonly runner = storesTime();
  readonly stores = newStores();
  readonly base = baseRegister(this.stores.changeLog());
  readonly copy: RegisterCopy = this.stores.register(ORIGIN);
  readonly journal: ServerEvent[] = [];
  readonly errors: unknown[] = [];
  settings: FeedSettings;
  readonly feed: UpdateFeed;
  readonly office: Office;
  readonly cards: CardRegistryOffice = this.stores.cards(NO_CARDS);
  readonly authority = new RevocationAuthority({ publication: ONLINE_STATUS });
  readonly revocations = revokingAt(this.authority, this.stores.keep);
  readonly #issuers: ReadonlyMap<string, Issuer>;
  #requests = 0;

  constructor(settings: Partial<FeedSettings> = {}) {
    this.settings = { ...ON_TIME, ...settings };
    const { runner, base, copy, cards, revocations } = this;
    const journal = (event: ServerEvent) => this.journal.push(event);
    this.feed = new UpdateFeed({
      runner,
      copy,
      streams: streams(1),
      settings: () => this.settings,
      originMs: START_MS,
      journal,
      onError: (error) => this.errors.push(error),
    });
    const clock = { runner, originMs: START_MS, journal };
    this.office = new Office({ ...clock, base, feed: this.feed, cards, revocations });
    this.#issuers = new Map(CODES.map((code) => [code, issuer(code, this)]));
  }

  get nowMs(): number {
    return START_MS + this.runner.now();
  }

  /** Lets time pass. */
  pass(ms: number): Promise<void> {
    return advance(this.runner, this.runner.now() + ms);
  }

  /** The office's operation, as it comes over the wire, before any update has got anywhere. */
  perform(operation: unknown, requestId?: string): Promise<Outcome<OfficeReceipt>> {
    const order = OfficeOperation.parse(operation);
    return this.answer(this.office.perform(order, this.nowMs, requestId));
  }

  /** The same, successfully, and its update delivered. */
  async enter(operation: unknown): Promise<OfficeReceipt> {
    const outcome = await this.perform(operation);
    if (!outcome.ok) throw new Error(`refused: ${outcome.code}`);
    await this.pass(LAG_MS);
    return outcome.value;
  }

  /** What somebody is refused at a kiosk, or the version of what they are issued. */
  async ask(
    no: number,
    type: CertificateType,
    options: Partial<CertificateOptions> = {},
    holder: Partial<CardHolder> = {},
  ): Promise<string | number> {
    const outcome = await this.issue(no, type, options, holder);
    return outcome.ok ? outcome.value.issuance.registerVersion : outcome.code;
  }

  issue(
    no: number,
    type: CertificateType,
    options: Partial<CertificateOptions> = {},
    holder: Partial<CardHolder> = {},
  ): Promise<Outcome<Issued>> {
    const card = { residence: TOWN, residentNo: no, generation: 1, ...holder };
    const { nowMs } = this;
    const issuing = this.#issuers.get(card.residence)!;
    const order = { requestId: `request-${++this.#requests}`, kioskId: 'kiosk-1', nowMs, type };
    return this.answer(
      issuing.issue({ ...order, holder: card, options: { ...DEFAULT_OPTIONS, ...options } }),
    );
  }

  /** Why somebody is not even let in, why a certificate is not on offer, or that it is. */
  async offered(
    no: number,
    type: CertificateType,
    holder: Partial<CardHolder> = {},
  ): Promise<string> {
    const card = { residence: TOWN, residentNo: no, generation: 1, ...holder };
    const issuing = this.#issuers.get(card.residence)!;
    const { nowMs } = this;
    const asked = issuing.authenticate({ card: { method: 'jpki', ...card }, nowMs });
    const outcome = await this.answer(asked);
    if (!outcome.ok) return outcome.code;
    const { offers, withheld } = outcome.value;
    if (offers.some((offer) => offer.type === type)) return 'offered';
    return withheld.find((other) => other.type === type)?.code ?? 'not-offered';
  }

  /** What a process answers at this instant. */
  answer<A>(process: Process<A>): Promise<A> {
    return answered(process, this.runner);
  }

  /** A resident as the base system has it. */
  async truth(no: number, municipality = TOWN): Promise<Resident> {
    return (await this.answer(this.base.resident(municipality, no)))!;
  }
}

function issuer(code: string, { copy, cards, stores }: SmallOffice): Issuer {
  const pace = REAL_PACE;
  const stage = new Resource(4);
  const renderer = new DigestRenderer();
  return new Issuer(someMunicipality({ code, feesYen: FEES_YEN }), {
    register: copy,
    cards,
    uses: stores.uses(),
    ledger: stores.ledger(),
    printImages: new PrintStage({ renderer, pace, stage, timeoutMs: 10_000 }),
    pace,
    workers: new Resource(4),
  });
}
