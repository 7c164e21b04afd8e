import { civilDate, dayNumber } from '../sim/civil-time.ts';
import type { ProblemCode } from './problems.ts';
import type { InProgress, Resident, Standing } from './register/register.ts';

/** Youngest age that may use the service (P47 and many towns' pages). */
const MINIMUM_AGE = 15;

const STANDING: Readonly<Record<Standing, ProblemCode | undefined>> = {
  resident: undefined,
  'moving-out': 'moving-out',
  'moved-out': 'moved-out',
  deceased: 'deceased',
};

const IN_PROGRESS: Readonly<Record<InProgress, ProblemCode | undefined>> = {
  nothing: undefined,
  notice: 'record-in-progress',
  character: 'character-in-progress',
};

/** What keeps a record from being certified as long as it is being entered. */
export function inProgressBecause(inProgress: InProgress): ProblemCode | undefined {
  return IN_PROGRESS[inProgress];
}

/**
 * Who may use the service at all, whatever they ask for. Days are days in Japan; what today is
 * gets worked out once a day, as this is asked for at every step of every session.
 */
export class Eligibility {
  #day = Number.NaN;
  #today = '';
  #lastBirthday = '';

  /**
   * Why the resident that a card of this generation belongs to may have nothing issued where the
   * resident lives, or undefined if there is no reason (P47, P51, P56, P57, P58).
   */
  atResidence(resident: Resident, generation: number, nowMs: number): ProblemCode | undefined {
    this.#turnTo(nowMs);
    if (resident.cardGeneration !== generation) return 'card-not-registered';
    if (resident.cardIssuedOn >= this.#today) return 'card-not-yet-usable';
    const standing = STANDING[resident.standing];
    if (standing !== undefined) return standing;
    if (resident.residentSince >= this.#today) return 'moved-in-today';
    return this.#protected(resident) ?? inProgressBecause(resident.inProgress);
  }

  /**
   * The same for who asks the municipality of the family register from elsewhere: it knows of
   * deaths and protection, not of what goes on at the address.
   */
  atDomicile(resident: Resident, generation: number, nowMs: number): ProblemCode | undefined {
    this.#turnTo(nowMs);
    if (resident.cardGeneration !== generation) return 'card-not-registered';
    if (resident.standing === 'deceased') return 'deceased';
    return this.#protected(resident);
  }

  #protected(resident: Resident): ProblemCode | undefined {
    if (resident.supportMeasures) return 'support-measures';
    // Dates of this form compare as their letters do.
    return resident.birthDate > this.#lastBirthday ? 'under-age' : undefined;
  }

  #turnTo(nowMs: number): void {
    const day = dayNumber(nowMs);
    if (day === this.#day) return;
    this.#day = day;
    this.#today = civilDate(nowMs);
    const year = Number(this.#today.slice(0, 4)) - MINIMUM_AGE;
    // The last day on which somebody old enough today can have been born.
    this.#lastBirthday = String(year) + this.#today.slice(4);
  }
}
