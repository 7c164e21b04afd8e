import { describe, expect, it } from 'vitest';
import { granted, refused } from '../../../server/problems.ts';
import type { Resident, TaxRecord } from '../../../server/register/register.ts';
import { compiled, offered, pagesOf } from '../document/certificate-content.ts';
import {
  someApplicant,
  someMunicipality,
  someResident,
  someTaxRecord,
} from '../register/small-register.ts';

const TYPE = 'tax';
/** Midnight of 1 June 2015 in Japan, when 豊中市's new tax year comes on offer. */
const SWITCH_MS = Date.parse('2015-06-01T00:00:00+09:00');

function owner(record: Partial<TaxRecord> = {}, details: Partial<Resident> = {}) {
  const residents = [someResident(0, details)];
  return someApplicant({ residents, taxRecords: [someTaxRecord(0, record)] });
}

describe('the latest tax year', () => {
  const both = someApplicant({
    residents: [someResident(0)],
    taxRecords: [someTaxRecord(0, { year: 2014 }), someTaxRecord(0, { year: 2015 })],
  });

  it.each([
    ['06-01', -1, 2014],
    ['06-01', 0, 2015],
    ['06-15', 0, 2014],
    ['06-15', 14 * 86_400_000 - 1, 2014],
    ['06-15', 14 * 86_400_000, 2015],
    ['05-31', 0, 2015],
    ['06-01', 213 * 86_400_000, 2015],
    ['06-01', 214 * 86_400_000, 2015],
  ])('from %s on, %i ms after 1 June, is %i', async (taxYearFrom, sinceMs, year) => {
    const municipality = someMunicipality({ taxYearFrom });
    const applicant = { ...both, municipality, nowMs: SWITCH_MS + sinceMs };
    expect(offered(TYPE, applicant)).toEqual(granted({ taxYear: year }));
    const [page] = await pagesOf(TYPE, applicant);
    expect(page).toContain(`年度平成${year - 1988}年度`);
  });

  it('is the only one on offer', () => {
    const old = owner({ year: 2014 });
    expect(offered(TYPE, old)).toEqual(refused('no-tax-record'));
    expect(compiled(TYPE, old)).toEqual(refused('no-tax-record'));
  });
});

it('is not for whom the tax office does not know', () => {
  const nobody = someApplicant({ residents: [someResident(0)], taxRecords: [someTaxRecord(1)] });
  expect(offered(TYPE, nobody)).toEqual(refused('no-tax-record'));
  expect(compiled(TYPE, nobody)).toEqual(refused('no-tax-record'));
});

it.each([{ name: '長'.repeat(21) }, { address: '長'.repeat(41) }])(
  'is not for whom its form is too small: %j',
  (details) => {
    expect(offered(TYPE, owner({}, details))).toEqual(refused('text-too-long'));
    expect(compiled(TYPE, owner({}, details))).toEqual(refused('text-too-long'));
  },
);

it('says whose income and tax it is, of which year', async () => {
  const [page, ...more] = await pagesOf(TYPE, owner());
  expect(more).toEqual([]);
  expect(page).toContain('所得・課税証明書年度平成27年度');
  expect(page).toContain('所得の期間平成26年1月1日から平成26年12月31日まで');
  expect(page).toContain('住所大阪府豊中市中桜塚三丁目1番1号氏名豊中太郎生年月日昭和25年4月12日');
  expect(page).toContain('上記のとおり相違ないことを証明する。');
});

it('is about nobody else of the household', async () => {
  const residents = [someResident(1), someResident(0)];
  const taxRecords = [someTaxRecord(0), someTaxRecord(1, { dependants: 9 })];
  const [page] = await pagesOf(TYPE, someApplicant({ residents, taxRecords }));
  expect(page).toContain('氏名豊中花子');
  expect(page).toContain('扶養人数9人');
});

it('sets out the amounts in yen, by thousands', async () => {
  const [page] = await pagesOf(TYPE, owner({ incomeYen: 12_345_678 }));
  expect(page).toContain(
    '合計所得金額12,345,678円所得控除合計額987,000円扶養人数2人' +
      '市町村民税額136,800円都道府県民税額90,900円年税額227,700円',
  );
  const none = { incomeYen: 0, deductionsYen: 0, municipalTaxYen: 999, prefecturalTaxYen: 0 };
  const [empty] = await pagesOf(TYPE, owner(none));
  expect(empty).toContain('合計所得金額0円所得控除合計額0円');
  expect(empty).toContain('市町村民税額999円都道府県民税額0円年税額999円');
});

it('counts a tax year by the era in which it begins', async () => {
  const yearOf = async (year: number) => {
    const nowMs = Date.parse(`${year}-07-01T10:00:00+09:00`);
    const [page] = await pagesOf(TYPE, { ...owner({ year }), nowMs });
    return page;
  };
  expect(await yearOf(2019)).toContain('年度平成31年度所得の期間平成30年1月1日から');
  expect(await yearOf(2020)).toContain(
    '年度令和2年度所得の期間平成31年1月1日から令和元年12月31日まで',
  );
});

it('certifies the entry of the resident it was made for', () => {
  const outcome = compiled(TYPE, owner({}, { version: 3 }));
  expect(outcome).toMatchObject({ value: { pages: 1, registerVersion: 3 } });
});
