import { z } from 'zod';
import type { Process } from '../../sim/process.ts';
import { MunicipalityCode } from '../contract.ts';
import { RESIDENT_NO_LIMIT } from '../contract-card-serial.ts';
import { granted, type Outcome, refused } from '../problems.ts';
import type { ChangeSet } from './change-set.ts';
import type { Resident } from './register.ts';

export const Municipality = MunicipalityCode.describe(
  'Code of the municipality whose office it is',
);

export const ResidentNo = z
  .int()
  .min(0)
  .max(RESIDENT_NO_LIMIT - 1)
  .describe('Number of the resident there');

/** A day, yyyy-mm-dd. */
export const Day = z.iso.date();

export const Name = z
  .string()
  .max(200)
  .regex(/^[^\s\p{C}]+ [^\s\p{C}]+$/u, 'write family name and given name with a space between them')
  .describe('氏名, e.g. 豊中 花子');

export const Address = z
  .string()
  .max(200)
  .regex(/^[^\s\p{C}]+$/u, 'write an address without spaces')
  .describe('住所, below the municipality’s name, e.g. 本町1丁目2番3号');

/** Who an operation is about: what every one of them has. */
export const about = { municipality: Municipality, resident: ResidentNo };

/** Which resident a change is about; those who are entered anew get their number by it. */
export interface Subject {
  readonly municipality: string;
  readonly resident: number;
}

/** What a change does to records; otherwise why it cannot be made. */
export type Effect<Order> = (changes: ChangeSet, order: Order) => Process<Outcome<Subject>>;

/** The subject of a change as its order names it. */
export function subjectOf({ municipality, resident }: Subject): Outcome<Subject> {
  return granted({ municipality, resident });
}

/** The resident a change is about, if there is one who still lives there. */
export function* livingResident(
  changes: ChangeSet,
  { municipality, resident: no }: Subject,
): Process<Outcome<Resident>> {
  const resident = yield* changes.resident(municipality, no);
  if (resident === undefined) return refused('resident-unknown');
  return isLiving(resident) ? granted(resident) : refused('change-impossible');
}

/** Whether this resident still lives in the municipality, on the way out or not. */
export function isLiving({ standing }: Resident): boolean {
  return standing === 'resident' || standing === 'moving-out';
}

/** Completed years of age on a day. */
export function yearsOld(birthDate: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) >= birthDate.slice(5) ? years : years - 1;
}
