import type { Resident } from './register.ts';

/**
 * A resident as plain data. Those of some registers are objects of getters, which JSON, a spread
 * and the way to another thread do not see: copy them with this.
 */
export function copyResident(resident: Resident): Resident {
  return {
    no: resident.no,
    householdNo: resident.householdNo,
    nonce: resident.nonce,
    name: resident.name,
    birthDate: resident.birthDate,
    sex: resident.sex,
    relationship: resident.relationship,
    address: resident.address,
    residentSince: resident.residentSince,
    domicile: resident.domicile,
    individualNumber: resident.individualNumber,
    standing: resident.standing,
    supportMeasures: resident.supportMeasures,
    inProgress: resident.inProgress,
    cardIssuedOn: resident.cardIssuedOn,
    cardGeneration: resident.cardGeneration,
    sealNumber: resident.sealNumber,
    sealRevoked: resident.sealRevoked,
    version: resident.version,
  };
}
