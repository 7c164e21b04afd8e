import { isoTime } from '../sim/civil-time.ts';
import type { Process } from '../sim/process.ts';
import type { Resource } from '../sim/resource.ts';
import type { CardRegistry } from './cards/card-registry.ts';
import type { UseRegistrations } from './cards/use-registrations.ts';
import type { Applicant, Certificate } from './certificate.ts';
import { CERTIFICATES } from './certificates.ts';
import {
  CERTIFICATE_TYPES,
  type Choices,
  type Issuance,
  type Offer,
  type Withheld,
} from './contract.ts';
import type { Draft } from './document/document.ts';
import type { PrintImages } from './document/print-images.ts';
import { Eligibility } from './eligibility.ts';
import type {
  Authenticated,
  CardAuthentication,
  CardHolder,
  Issued,
  IssueOrder,
  Issuing,
  Settlement,
  UseApplication,
} from './issuing.ts';
import type { Entry, Ledger } from './ledger/ledger.ts';
import { usableFromMs } from './municipalities/business-days.ts';
import type { Municipality } from './municipalities/municipality.ts';
import { closedBecause } from './municipalities/opening-hours.ts';
import type { Pace } from './pace.ts';
import { granted, type Outcome, refused } from './problems.ts';
import type { Register } from './register/register.ts';

export interface IssuerPorts {
  readonly register: Register;
  readonly cards: CardRegistry;
  readonly uses: UseRegistrations;
  readonly ledger: Ledger;
  readonly printImages: PrintImages;
  readonly pace: Pace;
  /** Workers that serve at the same time; the others wait in their queue. */
  readonly workers: Resource;
}

/** Business days from a 利用登録申請 to its first use (P50). */
const USE_AFTER_BUSINESS_DAYS = 5;

/** One municipality's issuing server: who it is, what they may have, numbering, print image. */
export class Issuer implements Issuing {
  readonly #municipality: Municipality;
  readonly #ports: IssuerPorts;
  readonly #eligibility = new Eligibility();

  constructor(municipality: Municipality, ports: IssuerPorts) {
    this.#municipality = municipality;
    this.#ports = ports;
  }

