import type { CertificateContent } from '../../server/document.ts';
import type { Resident } from '../../server/register.ts';

const NAMES = ['豊中 太郎', '豊中 花子', '豊中 一郎', '豊中 さくら', '豊中 悠斗', '髙﨑 葵'];

/** Somebody made up; `no` is the number and in the nonce. */
export function someResident(no: number, details: Partial<Resident> = {}): Resident {
  return {
    no,
    householdNo: 1,
    nonce: `5eed${String(no).padStart(12, '0')}`,
    name: NAMES[no % NAMES.length] ?? '',
    birthDate: `${1950 + no * 7}-04-12`,
    sex: no % 2 === 0 ? 'male' : 'female',
    address: '中桜塚三丁目1番1号',
    residentSince: '1989-01-07',
    sealNumber: '123456',
    version: 1,
    ...details,
  };
}

/** A 住民票の写し of a household of `people`, numbered from `firstNo`. */
export function someRecord(people: number, firstNo = 0): CertificateContent {
  const owner = someResident(firstNo);
  return {
    type: 'resident-record',
    municipalityName: '大阪府豊中市',
    issuerTitle: '豊中市長',
    documentNumber: `27203-20150601-${String(firstNo).padStart(6, '0')}`,
    requestId: `kiosk-17.${firstNo}_8f14e45f-ceea-467f-a3bb`,
    issuedAtMs: Date.UTC(2015, 5, 1, 0, 30),
    owner,
    people: [owner, ...Array.from({ length: people - 1 }, (_, i) => someResident(firstNo + i + 1))],
  };
}

/** A 印鑑登録証明書. */
export function someSealRegistration(no = 0): CertificateContent {
  return { ...someRecord(1, no), type: 'seal-registration' };
}
