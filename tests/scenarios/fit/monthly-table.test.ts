import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { DemandRate } from '../../../scenarios/demand/demand-rate.ts';
import { readDemand } from '../../../scenarios/demand/demand-text.ts';
import { at } from '../demand/small-demand.ts';
import { FitFolder, text } from './fit-trial.ts';

const folder = new FitFolder();
afterAll(() => folder.remove());

/** Miyazaki’s half year: the bands of S5, its March and its June, the others alike (I). */
const MIYAZAKI = [
  'month,days,weekday 06:30-08:30,weekday 08:30-17:15,weekday 17:15-23:00,dayOff,count',
  '2014-01..2014-02,59,240,4210,1374,1740,7564',
  '2014-03,31,192,3365,1098,1390,6045',
  '2014-04..2014-05,61,253,4441,1449,1840,7983',
  '2014-06,30,145,2558,835,1052,4590',
];

async function refused(lines: readonly string[], ...args: readonly string[]): Promise<string> {
  folder.write('table.csv', text(lines));
  return folder.refusal('table.csv', ...args);
}

function changed(line: number, row: string): readonly string[] {
  return MIYAZAKI.map((own, index) => (index === line - 1 ? row : own));
}

describe('a monthly table', () => {
  test('of Miyazaki makes a demand with its months, bands and days off', async () => {
    folder.write('miyazaki.csv', text(MIYAZAKI));
    const out = folder.file('demand.yaml');
    const { report, code } = await folder.fit('miyazaki.csv', '--json', '--out', out);
    expect(code).toBe(0);
    expect(report.source.kind).toBe('table');
    const reading = readDemand(readFileSync(out, 'utf8'), 'demand.yaml');
    if (reading.kind !== 'read') throw new Error('it is refused');
    const { demand } = reading;
    expect(demand.volume).toMatchObject({ from: '2014-01-01', to: '2014-06-30' });
    expect(demand.dayOffShare?.value).toBeCloseTo(0.23, 3);
    expect(demand.hours.weekday.map(({ share }) => share.value)).toEqual(
      [830, 14_574, 4756].map((count) => expect.closeTo(count / 20_160, 4)),
    );
    const rate = new DemandRate(demand);
    const counted = (from: string, to: string) =>
      rate.expectedCertificates(at(`${from} 00:00`), at(`${to} 00:00`));
    expect(counted('2014-03-01', '2014-04-01') / 6045).toBeCloseTo(1, 2);
    expect(counted('2014-06-01', '2014-07-01') / 4590).toBeCloseTo(1, 2);
    expect(counted('2014-01-01', '2014-07-01')).toBeCloseTo(26_182, 0);
    const march = report.numbers.find(({ path }) => path === 'months.3');
    expect(march?.low).toBeLessThan(march?.value ?? 0);
    expect(report.notes.map(({ kind }) => kind)).toEqual([
      'table-no-weekdays',
      'table-no-types',
      'table-months-together',
      'table-months-missing',
    ]);
  });

  test('in Japanese, with certificates and without bands, is one too', async () => {
    const lines = [
      '年月,住民票,印鑑証明,合計',
      '2014年1月,"1,000",500,"1,500"',
      '2014年2月,900,500,1400',
    ];
    folder.write('table.csv', text(lines));
    const { report } = await folder.fit('table.csv', '--json');
    expect(report.demand.certificates.value).toEqual({
      'resident-record': 0.65517,
      'seal-registration': 0.34483,
    });
    expect(report.demand.dayOffShare).toBeUndefined();
    expect(report.notes.map(({ kind }) => kind)).toContain('table-no-hours');
  });
});

