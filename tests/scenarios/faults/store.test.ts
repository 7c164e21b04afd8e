import { describe, expect, test } from 'vitest';
import { paymentAckLost } from '../../../scenarios/faults/payment-ack-lost.ts';
import { paymentTimeout } from '../../../scenarios/faults/payment-timeout.ts';
import { storeBlackout } from '../../../scenarios/faults/store-blackout.ts';
import { storeClosed } from '../../../scenarios/faults/store-closed.ts';
import { eventsOf, judged } from '../small-scenario.ts';
import {
  CALM,
  FAMILY_REGISTERS,
  fateOf,
  fatesWithin,
  GOOD,
  journeysThat,
  MINUTE_MS,
  nothingBut,
} from './fates.ts';
import { faulted, SOUND, soundness } from './faulted.ts';

describe(storeBlackout.kind, () => {
  test('ends what is in hand, and nobody is served until the power is back', async () => {
    const run = await faulted([{ kind: storeBlackout.kind, at: '20m', for: '20m' }], CALM);
    expect(soundness(run)).toEqual(SOUND);
    expect(fatesWithin(run, 20 * MINUTE_MS, 40 * MINUTE_MS)).toEqual([
      nothingBut('failed at queue: no power'),
    ]);
    for (const { saw } of fatesWithin(run, 40 * MINUTE_MS, 60 * MINUTE_MS))
      expect(saw).toBe(GOOD.saw);
    const during = run.events.filter(({ t }) => t > 20 * MINUTE_MS && t < 40 * MINUTE_MS);
    expect(new Set(during.map(({ kind }) => kind))).toEqual(new Set(['arrived', 'ended']));
    expect(eventsOf('power-lost', run.events)).toHaveLength(30);
    expect(eventsOf('power-returned', run.events)).toHaveLength(30);
  });

  test('after the payment: the fee is given back when the power is', async () => {
    const on = { event: 'paid', count: 40 };
    const fault = { kind: storeBlackout.kind, on, at: '1s', for: '10m' };
    const run = await faulted([fault], FAMILY_REGISTERS);
    expect(soundness(run)).toEqual(SOUND);
    const cut = journeysThat(run, 'failed at print: no power');
    expect(cut.length).toBeGreaterThan(0);
    for (const journey of cut) {
      expect(fateOf(run, journey)).toMatchObject({
        kept: 'nothing',
        refunds: 1,
        server: 'not-printed',
      });
    }
    const [returned] = eventsOf('power-returned', run.events);
    for (const { t } of eventsOf('refunded', run.events)) expect(t).toBe(returned?.t);
    // A kiosk that forgets what it owed in the dark is found out as soon as it is back.
    const forgetful = judged(run.events.filter(({ kind }) => kind !== 'refunded'));
    const finding = forgetful.oracles.find(({ name }) => name === 'ledger');
    expect(finding?.violations.map(({ t, journey }) => [t, journey])).toEqual(
      cut.map((journey) => [returned?.t, journey]),
    );
  });

  test('between request and document: the centre finds it unsettled, and the kiosk accounts', async () => {
    const on = { event: 'requested', count: 40 };
    const fault = { kind: storeBlackout.kind, on, at: '1s', for: '10m' };
    const run = await faulted([fault], CALM);
    expect(soundness(run)).toEqual(SOUND);
    const cut = journeysThat(run, 'failed at issue: no power');
    expect(cut.length).toBeGreaterThan(0);
    for (const journey of cut) {
      expect(fateOf(run, journey)).toEqual({
        ...nothingBut('failed at issue: no power'),
        server: 'not-printed',
      });
    }
  });

  test('before the answer of the payment unit: the kiosk asks it when the power is back', async () => {
    const blackout = { kind: storeBlackout.kind, at: '20m', for: '5m' };
    const during = { at: '10m', for: '20m' };
    const saw = 'failed at pay: no power';
    const collected = { kind: paymentAckLost.kind, after: '4m', ...during };
    const run = await faulted([blackout, collected], CALM);
    expect(soundness(run)).toEqual(SOUND);
    const cut = fatesWithin(run, 0, 20 * MINUTE_MS).filter((fate) => fate.saw === saw);
    expect(cut).toContainEqual({ ...nothingBut(saw), refunds: 1, server: 'not-printed' });
    // What the unit has not collected is nobody’s to give back.
    const refused = { kind: paymentTimeout.kind, after: '4m', ...during };
    const other = await faulted([blackout, refused], CALM);
    expect(soundness(other)).toEqual(SOUND);
    expect(
      eventsOf('refunded', other.events).map(({ journey }) => fateOf(other, journey).saw),
    ).not.toContain(saw);
    expect(fatesWithin(other, 0, 20 * MINUTE_MS)).toContainEqual({
      ...nothingBut(saw),
      server: 'not-printed',
    });
  });

  test('of a share of the stores leaves the others alone', async () => {
    const select = { share: 0.5 };
    const fault = { kind: storeBlackout.kind, at: '20m', for: '20m', select };
    const run = await faulted([fault], CALM);
    expect(soundness(run)).toEqual(SOUND);
    expect(eventsOf('power-lost', run.events)).toHaveLength(15);
    const saw = fatesWithin(run, 20 * MINUTE_MS, 40 * MINUTE_MS).map((fate) => fate.saw);
    expect(new Set(saw)).toEqual(new Set([GOOD.saw, 'failed at queue: no power']));
  });

  test('comes again and again', async () => {
    const fault = { kind: storeBlackout.kind, at: '10m', for: '2m', every: '15m' };
    const run = await faulted([fault], CALM);
    expect(soundness(run)).toEqual(SOUND);
    expect(eventsOf('power-lost', run.events)).toHaveLength(30 * 4);
    expect(eventsOf('power-returned', run.events)).toHaveLength(30 * 4);
  });
});

test(`${storeClosed.kind}: nobody comes in, and who is inside is served`, async () => {
  const run = await faulted([{ kind: storeClosed.kind, at: '20m', for: '20m' }], CALM);
  expect(soundness(run)).toEqual(SOUND);
  expect(fatesWithin(run, 20 * MINUTE_MS, 40 * MINUTE_MS)).toEqual([
    nothingBut('refused at queue: store-closed'),
  ]);
  const served = fatesWithin(run, 0, 20 * MINUTE_MS);
  for (const fate of served) expect(fate).toMatchObject(GOOD);
});
