import { describe, expect, test } from 'vitest';
import { carryOut, OfficePlan } from '../../../scenarios/traffic/office-plan.ts';
import { SmallOffice, START_MS, TOWN } from '../../server/register/small-office.ts';

const HOUR_MS = 3_600_000;

describe('carryOut', () => {
  const revoke = { operation: 'revoke-seal', municipality: TOWN, resident: 9 };
  const give = { operation: 'hand-out-card', municipality: TOWN, resident: 8 };

  async function lived(plan: unknown, ms: number) {
    const small = new SmallOffice();
    const refused: unknown[] = [];
    const { office, runner } = small;
    const onRefused = (...what: unknown[]) => refused.push(what);
    const ports = { office, runner, originMs: START_MS, onRefused };
    const task = small.runner.spawn(carryOut(OfficePlan.parse(plan), ports));
    await small.pass(ms);
    const told = small.journal.filter(({ kind }) => kind === 'register-changed');
    return { refused, over: task.ending?.kind, told: told.map(({ t }) => t), small };
  }

  test('enters each operation at its time, whatever the order it is written in', async () => {
    const plan = [
      { at: '09:00', day: 2, enter: give },
      { at: '10:30', enter: revoke },
      { at: '10:30', enter: give },
    ];
    const { told, over, small } = await lived(plan, 48 * HOUR_MS);
    expect(told).toEqual([0.5, 0.5, 23].map((hours) => hours * HOUR_MS));
    expect(over).toBe('returned');
    expect(small.base.commitsSince(0).map(({ operation }) => operation.operation)).toEqual([
      'revoke-seal',
      'hand-out-card',
      'hand-out-card',
    ]);
  });

  test('enters at the start what lies before it', async () => {
    expect((await lived([{ at: '06:30', enter: revoke }], 0)).told).toEqual([0]);
  });

  test('tells what the office would not do, and goes on', async () => {
    const plan = [
      { at: '10:00', enter: revoke },
      { at: '10:01', enter: revoke },
      { at: '10:02', enter: give },
    ];
    const { told, refused } = await lived(plan, HOUR_MS);
    expect(told).toEqual([0, 120_000]);
    expect(refused).toEqual([[revoke, 'change-impossible', 1]]);
  });

  test.each([
    [{ enter: revoke }],
    [{ at: '9:00', enter: revoke }],
    [{ at: '09:00', day: 0, enter: revoke }],
    [{ at: '09:00', enter: { ...revoke, operation: 'erase' } }],
  ])('does not take %o for a plan', (entry) => {
    expect(OfficePlan.safeParse([entry]).success).toBe(false);
  });
});
