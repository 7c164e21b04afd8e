import assert from 'node:assert/strict';
import { DAY_MS, instantOf } from '../../sim/civil-time.ts';
import { type Process, ready } from '../../sim/process.ts';

/** 失効情報: which certificates of cards the centre knows to be revoked. */
export interface RevocationList {
  /** Whether the list that is in force at this civil instant (ms) holds the serial. */
  isRevoked(serial: string, nowMs: number): boolean;
}

/** No certificate has been revoked. */
export const NOTHING_REVOKED: RevocationList = { isRevoked: () => false };

/** The authority as an office asks it. */
export interface Revoking {
  /** See `RevocationAuthority.revoke`. */
  revoke(serial: string, atMs: number, reason: RevocationReason): Process<boolean>;
}

/** Why a certificate was revoked: the reasons of RFC 5280 §5.3.1 that a citizen's card can meet. */
export const REVOCATION_REASONS = [
  'key-compromise',
  'affiliation-changed',
  'superseded',
  'cessation-of-operation',
  'certificate-hold',
] as const;
export type RevocationReason = (typeof REVOCATION_REASONS)[number];

/** One entry of a list. */
export interface Revocation {
  readonly serial: string;
  /** Civil time in ms at which the authority was told. */
  readonly revokedAtMs: number;
  readonly reason: RevocationReason;
}

/** 失効リスト, as published at one instant. */
export interface CertificateRevocationList {
  /** Civil time in ms. */
  readonly thisUpdateMs: number;
  /** When the next one is due; the same instant where every question is answered anew. */
  readonly nextUpdateMs: number;
  /** In the order in which they were revoked. */
  readonly revocations: readonly Revocation[];
}

/** How revocations become known. */
export interface Publication {
  /** From a revocation to when the authority can answer for it, ms. */
  readonly delayMs: number;
  /** From one list to the next, ms, counted from midnight in Japan; 0 is no list but OCSP. */
  readonly everyMs: number;
}

/**
 * The file of a day (CRL). That there is one a day, and that replacing it takes up to ten minutes
 * in which the one of the day before is read, is what a verifier says to its customers (P125); that
 * it is published at midnight is inference.
 */
export const DAILY_LIST: Publication = { delayMs: 10 * 60_000, everyMs: DAY_MS };

/**
 * The question of the moment (OCSP, RFC 6960), by which the same verifier has the state of the day
 * (P125). Which of the two the centre of the real service uses is not published.
 */
export const ONLINE_STATUS: Publication = { delayMs: 0, everyMs: 0 };

export interface RevocationAuthorityOptions {
  /** How revocations become known (a daily list). */
  readonly publication?: Publication;
  /** Revocations of before, such as those a database has kept. */
  readonly known?: Iterable<Revocation>;
  /** When somebody of a synthetic population lost their card, found from its serial. */
  readonly revokedAtMs?: (serial: string) => number | undefined;
}

/**
 * The part of the JPKI centre (公的個人認証サービスセンター) that revokes certificates and
 * publishes which: the centre that reads its lists believes a revoked card until the next one.
 * A revocation is for good: in this service not even a hold is lifted (P125).
 */
export class RevocationAuthority implements RevocationList {
  readonly #publication: Publication;
  readonly #original: ((serial: string) => number | undefined) | undefined;
  readonly #revocations = new Map<string, Revocation>();

  constructor(options: RevocationAuthorityOptions = {}) {
    const { publication = DAILY_LIST, known = [], revokedAtMs } = options;
    const { delayMs, everyMs } = publication;
    assert(delayMs >= 0 && everyMs >= 0, `a list every ${everyMs} ms after ${delayMs} ms`);
    this.#publication = publication;
    this.#original = revokedAtMs;
    for (const revocation of known) {
      this.revoke(revocation.serial, revocation.revokedAtMs, revocation.reason);
    }
  }

  /** Revokes a certificate; answers false, and changes nothing, if it is revoked since before. */
  revoke(serial: string, atMs: number, reason: RevocationReason): boolean {
    const beforeMs = this.#revocations.get(serial)?.revokedAtMs ?? this.#original?.(serial);
    if (beforeMs !== undefined && beforeMs <= atMs) return false;
    this.#revocations.set(serial, { serial, revokedAtMs: atMs, reason });
    return true;
  }

  isRevoked(serial: string, nowMs: number): boolean {
    // Asked at every authentication, and mostly there is nothing.
    if (this.#revocations.size > 0) {
      const revocation = this.#revocations.get(serial);
      if (revocation !== undefined && this.#isListed(revocation.revokedAtMs, nowMs)) return true;
    }
    const originalMs = this.#original?.(serial);
    return originalMs !== undefined && this.#isListed(originalMs, nowMs);
  }

  /** The list that is in force at a civil instant, without those of a synthetic population. */
  listAt(nowMs: number): CertificateRevocationList {
    const thisUpdateMs = this.#publishedMs(nowMs);
    const nextUpdateMs = thisUpdateMs + this.#publication.everyMs;
    const revocations = [...this.#revocations.values()]
      .filter(({ revokedAtMs }) => this.#isListed(revokedAtMs, nowMs))
      .sort((a, b) => a.revokedAtMs - b.revokedAtMs || (a.serial < b.serial ? -1 : 1));
    return { thisUpdateMs, nextUpdateMs, revocations };
  }

  /** Whether the list in force knows of a revocation. */
  #isListed(revokedAtMs: number, nowMs: number): boolean {
    return revokedAtMs + this.#publication.delayMs <= this.#publishedMs(nowMs);
  }

  /** When the list in force was published. */
  #publishedMs(nowMs: number): number {
    const { everyMs } = this.#publication;
    if (everyMs === 0) return nowMs;
    return EPOCH_MS + Math.floor((nowMs - EPOCH_MS) / everyMs) * everyMs;
  }
}

/** An authority that keeps what it is told before it holds: nothing revoked is ever forgotten. */
export function revokingAt(
  authority: RevocationAuthority,
  keep: (revocation: Revocation) => Process = () => ready(undefined),
): Revoking {
  return {
    *revoke(serial, revokedAtMs, reason) {
      yield* keep({ serial, revokedAtMs, reason });
      return authority.revoke(serial, revokedAtMs, reason);
    },
  };
}

/** A midnight in Japan, from which lists are counted. */
const EPOCH_MS = instantOf(2000, 1, 1)!;
