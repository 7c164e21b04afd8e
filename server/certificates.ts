import type { Certificate } from './certificate.ts';
import { familyRegisterAddresses } from './certificates/family-register-addresses.ts';
import { familyRegisterFull } from './certificates/family-register-full.ts';
import { familyRegisterIndividual } from './certificates/family-register-individual.ts';
import { residentRecord } from './certificates/resident-record.ts';
import { residentRecordItems } from './certificates/resident-record-items.ts';
import { sealRegistration } from './certificates/seal-registration.ts';
import { tax } from './certificates/tax.ts';
import type { CertificateType } from './contract.ts';

/** Every certificate there is, by type. */
export const CERTIFICATES: Readonly<Record<CertificateType, Certificate>> = {
  'resident-record': residentRecord,
  'resident-record-items': residentRecordItems,
  'seal-registration': sealRegistration,
  tax,
  'family-register-full': familyRegisterFull,
  'family-register-individual': familyRegisterIndividual,
  'family-register-addresses': familyRegisterAddresses,
};
