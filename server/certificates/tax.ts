import { civilTime } from '../../sim/civil-time.ts';
import type { Process } from '../../sim/process.ts';
import type { Applicant, Certificate, Compiled } from '../certificate.ts';
import type { Choices } from '../contract.ts';
import type { CertificateContent } from '../document/document.ts';
import {
  drawAttestation,
  drawRows,
  drawTitle,
  type Field,
} from '../document/document-pdf-frame.ts';
import type { Sheet } from '../document/document-pdf-sheet.ts';
import { fitsForms } from '../document/form-limits.ts';
import { japaneseDate, japaneseYear } from '../document/japanese-date.ts';
import { spaced } from '../document/resident-words.ts';
import { granted, type Outcome, refused } from '../problems.ts';
import type { Resident, TaxRecord } from '../register/register.ts';

/** What a 所得・課税証明書 says. */
interface Taxation extends Pick<Resident, 'name' | 'birthDate' | 'address'> {
  readonly record: Amounts;
}

type Amounts = Omit<TaxRecord, 'residentNo'>;

const SENTENCE = '上記のとおり相違ないことを証明する。';
const HOLDER_TOP = 46;
const HOLDER_ROW = 10;
const AMOUNTS_TOP = 104;
const AMOUNT_ROW = 12;

/** 所得・課税証明書: income and tax of the owner in the latest tax year, no other is on offer. */
export const tax: Certificate<Taxation> = {
  type: 'tax',
  title: '所得・課税証明書',
  keptAt: 'residence',

  *offer(applicant): Process<Outcome<Choices>> {
    const record = yield* latestRecord(applicant);
    return record.ok ? granted({ taxYear: record.value.year }) : record;
  },

  *compile(applicant): Process<Outcome<Compiled>> {
    const record = yield* latestRecord(applicant);
    if (!record.ok) return record;
    const { owner } = applicant;
    const body = () => taxation(owner, record.value);
    return granted({ pages: 1, registerVersion: owner.version, body });
  },

  draw(sheet, content) {
    drawTitle(sheet, this.title);
    drawHolder(sheet, content);
    const bottom = drawAmounts(sheet, content.body.record);
    drawAttestation(sheet, content, SENTENCE, bottom + 22);
  },
};

function* latestRecord({
  owner,
  residence,
  municipality,
  register,
  nowMs,
}: Applicant): Process<Outcome<TaxRecord>> {
  const year = taxYear(nowMs, municipality.taxYearFrom);
  const record = yield* register.taxRecord(residence, owner.no, year);
  if (record === undefined) return refused('no-tax-record');
  const { name, address } = owner;
  return fitsForms(municipality.layout, name, address) ? granted(record) : refused('text-too-long');
}

/** The tax year on offer: a new one from the day (mm-dd) on which its tax has been assessed. */
function taxYear(nowMs: number, from: string): number {
  const { year, month, day } = civilTime(nowMs);
  const fromMonth = Number(from.slice(0, 2));
  const fromDay = Number(from.slice(3));
  const hasBegun = month > fromMonth || (month === fromMonth && day >= fromDay);
  return hasBegun ? year : year - 1;
}

function taxation({ name, birthDate, address }: Resident, record: TaxRecord): Taxation {
  const { year, incomeYen, deductionsYen, dependants } = record;
  const { municipalTaxYen, prefecturalTaxYen } = record;
  const taxes = { municipalTaxYen, prefecturalTaxYen };
  const amounts = { year, incomeYen, deductionsYen, dependants, ...taxes };
  return { name, birthDate, address, record: amounts };
}

function drawHolder(sheet: Sheet, content: CertificateContent<Taxation>): void {
  const { name, birthDate, address, record } = content.body;
  // A tax year bears the era of its first day: 2019 is 平成31年度.
  const year = `${japaneseYear(`${record.year}-04-01`)}度`;
  const from = japaneseDate(`${record.year - 1}-01-01`);
  const to = japaneseDate(`${record.year - 1}-12-31`);
  const fields: readonly Field[] = [
    { label: '年度', value: year, size: 13 },
    { label: '所得の期間', value: `${from}から${to}まで` },
    { label: '住所', value: `${content.municipalityName}${address}` },
    { label: '氏名', value: spaced(name), size: 14 },
    { label: '生年月日', value: japaneseDate(birthDate) },
  ];
  const rows = fields.map((field) => [{ ...field, labelWidth: 34 }]);
  drawRows(sheet, rows, { y: HOLDER_TOP, height: HOLDER_ROW });
}

function drawAmounts(sheet: Sheet, record: Amounts): number {
  const { municipalTaxYen, prefecturalTaxYen } = record;
  const items: readonly (readonly [string, string])[] = [
    ['合計所得金額', yen(record.incomeYen)],
    ['所得控除合計額', yen(record.deductionsYen)],
    ['扶養人数', `${record.dependants}人`],
    ['市町村民税額', yen(municipalTaxYen)],
    ['都道府県民税額', yen(prefecturalTaxYen)],
    ['年税額', yen(municipalTaxYen + prefecturalTaxYen)],
  ];
  const rows = items.map(([label, value]) => [
    { label, value, labelWidth: 64, size: 13, align: 'right' as const },
  ]);
  return drawRows(sheet, rows, { y: AMOUNTS_TOP, height: AMOUNT_ROW });
}

/** 1,234,567円. */
function yen(amount: number): string {
  return `${String(amount).replace(/\B(?=(\d{3})+$)/g, ',')}円`;
}
