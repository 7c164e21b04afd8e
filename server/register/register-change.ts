import { z } from 'zod';
import type { Process } from '../../sim/process.ts';
import type { Outcome } from '../problems.ts';
import type { ChangeSet } from './change-set.ts';
import { Die, die, Marry, marry } from './register-change-family.ts';
import type { Effect, Subject } from './register-change-fields.ts';
import {
  MoveIn,
  MoveOut,
  MoveWithin,
  moveIn,
  moveOut,
  moveWithin,
} from './register-change-move.ts';
import {
  BeginNotice,
  beginNotice,
  FinishNotice,
  finishNotice,
  HandOutCard,
  handOutCard,
  RegisterSeal,
  RevokeSeal,
  registerSeal,
  revokeSeal,
  SetSupportMeasures,
  SetTaxRecord,
  setSupportMeasures,
  setTaxRecord,
} from './register-change-person.ts';

/** What changes in the registers: one operation of an office each. */
export const RegisterChange = z.discriminatedUnion('operation', [
  MoveIn,
  MoveOut,
  MoveWithin,
  Die,
  Marry,
  RegisterSeal,
  RevokeSeal,
  HandOutCard,
  SetSupportMeasures,
  BeginNotice,
  FinishNotice,
  SetTaxRecord,
]);
export type RegisterChange = z.infer<typeof RegisterChange>;

/** What each change does to records. */
const EFFECTS = {
  'move-in': moveIn,
  'move-out': moveOut,
  'move-within': moveWithin,
  die,
  marry,
  'register-seal': registerSeal,
  'revoke-seal': revokeSeal,
  'hand-out-card': handOutCard,
  'set-support-measures': setSupportMeasures,
  'begin-notice': beginNotice,
  'finish-notice': finishNotice,
  'set-tax-record': setTaxRecord,
} as const satisfies {
  readonly [K in RegisterChange['operation']]: Effect<
    Extract<RegisterChange, { readonly operation: K }>
  >;
};

/** Makes a change in a change set, or answers why it cannot be made. */
export function applyChange(changes: ChangeSet, change: RegisterChange): Process<Outcome<Subject>> {
  const effect: (changes: ChangeSet, change: never) => Process<Outcome<Subject>> =
    EFFECTS[change.operation];
  return effect(changes, change as never);
}
