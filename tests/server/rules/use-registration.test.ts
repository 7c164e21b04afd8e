import { describe, expect, test } from 'vitest';
import type { Resident } from '../../../server/register/register.ts';
import { someFamily, someMember, someResident } from '../register/small-register.ts';
import {
  at,
  codeOf,
  HOMELAND,
  NOWHERE,
  offered,
  THIRD,
  TOWN,
  Towns,
  type TownsOptions,
} from './towns.ts';

const DOMICILE = { ...someResident(0).domicile, municipality: HOMELAND };

/** Lives in TOWN; the family register is kept in HOMELAND. */
function emigrant(no: number, details: Partial<Resident> = {}): Resident {
  return someResident(no, { domicile: DOMICILE, ...details });
}

function towns(options: TownsOptions & { readonly resident?: Partial<Resident> } = {}): Towns {
  const resident = emigrant(0, options.resident);
  const native = someResident(1);
  const members = [someMember(resident)];
  return new Towns({
    entries: {
      [TOWN]: { residents: [resident, native] },
      [HOMELAND]: { families: [someFamily(members, { domicile: DOMICILE })] },
    },
    ...options,
  });
}

const fromHome = { municipality: HOMELAND };

describe('a citizen who lives elsewhere', () => {
  test('has to apply for use first', async () => {
    const here = towns();
    expect(codeOf(await here.comes(0, fromHome))).toBe('use-not-registered');
    expect(codeOf(await here.applies(0, HOMELAND))).toBe('granted');
    expect(codeOf(await here.comes(0, fromHome))).toBe('use-not-yet-usable');
  });

  test('is told from when on it is usable, which is when it is', async () => {
    const here = towns();
    const applied = await here.applies(0, HOMELAND);
    expect(applied.ok && applied.value.usableFromMs).toBe(at('2015-06-08T00:00'));
    here.nowMs = at('2015-06-07T22:59');
    expect(codeOf(await here.comes(0, fromHome))).toBe('use-not-yet-usable');
    here.nowMs = at('2015-06-08T06:30');
    expect(codeOf(await here.comes(0, fromHome))).toBe('granted');
  });

  test.each([
    // From a Monday to the next one: a weekend lies between.
    ['2015-06-01T10:00', '2015-06-08'],
    // Saturday and Sunday are the same as Friday evening.
    ['2015-06-05T22:00', '2015-06-12'],
    ['2015-06-06T10:00', '2015-06-12'],
    ['2015-06-07T10:00', '2015-06-12'],
    // Over 海の日, Monday 20 July.
    ['2015-07-16T10:00', '2015-07-24'],
    // Over the five days of September 2015: 敬老の日, 国民の休日, 秋分の日.
    ['2015-09-17T10:00', '2015-09-29'],
    // Over the year’s end: offices are closed from 29 December to 3 January.
    ['2015-12-25T10:00', '2016-01-07'],
  ])('who applies at %s can use it from %s on: the fifth business day', async (applied, usable) => {
    const here = towns();
    here.nowMs = at(applied);
    const outcome = await here.applies(0, HOMELAND);
    expect(outcome.ok && outcome.value.usableFromMs).toBe(at(`${usable}T00:00`));
    const dayBefore = at(`${usable}T12:00`) - 86_400_000;
    here.nowMs = dayBefore;
    expect(codeOf(await here.comes(0, fromHome))).toBeOneOf(['use-not-yet-usable', 'closed-day']);
    here.nowMs = at(`${usable}T06:30`);
    expect(codeOf(await here.comes(0, fromHome))).toBe('granted');
  });

  test('can have what the family register says, and nothing of where they do not live', async () => {
    const here = towns();
    await here.applies(0, HOMELAND);
    here.nowMs = at('2015-06-08T10:00');
    const session = here.open();
    const known = await here.show(session, here.signed(session, 0, fromHome));
    expect(offered(known)).toEqual(['family-register-full']);
    expect(codeOf(await here.issue(session, 'family-register-full'))).toBe('granted');
    expect(codeOf(await here.issue(session, 'resident-record'))).toBe('not-offered');
  });

  test('applies once', async () => {
    const here = towns();
    expect(codeOf(await here.applies(0, HOMELAND))).toBe('granted');
    expect(codeOf(await here.applies(0, HOMELAND))).toBe('use-already-registered');
    here.nowMs = at('2015-06-08T10:00');
    expect(codeOf(await here.applies(0, HOMELAND))).toBe('use-already-registered');
  });

  test('applies again with a new card: the registration is the card’s', async () => {
    const second = towns({ resident: { cardGeneration: 2 }, holding: { generation: 2 } });
    const holder = { residence: TOWN, residentNo: 0, generation: 1 };
    const use = { familyNo: 7, appliedAtMs: 0, usableFromMs: 0 };
    second.uses.add(HOMELAND, holder, use);
    expect(codeOf(await second.comes(0, fromHome))).toBe('use-not-registered');
    expect(codeOf(await second.applies(0, HOMELAND))).toBe('granted');
  });

  test('asks only where the family register is kept', async () => {
    const here = towns();
    expect(codeOf(await here.applies(0, THIRD))).toBe('domicile-elsewhere');
    expect(codeOf(await here.comes(0, { municipality: THIRD }))).toBe('card-not-registered');
  });

  test('may have given notice of moving, which is no business of the family register', async () => {
    const here = towns({ resident: { standing: 'moving-out' } });
    expect(codeOf(await here.applies(0, HOMELAND))).toBe('granted');
    expect(codeOf(await here.comes(0))).toBe('moving-out');
  });

  test.each([
    [{ standing: 'deceased' }, 'deceased'],
    [{ supportMeasures: true }, 'support-measures'],
    [{ cardGeneration: 2 }, 'card-not-registered'],
  ] as const)('with %o is refused as %s', async (resident, code) => {
    expect(codeOf(await towns({ resident }).applies(0, HOMELAND))).toBe(code);
  });
});

describe('an application', () => {
  test('is not for residents, who need none', async () => {
    const here = towns();
    expect(codeOf(await here.applies(1, TOWN))).toBe('domicile-elsewhere');
    expect(codeOf(await here.applies(0, TOWN))).toBe('domicile-elsewhere');
    expect(codeOf(await here.comes(0))).toBe('granted');
  });

  test('needs a card that the session has verified', async () => {
    const here = towns();
    const session = here.open();
    expect(codeOf(await here.apply(session, HOMELAND))).toBe('not-authenticated');
    await here.show(session, {
      ...here.signed(session, 0, fromHome),
      signature: new Uint8Array(8),
    });
    expect(codeOf(await here.apply(session, HOMELAND))).toBe('not-authenticated');
  });

  test('goes to a municipality that takes part', async () => {
    const here = towns();
    const session = here.open();
    await here.show(session, here.signed(session, 0, fromHome));
    expect(codeOf(await here.apply(session, NOWHERE))).toBe('municipality-unknown');
  });

  test('is taken when the kiosk is open', async () => {
    const here = towns();
    here.nowMs = at('2015-06-01T23:00');
    expect(codeOf(await here.applies(0, HOMELAND))).toBe('out-of-hours');
    here.nowMs = at('2015-12-31T12:00');
    const closedDays = [{ from: '12-29', to: '01-03' }];
    const hours = { opensMs: 0, closesMs: 86_400_000, weekdaysOnly: false };
    const closed = { calendar: { hours, hoursOf: {}, closedDays, maintenance: [] } };
    const closing = towns({ municipality: closed });
    closing.nowMs = here.nowMs;
    expect(codeOf(await closing.applies(0, HOMELAND))).toBe('closed-day');
  });
});
