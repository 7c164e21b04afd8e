import { describe, expect, test } from 'vitest';
import { MUTANTS } from '../../../server/mutants.ts';
import { syntheticRegister } from '../../../server/population/resident-synthetic.ts';
import type { Resident } from '../../../server/register/register.ts';
import { MemoryRegister } from '../../../server/register/register-memory.ts';
import type { RegisterUpdate } from '../../../server/register/register-update.ts';
import type { Process } from '../../../sim/process.ts';
import { streams } from '../../../sim/rng.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';

const TOWN = '27203';
const NO = 13;

/** A copy of the registers of a town where everybody old enough has a seal, with the mutant. */
function copyOf() {
  const runner = new VirtualTime();
  const origin = syntheticRegister(streams(1), [{ code: TOWN, name: '豊中市', population: 100 }], {
    asOf: '2015-06-01',
    sealRegisteredShare: 1,
  });
  const ground = { municipality: TOWN, runner, windowMs: 0, writing: () => 0 };
  const sound = new MemoryRegister(origin);
  const copy = MUTANTS.S1.plant(ground).copy?.(sound) ?? sound;
  const live = <A>(process: Process<A>): A => {
    const task = runner.spawn(process);
    runner.advance(Number.POSITIVE_INFINITY);
    if (task.ending?.kind !== 'returned') throw new Error('it has not ended well');
    return task.ending.value;
  };
  const resident = () => live(copy.resident(TOWN, NO)) as Resident;
  const take = (change: string, record: Resident) => {
    const { version } = record;
    const update: RegisterUpdate = {
      municipality: TOWN,
      sequence: version,
      version,
      change,
      resident: NO,
      committedAtMs: 0,
      images: [{ kind: 'resident', municipality: TOWN, no: NO, version, record }],
    };
    return live(copy.take(update, 0));
  };
  return { resident, take };
}

describe('the seals of Niigata, Saitama and Kumamoto', () => {
  test('stay registered: the revocation never arrives, and the copy stays as old as it was', () => {
    const { resident, take } = copyOf();
    const before = resident();
    expect(before.sealNumber).toBeDefined();
    expect(take('revoke-seal', { ...before, sealRevoked: true, version: 2 })).toBe(false);
    expect(resident()).toEqual(before);
  });

  test('stay so when other changes of the same person come, which do arrive', () => {
    const { resident, take } = copyOf();
    const before = resident();
    const moved = { ...before, address: '別町1番1号', sealRevoked: true, version: 3 };
    expect(take('move-within', moved)).toBe(true);
    expect(resident()).toEqual({ ...moved, sealRevoked: false });
  });

  test('are followed by one that is registered instead', () => {
    const { resident, take } = copyOf();
    const before = resident();
    const other = { ...before, sealNumber: '9', sealRevoked: false, version: 2 };
    expect(take('register-seal', other)).toBe(true);
    expect(resident().sealNumber).toBe('9');
  });
});
