import { type Distribution, lognormal } from '../../sim/distribution.ts';
import type { Streams } from '../../sim/rng.ts';
import type { Resident, TaxRecord } from '../register/register.ts';

/** The tax office of a municipality. */
interface TaxOffice {
  readonly streams: Streams;
  readonly code: string;
  /** yyyy-mm-dd: it has records of the tax year of this day and of the four before. */
  readonly asOf: string;
}

/**
 * The tax record of one of a household. There is none of a year on whose first of January the
 * resident did not live here, as that day decides who taxes (地方税法 39条, 318条). All others have
 * one, children too: it says that they had no income.
 */
export function taxRecordOf(
  office: TaxOffice,
  household: readonly Resident[],
  no: number,
  year: number,
): TaxRecord | undefined {
  const latest = Number(office.asOf.slice(0, 4));
  if (!(Number.isInteger(year) && year <= latest && year > latest - YEARS)) return undefined;
  const firstOfJanuary = `${year}-01-01`;
  const resident = household.find((member) => member.no === no);
  if (resident === undefined || resident.residentSince > firstOfJanuary) return undefined;
  const earners = household
    .filter(({ birthDate }) => birthDate < firstOfJanuary)
    .map((member) => earnerOf(office, member, year));
  const dependants = dependantsOf(no, earners, year);
  const incomeYen = earners.find((earner) => earner.no === no)?.incomeYen ?? 0;
  const deductionsYen =
    basicDeductionYen(year) +
    Math.floor(incomeYen * SOCIAL_INSURANCE) +
    dependants.filter(({ age }) => age >= 16).length * 330_000;
  const record = { residentNo: no, year, incomeYen, deductionsYen, dependants: dependants.length };
  return { ...record, ...residentTax(record) };
}

/**
 * 市町村民税 and 道府県民税 of a year at the standard rates: 所得割 6 % and 4 % (地方税法 314条の3, 35条) of
 * what is left of the income in whole thousands of yen, rounded down to 100 yen, and 均等割 3,000
 * and 1,000 yen (310条, 38条), each 500 more from 2014 to 2023 (平成23年法律第118号). Below the limits of
 * 295条3項 and 附則3条の3 (those of the largest cities) there is none. Simplified: no 調整控除, no other
 * credit, no designated city with its 8 % and 2 %.
 */
export function residentTax({
  year,
  incomeYen,
  deductionsYen,
  dependants,
}: Omit<TaxRecord, 'municipalTaxYen' | 'prefecturalTaxYen'>): {
  readonly municipalTaxYen: number;
  readonly prefecturalTaxYen: number;
} {
  const untaxedYen = 350_000 * (1 + dependants) + (year >= 2021 ? 100_000 : 0);
  const perCapita = incomeYen > untaxedYen + (dependants > 0 ? 210_000 : 0);
  const onIncome = incomeYen > untaxedYen + (dependants > 0 ? 320_000 : 0);
  const taxable = onIncome ? Math.max(0, Math.floor((incomeYen - deductionsYen) / 1000)) : 0;
  const reconstructionYen = year >= 2014 && year <= 2023 ? 500 : 0;
  // A thousand yen at n % are 10 n yen: whole numbers, which no binary digit rounds off.
  const part = (percent: number, perCapitaYen: number) =>
    Math.floor((taxable * 10 * percent) / 100) * 100 +
    (perCapita ? perCapitaYen + reconstructionYen : 0);
  return { municipalTaxYen: part(6, 3_000), prefecturalTaxYen: part(4, 1_000) };
}

/** Records are kept of so many years; inference. */
const YEARS = 5;

/** 社会保険料控除 as a share of the income; inference. */
const SOCIAL_INSURANCE = 0.15;

/** 基礎控除 (地方税法 34条2項, 314条の2第2項). */
function basicDeductionYen(year: number): number {
  return year >= 2021 ? 430_000 : 330_000;
}

/** Who earns more than this depends on nobody (地方税法 23条, 292条). */
function dependantLimitYen(year: number): number {
  if (year >= 2026) return 580_000;
  return year >= 2021 ? 480_000 : 380_000;
}

interface Earner {
  readonly no: number;
  /** Years completed at the end of the year of the income. */
  readonly age: number;
  readonly incomeYen: number;
}

/** Who depends on this resident: all who earn little or nothing on the one who earns most. */
function dependantsOf(no: number, earners: readonly Earner[], year: number): readonly Earner[] {
  const limitYen = dependantLimitYen(year);
  const highestYen = Math.max(...earners.map(({ incomeYen }) => incomeYen));
  const supporter = earners.find(({ incomeYen }) => incomeYen === highestYen);
  if (supporter?.no !== no || highestYen <= limitYen) return [];
  return earners.filter(({ incomeYen }) => incomeYen <= limitYen);
}

/**
 * The income of the calendar year before. Where somebody stands among those of the same age stays
 * the same over the years; from year to year it moves by a few per cent.
 */
function earnerOf({ streams, code }: TaxOffice, resident: Resident, year: number): Earner {
  const { no, birthDate, sex } = resident;
  const age = year - 1 - Number(birthDate.slice(0, 4));
  const band = INCOMES.findLast(({ from }) => age >= from);
  const rng = streams.stream('income', `${code}/${no}`);
  if (band === undefined || rng.uniform() >= band[sex]) return { no, age, incomeYen: 0 };
  const change = 0.95 + 0.1 * streams.stream('income-of-year', `${code}/${no}/${year}`).uniform();
  return { no, age, incomeYen: Math.round(band.yen(rng) * change) };
}

/** From an age on: share of women and of men with an income, and how much it is; inference. */
const INCOMES: readonly {
  readonly from: number;
  readonly female: number;
  readonly male: number;
  readonly yen: Distribution;
}[] = [
  { from: 18, female: 0.3, male: 0.3, yen: lognormal(500_000, 1_500_000) },
  { from: 23, female: 0.86, male: 0.92, yen: lognormal(1_900_000, 3_600_000) },
  { from: 30, female: 0.74, male: 0.95, yen: lognormal(2_400_000, 5_500_000) },
  { from: 40, female: 0.76, male: 0.95, yen: lognormal(2_800_000, 7_500_000) },
  { from: 50, female: 0.75, male: 0.93, yen: lognormal(3_000_000, 9_000_000) },
  { from: 60, female: 0.6, male: 0.8, yen: lognormal(2_000_000, 7_000_000) },
  { from: 70, female: 0.45, male: 0.75, yen: lognormal(900_000, 4_000_000) },
  { from: 80, female: 0.25, male: 0.5, yen: lognormal(600_000, 2_500_000) },
  { from: 90, female: 0.15, male: 0.25, yen: lognormal(500_000, 2_000_000) },
];
