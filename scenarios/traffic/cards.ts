import { z } from 'zod';
import {
  CERTIFICATE_VALIDITY_MS,
  type Holding,
  type Holdings,
  type Period,
} from '../../devices/card/card-office.ts';
import type { CardOrigin } from '../../server/cards/card-registry.ts';
import { type Revocation, RevocationAuthority } from '../../server/cards/revocation.ts';
import { parseCardSerial } from '../../server/contract-card-serial.ts';
import { SyntheticCards } from '../../server/population/card-registry-synthetic.ts';
import { DAY_MS } from '../../sim/civil-time.ts';
import { durationMs, instantMs } from '../../sim/units.ts';
import type { Scenario } from '../scenario.ts';

/** What citizens have in their purse: kinds of cards, and states of a My Number card. */
export const CARDS = [
  'my-number',
  'my-number-expired',
  'my-number-revoked',
  'basic-resident',
  'citizen',
  'other',
  'my-number-under-15',
  'my-number-damaged',
] as const;
type Card = (typeof CARDS)[number];

/** The share of the residents with each card. */
export const CardShares = z
  .partialRecord(z.enum(CARDS), z.number().min(0))
  .default({ 'my-number': 1 })
  .describe(
    'Share of the residents who carry each card, in any unit. my-number: 個人番号カード; ' +
      'my-number-expired and my-number-revoked: one whose certificate has expired or was revoked ' +
      'the day before; basic-resident: 住基カード; citizen: 市民カード; other: one of somebody ' +
      'else’s, such as a bank; my-number-under-15: a child’s, without the pair for signatures; ' +
      'my-number-damaged: one whose chip is broken',
  );
export type CardShares = z.infer<typeof CardShares>;

/** Cards were handed out a year before the run: whole days, so that certificates say it exactly. */
export function cardsValidFromMs(scenario: Scenario): number {
  return Math.floor(instantMs(scenario.start) / DAY_MS) * DAY_MS - 365 * DAY_MS;
}

/**
 * Key of the digests of PINs in the databases of simulated cities. No secret: whoever has this
 * code can work out every PIN of their citizens anyway.
 */
export const SIMULATED_PIN_KEY = new TextEncoder().encode('PINs of people who do not exist: 32+');

/** What each resident has in the purse, by number. */
export function pursesOf({ citizens }: Scenario): (residentNo: number) => Card {
  return purses(citizens.cards);
}

/** Who carries which card: always the same for a resident, whoever else there is. */
export function holdingsOf(scenario: Scenario): Holdings {
  const cardOf = purses(scenario.citizens.cards);
  const untilMs = cardsValidFromMs(scenario);
  const expired = { fromMs: untilMs - CERTIFICATE_VALIDITY_MS, untilMs };
  const holdings = new Map(CARDS.map((card) => [card, holding(card, expired)] as const));
  return (_, residentNo, generation = 1) => {
    const first = holdings.get(cardOf(residentNo)) as Holding;
    return generation === 1 ? first : later(first, generation);
  };
}

/** The cards of the older method that the residents have registered for use. */
export function registeredCardsOf(scenario: Scenario): CardOrigin {
  const cardOf = purses(scenario.citizens.cards);
  return new SyntheticCards((_, residentNo) => {
    const kind = cardOf(residentNo);
    return kind === 'basic-resident' || kind === 'citizen' ? { kind, generation: 1 } : undefined;
  }, instantMs(scenario.start));
}

/**
 * The authority that says which certificates are revoked: those it is known to have revoked, and
 * those of citizens who lost their first card, the day before the run began.
 */
export function revocationsOf(
  scenario: Scenario,
  known: readonly Revocation[] = [],
): RevocationAuthority {
  const { citizens, server, start } = scenario;
  const { delay, every } = server.revocations;
  const publication = { delayMs: durationMs(delay), everyMs: durationMs(every) };
  if ((citizens.cards['my-number-revoked'] ?? 0) === 0) {
    return new RevocationAuthority({ publication, known });
  }
  const cardOf = purses(citizens.cards);
  const dayBeforeMs = instantMs(start) - DAY_MS;
  const revokedAtMs = (serial: string) => {
    const identity = parseCardSerial(serial);
    const lost = identity?.generation === 1 && cardOf(identity.residentNo) === 'my-number-revoked';
    return lost ? dayBeforeMs : undefined;
  };
  return new RevocationAuthority({ publication, known, revokedAtMs });
}

function holding(card: Card, expired: Period): Holding {
  switch (card) {
    case 'my-number':
    case 'my-number-revoked':
      return { kind: 'my-number', generation: 1 };
    case 'my-number-expired':
      return { kind: 'my-number', generation: 1, validity: expired };
    case 'my-number-under-15':
      return { kind: 'my-number', generation: 1, signaturePair: false };
    case 'my-number-damaged':
      return { kind: 'my-number', generation: 1, damaged: true };
    case 'basic-resident':
    case 'citizen':
    case 'other':
      return { kind: card, generation: 1 };
  }
}

/** The card that was handed out later in its stead: with a new certificate, if it has one. */
function later({ kind, signaturePair = true }: Holding, generation: number): Holding {
  // Of what is no card of the service, no other one is handed out.
  const card = { kind, generation: kind === 'other' ? 1 : generation };
  return signaturePair ? card : { ...card, signaturePair };
}

/** Spreads the cards evenly over the numbers of the residents, independent of all else. */
function purses(shares: CardShares): (residentNo: number) => Card {
  const present = CARDS.filter((card) => (shares[card] ?? 0) > 0);
  const total = present.reduce((sum, card) => sum + (shares[card] ?? 0), 0);
  let below = 0;
  const bounds = present.map((card) => {
    below += (shares[card] ?? 0) / total;
    return below;
  });
  const last = present.at(-1) ?? 'my-number';
  return (residentNo) => {
    if (present.length === 1) return last;
    const place = (residentNo * SQUARE_ROOT_OF_31) % 1;
    return present[bounds.findIndex((bound) => place < bound)] ?? last;
  };
}

/** Multiples of the root of a prime are spread evenly (Weyl); this one spreads nothing else. */
const SQUARE_ROOT_OF_31 = Math.sqrt(31);
