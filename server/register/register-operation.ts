import { z } from 'zod';
import { RegisterChange } from './register-change.ts';
import { Correct, RegistrationMistake } from './registration-mistake.ts';

/** What an office does to the registers of its municipality: it changes, errs, and corrects. */
export const RegisterOperation = z.discriminatedUnion('operation', [
  RegisterChange,
  RegistrationMistake,
  Correct,
]);
export type RegisterOperation = z.infer<typeof RegisterOperation>;

const MISTAKES: ReadonlySet<string> = new Set(
  RegistrationMistake.options.map(({ shape }) => shape.operation.value),
);

/** Whether after this operation the registers say what is not so. */
export function isMistake(operation: RegisterOperation): operation is RegistrationMistake {
  return MISTAKES.has(operation.operation);
}
