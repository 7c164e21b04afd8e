import type { Applicant } from '../../../server/certificate.ts';
import type { Municipality } from '../../../server/municipalities/municipality.ts';
import type {
  Family,
  FamilyMember,
  Register,
  Resident,
  TaxRecord,
} from '../../../server/register/register.ts';
import { ready } from '../../../sim/process.ts';

/** 豊中市, where everybody lives unless said otherwise. */
const TOWN = '27203';

/** What one municipality has in its registers. */
export interface Entries {
  readonly residents?: readonly Resident[];
  readonly taxRecords?: readonly TaxRecord[];
  readonly families?: readonly Family[];
}

/** A register of a few people, written out by the municipality that keeps it. */
export function smallRegister(entries: Readonly<Record<string, Entries>>): Register {
  const of = (municipality: string): Required<Entries> => {
    return { residents: [], taxRecords: [], families: [], ...entries[municipality] };
  };
  return {
    resident: (municipality, no) =>
      ready(of(municipality).residents.find((resident) => resident.no === no)),
    household: (municipality, householdNo) =>
      ready(of(municipality).residents.filter((resident) => resident.householdNo === householdNo)),
    taxRecord: (municipality, no, year) =>
      ready(
        of(municipality).taxRecords.find(
          (record) => record.residentNo === no && record.year === year,
        ),
      ),
    family: (municipality, familyNo) =>
      ready(of(municipality).families.find((family) => family.no === familyNo)),
  };
}

const NAMES = ['豊中 太郎', '豊中 花子', '豊中 一郎', '豊中 さくら', '豊中 悠斗', '髙﨑 葵'];

/** Somebody made up, of household 1; `no` is the number and in the nonce. */
export function someResident(no: number, details: Partial<Resident> = {}): Resident {
  return {
    no,
    householdNo: 1,
    nonce: `5eed${String(no).padStart(12, '0')}`,
    name: NAMES[no % NAMES.length] ?? '',
    birthDate: `${1950 + no * 7}-04-12`,
    sex: no % 2 === 0 ? 'male' : 'female',
    relationship: (['head', 'wife'] as const)[no] ?? 'child',
    address: '中桜塚三丁目1番1号',
    residentSince: '1989-01-07',
    domicile: {
      municipality: TOWN,
      familyNo: 7,
      place: '大阪府豊中市岡町北一丁目1番地',
      headName: '豊中 太郎',
    },
    individualNumber: String(123_456_789_010 + no),
    standing: 'resident',
    supportMeasures: false,
    inProgress: 'nothing',
    cardIssuedOn: '2014-04-01',
    cardGeneration: 1,
    sealNumber: '123456',
    sealRevoked: false,
    version: 1,
    ...details,
  };
}

/** What the tax office has on somebody for 2015. */
export function someTaxRecord(residentNo: number, details: Partial<TaxRecord> = {}): TaxRecord {
  return {
    residentNo,
    year: 2015,
    incomeYen: 3_210_000,
    deductionsYen: 987_000,
    dependants: 2,
    municipalTaxYen: 136_800,
    prefecturalTaxYen: 90_900,
    ...details,
  };
}

/** What a family register has about a resident. */
export function someMember(
  { no, nonce, name, birthDate, sex }: Resident,
  details: Partial<FamilyMember> = {},
): FamilyMember {
  return {
    resident: { municipality: TOWN, no },
    nonce,
    givenName: name.split(' ')[1] ?? '',
    birthDate,
    sex,
    role: sex === 'male' ? '夫' : '妻',
    fatherName: '千里 次郎',
    motherName: '千里 雪',
    parentage: sex === 'male' ? '長男' : '長女',
    entries: [{ kind: 'birth', date: birthDate, text: '【出生地】大阪市北区\n【届出人】父' }],
    addresses: [{ since: '1989-01-07', address: '大阪府豊中市中桜塚三丁目1番1号' }],
    ...details,
  };
}

/** The family register that all residents made up are in. */
export function someFamily(
  members: readonly FamilyMember[],
  details: Partial<Family> = {},
): Family {
  const { domicile } = someResident(0);
  const { familyNo: no } = domicile;
  return {
    no,
    domicile,
    madeOn: '1975-11-03',
    members,
    inProgress: 'nothing',
    version: 1,
    ...details,
  };
}

/** A municipality that prints everything, four people a page. */
export function someMunicipality(details: Partial<Municipality> = {}): Municipality {
  return {
    code: TOWN,
    name: '大阪府豊中市',
    issuerTitle: '豊中市長',
    population: 400_000,
    feesYen: {},
    calendar: {
      hours: { opensMs: 6.5 * 3_600_000, closesMs: 23 * 3_600_000, weekdaysOnly: false },
      hoursOf: {},
      closedDays: [],
      maintenance: [],
    },
    methods: ['jpki'],
    items: { relationships: true, domicile: true, individualNumber: true },
    taxYearFrom: '06-01',
    layout: { peoplePerPage: 4, nameLimit: 20, addressLimit: 40 },
    ...details,
  };
}

/** The first of these residents asks at home on an ordinary Monday in June 2015. */
export function someApplicant(entries: Entries, details: Partial<Applicant> = {}): Applicant {
  const municipality = details.municipality ?? someMunicipality();
  return {
    owner: entries.residents?.[0] ?? someResident(0),
    residence: TOWN,
    municipality,
    register: smallRegister({ [municipality.code]: entries }),
    nowMs: Date.UTC(2015, 5, 1, 0, 30),
    ...details,
  };
}
