import { expect, test } from 'vitest';
import { cardId } from '../../server/contract-card-id.ts';
import { cardName } from '../../server/contract-card-name.ts';
import { cardSerial } from '../../server/contract-card-serial.ts';

test('tells every card of a city from every other, and the same card always by the same', () => {
  const names = new Set<number>();
  for (let resident = 0; resident < 50_000; resident++) {
    names.add(cardName(cardSerial('27203', resident, 1)));
    names.add(cardName(cardSerial('27203', resident, 2)));
    names.add(cardName(cardId('basic-resident', '27203', resident, 1)));
  }
  expect(names.size).toBe(150_000);
  const serial = cardSerial('27203', 7, 1);
  expect(cardName(serial)).toBe(cardName(serial));
});

test('is a whole number that JSON keeps, and in which the serial is not seen', () => {
  for (const resident of [0, 1, 2, 40, 99_999]) {
    const name = cardName(cardSerial('27203', resident, 1));
    expect(Number.isSafeInteger(name)).toBe(true);
    expect(JSON.parse(JSON.stringify(name))).toBe(name);
    expect(String(name)).not.toContain('27203');
  }
});
