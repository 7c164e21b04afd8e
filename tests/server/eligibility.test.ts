import { describe, expect, test } from 'vitest';
import { Eligibility, inProgressBecause } from '../../server/eligibility.ts';
import type { Resident } from '../../server/register/register.ts';
import { someResident } from './register/small-register.ts';

const at = (civil: string) => Date.parse(`${civil}+09:00`);
const MONDAY = at('2015-06-01T10:00');

function atHome(details: Partial<Resident> = {}, nowMs = MONDAY) {
  return new Eligibility().atResidence(someResident(0, details), 1, nowMs);
}

describe('who may have nothing issued where they live', () => {
  test.each<[Partial<Resident>, string | undefined]>([
    [{}, undefined],
    [{ cardGeneration: 2 }, 'card-not-registered'],
    [{ cardIssuedOn: '2015-06-01' }, 'card-not-yet-usable'],
    [{ standing: 'moving-out' }, 'moving-out'],
    [{ standing: 'moved-out' }, 'moved-out'],
    [{ standing: 'deceased' }, 'deceased'],
    [{ residentSince: '2015-06-01' }, 'moved-in-today'],
    [{ supportMeasures: true }, 'support-measures'],
    [{ birthDate: '2000-06-02' }, 'under-age'],
    [{ inProgress: 'notice' }, 'record-in-progress'],
    [{ inProgress: 'character' }, 'character-in-progress'],
  ])('with %o: %s', (details, code) => {
    expect(atHome(details)).toBe(code);
  });

  test('is told the first reason: whose card it is, before what is known of them', () => {
    const all: Partial<Resident> = {
      cardGeneration: 2,
      standing: 'deceased',
      supportMeasures: true,
      inProgress: 'notice',
    };
    expect(atHome(all)).toBe('card-not-registered');
    expect(atHome({ ...all, cardGeneration: 1 })).toBe('deceased');
    expect(atHome({ ...all, cardGeneration: 1, standing: 'resident' })).toBe('support-measures');
  });
});

test('elsewhere the address is nobody’s business', () => {
  const eligibility = new Eligibility();
  const asked = (details: Partial<Resident>) =>
    eligibility.atDomicile(someResident(0, details), 1, MONDAY);
  expect(asked({ standing: 'moving-out', inProgress: 'notice' })).toBeUndefined();
  expect(asked({ residentSince: '2015-06-01' })).toBeUndefined();
  expect(asked({ standing: 'deceased' })).toBe('deceased');
  expect(asked({ supportMeasures: true })).toBe('support-measures');
  expect(asked({ birthDate: '2000-06-02' })).toBe('under-age');
  expect(asked({ cardGeneration: 2 })).toBe('card-not-registered');
});

test('today turns at midnight in Japan, forwards and backwards', () => {
  const eligibility = new Eligibility();
  const resident = someResident(0, { residentSince: '2015-06-01' });
  const codes = ['2015-06-01T23:59:59', '2015-06-02T00:00', '2015-06-01T00:00'].map((civil) =>
    eligibility.atResidence(resident, 1, at(civil)),
  );
  expect(codes).toEqual(['moved-in-today', undefined, 'moved-in-today']);
});

test('what is being entered blocks a record, and nothing else does', () => {
  expect(inProgressBecause('nothing')).toBeUndefined();
  expect(inProgressBecause('notice')).toBe('record-in-progress');
});
