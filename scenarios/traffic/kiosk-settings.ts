import { z } from 'zod';
import type { LeftBehind as LeftBehindTimes } from '../../devices/citizen/visit.ts';
import { cashOf } from '../../devices/payment/cash.ts';
import { CASH_SETTINGS, type CashSettings } from '../../devices/payment/cash-acceptor-model.ts';
import { Duration, durationMs, Stretch } from '../../sim/units.ts';

const coins = (count: number, value: number) =>
  z.int().min(0).max(1_000).default(count).describe(`Coins of ${value} yen`);

/** What kiosks do about money. */
export const Payment = z
  .strictObject({
    float: z
      .strictObject({
        500: coins(20, 500),
        100: coins(100, 100),
        50: coins(40, 50),
        10: coins(100, 10),
      })
      .prefault({})
      .describe('Change that lies in a payment unit when the run begins'),
    timeout: Stretch.default('2m').describe('How long it waits for the fee to come together'),
  })
  .describe(
    'The payment units of the kiosks. Notes of 1000 yen are taken, and change is given in coins; ' +
      'an amount that could not be changed is given back. Inferred',
  );

export function cashSettingsOf({ float, timeout }: z.infer<typeof Payment>): CashSettings {
  return { ...CASH_SETTINGS, float: cashOf(float), timeoutMs: durationMs(timeout) };
}

/** What kiosks do about what is left behind. */
export const LeftBehind = z
  .strictObject({
    promptAfter: Duration.default('5s').describe('Until voice, lamp and screen call'),
    alarmAfter: Duration.default('10s').describe('Until the alarm; not before they call'),
    retainAfter: Duration.default('30s').describe('From the alarm until the kiosk takes it in'),
    clerkAfter: Stretch.optional().describe(
      'It cannot take anything in: a clerk comes so much later, and nobody is served till then',
    ),
  })
  .refine(
    ({ promptAfter, alarmAfter }) => durationMs(promptAfter) <= durationMs(alarmAfter),
    'promptAfter must not exceed alarmAfter',
  )
  .describe('Cards and papers that are left behind (DEV-2: S1, S4, P32); times are inferred');

export function leftBehindOf({
  promptAfter,
  alarmAfter,
  retainAfter,
  clerkAfter,
}: z.infer<typeof LeftBehind>): LeftBehindTimes {
  return {
    promptAfterMs: durationMs(promptAfter),
    alarmAfterMs: durationMs(alarmAfter),
    retainAfterMs: durationMs(retainAfter),
    clerkAfterMs: clerkAfter === undefined ? undefined : durationMs(clerkAfter),
  };
}

export const Prompts = z
  .enum(['none', 'moments', 'all'])
  .default('none')
  .describe(
    'Which prompts of the kiosks stand in the trace: those with a lamp (something is handed over, ' +
      'or wrong), or all. They are given in any case',
  );
