import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ageOf, headOf, householdOf, sizeOf } from '../../server/population-synthetic.ts';
import type { Register, Resident } from '../../server/register.ts';
import { syntheticRegister } from '../../server/resident-synthetic.ts';
import type { Process } from '../../sim/process.ts';
import { streams } from '../../sim/rng.ts';
import { answerOf } from '../sim/virtual.ts';
import { plain, registerContract } from './register.contract.ts';

const TOYONAKA = { code: '27203', population: 402_995, towns: ['中桜塚', '庄内東町'] };
const AS_OF = '2015-07-01';
const toyonaka = syntheticRegister(streams(1), [TOYONAKA], { asOf: AS_OF });

function run<A>(process: Process<A>): A {
  return answerOf(() => process);
}

function resident(no: number, register: Register = toyonaka): Resident | undefined {
  return run(register.resident(TOYONAKA.code, no));
}

// The same contract over PGlite and PostgreSQL: database.test.ts.
describe('syntheticRegister', () => {
  // 135 = two cycles of 50 and a third one cut off within a household.
  const small = syntheticRegister(streams(1), [{ code: '13101', population: 135 }], {
    asOf: AS_OF,
  });
  registerContract({ register: () => small, run, municipality: '13101', population: 135 });

  test('is a function of seed, municipality and number, whatever was asked before', () => {
    const again = syntheticRegister(streams(1), [TOYONAKA], { asOf: AS_OF });
    const other = syntheticRegister(streams(2), [TOYONAKA], { asOf: AS_OF });
    const elsewhere = { ...TOYONAKA, code: '12203' };
    const both = syntheticRegister(streams(1), [elsewhere, TOYONAKA], { asOf: AS_OF });
    run(again.household(TOYONAKA.code, 7));
    for (const no of [0, 49, 50, 402_994]) {
      const expected = plain(resident(no));
      expect(plain(resident(no, again))).toEqual(expected);
      expect(plain(resident(no, both))).toEqual(expected);
      expect(resident(no, other)?.nonce).not.toBe(expected?.nonce);
      const twin = run(both.resident(elsewhere.code, no));
      expect(twin?.nonce).not.toBe(expected?.nonce);
    }
  });

  test('gives every resident a nonce of their own', () => {
    const nonces = new Set<string | undefined>();
    for (let no = 0; no < 20_000; no++) nonces.add(resident(no)?.nonce);
    expect(nonces.size).toBe(20_000);
  });

  test('has a household share name and address, in a town of the municipality', () => {
    for (let householdNo = 0; householdNo < 46; householdNo++) {
      const members = run(toyonaka.household(TOYONAKA.code, householdNo));
      expect(new Set(members.map(({ name }) => name.split(' ')[0])).size).toBe(1);
      expect(new Set(members.map(({ address }) => address)).size).toBe(1);
      expect(TOYONAKA.towns.some((town) => members[0]?.address.startsWith(town))).toBe(true);
      for (const { birthDate, residentSince } of members) {
        expect(residentSince >= birthDate && residentSince <= AS_OF).toBe(true);
      }
    }
  });

  test.each(['2015-07-01', '2016-02-29', '2026-03-30', '2027-01-01'])(
    'dates births so that ages hold on %s',
    (asOf) => {
      const register = syntheticRegister(streams(1), [TOYONAKA], { asOf });
      for (let no = 0; no < 2_000; no++) {
        const { birthDate } = resident(no, register)!;
        expect(completedYears(birthDate, asOf)).toBe(ageOf(no));
      }
    },
  );

  test.each([0, 0.3, 1])('registers the seals of a share of %d of those over 15', (share) => {
    const options = { asOf: AS_OF, sealRegisteredShare: share };
    const register = syntheticRegister(streams(1), [TOYONAKA], options);
    let grown = 0;
    let registered = 0;
    for (let no = 0; no < 10_000; no++) {
      const sealed = resident(no, register)?.sealNumber !== undefined;
      if (ageOf(no) < 15) expect(sealed).toBe(false);
      else grown += 1;
      if (sealed) registered += 1;
    }
    expect(registered / grown).toBeCloseTo(share, 2);
  });

  test('refuses a day or a population that cannot be', () => {
    for (const asOf of ['2015-02-29', '2015-7-1', '']) {
      expect(() => syntheticRegister(streams(1), [TOYONAKA], { asOf })).toThrow(RangeError);
    }
    const places = [{ code: '27203', population: 0.5 }];
    expect(() => syntheticRegister(streams(1), places, { asOf: AS_OF })).toThrow(RangeError);
  });
});

describe('the synthetic population', () => {
  const anyone = fc.integer({ min: 0, max: 4_000_000 });

  test('households partition the residents', () => {
    fc.assert(
      fc.property(anyone, (no) => {
        const householdNo = householdOf(no);
        const head = headOf(householdNo);
        expect(no).toBeGreaterThanOrEqual(head);
        expect(no).toBeLessThan(head + sizeOf(householdNo));
        expect(headOf(householdNo + 1)).toBe(head + sizeOf(householdNo));
      }),
    );
  });

  test('households are as many as 豊中市 had (S4), within 1 %', () => {
    const households = householdOf(TOYONAKA.population - 1) + 1;
    expect(Math.abs(households / 185_569 - 1)).toBeLessThan(0.01);
  });

  test('every household is a plausible family', () => {
    fc.assert(
      fc.property(anyone, (no) => {
        const head = headOf(householdOf(no));
        const ages = Array.from({ length: sizeOf(householdOf(no)) }, (_, i) => ageOf(head + i));
        expect(ages).toEqual([...ages].sort((a, b) => b - a));
        expect(ages[0]).toBeGreaterThanOrEqual(20);
        const [, parent = 0, ...children] = ages;
        for (const child of children) {
          expect(parent - child).toBeGreaterThanOrEqual(20);
          expect(ages[0]! - child).toBeLessThanOrEqual(40);
        }
      }),
    );
  });

  test('the ages follow the pyramid, most of all at 40–44 and 65–69', () => {
    const people = 100_000;
    const classes = new Array<number>(21).fill(0);
    for (let no = 0; no < people; no++) classes[Math.floor(ageOf(no) / 5)]! += 1;
    const share = (from: number, to: number) =>
      classes.slice(from / 5, to / 5).reduce((sum, count) => sum + count, 0) / people;
    expect(share(0, 15)).toBeCloseTo(0.125, 2);
    expect(share(15, 65)).toBeCloseTo(0.608, 2);
    expect(share(65, 105)).toBeCloseTo(0.267, 2);
    const largest = [...classes.keys()].sort((a, b) => classes[b]! - classes[a]!).slice(0, 2);
    expect(largest.sort((a, b) => a - b)).toEqual([8, 13]);
    expect(Math.max(...classes.map((count, index) => (count > 0 ? index : 0)))).toBe(20);
  });
});

function completedYears(birthDate: string, asOf: string): number {
  const years = Number(asOf.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return asOf.slice(5) >= birthDate.slice(5) ? years : years - 1;
}
