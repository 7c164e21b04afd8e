import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Population } from '../../../server/population/district-synthetic.ts';
import {
  ageOf,
  headOf,
  householdOf,
  relationshipOf,
  sexOf,
  sizeOf,
} from '../../../server/population/population-synthetic.ts';
import { syntheticRegister } from '../../../server/population/resident-synthetic.ts';
import type { Register, Resident } from '../../../server/register/register.ts';
import type { Process } from '../../../sim/process.ts';
import { streams } from '../../../sim/rng.ts';
import { answerOf } from '../../sim/virtual.ts';
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
  registerContract({
    register: () => small,
    run,
    municipality: '13101',
    population: 135,
    taxYear: 2015,
  });

  describe('with family registers kept elsewhere and all that can be unusual', () => {
    const places = ['13101', '27203', '12203'].map((code, index) => ({
      code,
      population: [60, 135, 400][index]!,
    }));
    const share = 0.4;
    const unusual = syntheticRegister(streams(2), places, {
      asOf: '2026-02-28',
      domicileElsewhereShare: share,
      movingOutShare: share,
      supportMeasuresShare: share,
      cardIssuedTodayShare: share,
    });
    registerContract({
      register: () => unusual,
      run,
      municipality: '27203',
      population: 135,
      taxYear: 2026,
    });
  });

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

  test('gives nobody of a family a name that a child of it bears', () => {
    for (let householdNo = 0; householdNo < 5_000; householdNo++) {
      const names = run(toyonaka.household(TOYONAKA.code, householdNo)).map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  test('says who is what to the head of the household', () => {
    for (let householdNo = 0; householdNo < 2_300; householdNo++) {
      const [, second, ...others] = run(toyonaka.household(TOYONAKA.code, householdNo));
      const spouse = second?.sex === 'female' ? 'wife' : 'husband';
      if (second !== undefined) expect(second.relationship).toBe(spouse);
      for (const { relationship } of others) expect(relationship).toBe('child');
    }
  });

  test('lets nothing be wrong with anybody unless it is asked for', () => {
    for (let no = 0; no < 5_000; no++) {
      const { birthDate, cardIssuedOn, ...given } = resident(no)!;
      expect(plain(resident(no))).toMatchObject({
        standing: 'resident',
        supportMeasures: false,
        inProgress: 'nothing',
        cardGeneration: 1,
        sealRevoked: false,
        domicile: { municipality: TOYONAKA.code },
      });
      expect(cardIssuedOn >= birthDate && cardIssuedOn >= '2010-07-01').toBe(true);
      expect(cardIssuedOn < AS_OF || birthDate === AS_OF, String(given.no)).toBe(true);
    }
  });

  const unusual: Record<string, readonly [Partial<Population>, (of: Resident) => boolean]> = {
    'are moving out': [{ movingOutShare: 0.1 }, ({ standing }) => standing === 'moving-out'],
    'are protected': [{ supportMeasuresShare: 0.1 }, ({ supportMeasures }) => supportMeasures],
    'got their card today': [
      { cardIssuedTodayShare: 0.1 },
      ({ cardIssuedOn }) => cardIssuedOn === AS_OF,
    ],
    'have their family register elsewhere': [
      { domicileElsewhereShare: 0.1 },
      ({ domicile }) => domicile.municipality !== TOYONAKA.code,
    ],
  };
  test.each(Object.entries(unusual))(
    'a share of residents %s, of any age and sex',
    (_, [of, is]) => {
      const register = syntheticRegister(streams(1), [TOYONAKA], { asOf: AS_OF, ...of });
      const shares = new Map<boolean | string, { all: number; unusual: number }>();
      for (let no = 0; no < 20_000; no++) {
        const unusual = is(resident(no, register)!);
        for (const group of [ageOf(no) >= 65, sexOf(no)]) {
          const count = shares.get(group) ?? { all: 0, unusual: 0 };
          shares.set(group, { all: count.all + 1, unusual: count.unusual + Number(unusual) });
        }
      }
      expect(shares.size).toBe(4);
      for (const { all, unusual } of shares.values()) expect(unusual / all).toBeCloseTo(0.1, 1.7);
    },
  );

  test('refuses a day or a population that cannot be', () => {
    for (const asOf of ['2015-02-29', '2015-7-1', '']) {
      expect(() => syntheticRegister(streams(1), [TOYONAKA], { asOf })).toThrow(RangeError);
    }
    for (const places of [
      [{ code: '27203', population: 0.5 }],
      [{ code: '27203', population: 9_000_001 }],
      [{ code: '27203', population: 1, towns: [] }],
      [TOYONAKA, TOYONAKA],
    ]) {
      expect(() => syntheticRegister(streams(1), places, { asOf: AS_OF })).toThrow(RangeError);
    }
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

  test('makes couples of a woman and a man', () => {
    fc.assert(
      fc.property(anyone, (no) => {
        const head = headOf(householdOf(no));
        if (sizeOf(householdOf(no)) === 1) return;
        expect(new Set([sexOf(head), sexOf(head + 1)]).size).toBe(2);
        expect(relationshipOf(head + 1)).toBe(sexOf(head) === 'male' ? 'wife' : 'husband');
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