  *authenticate(order: CardAuthentication): Process<Outcome<Authenticated>> {
    const { workers, pace } = this.#ports;
    const { card, nowMs } = order;
    const key = card.method === 'jpki' ? card.residentNo : card.cardId;
    yield* workers.acquire();
    try {
      yield* pace.work('authenticate', `${key}@${nowMs}`);
      const closed = closedBecause(this.#municipality.calendar, nowMs);
      if (closed !== undefined) return refused(closed);
      const holder = yield* this.#holderOf(order);
      if (!holder.ok) return holder;
      const applicant = yield* this.#applicant(holder.value, nowMs);
      if (!applicant.ok) return applicant;
      return granted(yield* this.#offers(holder.value, applicant.value));
    } finally {
      workers.release();
    }
  }

  *issue(order: IssueOrder): Process<Outcome<Issued>> {
    const { workers, pace } = this.#ports;
    yield* workers.acquire();
    try {
      yield* pace.work('issue', `${order.holder.residentNo}@${order.nowMs}`);
      return yield* this.#issue(order);
    } finally {
      workers.release();
    }
  }

  *settle(settlement: Settlement): Process<Outcome<void>> {
    const known = yield* this.#ports.ledger.settle(settlement);
    return known ? granted(undefined) : refused('issuance-unknown');
  }

  *unsettled(kioskId: string): Process<Outcome<readonly string[]>> {
    return granted(yield* this.#ports.ledger.unsettled(kioskId));
  }

  *applyForUse({ holder, nowMs }: UseApplication): Process<Outcome<{ usableFromMs: number }>> {
    const { code, calendar } = this.#municipality;
    const { register, uses } = this.#ports;
    const closed = closedBecause(calendar, nowMs);
    if (closed !== undefined) return refused(closed);
    const owner = yield* register.resident(holder.residence, holder.residentNo);
    if (owner === undefined) return refused('card-not-registered');
    const { domicile } = owner;
    if (domicile.municipality !== code || holder.residence === code) {
      return refused('domicile-elsewhere');
    }
    const ineligible = this.#eligibility.atDomicile(owner, holder.generation, nowMs);
    if (ineligible !== undefined) return refused(ineligible);
    const { familyNo } = domicile;
    const fromMs = usableFromMs(nowMs, USE_AFTER_BUSINESS_DAYS);
    const use = { familyNo, appliedAtMs: nowMs, usableFromMs: fromMs };
    const added = yield* uses.add(code, holder, use);
    return added ? granted({ usableFromMs: fromMs }) : refused('use-already-registered');
  }

  /** Whose card it is. The PIN of the older cards is checked here, not by the card. */
  *#holderOf({ card, nowMs }: CardAuthentication): Process<Outcome<CardHolder>> {
    const { code, methods } = this.#municipality;
    if (!methods.includes(card.method)) return refused('method-not-accepted');
    if (card.method === 'jpki') {
      const { residence, residentNo, generation } = card;
      return granted({ residence, residentNo, generation });
    }
    const { cards } = this.#ports;
    const registered = yield* cards.find(code, card.cardId);
    if (registered === undefined) return refused('card-not-registered');
    if (registered.kind === 'citizen') return refused('method-not-accepted');
    if (nowMs < registered.usableFromMs) return refused('card-not-yet-usable');
    const { residentNo, generation } = registered;
    const { cardId, pin, attempt } = card;
    switch (yield* cards.tryPin({ municipality: code, cardId, pin, attempt })) {
      case 'right':
        return granted({ residence: code, residentNo, generation });
      case 'wrong':
        return refused('pin-wrong');
      case 'locked':
        return refused('pin-locked');
      case 'unknown-card':
        return refused('card-not-registered');
    }
  }

  /** Who asks, if they may ask here at all. */
  *#applicant(holder: CardHolder, nowMs: number): Process<Outcome<Applicant>> {
    const { register, uses } = this.#ports;
    const municipality = this.#municipality;
    const { residence, residentNo, generation } = holder;
    const resident = yield* register.resident(residence, residentNo);
    if (resident === undefined) return refused('card-not-registered');
    if (residence === municipality.code) {
      const ineligible = this.#eligibility.atResidence(resident, generation, nowMs);
      if (ineligible !== undefined) return refused(ineligible);
    } else {
      if (resident.domicile.municipality !== municipality.code) {
        return refused('card-not-registered');
      }
      const use = yield* uses.find(municipality.code, holder);
      if (use === undefined) return refused('use-not-registered');
      if (nowMs < use.usableFromMs) return refused('use-not-yet-usable');
      const ineligible = this.#eligibility.atDomicile(resident, generation, nowMs);
      if (ineligible !== undefined) return refused(ineligible);
    }
    return granted({ owner: resident, residence, municipality, register, nowMs });
  }

  *#offers(holder: CardHolder, applicant: Applicant): Process<Authenticated> {
    const { feesYen, calendar } = this.#municipality;
    const offers: Offer[] = [];
    const withheld: Withheld[] = [];
    // Types of one kind stand side by side and share their rule: it is asked once.
    let rule: Certificate['offer'] | undefined;
    let answer: Outcome<Choices> = refused('not-offered');
    for (const type of CERTIFICATE_TYPES) {
      const feeYen = feesYen[type];
      if (feeYen === undefined || !this.#keeps(type, applicant)) continue;
      const closed = closedBecause(calendar, applicant.nowMs, type);
      if (closed === undefined && CERTIFICATES[type].offer !== rule) {
        rule = CERTIFICATES[type].offer;
        answer = yield* rule(applicant);
      }
      const choices = closed === undefined ? answer : refused(closed);
      if (choices.ok) offers.push({ type, feeYen, choices: choices.value });
      else withheld.push({ type, code: choices.code });
    }
    return { holder, offers, withheld };
  }

  /** From a citizen who lives elsewhere only what the family register says can be had. */
  #keeps(type: Offer['type'], { residence }: Applicant): boolean {
    return residence === this.#municipality.code || CERTIFICATES[type].keptAt === 'domicile';
  }

