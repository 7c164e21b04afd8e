import { expect, test } from 'vitest';
import { KioskRecords } from '../../../scenarios/judging/kiosk-records.ts';

test('every kiosk has one record, which stays', () => {
  const records = new KioskRecords((kiosk) => ({ kiosk, count: 0 }));
  for (const kiosk of ['a', 'b', 'b', 'a', 'c', 'b']) records.of(kiosk).count += 1;
  expect([...records.all()]).toEqual([
    { kiosk: 'a', count: 2 },
    { kiosk: 'b', count: 3 },
    { kiosk: 'c', count: 1 },
  ]);
});
