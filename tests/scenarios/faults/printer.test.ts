import { describe, expect, test } from 'vitest';
import { printerEmpty } from '../../../scenarios/faults/printer-empty.ts';
import { printerJam } from '../../../scenarios/faults/printer-jam.ts';
import { printerOffline } from '../../../scenarios/faults/printer-offline.ts';
import { printerSlow } from '../../../scenarios/faults/printer-slow.ts';
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
import { type Faulted, faulted, SOUND, soundness } from './faulted.ts';

const WHILE = { at: '20m', for: '20m' } as const;
const [FROM_MS, UNTIL_MS] = [20 * MINUTE_MS, 30 * MINUTE_MS];

const givenBack = (reason: string, pages = '') => ({
  saw: `failed at print: ${reason}`,
  kept: 'nothing' as const,
  refunds: 1,
  pages,
  server: 'not-printed' as const,
});

/** Everybody in the second third of the hour, and that all was well before and after. */
function fates(run: Faulted) {
  expect(soundness(run)).toEqual(SOUND);
  for (const { saw } of fatesWithin(run, 0, 15 * MINUTE_MS)) expect(saw).toBe(GOOD.saw);
  for (const { saw } of fatesWithin(run, 40 * MINUTE_MS, 60 * MINUTE_MS))
    expect(saw).toBe(GOOD.saw);
  return fatesWithin(run, FROM_MS, UNTIL_MS);
}

describe(printerJam.kind, () => {
  test('gives the fee back, and nobody pays until it is cleared', async () => {
    const run = await faulted([{ kind: 'printer.jam', clearedAfter: '20m', ...WHILE }], CALM);
    expect(fates(run)).toEqual([nothingBut('failed at menu: media-jam'), givenBack('media-jam')]);
    expect(eventsOf('refunded', run.events)).toHaveLength(23);
    // Had they not been given back, the fees would have been kept for nothing.
    const greedy = judged(run.events.filter(({ kind }) => kind !== 'refunded'));
    const finding = greedy.oracles.find(({ name }) => name === 'ledger');
    expect(finding?.violationCount).toBe(23);
  });

  test('in the middle of a document leaves pages that are no certificate', async () => {
    const jam = { kind: 'printer.jam', afterImpressions: 1, clearedAfter: '1s', ...WHILE };
    const run = await faulted([jam], FAMILY_REGISTERS);
    const all = fates(run);
    expect(all).toContainEqual({ ...GOOD, pages: '1' });
    expect(all).toContainEqual(givenBack('media-jam', '1'));
    expect(all).toHaveLength(2);
  });

  test('is recovered from by the pages that are missing, none lost and none doubled', async () => {
    const jam = { kind: 'printer.jam', afterImpressions: 1, clearedAfter: '3m', ...WHILE };
    const run = await faulted([jam], { ...FAMILY_REGISTERS, printer: { recovery: 'reprint' } });
    const all = fates(run);
    const [one, two, three] = ['1', '1 2', '1 2 3'].map((pages) => ({ ...GOOD, pages }));
    expect(all).toEqual([three, two, one]);
    const printMs = eventsOf('stage', run.events).filter(({ stage }) => stage === 'print');
    expect(printMs.filter(({ ms }) => ms > 3 * MINUTE_MS).length).toBeGreaterThan(10);
  });

  test('that nobody clears in time is given up, and the fee given back', async () => {
    const jam = { kind: 'printer.jam', afterImpressions: 1, clearedAfter: '20m', ...WHILE };
    const recovery = { recovery: 'reprint', recoveryTimeout: '2m' } as const;
    const run = await faulted([jam], { ...FAMILY_REGISTERS, printer: recovery });
    expect(fates(run)).toContainEqual(givenBack('media-jam', '1'));
  });
});

describe(printerEmpty.kind, () => {
  test('is known before anybody pays', async () => {
    const run = await faulted([{ kind: 'printer.empty', ...WHILE }], CALM);
    const all = fates(run);
    expect(all).toContainEqual(nothingBut('failed at menu: media-empty'));
    for (const { kept, refunds } of all) expect([kept, refunds]).toEqual(['nothing', 0]);
    // Whose document was on its way when the paper ran out is not asked for the fee.
    const [late] = journeysThat(run, 'failed at pay: media-empty');
    expect(fateOf(run, late ?? -1)).toEqual({
      ...nothingBut('failed at pay: media-empty'),
      server: 'not-printed',
    });
  });

  test('in the middle of a document is like a jam', async () => {
    const empty = { kind: 'printer.empty', afterImpressions: 2, ...WHILE };
    const run = await faulted([empty], FAMILY_REGISTERS);
    expect(fates(run)).toContainEqual(givenBack('media-empty', '1 2'));
    expect(fates(run)).toContainEqual(nothingBut('failed at menu: media-empty'));
  });
});

describe(printerSlow.kind, () => {
  test('prints all, later', async () => {
    const run = await faulted([{ kind: 'printer.slow', by: '5m', ...WHILE }], CALM);
    for (const fate of fates(run)) expect(fate).toMatchObject(GOOD);
    const slow = eventsOf('stage', run.events).filter(({ stage, ms }) => {
      return stage === 'print' && ms > 5 * MINUTE_MS;
    });
    expect(slow.length).toBeGreaterThan(10);
  });
});

describe(printerOffline.kind, () => {
  test('breaks off what is being printed, and the fee is given back', async () => {
    const on = { event: 'paid', count: 40 };
    const run = await faulted([{ kind: 'printer.offline', on, at: '10s', for: '15m' }], CALM);
    expect(soundness(run)).toEqual(SOUND);
    const broken = journeysThat(run, 'failed at print: timed-out');
    expect(broken.length).toBeGreaterThan(0);
    for (const journey of broken) expect(fateOf(run, journey)).toEqual(givenBack('timed-out'));
    const [next] = journeysThat(run, 'failed at menu: timed-out');
    expect(fateOf(run, next ?? -1)).toEqual(nothingBut('failed at menu: timed-out'));
  });
});
