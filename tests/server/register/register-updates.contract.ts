import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MOST_RESIDENTS } from '../../../server/population/individual-number-synthetic.ts';
import { syntheticRegister } from '../../../server/population/resident-synthetic.ts';
import type { BaseRegister, Commit } from '../../../server/register/base-register.ts';
import { OfficeOperation } from '../../../server/register/office.ts';
import type { Register } from '../../../server/register/register.ts';
import type { RegisterOperation } from '../../../server/register/register-operation.ts';
import type { RegisterCopy, RegisterUpdate } from '../../../server/register/register-update.ts';
import type { Process } from '../../../sim/process.ts';
import { streams } from '../../../sim/rng.ts';
import { answerOf } from '../../sim/virtual.ts';
import { plain } from './register.contract.ts';
import { baseRegister } from './small-office.ts';

const POPULATION = 60;
/** The first so many residents of a town are changed and looked at. */
const PEOPLE = 20;
const TOWNS = Array.from({ length: 2_000 }, (_, index) => String(30_001 + index));
/** Their family registers are all at home. */
export const UPDATED_ORIGIN = syntheticRegister(
  streams(1),
  TOWNS.map((code) => ({ code, population: POPULATION })),
  { asOf: '2015-06-01' },
);
const NOW_MS = Date.parse('2015-06-01T10:00:00+09:00');
let taken = 0;

/**
 * What every copy keeps to that takes updates. The one given is a copy of `UPDATED_ORIGIN`; it may
 * hold what other tests have brought, each of which has a town of its own.
 */
export function registerUpdatesContract({
  copy,
  run,
  histories = 30,
}: {
  readonly copy: () => RegisterCopy;
  readonly run: <A>(process: Process<A>) => A | Promise<A>;
  /** Random histories that are tried. */
  readonly histories?: number;
}): void {
  const take = (update: RegisterUpdate) => run(copy().take(update, NOW_MS));

  /** Expects no resident of an older version than was seen before, and notes what is seen. */
  async function noneOlder(seen: Map<number, number>, town: string): Promise<void> {
    for (const no of NUMBERS) {
      const version = (await run(copy().resident(town, no)))?.version ?? Number.POSITIVE_INFINITY;
      expect(version).toBeGreaterThanOrEqual(seen.get(no) ?? 0);
      if (version < Number.POSITIVE_INFINITY) seen.set(no, version);
    }
  }

  test('an update is taken as a whole: household, seal, family register and tax', async () => {
    const { town, base, enter } = newOffice();
    const before = await everything(copy(), run, town);
    const commits = [
      enter({ operation: 'move-within', resident: 1, address: '本町1丁目1番1号' }),
      enter({ operation: 'revoke-seal', resident: 0 }),
      enter({ operation: 'begin-notice', resident: 8, register: 'family' }),
      enter({ operation: 'set-tax-record', resident: 10, year: 2015, amounts: null }),
    ];
    for (const { updates } of commits) {
      for (const update of updates) expect(await take(update)).toBe(true);
    }
    const after = await everything(copy(), run, town);
    expect(after).toEqual(await everything(base.entered, answer, town));
    expect(after).not.toEqual(before);
    expect((await run(copy().resident(town, 0)))?.sealRevoked).toBe(true);
  });

  test('what it has already, and what is older, changes nothing', async () => {
    const { town, enter } = newOffice();
    const [first] = enter({ operation: 'set-support-measures', resident: 6, on: true }).updates;
    const [second] = enter({ operation: 'set-support-measures', resident: 6, on: false }).updates;
    expect(await take(second!)).toBe(true);
    const after = await everything(copy(), run, town);
    for (const update of [first!, second!, first!]) expect(await take(update)).toBe(false);
    expect(await everything(copy(), run, town)).toEqual(after);
    expect(await run(copy().resident(town, 6))).toMatchObject({
      supportMeasures: false,
      version: 3,
    });
  });

  test('the next update of a household makes up for one that was lost', async () => {
    const { town, base, enter } = newOffice();
    enter({ operation: 'set-tax-record', resident: 9, year: 2015, amounts: null });
    enter({ operation: 'hand-out-card', resident: 10 });
    const [last] = enter({ operation: 'revoke-seal', resident: 11 }).updates;
    expect(await take(last!)).toBe(true);
    expect(await everything(copy(), run, town)).toEqual(
      await everything(base.entered, answer, town),
    );
  });

  test('who leaves a household is missed there, read before or not', async () => {
    for (const isRead of [false, true]) {
      const { town, enter } = newOffice();
      if (isRead) await run(copy().household(town, 0));
      // Of the two moves only the second one arrives, which does not concern household 0.
      enter({ operation: 'move-within', resident: 1, address: '本町1丁目1番1号' });
      const address = '本町2丁目2番2号';
      const [second] = enter({ operation: 'move-within', resident: 1, address }).updates;
      await take(second!);
      const members = await run(copy().household(town, 0));
      expect(members.map(({ no }) => no)).toEqual([0, 2, 3, 4]);
      const { householdNo } = (await run(copy().resident(town, 1)))!;
      expect((await run(copy().household(town, householdNo))).map(({ no }) => no)).toEqual([1]);
    }
  });

  test('a household that everybody has left is empty', async () => {
    const { town, enter } = newOffice();
    const [update] = enter({
      operation: 'move-within',
      resident: 5,
      address: '本町1丁目1番1号',
    }).updates;
    await take(update!);
    expect(await run(copy().household(town, 1))).toEqual([]);
    expect((await run(copy().resident(town, 5)))?.address).toBe('本町1丁目1番1号');
  });

  test('an entry that has been taken out is not there', async () => {
    const { town, enter } = newOffice();
    const filedUnder = nextTown();
    const { updates } = enter({ operation: 'wrong-municipality', resident: 7, filedUnder });
    expect(updates.map(({ municipality }) => municipality)).toEqual([town, filedUnder]);
    for (const update of updates) await take(update);
    expect(await run(copy().resident(town, 7))).toBeUndefined();
    expect((await run(copy().household(town, 2))).map(({ no }) => no)).toEqual([6]);
    const stray = updates[1]!.images[0]!.no;
    expect((await run(copy().resident(filedUnder, stray)))?.no).toBe(stray);
  });

  test('however updates come, nothing goes back, and in the end all is as it was entered', async () => {
    // Each pick is an update that arrives: some come late, some again, some never.
    const arrivals = fc.array(fc.nat(), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(HISTORY, arrivals, async (history, picks) => {
        const { town, base, tryTo } = newOffice();
        for (const order of history) tryTo(order);
        const updates = base.commitsSince(0).flatMap((commit) => commit.updates);
        if (updates.length === 0) return;
        const seen = new Map<number, number>();
        for (const pick of picks) {
          await take(updates[pick % updates.length]!);
          await noneOlder(seen, town);
        }
        for (const update of updates) await take(update);
        expect(await everything(copy(), run, town)).toEqual(
          await everything(base.entered, answer, town),
        );
      }),
      { numRuns: histories, seed: 20_150_601 },
    );
  });
}

