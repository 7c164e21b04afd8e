import { describe, expect, test } from 'vitest';
import { cardId } from '../../../server/contract-card-id.ts';
import { someResident } from '../register/small-register.ts';
import { codeOf, offered, pinsOf, run, TOWN, Towns } from './towns.ts';

const entries = { [TOWN]: { residents: [someResident(0)] } };
const { right, wrong } = pinsOf(0);

function where(...methods: ('jpki' | 'card-ap')[]): Towns {
  return new Towns({ entries, municipality: { methods } });
}

describe('a municipality that takes 個人番号カード', () => {
  test('refuses a 住基カード, whatever the PIN, and counts no error', async () => {
    const towns = where('jpki');
    for (const pin of [right, wrong, wrong, wrong]) {
      expect(codeOf(await towns.types(0, pin))).toBe('method-not-accepted');
    }
    const id = cardId('basic-resident', TOWN, 0, 1);
    expect((await run(towns.cards.find(TOWN, id)))?.wrongPins).toBe(0);
    expect(codeOf(await towns.comes(0))).toBe('granted');
  });
});

describe('a municipality of before 2016', () => {
  test('takes the 住基カード and refuses a 個人番号カード', async () => {
    const towns = where('card-ap');
    expect(offered(await towns.types(0, right))).toContain('resident-record');
    expect(codeOf(await towns.comes(0))).toBe('method-not-accepted');
  });
});

describe('a municipality that takes both', () => {
  test('knows the same citizen by either', async () => {
    const towns = where('jpki', 'card-ap');
    expect(offered(await towns.comes(0))).toEqual(offered(await towns.types(0, right)));
  });
});

test('a 市民カード is refused everywhere, and its PIN is not even looked at', async () => {
  const citizen = { kind: 'citizen' } as const;
  for (const towns of [where('card-ap'), where('jpki', 'card-ap')]) {
    for (const pin of [right, wrong, wrong, wrong, right]) {
      expect(codeOf(await towns.types(0, pin, citizen))).toBe('method-not-accepted');
    }
    const id = cardId('citizen', TOWN, 0, 1);
    expect((await run(towns.cards.find(TOWN, id)))?.wrongPins).toBe(0);
  }
});
