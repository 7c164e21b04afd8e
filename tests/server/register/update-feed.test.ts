import { describe, expect, test } from 'vitest';
import type { ServerEvent } from '../../../server/events.ts';
import type { RegisterUpdate } from '../../../server/register/register-update.ts';
import { constant, exponential } from '../../../sim/distribution.ts';
import { SmallOffice, START_MS, TOWN } from './small-office.ts';

const HOUR_MS = 3_600_000;

function move(no: number, address: string) {
  return { operation: 'move-within', municipality: TOWN, resident: no, address };
}

function updated(
  small: SmallOffice,
): readonly Extract<ServerEvent, { kind: 'register-updated' }>[] {
  return small.journal.filter((event) => event.kind === 'register-updated');
}

/** Whether the copy has of these residents what has been entered. */
async function isUpToDate(small: SmallOffice, numbers: readonly number[]): Promise<boolean> {
  for (const no of numbers) {
    const copy = await small.answer(small.copy.resident(TOWN, no));
    const entered = await small.answer(small.base.entered.resident(TOWN, no));
    if (copy?.version !== entered?.version) return false;
  }
  return true;
}

/** Notes what the copy is brought. */
function noted(small: SmallOffice) {
  const taken: { readonly update: RegisterUpdate; readonly atMs: number }[] = [];
  const take = small.copy.take.bind(small.copy);
  small.copy.take = (update, atMs) => {
    taken.push({ update, atMs });
    return take(update, atMs);
  };
  return taken;
}

