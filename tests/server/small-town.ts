import { NO_ANTI_FORGERY } from '../../server/anti-forgery/anti-forgery.ts';
import type { CardRegistryOffice, NewCard } from '../../server/cards/card-registry.ts';
import { NOTHING_REVOKED, RevocationAuthority, revokingAt } from '../../server/cards/revocation.ts';
import { DigestSignatureVerifier } from '../../server/cards/signature-digest.ts';
import { Centre } from '../../server/centre.ts';
import type { CertificateType } from '../../server/contract.ts';
import { cardId } from '../../server/contract-card-id.ts';
import type { Renderer } from '../../server/document/document.ts';
import { PrintStage } from '../../server/document/print-images.ts';
import { StreamEntropy } from '../../server/entropy.ts';
import type { ServerEvent } from '../../server/events.ts';
import { Issuer } from '../../server/issuer.ts';
import type { Municipality } from '../../server/municipalities/municipality.ts';
import { MunicipalityData, municipalityOf } from '../../server/municipalities/municipality-data.ts';
import type { Pace } from '../../server/pace.ts';
import { ageOf, withinShare } from '../../server/population/population-synthetic.ts';
import { syntheticRegister } from '../../server/population/resident-synthetic.ts';
import { BaseRegister } from '../../server/register/base-register.ts';
import { Office } from '../../server/register/office.ts';
import type { Resident } from '../../server/register/register.ts';
import type { RegisterCopy } from '../../server/register/register-update.ts';
import { type FeedSettings, UpdateFeed } from '../../server/register/update-feed.ts';
import { constant } from '../../sim/distribution.ts';
import { type Process, type Runner, ready } from '../../sim/process.ts';
import { Resource } from '../../sim/resource.ts';
import { streams } from '../../sim/rng.ts';
import { answerOf } from '../devices/card/card-conversation.ts';
import { type CountedLedger, newStores, type Stores } from './stores/stores.ts';

export const TOWN = '27203';
/** Where others live, some of whose family registers the town keeps. */
export const NEIGHBOUR = '45201';
/** Where nobody has heard of the service. */
export const ELSEWHERE = '13101';
/** An ordinary Monday, ten o'clock. */
export const OPEN_MS = Date.parse('2015-06-01T10:00:00+09:00');

const POPULATION = 500;

const REGISTER = syntheticRegister(
  streams(1),
  [
    { code: TOWN, population: POPULATION },
    { code: NEIGHBOUR, population: POPULATION },
  ],
  { asOf: '2015-06-01', domicileElsewhereShare: 0.2 },
);

/** A grown-up with a seal, one without, a child, and a number nobody has. */
export const SEALED = residentWhere((no) => ageOf(no) > 20 && withinShare(no, 0.6));
export const SEALLESS = residentWhere((no) => ageOf(no) > 20 && !withinShare(no, 0.6));
export const CHILD = residentWhere((no) => ageOf(no) < 15);
export const NOBODY = POPULATION;
/** A grown-up of the neighbour whose family register the town keeps. */
export const AWAY = residentWhere(
  (no) => ageOf(no) > 20 && residentOf(NEIGHBOUR, no)?.domicile.municipality === TOWN,
);
/** One whose register the neighbour keeps itself. */
export const STRANGER = residentWhere(
  (no) => ageOf(no) > 20 && residentOf(NEIGHBOUR, no)?.domicile.municipality === NEIGHBOUR,
);

/** A card of the older method that the town has registered, and its PIN. */
export const OLDER_CARD = { cardId: cardId('basic-resident', TOWN, SEALED, 1), pin: '4321' };

export type Fees = Readonly<Partial<Record<CertificateType, number>>>;

export interface TownOptions {
  readonly feesYen: Fees;
  readonly renderer: Renderer;
  readonly pace: Pace;
  /** Of the cards. */
  readonly authority: Uint8Array;
  readonly runner: Runner;
  readonly journal: (event: ServerEvent) => void;
}

/** The centre, and the office whose changes the issuing server of the one town is told. */
export interface Town {
  readonly centre: Centre;
  readonly issuer: Issuer;
  readonly office: Office;
  readonly ledger: CountedLedger;
}

/** The one town and its office behind the centre, over stores of each kind. */
export function smallTown(options: TownOptions): Town {
  const { feesYen, renderer, pace, authority, journal } = options;
  const stores = newStores();
  const stage = new Resource(4);
  const register = stores.register(REGISTER);
  const cards = stores.cards({ card: olderCard });
  const ledger = stores.ledger();
  const issuer = new Issuer(town(feesYen), {
    register,
    cards,
    uses: stores.uses(),
    ledger,
    printImages: new PrintStage({ renderer, pace, stage, timeoutMs: 10_000 }),
    pace,
    workers: new Resource(4),
  });
  const centre = new Centre({
    link: new Map([[TOWN, issuer]]),
    verifier: new DigestSignatureVerifier(authority),
    revocations: NOTHING_REVOKED,
    antiForgery: NO_ANTI_FORGERY,
    keys: stores.keys(),
    entropy: new StreamEntropy(streams(1).stream('centre', 'entropy')),
    journal,
    originMs: OPEN_MS,
  });
  return { centre, issuer, office: officeOf(stores, register, cards, options), ledger };
}

function officeOf(
  stores: Stores,
  copy: RegisterCopy,
  cards: CardRegistryOffice,
  { runner, journal }: TownOptions,
): Office {
  const base = new BaseRegister({
    origin: REGISTER,
    log: stores.changeLog(),
    streams: streams(1),
    placeName: (code) => code,
  });
  const feed = new UpdateFeed({
    runner,
    copy,
    streams: streams(1),
    settings: () => AT_ONCE,
    originMs: OPEN_MS,
    journal,
    onError: () => {},
  });
  const revocations = revokingAt(new RevocationAuthority(), stores.keep);
  return new Office({ base, feed, cards, revocations, runner, originMs: OPEN_MS, journal });
}

const AT_ONCE: FeedSettings = {
  lagMs: constant(0),
  writeMs: constant(0),
  loss: 0,
  repetition: 0,
  nightlyMs: undefined,
};

function town(feesYen: Fees): Municipality {
  return municipalityOf(
    MunicipalityData.parse({
      code: TOWN,
      name: '豊中市',
      issuerTitle: '豊中市長',
      population: POPULATION,
      feesYen,
      methods: ['jpki', 'card-ap'],
    }),
  );
}

/** The one card of the older method. */
function olderCard(municipality: string, cardId: string): Process<NewCard | undefined> {
  if (municipality !== TOWN || cardId !== OLDER_CARD.cardId) return ready(undefined);
  const held = { kind: 'basic-resident', residentNo: SEALED, generation: 1 } as const;
  return ready({ ...OLDER_CARD, ...held, usableFromMs: 0 });
}

function residentOf(municipality: string, no: number): Resident | undefined {
  return answerOf(REGISTER.resident(municipality, no));
}

function residentWhere(is: (no: number) => boolean): number {
  return Array.from({ length: POPULATION }, (_, no) => no).findIndex(is);
}
