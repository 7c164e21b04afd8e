import { civilDate, dayNumber, isoTime } from '../sim/civil-time.ts';
import type { Process } from '../sim/process.ts';
import type { Resource } from '../sim/resource.ts';
import type { CertificateDocument, CertificateType, Issuance, Offer } from './contract.ts';
import { CERTIFICATE_TYPES } from './contract.ts';
import { type CertificateContent, pageCount, type Renderer } from './document.ts';
import type { Entry, Ledger } from './ledger.ts';
import type { Municipality } from './municipality.ts';
import { closedBecause } from './opening-hours.ts';
import type { Pace } from './pace.ts';
import { granted, type Outcome, refused } from './problems.ts';
import type { Register, Resident } from './register.ts';

/** What the centre sends when a card has been verified (カード認証電文). */
export interface CardAuthentication {
  readonly residentNo: number;
  readonly nowMs: number;
}

/** What the centre sends to have a certificate made. */
export interface IssueOrder {
  readonly requestId: string;
  readonly kioskId: string;
  readonly residentNo: number;
  readonly type: CertificateType;
  readonly nowMs: number;
}

/** A certificate made, with what the wire says of it. */
export interface Issued {
  readonly issuance: Issuance;
  readonly document: CertificateDocument;
}

/** 証明発行サーバ as the centre sees it through the link (LGWAN). */
export interface Issuing {
  authenticate(authentication: CardAuthentication): Process<Outcome<readonly Offer[]>>;
  issue(order: IssueOrder): Process<Outcome<Issued>>;
  settle(requestId: string, state: 'printed' | 'not-printed', paidYen: number): Process<boolean>;
}

export interface IssuerPorts {
  readonly register: Register;
  readonly ledger: Ledger;
  readonly renderer: Renderer;
  readonly pace: Pace;
  /** Workers that serve at the same time; the others wait in their queue. */
  readonly workers: Resource;
}

/** Youngest age that may use the service (facts: domain.md §1.6, towns' own pages). */
const MINIMUM_AGE = 15;

/** One municipality's issuing server: eligibility, register look-up, numbering, document. */
export class Issuer implements Issuing {
  readonly #municipality: Municipality;
  readonly #ports: IssuerPorts;
  /** What `#bornBy` answered last, and for which day. */
  #day = Number.NaN;
  #lastBirthday = '';

  constructor(municipality: Municipality, ports: IssuerPorts) {
    this.#municipality = municipality;
    this.#ports = ports;
  }

  *authenticate(order: CardAuthentication): Process<Outcome<readonly Offer[]>> {
    const { workers, pace } = this.#ports;
    yield* workers.acquire();
    try {
      yield* pace.work('authenticate', `${order.residentNo}@${order.nowMs}`);
      const eligible = yield* this.#eligible(order.residentNo, order.nowMs);
      return eligible.ok ? granted(this.#offers(eligible.value)) : eligible;
    } finally {
      workers.release();
    }
  }

  *issue(order: IssueOrder): Process<Outcome<Issued>> {
    const { workers, pace } = this.#ports;
    yield* workers.acquire();
    try {
      yield* pace.work('issue', `${order.residentNo}@${order.nowMs}`);
      return yield* this.#issue(order);
    } finally {
      workers.release();
    }
  }

  *settle(requestId: string, state: 'printed' | 'not-printed', paidYen: number): Process<boolean> {
    return yield* this.#ports.ledger.settle(requestId, state, paidYen);
  }

  *#issue(order: IssueOrder): Process<Outcome<Issued>> {
    const { code, feesYen } = this.#municipality;
    const { register, ledger, renderer } = this.#ports;
    const eligible = yield* this.#eligible(order.residentNo, order.nowMs);
    if (!eligible.ok) return eligible;
    const owner = eligible.value;
    const feeYen = feesYen[order.type];
    if (feeYen === undefined) return refused('not-offered');
    if (order.type === 'seal-registration' && owner.sealNumber === undefined) {
      return refused('seal-not-registered');
    }
    const people =
      order.type === 'resident-record'
        ? yield* register.household(code, owner.householdNo)
        : [owner];
    const { entry, repeated } = yield* ledger.claim({
      requestId: order.requestId,
      kioskId: order.kioskId,
      municipality: code,
      residentNo: order.residentNo,
      type: order.type,
      pages: pageCount(people.length),
      feeYen,
      // A document bears whole milliseconds, whatever the clock it was read from.
      issuedAtMs: Math.floor(order.nowMs),
      registerVersion: owner.version,
    });
    if (repeated && !matches(entry, order, code)) return refused('request-conflict');
    const content = this.#content(entry, owner, people);
    const document = yield* renderer.render(content);
    return granted({ issuance: toIssuance(entry, content.documentNumber, repeated), document });
  }

  *#eligible(residentNo: number, nowMs: number): Process<Outcome<Resident>> {
    const closed = closedBecause(this.#municipality.hours, nowMs);
    if (closed !== undefined) return refused(closed);
    const resident = yield* this.#ports.register.resident(this.#municipality.code, residentNo);
    if (resident === undefined) return refused('card-not-registered');
    // Dates of this form compare as their letters do.
    return resident.birthDate > this.#bornBy(nowMs) ? refused('under-age') : granted(resident);
  }

  /** The last day on which somebody old enough today can have been born, yyyy-mm-dd. */
  #bornBy(nowMs: number): string {
    const day = dayNumber(nowMs);
    if (day !== this.#day) {
      const today = civilDate(nowMs);
      this.#day = day;
      this.#lastBirthday = String(Number(today.slice(0, 4)) - MINIMUM_AGE) + today.slice(4);
    }
    return this.#lastBirthday;
  }

  #offers(owner: Resident): readonly Offer[] {
    const offers: Offer[] = [];
    for (const type of CERTIFICATE_TYPES) {
      const feeYen = this.#municipality.feesYen[type];
      const possible = type !== 'seal-registration' || owner.sealNumber !== undefined;
      if (feeYen !== undefined && possible) offers.push({ type, feeYen });
    }
    return offers;
  }

  #content(entry: Entry, owner: Resident, people: readonly Resident[]): CertificateContent {
    const { code, name, issuerTitle } = this.#municipality;
    return {
      type: entry.type,
      municipalityName: name,
      issuerTitle,
      documentNumber: `${code}-${String(entry.serial).padStart(7, '0')}`,
      requestId: entry.requestId,
      issuedAtMs: entry.issuedAtMs,
      owner,
      people,
    };
  }
}

function matches(entry: Entry, order: IssueOrder, municipality: string): boolean {
  return (
    entry.kioskId === order.kioskId &&
    entry.residentNo === order.residentNo &&
    entry.type === order.type &&
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
