import { describe, expect, test } from 'vitest';
import { someFamily, someMember, someResident } from '../register/small-register.ts';
import { at, codeOf, HOMELAND, MONDAY, offered, pinsOf, TOWN, Towns } from './towns.ts';

function whereIs(birthDate: string): Towns {
  const child = someResident(2, { birthDate });
  return new Towns({
    entries: { [TOWN]: { residents: [someResident(0), child] } },
    municipality: { methods: ['jpki', 'card-ap'] },
  });
}

describe('the service is for those of 15 and more:', () => {
  test('from the day of the birthday on', async () => {
    const towns = whereIs('2000-06-02');
    expect(codeOf(await towns.comes(2))).toBe('under-age');
    towns.nowMs = at('2015-06-01T22:59:59');
    expect(codeOf(await towns.comes(2))).toBe('under-age');
    towns.nowMs = at('2015-06-02T06:30');
    expect(codeOf(await towns.comes(2))).toBe('granted');
  });

  test('also with a card of the older method', async () => {
    expect(codeOf(await whereIs('2008-01-01').types(2, pinsOf(2).right))).toBe('under-age');
    expect(codeOf(await whereIs('2000-06-01').types(2, pinsOf(2).right))).toBe('granted');
  });

  test('whose birthday is on 29 February are 15 the day after the 28th', async () => {
    const towns = whereIs('2000-02-29');
    towns.nowMs = at('2015-02-28T12:00');
    expect(codeOf(await towns.comes(2))).toBe('under-age');
    towns.nowMs = at('2015-03-01T12:00');
    expect(codeOf(await towns.comes(2))).toBe('granted');
  });

  test('children stand on the certificate of a parent all the same', async () => {
    const towns = whereIs('2012-01-01');
    expect(offered(await towns.comes(0))).toContain('resident-record');
  });

  test('also where the family register is kept', async () => {
    const child = someResident(2, { birthDate: '2008-01-01', ...domicile(HOMELAND) });
    const towns = new Towns({
      entries: {
        [TOWN]: { residents: [child] },
        [HOMELAND]: { families: [someFamily([someMember(child)])] },
      },
    });
    expect(codeOf(await towns.applies(2, HOMELAND))).toBe('under-age');
    expect(towns.nowMs).toBe(MONDAY);
  });
});

function domicile(municipality: string) {
  return { domicile: { ...someResident(0).domicile, municipality } };
}
