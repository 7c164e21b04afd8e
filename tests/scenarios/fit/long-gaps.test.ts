import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { DemandRate } from '../../../scenarios/demand/demand-rate.ts';
import { readDemand } from '../../../scenarios/demand/demand-text.ts';
import { at, given } from '../demand/small-demand.ts';
import { FitFolder, JUNE, text } from './fit-trial.ts';
import { knownDemand, logOf } from './known-log.ts';

const folder = new FitFolder();
afterAll(() => folder.remove());

describe('a fiscal year without rows', () => {
  const years = knownDemand({
    volume: { by: 'count', from: '2013-04-01', to: '2016-03-31', certificates: given(9_000) },
  });
  const lines = [...logOf(years, 4)].filter(
    (row) => !/^(2014-(0[4-9]|1[0-2])|2015-0[1-3])-/.test(row),
  );
  folder.write('years.csv', text(lines));
  const out = folder.file('years.yaml');

  test('has the growth 0 in the demand, not that of the year before', async () => {
    const { report } = await folder.fit('years.csv', '--json', '--out', out);
    expect(Object.keys(report.demand.growth?.value ?? {})).toEqual(['2013', '2014', '2015']);
    expect(report.demand.growth?.value['2014']).toBe(0);
    const reading = readDemand(readFileSync(out, 'utf8'), out);
    if (reading.kind !== 'read') throw new Error(JSON.stringify(reading.complaints));
    const rate = new DemandRate(reading.demand);
    const expected = (from: string, to: string) =>
      rate.expectedCertificates(at(`${from} 00:00`), at(`${to} 00:00`));
    expect(expected('2014-04-01', '2015-04-01')).toBe(0);
    for (const { observed, expected: due } of report.margins?.months ?? []) {
      if (observed > 0) expect(due).toBeGreaterThan(0);
    }
  });

  test('is told as a gap, and days around it as usual', async () => {
    const { report } = await folder.fit('years.csv', '--json');
    const gaps = report.outstanding?.gaps.map(({ from, to }) => [from, to]);
    expect(gaps).toEqual([['2014-04-01', '2015-03-31']]);
    expect(report.outstanding?.gaps[0]?.expected).toBeGreaterThan(100);
    const { stdout } = await folder.fit('years.csv');
    expect(stdout).toMatch(/no row on any day of 2014: its factor is 0/);
    expect(stdout).toContain('by construction, a month over all years together;');
  });
});

describe('rows with a wrong year', () => {
  test.each([
    ['2019-06-03 10:00:00', '--to 2014-06-30'],
    ['2009-06-03 10:00:00', '--from 2014-06-01'],
  ])('%s is told with the flag that leaves it out', async (time, flag) => {
    folder.write('stray.csv', text([...JUNE, `${time},tax,shop-1,city,30,1`]));
    const { report } = await folder.fit('stray.csv', '--json');
    expect(report.notes).toContainEqual({ kind: 'stray-rows', rows: 1, flag });
    expect(report.outstanding?.gaps[0]?.days).toBeGreaterThan(1000);
    const { stdout } = await folder.fit('stray.csv');
    expect(stdout).toContain(`fit again with ${flag}`);
    const right = await folder.fit('stray.csv', '--json', ...flag.split(' '));
    expect(right.report.notes.map(({ kind }) => kind)).not.toContain('stray-rows');
    expect(right.report.outstanding?.gaps).toEqual([]);
  });
});