  *#issue(order: IssueOrder): Process<Outcome<Issued>> {
    const { code, feesYen, calendar } = this.#municipality;
    const { ledger, printImages } = this.#ports;
    const { requestId, kioskId, holder, type, options, nowMs } = order;
    const closed = closedBecause(calendar, nowMs, type);
    // Who asked in time and asks again after the closing time is still served.
    if (closed !== undefined && (yield* ledger.find(requestId)) === undefined) {
      return refused(closed);
    }
    const applicant = yield* this.#applicant(holder, nowMs);
    if (!applicant.ok) return applicant;
    const { owner } = applicant.value;
    const feeYen = feesYen[type];
    if (feeYen === undefined || !this.#keeps(type, applicant.value)) return refused('not-offered');
    const compiled = yield* CERTIFICATES[type].compile(applicant.value, options);
    if (!compiled.ok) return compiled;
    const { pages, registerVersion, body } = compiled.value;
    const { entry, repeated } = yield* ledger.claim({
      requestId,
      kioskId,
      municipality: code,
      residence: holder.residence,
      residentNo: holder.residentNo,
      type,
      options: optionsKey(order),
      pages,
      feeYen,
      // A document bears whole milliseconds, whatever the clock it was read from.
      issuedAtMs: Math.floor(nowMs),
      registerVersion,
    });
    if (repeated && !matches(entry, order, code)) return refused('request-conflict');
    // What is drawn anew must be what was numbered: the register may have changed since.
    if (repeated && (entry.pages !== pages || entry.registerVersion !== registerVersion)) {
      return refused('request-conflict');
    }
    const documentNumber = `${code}-${String(entry.serial).padStart(7, '0')}`;
    const draft = this.#draft(entry, documentNumber, owner.nonce, body);
    const document = yield* printImages.make({ draft, nowMs });
    if (!document.ok) return document;
    const issuance = toIssuance(entry, documentNumber, repeated);
    return granted({ issuance, document: document.value });
  }

  #draft(entry: Entry, documentNumber: string, ownerNonce: string, body: Draft['body']): Draft {
    const { name, issuerTitle, layout } = this.#municipality;
    const { type, requestId, issuedAtMs, pages, registerVersion } = entry;
    const municipalityName = name;
    return {
      type,
      municipalityName,
      issuerTitle,
      layout,
      documentNumber,
      requestId,
      issuedAtMs,
      ownerNonce,
      pages,
      registerVersion,
      body,
    };
  }
}

/** The options of an order as one text: equal for equal options. */
function optionsKey({ options }: IssueOrder): string {
  const { people, relationships, domicile, individualNumber } = options;
  const listed = typeof people === 'string' ? people : people.join('+');
  return `${listed} ${relationships} ${domicile} ${individualNumber}`;
}

function matches(entry: Entry, order: IssueOrder, municipality: string): boolean {
  return (
    entry.kioskId === order.kioskId &&
    entry.residence === order.holder.residence &&
    entry.residentNo === order.holder.residentNo &&
    entry.type === order.type &&
    entry.options === optionsKey(order) &&
    entry.municipality === municipality
  );
}

function toIssuance(entry: Entry, documentNumber: string, repeated: boolean): Issuance {
  return {
    requestId: entry.requestId,
    documentNumber,
    pages: entry.pages,
    feeYen: entry.feeYen,
    issuedAt: isoTime(entry.issuedAtMs),
    registerVersion: entry.registerVersion,
    repeated,
  };
}