describe('UpdateFeed', () => {
  test('brings a change after its lag, and says so', async () => {
    const small = new SmallOffice({ lagMs: constant(1500), writeMs: constant(250) });
    await small.pass(1000);
    await small.perform(move(5, '本町1番'));
    await small.pass(1749.999);
    expect(await isUpToDate(small, [5])).toBe(false);
    await small.pass(0.001);
    expect(await isUpToDate(small, [5])).toBe(true);
    const what = { municipality: TOWN, resident: 5, change: 'move-within', version: 2 };
    expect(small.journal).toEqual([
      { kind: 'register-changed', t: 1000, ...what, residents: [5], families: [2], mistake: false },
      { kind: 'register-updated', t: 2750, ...what, lagMs: 1750, by: 'update' },
    ]);
  });

  test('while the copy is at it, it says so and is read as before', async () => {
    const small = new SmallOffice({ lagMs: constant(100), writeMs: constant(50) });
    await small.perform(move(5, '本町1番'));
    const seen: unknown[] = [];
    for (const ms of [99.999, 0.001, 49.999, 0.001]) {
      await small.pass(ms);
      seen.push([small.feed.writing(TOWN), await isUpToDate(small, [5])]);
    }
    expect(seen).toEqual([
      [0, false],
      [1, false],
      [1, false],
      [0, true],
    ]);
    expect(small.feed.writing('12203')).toBe(0);
  });

  test('what is lost comes by the nightly batch, or never', async () => {
    const small = new SmallOffice({ loss: 1, nightlyMs: 2 * HOUR_MS });
    small.runner.spawn(small.feed.nightly());
    await small.perform(move(5, '本町1番'));
    await small.perform(move(6, '本町2番'));
    // From ten o'clock to a moment before two at night.
    await small.pass(16 * HOUR_MS - 1);
    expect(updated(small)).toEqual([]);
    await small.pass(1);
    expect(await isUpToDate(small, [5, 6])).toBe(true);
    expect(updated(small).map(({ by, t }) => [by, t])).toEqual([
      ['nightly', 16 * HOUR_MS],
      ['nightly', 16 * HOUR_MS],
    ]);
    const without = new SmallOffice({ loss: 1 });
    without.runner.spawn(without.feed.nightly());
    await without.perform(move(5, '本町1番'));
    await without.pass(72 * HOUR_MS);
    expect(await isUpToDate(without, [5])).toBe(false);
  });

  test('the batch brings what has changed since the last one, and no news of what is known', async () => {
    const small = new SmallOffice({ nightlyMs: 2 * HOUR_MS });
    const taken = noted(small);
    small.runner.spawn(small.feed.nightly());
    await small.perform(move(5, '本町1番'));
    await small.pass(24 * HOUR_MS);
    await small.perform(move(6, '本町2番'));
    await small.pass(48 * HOUR_MS);
    expect(taken.map(({ update }) => update.resident)).toEqual([5, 5, 6, 6]);
    expect(updated(small).map(({ by }) => by)).toEqual(['update', 'update']);
  });

  test('updates overtake each other and come twice, and the copy does not go back', async () => {
    const small = new SmallOffice({ lagMs: exponential(60_000), repetition: 1 });
    for (let count = 0; count < 40; count++) {
      await small.perform(move(5, `本町${count}番`));
      await small.pass(2_000);
    }
    const versions: number[] = [];
    for (let count = 0; count < 500; count++) {
      await small.pass(2_000);
      versions.push((await small.answer(small.copy.resident(TOWN, 5)))?.version ?? 0);
    }
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    expect(versions.at(-1)).toBe(41);
    // Some were overtaken, and no repetition was news.
    expect(updated(small).length).toBeLessThan(40);
    expect(new Set(updated(small).map(({ version }) => version)).size).toBe(updated(small).length);
  });

  test('what is repeated comes twice, each time with a lag of its own', async () => {
    const small = new SmallOffice({ lagMs: exponential(1000), repetition: 1 });
    const taken = noted(small);
    await small.perform(move(5, '本町1番'));
    await small.pass(HOUR_MS);
    expect(taken.map(({ update }) => update.sequence)).toEqual([1, 1]);
    expect(taken[0]?.atMs).not.toBe(taken[1]?.atMs);
    expect(updated(small)).toHaveLength(1);
  });

  test.each([0.1, 0.5])('loses a share of %d', async (loss) => {
    const small = new SmallOffice({ loss });
    const numbers = Array.from({ length: 500 }, (_, no) => no);
    let sent = 0;
    for (const no of numbers) {
      const notice = {
        operation: 'set-support-measures',
        municipality: TOWN,
        resident: no,
        on: true,
      };
      if ((await small.perform(notice)).ok) sent += 1;
    }
    await small.pass(60_000);
    expect(sent).toBe(500);
    const share = 1 - updated(small).length / sent;
    expect(Math.abs(share - loss)).toBeLessThan(4 * Math.sqrt((loss * (1 - loss)) / sent));
  });

  test('what happens to an update depends on no other one', async () => {
    const lags = async (numbers: readonly number[]) => {
      const small = new SmallOffice({ lagMs: exponential(1000), loss: 0.3 });
      for (const no of numbers) await small.perform(move(no, '本町1番'));
      await small.pass(HOUR_MS);
      return new Map(updated(small).map(({ resident, lagMs }) => [resident, lagMs]));
    };
    const alone = await lags([5, 6, 8]);
    const together = await lags([5, 6, 8, 12, 16]);
    expect(alone.size).toBeGreaterThan(0);
    for (const no of [5, 6, 8]) expect(together.get(no)).toBe(alone.get(no));
  });

  test('settings are asked anew for every update', async () => {
    const small = new SmallOffice({ loss: 1 });
    await small.perform(move(5, '本町1番'));
    small.settings = { ...small.settings, loss: 0 };
    await small.perform(move(6, '本町2番'));
    await small.pass(HOUR_MS);
    expect([await isUpToDate(small, [5]), await isUpToDate(small, [6])]).toEqual([false, true]);
  });

  test('what the copy cannot take is told, and comes with the next batch', async () => {
    const small = new SmallOffice({ nightlyMs: 2 * HOUR_MS });
    const take = small.copy.take.bind(small.copy);
    let broken = true;
    small.copy.take = (update, atMs) => {
      if (broken) throw new Error('the database is gone');
      return take(update, atMs);
    };
    small.runner.spawn(small.feed.nightly());
    await small.perform(move(5, '本町1番'));
    // The update itself and the first batch fail, the second batch does not.
    await small.pass(20 * HOUR_MS);
    expect(small.errors).toEqual([1, 2].map(() => new Error('the database is gone')));
    expect(await isUpToDate(small, [5])).toBe(false);
    broken = false;
    await small.pass(24 * HOUR_MS);
    expect(await isUpToDate(small, [5])).toBe(true);
    expect(small.feed.writing(TOWN)).toBe(0);
  });

  test('after a restart it brings at once what was on its way', async () => {
    const small = new SmallOffice({ lagMs: constant(HOUR_MS) });
    await small.perform(move(5, '本町1番'));
    const restarted = new SmallOffice();
    const updates = small.base.commitsSince(0).flatMap((commit) => commit.updates);
    await restarted.answer(restarted.feed.catchUp(updates));
    expect((await restarted.answer(restarted.copy.resident(TOWN, 5)))?.address).toBe('本町1番');
    expect(updated(restarted).map(({ version }) => version)).toEqual([2]);
    expect(START_MS).toBe(updates[0]?.committedAtMs);
  });
});
