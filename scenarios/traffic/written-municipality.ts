import { z } from 'zod';
import { CertificateType, MunicipalityCode } from '../../server/contract.ts';
import {
  type Municipalities,
  MunicipalityData,
  MunicipalityFields,
} from '../../server/municipalities/municipality-data.ts';

const { feesYen, hoursOf } = MunicipalityFields.shape;

const Changed = MunicipalityFields.extend({
  feesYen: z
    .partialRecord(CertificateType, feesYen.valueType.nullable())
    .describe('Fees that are others; null takes a certificate off the offer'),
  hoursOf: z
    .partialRecord(CertificateType, hoursOf.unwrap().valueType.nullable())
    .describe('Hours of single certificates that are others; null makes them the ordinary ones'),
})
  .partial()
  .extend({ extends: MunicipalityCode.describe('Code of a municipality that comes with kofu') })
  .describe('A municipality that comes with kofu, with changes: a JSON merge patch (RFC 7396)');

/**
 * The municipality of a scenario as a file may write it: by its code, as changes to one, or with
 * all of its data. Only the schema for editors is made of this; what kofu reads is first
 * completed, and then judged as `MunicipalityData`.
 */
export const WrittenMunicipality = z.union([
  MunicipalityCode.describe('Code of a municipality that comes with kofu'),
  Changed,
  MunicipalityData,
]);

/** A municipality with all that was written of it, to be judged; or why there is no such one. */
export type Completion =
  | { readonly kind: 'complete'; readonly municipality: unknown }
  | { readonly kind: 'unknown'; readonly path: readonly string[]; readonly message: string };

/** Fills in what a scenario takes over from a municipality that comes with kofu. */
export function completeMunicipality(written: unknown, known: Municipalities): Completion {
  if (isMap(written) && Object.hasOwn(written, 'extends')) {
    const { extends: code, ...changes } = written;
    return takenOver(code, ['extends'], known, changes);
  }
  const isCode = typeof written === 'string' || typeof written === 'number';
  return isCode ? takenOver(written, [], known, {}) : { kind: 'complete', municipality: written };
}

function takenOver(
  code: unknown,
  path: readonly string[],
  known: Municipalities,
  changes: unknown,
): Completion {
  if (typeof code !== 'string') {
    return { kind: 'unknown', path, message: "write the code in quotes, such as '27203'" };
  }
  const municipality = known.get(code);
  if (municipality !== undefined) {
    return { kind: 'complete', municipality: merged(municipality, changes) };
  }
  const codes = [...known.keys()].join(', ');
  const message = `its data do not come with kofu: write all of them, or name one of ${codes}`;
  return { kind: 'unknown', path, message };
}

/** JSON merge patch (RFC 7396): maps are merged, null takes a key away, all else replaces. */
function merged(target: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return patch;
  const result = new Map(isMap(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key);
    else result.set(key, merged(result.get(key), value));
  }
  return Object.fromEntries(result);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
