import { expect } from 'vitest';
import { CERTIFICATE_TYPES, type CertificateType } from '../../../server/contract.ts';
import type { CardHolder } from '../../../server/issuing.ts';
import type { ProblemCode } from '../../../server/problems.ts';
import { LAG_MS, type SmallOffice, TOWN } from '../register/small-office.ts';

/** A grown-up with a seal, a spouse and a child; the spouse; the child, who is grown up as well. */
export const WIFE = 9;
export const HUSBAND = 8;
export const DAUGHTER = 10;
/** A grown-up of another household. */
export const NEIGHBOUR_NO = 6;

/** What a resident is refused now, of all certificates, both when let in and when it is issued. */
export async function refusals(
  small: SmallOffice,
  no: number,
  holder: Partial<CardHolder> = {},
): Promise<Partial<Record<CertificateType, string>>> {
  const found: Partial<Record<CertificateType, string>> = {};
  for (const type of CERTIFICATE_TYPES) {
    const issued = await small.ask(no, type, {}, holder);
    const offered = await small.offered(no, type, holder);
    if (typeof issued === 'number') expect([type, offered]).toEqual([type, 'offered']);
    else found[type] = issued === offered ? issued : `${offered}, then ${issued}`;
  }
  return found;
}

/** The same refusal for each of these certificates, all if none are named. */
export function each(
  code: ProblemCode,
  types: readonly CertificateType[] = CERTIFICATE_TYPES,
): Partial<Record<CertificateType, string>> {
  return Object.fromEntries(types.map((type) => [type, code]));
}

/**
 * Enters an operation about a resident, and expects that the server refuses nothing more of them
 * until the update has come.
 */
export async function enterAndWait(
  small: SmallOffice,
  operation: { readonly resident: number } & Readonly<Record<string, unknown>>,
): Promise<void> {
  const before = await refusals(small, operation.resident);
  expect(await small.perform({ municipality: TOWN, ...operation })).toMatchObject({ ok: true });
  await small.pass(LAG_MS - 1);
  expect(await refusals(small, operation.resident)).toEqual(before);
  await small.pass(1);
}
