import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fidelity } from '../../scenarios/fidelity.ts';
import { openFullFidelity, UNWATCHED } from '../../scenarios/fidelity-pdf.ts';
import { openLiveHardware } from '../../scenarios/hardware/live-hardware-files.ts';
import { type Executed, executedLive, executedVirtually } from '../scenarios/executed.ts';
import {
  broken,
  eventsOf,
  type ScenarioData,
  scenarioData,
  smallScenario,
} from '../scenarios/small-scenario.ts';
import { openRealPrinter, type RealPrinter } from './ipp-printer.ts';

/** A citizen every four minutes at two kiosks, who waits for as long as it takes. */
function town(faults: ScenarioData['faults']) {
  const { citizens } = scenarioData();
  const patience = { median: '12h', p95: '12h' };
  return smallScenario({
    stores: { inside: 2 },
    duration: '24m',
    workloads: { day: { executor: 'constant-arrival-rate', rate: 1 / 240, duration: '24m' } },
    citizens: { ...citizens, behaviour: { pinErrorShare: 0, abandonShare: 0, patience } },
    gracefulStop: '12h',
    keepPages: 0,
    faults: faults ?? [],
  });
}

const calm = town([]);
let full: Fidelity;

beforeAll(async () => {
  full = await openFullFidelity(calm, UNWATCHED);
}, 60_000);

afterAll(() => full.close());

/** Where in-001 has this printer, and all others are models. */
async function liveWith({ uri }: RealPrinter, told: string[]): Promise<Executed> {
  const asked = { 'in-001': { printer: { ipp: uri } } };
  const hardware = await openLiveHardware(asked, { tell: (line) => told.push(line) });
  try {
    return await executedLive(calm, full, { speed: 300, devicesOf: hardware.devicesOf });
  } finally {
    await hardware.close();
  }
}

/** What became of everybody, journey by journey, without when it was. */
function verdicts({ events, execution }: Executed) {
  const byJourney = <E extends { readonly journey?: number }>(list: readonly E[]) =>
    [...list].sort((a, b) => (a.journey ?? 0) - (b.journey ?? 0));
  const moneyOf = (kind: 'paid' | 'refunded') =>
    byJourney(eventsOf(kind, events)).map(({ journey, yen }) => [journey, yen]);
  return {
    ends: byJourney(eventsOf('ended', events)).map(({ journey, kiosk, outcome, stage, reason }) => [
      journey,
      kiosk,
      `${outcome} at ${stage}: ${reason}`,
    ]),
    paid: moneyOf('paid'),
    refunded: moneyOf('refunded'),
    pages: byJourney(eventsOf('page', events)).map(({ journey, owner, page, of }) => {
      return { journey, owner, page, of };
    }),
    left: eventsOf('cleared', events).filter(({ jobs, sheets }) => jobs + sheets > 0),
    broken: broken(execution.judgement),
  };
}

function sheetsOf({ events }: Executed, kiosk: string): number {
  return eventsOf('page', events).filter((page) => page.kiosk === kiosk).length;
}

test('a kiosk that prints over IPP comes to the same as one with a model', async () => {
  const printer = await openRealPrinter();
  const told: string[] = [];
  const real = await liveWith(printer, told);
  expect(verdicts(real)).toEqual(verdicts(await executedVirtually(calm)));
  expect(verdicts(real).broken).toEqual([]);
  const { engine, spool } = printer.printer;
  expect(engine.counters.sheets).toBe(sheetsOf(real, 'in-001'));
  expect(engine.counters.sheets).toBeGreaterThan(0);
  expect([spool.documents, told, printer.errors]).toEqual([0, [], []]);
}, 60_000);

test('paper that jams in a printer over IPP is to the citizen what a model’s jam is', async () => {
  const printer = await openRealPrinter();
  await printer.control('/faults', 'jam@1');
  const real = await liveWith(printer, []);
  const jam = { kind: 'printer.jam', clearedAfter: '20h', select: { kiosks: ['in-001'] } } as const;
  expect(verdicts(real)).toEqual(verdicts(await executedVirtually(town([jam]))));
  const { ends, refunded, broken } = verdicts(real);
  const at = ends.flatMap(([, kiosk, end]) => (kiosk === 'in-001' ? [end] : []));
  expect(new Set(at)).toEqual(new Set(['failed at print: media-jam', 'failed at menu: media-jam']));
  expect([refunded.length, broken]).toEqual([1, []]);
  expect(printer.printer.engine.counters.sheets).toBe(0);
}, 60_000);