describe('a table that contradicts itself', () => {
  test.each([
    [3, '2014-03,31,192,3365,1098,1390,6046', /csv:3 {2}the bands make 6045, but count says 6046/],
    [3, '2014-03,32,192,3365,1098,1390,6045', /csv:3 {2}2014-03 has 31 days, not 32/],
    [3, '2014-03,0,192,3365,1098,1390,6045', /csv:3 {2}2014-03 has no open day, but 6045/],
    [3, '2014-13,31,192,3365,1098,1390,6045', /csv:3 {2}2014-13 is no month: write 2014-03/],
    [3, '2014-03,31,192,3365,1098,1390', /csv:3 {2}there are 6 columns, not 7/],
    [3, '2014-03,31,many,3365,1098,1390,6045', /csv:3 {2}many is no count/],
    [3, '2014-03,31,-192,3365,1098,1390,6045', /csv:3 {2}-192 is no count/],
    [3, '2014-03,31,1e2,3365,1098,1390,6045', /csv:3 {2}1e2 is no count: write a whole number/],
    [3, '2014-03,31,0x1,3365,1098,1390,6045', /csv:3 {2}0x1 is no count/],
    [3, '2014-03,31,"1,92",3365,1098,1390,6045', /csv:3 {2}1,92 is no count/],
    [
      3,
      '2014-02,31,192,3365,1098,1390,6045',
      /csv:3 {2}2014-02 has a row already, in line 2: leave/,
    ],
    [3, '', /csv:4 {2}2014-03 is missing before 2014-04/],
    [1, MIYAZAKI[0]?.replace('dayOff', 'nights') ?? '', /csv:1 {2}the column nights is not known/],
  ] as const)('row %i: %s', async (line, row, message) => {
    expect(await refused(changed(line, row))).toMatch(message);
  });

  test.each(['1e99', '999999999999999999999', '1000000001'])(
    'with a count of %s is refused where it stands',
    async (count) => {
      const told = await refused(['month,count', '2014-01,5', `2014-02,${count}`]);
      expect(told).toMatch(/table\.csv:3 {2}\d.* is no count: write a whole number, 0 to 1,000/);
    },
  );

  test('with more in all than a demand can have is refused', async () => {
    const told = await refused(['month,count', '2014-01,1000000000', '2014-02,1000000000']);
    expect(told).toMatch(/makes no demand \(volume\.certificates/);
  });

  test('is told all of its mistakes at once', async () => {
    const lines = changed(3, '2014-03,31,many,3365,1098,1390,6046').map((row, at) =>
      at === 4 ? row.replace('4590', '4591') : row,
    );
    const told = await refused(lines);
    expect(told).toMatch(/there are \d mistakes in the table/);
    expect(told).toContain('table.csv:3  many is no count');
    expect(told).toContain('table.csv:5  the bands make 4590, but count says 4591');
  });

  test('has no rows to choose from: flags of logs are refused', async () => {
    const told = await refused(MIYAZAKI, '--from', '2014-02-01');
    expect(told).toBe('--from is for logs, and this is a monthly table: leave it out');
    expect(await refused(MIYAZAKI, '--leave-out', '2014-02-01')).toMatch(/^--leave-out is for/);
  });

  test('is refused where there is nothing in it, or no row', async () => {
    expect(await refused(['month,count'])).toMatch(/has no rows: name a table/);
    expect(await refused(['month,count', '2014-01,0'])).toMatch(/nothing to fit/);
    expect(await refused(['a,b', '1,2'], '--monthly')).toMatch(/csv:1 {2}name one column month/);
  });
});

describe('years of a table', () => {
  const months = Array.from({ length: 36 }, (_, month) => {
    const name = `${2013 + Math.floor((month + 3) / 12)}-${String(((month + 3) % 12) + 1).padStart(2, '0')}`;
    return { name, year: Math.floor(month / 12) };
  });
  const grown = months.map(({ name, year }) => `${name},${1000 * 2 ** year}`);

  test('are told apart by their growth, not taken as alike', async () => {
    folder.write('years.csv', text(['month,count', ...grown]));
    const { report, stdout } = await folder.fit('years.csv', '--json');
    const growth = Object.entries(report.demand.growth?.value ?? {});
    expect(growth.map(([year]) => year)).toEqual(['2013', '2014', '2015']);
    growth.forEach(([, factor], year) => {
      // Holidays and the leap day move between months, the open days of years hardly.
      expect(factor / 2 ** year).toBeCloseTo(1, 1);
    });
    for (const { observed, expected } of report.margins?.months ?? []) {
      expect(Math.abs(observed / expected - 1)).toBeLessThan(0.1);
    }
    expect(report.misfits.map(({ question }) => question)).toEqual(['month-year']);
    expect(stdout).not.toContain('table-years-alike');
  });

  test('without any count have the growth 0', async () => {
    const empty = grown.map((row, month) =>
      month >= 12 && month < 24 ? row.replace(/,.*/, ',0') : row,
    );
    folder.write('years.csv', text(['month,count', ...empty]));
    const { report } = await folder.fit('years.csv', '--json');
    const growth = Object.fromEntries(Object.entries(report.demand.growth?.value ?? {}));
    expect(growth).toEqual({ 2013: 1, 2014: 0, 2015: expect.closeTo(4, 0) });
  });

  test('that a row counts together are taken as alike, and that is told', async () => {
    const rows = ['2013-01..2013-12,1200', '2014-01..2014-12,2400'];
    folder.write('years.csv', text(['month,count', ...rows]));
    const { report } = await folder.fit('years.csv', '--json');
    expect(report.demand.growth).toBeUndefined();
    expect(report.notes.map(({ kind }) => kind)).toContain('table-years-alike');
    expect(report.misfits[0]?.question).toBe('month-year');
    const { stdout } = await folder.fit('years.csv');
    expect(stdout).not.toMatch(/comes out as counted, by construction/);
    expect(stdout).toMatch(/Not everything comes out as counted/);
  });

  test('months counted together, and months that are missing, are told', async () => {
    folder.write('part.csv', text(['month,count', '2014-04..2014-12,900']));
    const { stdout } = await folder.fit('part.csv');
    expect(stdout).toMatch(/counted together are taken as alike.*: 2014-04\.\.2014-12/);
    expect(stdout).toContain('no day of the months 1, 2, 3: their factor is 1');
    expect(stdout).toContain('Each month comes out as counted, by construction.');
  });
});
