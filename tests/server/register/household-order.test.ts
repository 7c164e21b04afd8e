import { expect, test } from 'vitest';
import { inHouseholdOrder } from '../../../server/register/household-order.ts';
import { someResident } from './small-register.ts';

test('the head comes first, then the others by age and number, and last who has gone', () => {
  const gone = { ...someResident(0), standing: 'deceased' as const };
  const left = { ...someResident(1), standing: 'moved-out' as const };
  const leaving = { ...someResident(2), standing: 'moving-out' as const };
  const head = { ...someResident(5), relationship: 'head' as const };
  const [three, twin] = [
    someResident(3),
    { ...someResident(4), birthDate: someResident(3).birthDate },
  ];
  const ordered = [gone, left, leaving, three, twin, head];
  const expected = [head, leaving, three, twin, gone, left];
  expect(inHouseholdOrder(ordered)).toEqual(expected);
  expect(inHouseholdOrder([...ordered].reverse())).toEqual(expected);
});
