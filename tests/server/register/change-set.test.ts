import { describe, expect, test } from 'vitest';
import { ChangeSet } from '../../../server/register/change-set.ts';
import type { Register } from '../../../server/register/register.ts';
import { keyText } from '../../../server/register/register-update.ts';
import type { Process } from '../../../sim/process.ts';
import { answerOf } from '../../sim/virtual.ts';
import { ORIGIN, START_MS, TOWN } from './small-office.ts';

function run<A>(process: Process<A>): A {
  return answerOf(() => process);
}

function changeSet(register: Register = ORIGIN, taxYears: readonly number[] = []): ChangeSet {
  return new ChangeSet({
    register,
    nowMs: START_MS,
    free: { resident: 1000, household: 2000, family: 3000, seal: 4000 },
    nonce: (municipality, no) => `${municipality}-${no}`,
    placeName: (municipality) => `city ${municipality}`,
    taxYears: () => taxYears,
  });
}

function keys(changes: ChangeSet): readonly string[] {
  return run(changes.entries()).map(keyText).sort();
}

describe('ChangeSet', () => {
  test('reads what it has written, and otherwise what was before', () => {
    const changes = changeSet();
    const before = run(changes.resident(TOWN, 9))!;
    changes.put(TOWN, { ...before, name: '千里 中' });
    expect(run(changes.resident(TOWN, 9))?.name).toBe('千里 中');
    expect(run(changes.household(TOWN, 3)).find(({ no }) => no === 9)?.name).toBe('千里 中');
    expect(run(ORIGIN.resident(TOWN, 9))?.name).toBe(before.name);
    changes.remove(TOWN, 9);
    expect(run(changes.resident(TOWN, 9))).toBeUndefined();
    expect(run(changes.household(TOWN, 3)).map(({ no }) => no)).toEqual([8, 10, 11]);
    const family = run(changes.family(TOWN, 6))!;
    changes.putFamily(TOWN, { ...family, inProgress: 'notice' });
    expect(run(changes.family(TOWN, 6))?.inProgress).toBe('notice');
  });

  test('takes numbers in turn and says what is left', () => {
    const changes = changeSet();
    expect([changes.take('resident'), changes.take('resident'), changes.take('seal')]).toEqual([
      1000, 1001, 4000,
    ]);
    expect(changes.free).toEqual({ resident: 1002, household: 2000, family: 3000, seal: 4001 });
    expect(changeSet().free.resident).toBe(1000);
  });

  test('knows today and yesterday, nonces and names of cities', () => {
    const changes = changeSet();
    expect([changes.today, changes.yesterday]).toEqual(['2015-06-01', '2015-05-31']);
    expect([changes.nonce(TOWN, 7), changes.placeName(TOWN)]).toEqual(['27203-7', 'city 27203']);
  });

  test('leaves behind the whole of every household that somebody is in or was in', () => {
    const changes = changeSet();
    const resident = run(changes.resident(TOWN, 9))!;
    changes.put(TOWN, { ...resident, householdNo: 2 });
    expect(keys(changes)).toEqual(
      [6, 7, 8, 9, 10, 11].map((no) => `resident/${TOWN}/${no}`).sort(),
    );
    expect(changes.written.map(keyText)).toEqual([`resident/${TOWN}/9`]);
  });

  test('and its tax records, if they are not as they have always been', () => {
    const changes = changeSet(ORIGIN, [2014]);
    changes.putTax(TOWN, 5, 2015, undefined);
    expect(keys(changes)).toEqual([
      `resident/${TOWN}/5`,
      `tax/${TOWN}/5/2014`,
      `tax/${TOWN}/5/2015`,
    ]);
  });

  test('a family register alone touches no household', () => {
    const changes = changeSet();
    changes.putFamily(TOWN, run(changes.family(TOWN, 6))!);
    expect(keys(changes)).toEqual([`family/${TOWN}/6`]);
  });

  test('copies entries of every kind from another register, also that there is none', () => {
    const other = changeSet();
    other.put(TOWN, { ...run(other.resident(TOWN, 5))!, name: '千里 中' });
    const changes = changeSet();
    const from: Register = {
      resident: (municipality, no) => other.resident(municipality, no),
      household: (municipality, no) => other.household(municipality, no),
      taxRecord: (municipality, no, year) => ORIGIN.taxRecord(municipality, no, year),
      family: (municipality, no) => other.family(municipality, no),
    };
    run(changes.copy({ kind: 'resident', municipality: TOWN, no: 5 }, from));
    run(changes.copy({ kind: 'resident', municipality: TOWN, no: 400_000 }, from));
    run(changes.copy({ kind: 'family', municipality: TOWN, no: 2 }, from));
    run(changes.copy({ kind: 'tax', municipality: TOWN, no: 5, year: 2015 }, from));
    expect(changes.written.map(({ record }) => record !== undefined)).toEqual([
      true,
      false,
      true,
      true,
    ]);
    expect(run(changes.resident(TOWN, 5))?.name).toBe('千里 中');
  });
});
