import { expect, test } from 'vitest';
import { ChangeSet } from '../../../server/register/change-set.ts';
import { succeed } from '../../../server/register/household-succession.ts';
import type { Relationship, Resident } from '../../../server/register/register.ts';
import { answerOf } from '../../sim/virtual.ts';
import { START_MS, TOWN } from './small-office.ts';
import { smallRegister, someResident } from './small-register.ts';

/** What the members of a household are after the succession, in the order given. */
function after(residents: readonly Resident[]): readonly Relationship[] {
  const changes = new ChangeSet({
    register: smallRegister({ [TOWN]: { residents } }),
    nowMs: START_MS,
    free: { resident: 0, household: 0, family: 0, seal: 0 },
    nonce: () => '',
    placeName: () => '',
    taxYears: () => [],
  });
  answerOf(() => succeed(changes, TOWN, 1));
  return residents.map(({ no }) => answerOf(() => changes.resident(TOWN, no))!.relationship);
}

const dead = { ...someResident(0), standing: 'deceased' } as const;
const wife = someResident(1);
const child = someResident(2);
const younger = someResident(3);

function as(relationship: Relationship, no: number): Resident {
  return { ...someResident(no), relationship };
}

test('as long as there is a head nothing changes', () => {
  expect(after([someResident(0), wife, child])).toEqual(['head', 'wife', 'child']);
  const leaving = { ...someResident(0), standing: 'moving-out' } as const;
  expect(after([leaving, wife])).toEqual(['head', 'wife']);
});

test('the spouse follows, whose children they are as well', () => {
  expect(after([dead, wife, child, as('parent', 4)])).toEqual(['head', 'head', 'child', 'other']);
});

test('without one the eldest does, of whom the others are no children', () => {
  expect(after([dead, younger, child])).toEqual(['head', 'other', 'head']);
});

test('where nobody lives any more nobody follows', () => {
  expect(after([dead])).toEqual(['head']);
  expect(after([])).toEqual([]);
});
