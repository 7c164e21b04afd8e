import { expect, test } from 'vitest';
import type { UseRegistration, UseRegistrations } from '../../../server/cards/use-registrations.ts';
import type { CardHolder } from '../../../server/issuing.ts';
import { RealTime } from '../../../sim/real-time.ts';

let residents = 0;

/** What every store of registrations for use keeps to; it may hold those of other tests. */
export function useRegistrationsContract(open: () => UseRegistrations): void {
  const time = new RealTime();
  const find = (municipality: string, holder: CardHolder) =>
    time.run(open().find(municipality, holder));
  const add = (municipality: string, holder: CardHolder, use: UseRegistration) =>
    time.run(open().add(municipality, holder, use));
  const newHolder = (): CardHolder => ({
    residence: '27203',
    residentNo: ++residents,
    generation: 1,
  });
  const USE = {
    familyNo: 41,
    appliedAtMs: Date.parse('2026-04-28T10:00:00+09:00'),
    usableFromMs: Date.parse('2026-05-11T00:00:00+09:00'),
  };

  test('what was added is found, and nothing else', async () => {
    const holder = newHolder();
    expect(await find('12203', holder)).toBeUndefined();
    expect(await add('12203', holder, USE)).toBe(true);
    expect(await find('12203', holder)).toEqual(USE);
    expect(await find('45201', holder)).toBeUndefined();
    const others = [
      { ...holder, residence: '45201' },
      { ...holder, residentNo: 999 },
      { ...holder, generation: 2 },
    ];
    for (const other of others) expect(await find('12203', other)).toBeUndefined();
  });

  test('a card has one registration at a municipality, the first', async () => {
    const holder = newHolder();
    await add('12203', holder, USE);
    expect(await add('12203', holder, { ...USE, usableFromMs: 0 })).toBe(false);
    expect(await find('12203', holder)).toEqual(USE);
    expect(await add('45201', holder, { ...USE, familyNo: 2 })).toBe(true);
    expect(await add('12203', { ...holder, generation: 2 }, USE)).toBe(true);
    expect((await find('45201', holder))?.familyNo).toBe(2);
  });

  test('of many at the same time one is added', async () => {
    const holder = newHolder();
    const applied = Array.from({ length: 20 }, (_, at) =>
      add('12203', holder, { ...USE, appliedAtMs: at }),
    );
    const added = await Promise.all(applied);
    expect(added.filter((done) => done)).toHaveLength(1);
    expect((await find('12203', holder))?.appliedAtMs).toBe(added.indexOf(true));
  });
}
