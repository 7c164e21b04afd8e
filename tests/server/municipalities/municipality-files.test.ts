import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CertificateType } from '../../../server/contract.ts';
import { municipalityOf } from '../../../server/municipalities/municipality-data.ts';
import { ShippedMunicipalities } from '../../../server/municipalities/municipality-files.ts';
import { closedBecause } from '../../../server/municipalities/opening-hours.ts';

const shipped = new ShippedMunicipalities();

/** Fees in yen; null is not offered, undefined is not said. */
type Cell = number | null | undefined;

/** The published fees, one line a town: 住民票, 印鑑, 戸籍, 附票, 税. */
const PUBLISHED: readonly (readonly [string, string, Cell, Cell, Cell, Cell, Cell])[] = [
  ['27203', '豊中市', 200, 200, 350, 200, 200],
  ['45201', '宮崎市', 300, 300, null, null, null],
  ['12203', '市川市', 250, 250, undefined, undefined, undefined],
  ['28223', '丹波市', 200, 200, 350, 200, 200],
  ['37201', '高松市', 250, 250, 350, 250, 250],
  ['40625', 'みやこ町', 200, 200, 450, 200, null],
  ['01226', '砂川市', 300, 400, 450, 300, 800],
  ['01224', '千歳市', 300, 300, 450, null, 300],
  ['28203', '明石市', 100, null, null, null, null],
  ['29205', '橿原市', 100, 100, 200, 100, 100],
  ['29201', '奈良市', 10, 10, 10, 10, 10],
  ['41207', '鹿島市', 10, undefined, undefined, undefined, undefined],
  ['14100', '横浜市', 250, undefined, undefined, undefined, undefined],
];

const COLUMNS: readonly (readonly CertificateType[])[] = [
  ['resident-record'],
  ['seal-registration'],
  ['family-register-full', 'family-register-individual'],
  ['family-register-addresses'],
  ['tax'],
];

function municipality(code: string) {
  const data = shipped.get(code);
  if (data === undefined) throw new Error(`${code} does not come with kofu`);
  return municipalityOf(data);
}

describe('the municipalities that come with kofu', () => {
  test('are those whose fees are published', () => {
    expect(shipped.keys()).toEqual(PUBLISHED.map(([code]) => code).sort());
  });

  test.each(PUBLISHED)('%s %s has the fees that are published', (code, name, ...fees) => {
    const { feesYen, ...told } = municipality(code);
    expect(told).toMatchObject({ code, name, issuerTitle: `${name}長` });
    fees.forEach((fee, column) => {
      if (fee === undefined) return;
      for (const type of COLUMNS[column] as readonly CertificateType[]) {
        expect([type, feesYen[type]]).toEqual([type, fee ?? undefined]);
      }
    });
  });

  test.each(PUBLISHED)('%s %s says where its numbers are from', (code) => {
    const text = readFileSync(`server/municipalities/${code}.yaml`, 'utf8');
    const bare = text.split('\n').filter((line) => /^(population|feesYen):/.test(line));
    expect(bare).toHaveLength(2);
    for (const line of bare) expect(line).toMatch(/# .*\b(S\d|P\d+|D|I)\b/);
  });

  test('have codes whose check digit makes the six digits of the list of all municipalities', () => {
    const digits = ['012246', '012262', '122033', '141003', '272035', '282031', '282235'];
    const others = ['292010', '292052', '372013', '406252', '412074', '452017'];
    expect([...shipped.keys()].map((code) => code + checkDigit(code))).toEqual([
      ...digits,
      ...others,
    ]);
  });

  test('are open and closed as their pages say', () => {
    const at = (instant: string) => Date.parse(`${instant}+09:00`);
    const miyako = municipality('40625').calendar;
    expect(closedBecause(miyako, at('2024-10-05T12:00'), 'family-register-full')).toBe(
      'closed-day',
    );
    expect(closedBecause(miyako, at('2024-10-05T12:00'), 'resident-record')).toBeUndefined();
    expect(closedBecause(miyako, at('2024-10-04T08:30'), 'family-register-full')).toBeUndefined();
    const sunagawa = municipality('01226').calendar;
    expect(closedBecause(sunagawa, at('2024-12-27T22:59'))).toBeUndefined();
    expect(closedBecause(sunagawa, at('2024-12-28T12:00'))).toBe('maintenance');
    expect(closedBecause(sunagawa, at('2025-01-05T22:59'))).toBe('maintenance');
    expect(closedBecause(sunagawa, at('2025-01-06T06:30'))).toBeUndefined();
  });

  test('are all that lies in their folder', () => {
    const files = readdirSync('server/municipalities').filter((name) => name.endsWith('.yaml'));
    expect(files).toEqual(shipped.keys().map((code) => `${code}.yaml`));
  });

  test('and no others', () => {
    for (const code of ['99999', '', '../27203', '27203.yaml']) {
      expect(shipped.get(code)).toBeUndefined();
    }
  });
});

describe('a file', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kofu-municipalities-'));
    const text = readFileSync('server/municipalities/27203.yaml', 'utf8');
    writeFileSync(join(folder, '27204.yaml'), text);
    writeFileSync(join(folder, '27205.yaml'), text.replace('population: 402995', 'populaton: 1'));
    writeFileSync(join(folder, 'notes.yaml'), 'nothing: to be read');
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  test('that is damaged or in the wrong place is told with its name', () => {
    const damaged = new ShippedMunicipalities(pathToFileURL(`${folder}/`));
    expect(damaged.keys()).toEqual(['27204', '27205']);
    expect(() => damaged.get('27204')).toThrow('27204.yaml has the data of 27203');
    expect(() => damaged.get('27205')).toThrow(/^27205\.yaml: [\s\S]*populaton[\s\S]*population/);
  });
});

/** 検査数字 of a code: eleven less the weighted sum of its digits (全国地方公共団体コード仕様). */
function checkDigit(code: string): string {
  const sum = [...code].reduce((total, digit, index) => total + Number(digit) * (6 - index), 0);
  return String(11 - (sum % 11)).slice(-1);
}
