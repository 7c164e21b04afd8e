import { afterAll, describe, expect, test } from 'vitest';
import { FitFolder, JUNE, text } from './fit-trial.ts';

const folder = new FitFolder();
afterAll(() => folder.remove());
const [HEADER = '', ...ROWS] = JUNE;

/** June, the first rows of it at three in the morning. */
function atNight(share: number): string {
  const until = Math.round(ROWS.length * share);
  return text([
    HEADER,
    ...ROWS.map((row, at) => (at < until ? row.replace(/ \d\d:/, ' 03:') : row)),
  ]);
}

describe('rows where the service is closed', () => {
  test('are refused beyond --max-closed, with what would mend it', async () => {
    folder.write('night.csv', atNight(0.08));
    const told = await folder.refusal('night.csv');
    expect(told).toMatch(/ rows \(8\.0\d? %\) lie where the service is closed, more than the 5 %/);
    expect(told).toMatch(/ outside 06:30 to 23:00, 0 on closed days/);
    for (const flag of ['--time-zone', '--opening', '--closed', '--max-closed']) {
      expect(told).toContain(flag);
    }
    expect((await folder.fit('night.csv', '--max-closed', '10')).code).toBe(0);
    expect((await folder.fit('night.csv', '--opening', '00:00-23:00')).code).toBe(0);
  });

  test('are told and left out below it', async () => {
    folder.write('few.csv', atNight(0.04));
    const { report } = await folder.fit('few.csv', '--json');
    expect(report.source.leftOut).toEqual([['outside-hours', Math.round(ROWS.length * 0.04)]]);
    expect(await folder.refusal('few.csv', '--max-closed', '3')).toContain('of --max-closed');
  });

  test('are refused on closed days likewise', async () => {
    folder.write('june.csv', text(JUNE));
    const told = await folder.refusal('june.csv', '--closed', '06-02..06-08');
    expect(told).toMatch(/ 0 outside 06:30 to 23:00, \d+ on closed days/);
  });

  test('of another zone are refused with the zone that mends it', async () => {
    const rows = ROWS.map((row) =>
      row.replace(/^(\S+) ([^,]+)/, (_, day, clock) =>
        new Date(Date.parse(`${day}T${clock}+09:00`)).toISOString().slice(0, 23).replace('T', ' '),
      ),
    );
    folder.write('utc.csv', text([HEADER, ...rows]));
    expect(await folder.refusal('utc.csv')).toContain(
      'fit again with --time-zone UTC: 0.0 % would lie outside',
    );
  });
});

describe('a municipality that is not there', () => {
  test('is told as a missing column', async () => {
    folder.write('june.csv', text(JUNE));
    expect(await folder.refusal('june.csv', '--municipality', '豊中市')).toMatch(
      /--municipality 豊中市: the log has no municipality column/,
    );
  });

  test('is told with those that are', async () => {
    const towns = ROWS.map((row, at) => `${row},${at % 2 === 0 ? '吹田市' : '宮崎市'}`);
    folder.write('towns.csv', text([`${HEADER},municipality`, ...towns]));
    expect(await folder.refusal('towns.csv', '--municipality', '豊中市')).toMatch(
      /the log has no row of it, it has (吹田市, 宮崎市|宮崎市, 吹田市): name one/,
    );
  });
});

describe('days that --leave-out names', () => {
  test('outside the period are told', async () => {
    folder.write('june.csv', text(JUNE));
    const args = ['--leave-out', '2015-06-02..2015-06-03', '--leave-out', '2014-06-02'];
    const { report } = await folder.fit('june.csv', '--json', ...args);
    expect(report.notes).toContainEqual({
      kind: 'left-out-nothing',
      days: ['2015-06-02..2015-06-03'],
    });
    const { stdout } = await folder.fit('june.csv', ...args);
    expect(stdout).toContain('--leave-out 2015-06-02..2015-06-03 is outside the period');
  });
});

describe('ages and copies that are none', () => {
  test.each([
    ['age', 'old,1', 'leave it blank, or leave `age` out of --columns'],
    ['copies', '30,99', 'leave it blank, or leave `copies` out of --columns'],
  ])('%s: the remedy is said', async (_, fields, remedy) => {
    folder.write('bad.csv', text([HEADER, `2014-06-03 10:00:00,tax,s,city,${fields}`]));
    expect(await folder.refusal('bad.csv')).toContain(remedy);
  });
});
