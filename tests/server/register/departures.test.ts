import { expect, test } from 'vitest';
import { Departures } from '../../../server/register/departures.ts';
import { START_MS, TOWN } from './small-office.ts';

const DAY_MS = 86_400_000;

function notice(resident: number, on: string) {
  return { operation: 'move-out', municipality: TOWN, resident, who: 'self', on } as const;
}

test('who is due is taken once, on the day or later', () => {
  const departures = new Departures();
  const [one, two] = [notice(8, '2015-06-02'), notice(9, '2015-06-03')];
  for (const order of [one, two]) departures.note(order, START_MS);
  expect(departures.takeDue(START_MS)).toEqual([]);
  expect(departures.takeDue(START_MS + DAY_MS)).toEqual([one]);
  expect(departures.takeDue(START_MS + DAY_MS)).toEqual([]);
  expect(departures.takeDue(START_MS + 9 * DAY_MS)).toEqual([two]);
});

test('a later notice takes the place of an earlier one, and who has left is due no more', () => {
  const departures = new Departures();
  for (const order of [notice(8, '2015-06-02'), notice(8, '2015-06-04'), notice(9, '2015-06-02')]) {
    departures.note(order, START_MS);
  }
  departures.note(notice(9, '2015-06-01'), START_MS);
  expect(departures.takeDue(START_MS + 9 * DAY_MS)).toEqual([notice(8, '2015-06-04')]);
});
