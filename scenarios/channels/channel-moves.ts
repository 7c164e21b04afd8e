import type { Rng } from '../../sim/rng.ts';
import { countOf } from './channel-checks.ts';
import type { Move, OfficeCertificate, Period, Place } from './channels.ts';

/** Where somebody goes. */
export interface Going {
  /** Channel of their habit. */
  readonly before: string;
  /** Channel they go to, or `nobody`. */
  readonly channel: string;
  /** Number of their own place among those of the channel; undefined where any will do. */
  readonly home: number | undefined;
}

/**
 * Who goes where: everybody has a place of their own from the period before, and leaves it by the
 * shares of the moves. Whose own place is closed and does not leave goes to another of its kind.
 */
export class Habits {
  readonly #base: Period;
  readonly #period: Period;
  readonly #moves = new Map<string, Move>();

  constructor(base: Period, period: Period) {
    this.#base = base;
    this.#period = period;
    for (const move of period.follows?.moves ?? []) {
      this.#moves.set(`${move.from}/${move.certificate}`, move);
    }
  }

  /** Whether somebody of a place may go elsewhere for a certificate. */
  canChange({ of }: Place, certificate: OfficeCertificate): boolean {
    return this.#moves.has(`${of}/${certificate}`);
  }

  now(place: Place, certificate: OfficeCertificate, rng: Rng): Going {
    const { of: before } = place;
    const own = this.#firstOf(place) + Math.floor(rng.uniform() * (place.count?.value ?? 1));
    const isClosed = own >= countOf(this.#period.places, before);
    const stays = { before, channel: before, home: isClosed ? undefined : own };
    const move = this.#moves.get(`${before}/${certificate}`);
    if (move === undefined || (move.whose === 'closed' && !isClosed)) return stays;
    let rest = rng.uniform();
    for (const [channel, share] of Object.entries(move.to.value)) {
      rest -= share;
      if (rest < 0) return { before, channel, home: undefined };
    }
    return stays;
  }

  /** Places of a channel are counted in the order in which they are written. */
  #firstOf(place: Place): number {
    const earlier = this.#base.places.slice(0, this.#base.places.indexOf(place));
    return countOf(earlier, place.of);
  }
}

/** Certificates that a channel gains by moves and newcomers, and loses, on average. */
export function expectedIn(
  channel: string,
  certificate: OfficeCertificate,
  base: Period,
  period: Period,
): number {
  const volume = (of: string) =>
    base.places
      .filter((place) => place.of === of)
      .reduce((sum, { volumes }) => sum + (volumes?.value[certificate] ?? 0), 0);
  const { moves = [], newcomers = [] } = period.follows ?? {};
  const certificates = moves
    .filter((move) => move.certificate === certificate)
    .map((move) => {
      const { from, to, whose } = move;
      const [then, now] = [countOf(base.places, from), countOf(period.places, from)];
      const part = whose === 'closed' ? (then - now) / then : 1;
      const gone = Object.values(to.value).reduce((sum, share) => sum + share, 0);
      const gained = (to.value[channel] ?? 0) - (from === channel ? gone : 0);
      return volume(from) * part * gained;
    });
  const fresh = newcomers
    .filter((each) => each.to === channel && each.certificate === certificate)
    .map((each) => each.certificates.value);
  return [...certificates, ...fresh].reduce((sum, count) => sum + count, volume(channel));
}