function nextTown(): string {
  const town = TOWNS[taken % TOWNS.length]!;
  taken += 1;
  return town;
}

type Order = { readonly operation: string } & Readonly<Record<string, unknown>>;

/** The office of a town that no other test has changed anything in. */
function newOffice() {
  const town = nextTown();
  const base: BaseRegister = baseRegister(undefined, UPDATED_ORIGIN);
  const tryTo = (order: Order): Commit | undefined => {
    const operation = OfficeOperation.parse({ municipality: town, ...order }) as RegisterOperation;
    const outcome = answer(base.commit(operation, NOW_MS));
    return outcome.ok ? outcome.value.commit : undefined;
  };
  const enter = (order: Order): Commit => {
    const commit = tryTo(order);
    if (commit === undefined) throw new Error(`${order.operation} was refused`);
    return commit;
  };
  return { town, base, tryTo, enter };
}

function answer<A>(process: Process<A>): A {
  return answerOf(() => process);
}

const RESIDENT = fc.integer({ min: 0, max: PEOPLE - 1 });
const MOVED = fc.record({ resident: RESIDENT, address: fc.constantFrom('本町1番', '本町2番') });

const AMOUNTS = {
  incomeYen: 1,
  deductionsYen: 2,
  dependants: 3,
  municipalTaxYen: 4,
  prefecturalTaxYen: 5,
};
const NEWCOMER = { name: '千里 中', birthDate: '1980-01-01', sex: 'female' };

/** What offices may enter in any order; some of it is refused. */
const HISTORY = fc.array(
  fc.oneof(
    order('revoke-seal'),
    order('register-seal'),
    order('hand-out-card'),
    order('die'),
    order('duplicate'),
    order('missing-character'),
    order('wrong-flag'),
    order('correct'),
    MOVED.map((move): Order => ({ operation: 'move-within', ...move })),
    RESIDENT.map((no): Order => ({ operation: 'move-out', resident: no, on: '2015-06-01' })),
    RESIDENT.map((no): Order => ({ operation: 'begin-notice', resident: no, register: 'family' })),
    fc.tuple(RESIDENT, RESIDENT).map(([resident, other]): Order => {
      return { operation: 'swapped-persons', resident, other };
    }),
    fc.tuple(RESIDENT, RESIDENT).map(([husband, wife]): Order => {
      return { operation: 'marry', husband, wife, address: '本町3番' };
    }),
    fc.tuple(RESIDENT, fc.boolean()).map(([resident, none]): Order => {
      const amounts = none ? null : AMOUNTS;
      return { operation: 'set-tax-record', resident, year: 2015, amounts };
    }),
    fc.constant<Order>({
      operation: 'move-in',
      person: NEWCOMER,
      address: '本町4番',
      household: 2,
    }),
  ),
  { minLength: 1, maxLength: 12 },
);

function order(operation: string): fc.Arbitrary<Order> {
  return RESIDENT.map((resident) => ({ operation, resident }));
}

type Run = <A>(process: Process<A>) => A | Promise<A>;

/** Numbers of those who can be in a town: the first of its own, and the first who are new. */
const NUMBERS = [...Array(PEOPLE).keys()].flatMap((n) => [n, MOST_RESIDENTS + n]);

/** All that a register says of the first residents of a town. */
async function everything(register: Register, run: Run, town: string): Promise<unknown> {
  const found: unknown[] = [];
  for (const no of NUMBERS) {
    found.push(plain(await run(register.resident(town, no))));
    found.push(await run(register.taxRecord(town, no, 2015)));
  }
  for (const no of NUMBERS.filter((n) => n < 9 || n >= MOST_RESIDENTS)) {
    found.push((await run(register.household(town, no))).map(plain));
    found.push(await run(register.family(town, 2 * no)));
    found.push(await run(register.family(town, MOST_RESIDENTS + no)));
  }
  return found;
}
