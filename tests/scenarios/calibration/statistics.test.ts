import { expect, test } from 'vitest';
import { statisticsIn } from '../../../scenarios/calibration/statistics.ts';
import { sourceStatistics } from '../../../scenarios/calibration/statistics-files.ts';

const HEADING = 'id,value,unit,period,scope,kind,source,note';

test('a line is a statistic, commas in quotes and quotes in quotes included', () => {
  const text = `${HEADING}\na.b,1,share,2010,Town,val,S1,"one, ""two"""\nc,2,yen,,,cost,S2,\n`;
  const statistics = statisticsIn(text);
  expect([...statistics.keys()]).toEqual(['a.b', 'c']);
  expect(statistics.get('a.b')).toMatchObject({ value: '1', kind: 'val', note: 'one, "two"' });
  expect(statistics.get('c')?.note).toBe('');
});

test('what is none is refused with its line', () => {
  for (const line of [
    'a,1,share,2010,Town,val,S1',
    'a,1,share,2010,Town,guess,S1,',
    ',,,,,val,,',
  ]) {
    expect(() => statisticsIn(`${HEADING}\nb,1,,,,cal,S1,\n${line}`)).toThrow('line 3');
  }
});

test('those that come with kofu are all read', () => {
  const statistics = sourceStatistics();
  expect(statistics.size).toBeGreaterThan(150);
  expect(statistics.get('toy.share.outside_city_min')?.note).toBe('4分の1超; chart lost');
});
