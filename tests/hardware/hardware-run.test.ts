import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, type TestContext, test } from 'vitest';
import { issueCard } from '../../devices/card/card-issue-rsa.ts';
import { type CardFault, FaultyCardReader } from '../../devices/card-reader/card-reader-faulty.ts';
import { PcscCardReader } from '../../devices/card-reader/card-reader-pcsc.ts';
import { VpcdCardSlot } from '../../devices/card-reader/card-slot-vpcd-socket.ts';
import type { Fidelity } from '../../scenarios/fidelity.ts';
import { openFullFidelity, openUndrawnFidelity, UNWATCHED } from '../../scenarios/fidelity-pdf.ts';
import {
  CardReaderWithSlot,
  type KioskHardwareOf,
} from '../../scenarios/hardware/kiosk-hardware.ts';
import { openLiveHardware } from '../../scenarios/hardware/live-hardware-files.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import type { TraceEvent } from '../../scenarios/trace-events.ts';
import { RealTime } from '../../sim/real-time.ts';
import { type Executed, executedLive, executedVirtually } from '../scenarios/executed.ts';
import {
  broken,
  eventsOf,
  type ScenarioData,
  scenarioData,
  smallScenario,
} from '../scenarios/small-scenario.ts';
import { openRealPrinter } from './ipp-printer.ts';
import { needsPcscd, needsSmartcard, type Pcscd, startPcscd } from './pcscd.ts';

const folder = mkdtempSync(join(tmpdir(), 'kofu-hardware-'));
const time = new RealTime();
let pcscd: Pcscd | undefined;

afterAll(async () => {
  time.stop();
  await pcscd?.stop();
  rmSync(folder, { recursive: true });
});

async function readersOf(context: Pick<TestContext, 'skip'>): Promise<Pcscd> {
  needsSmartcard(context);
  needsPcscd(context);
  pcscd ??= await startPcscd(2);
  return pcscd;
}

/** A citizen every four minutes, who waits for as long as it takes. */
function town(changes: Partial<ScenarioData>, behaviour: Behaviour = {}): Scenario {
  const { citizens } = scenarioData();
  const workloads = {
    day: { executor: 'constant-arrival-rate' as const, rate: 1 / 240, duration: '24m' },
  };
  const patience = { median: '12h', p95: '12h' };
  return smallScenario({
    duration: '24m',
    workloads,
    citizens: {
      ...citizens,
      behaviour: { pinErrorShare: 0, abandonShare: 0, patience, ...behaviour },
    },
    gracefulStop: '12h',
    keepPages: 0,
    ...changes,
  });
}

type Behaviour = NonNullable<ScenarioData['citizens']['behaviour']>;

async function live(
  scenario: Scenario,
  devicesOf: KioskHardwareOf | undefined,
  opening: Promise<Fidelity> = openUndrawnFidelity(scenario),
): Promise<Executed> {
  const fidelity = await opening;
  try {
    return await executedLive(scenario, fidelity, { speed: 300, ...(devicesOf && { devicesOf }) });
  } finally {
    await fidelity.close();
  }
}

/** What is told of every journey but for its instants, journey by journey. */
function verdicts({ events, execution }: Executed) {
  const byJourney = <E extends TraceEvent & { readonly journey?: number }>(list: readonly E[]) =>
    [...list].sort((a, b) => (a.journey ?? 0) - (b.journey ?? 0));
  return {
    ends: byJourney(eventsOf('ended', events)).map(({ journey, kiosk, outcome, stage, reason }) => [
      journey,
      kiosk,
      outcome,
      stage,
      reason,
    ]),
    pins: byJourney(eventsOf('pin-entered', events)).map(({ journey, card, result }) => [
      journey,
      card,
      result,
    ]),
    paid: byJourney(eventsOf('paid', events)).map(({ journey, yen }) => [journey, yen]),
    owners: byJourney(eventsOf('page', events)).map(({ journey, owner }) => [journey, owner]),
    broken: broken(execution.judgement),
  };
}

test('a kiosk over PC/SC and IPP among models comes to the same as a model', async (context) => {
  const readers = await readersOf(context);
  const scenario = town({}, { pinErrorShare: 0.45 });
  const reader = {
    pcsc: readers.readerName(1),
    vpcd: (readers.placeOf(1) as { path: string }).path,
  };
  const paper = await openRealPrinter();
  const printer = { ipp: `${paper.origin.replace('http:', 'ipp:')}/ipp/print` };
  const hardware = await openLiveHardware({ 'in-001': { reader, printer } }, { tell: expect.fail });
  const commands: string[] = [];
  const devicesOf: KioskHardwareOf = (kiosk, means) => {
    const devices = hardware.devicesOf(kiosk, means);
    const transmit = devices?.reader?.transmit.bind(devices.reader);
    if (devices?.reader === undefined || transmit === undefined) return devices;
    devices.reader.transmit = (command) => {
      commands.push(kiosk);
      return transmit(command);
    };
    return devices;
  };
  try {
    const real = await live(scenario, devicesOf, openFullFidelity(scenario, UNWATCHED));
    expect(verdicts(real)).toEqual(verdicts(await executedVirtually(scenario)));
    const results = eventsOf('pin-entered', real.events).filter(({ kiosk }) => kiosk === 'in-001');
    // Wrong PINs and right ones have gone through the reader, and nothing of other kiosks.
    expect(new Set(results.map(({ result }) => result))).toEqual(new Set(['right', 'wrong']));
    expect(new Set(commands)).toEqual(new Set(['in-001']));
    const printed = eventsOf('page', real.events).filter(({ kiosk }) => kiosk === 'in-001');
    expect(printed.length).toBeGreaterThan(0);
    expect(paper.errors).toEqual([]);
    expect(paper.events.filter(({ type }) => type === 'sheet')).toHaveLength(printed.length);
    expect(verdicts(real).broken).toEqual([]);
  } finally {
    await hardware.close();
  }
});

test('a card that fails beyond pcscd costs its citizen nothing, and is told of', async (context) => {
  const readers = await readersOf(context);
  const scenario = town({ stores: { inside: 1 } });
  // Citizen by citizen; before the PIN, at it and after it.
  const faults: readonly (readonly [CardFault, number] | undefined)[] = [
    ['removed', 4],
    ['mute', 4],
    ['refused', 4],
    ['slow', 4],
    ['removed', 7],
    undefined,
  ];
  let cards = 0;
  const bare = new PcscCardReader(readers.readerName(1));
  const cardTime = new RealTime({ speed: 20 });
  const slot = new VpcdCardSlot(readers.placeOf(1), {
    run: (process) => cardTime.run(process),
    fitted: (reader) => {
      const fault = faults[cards++];
      return fault === undefined ? reader : new FaultyCardReader(reader, ...fault);
    },
    deadlineMs: 900,
    onTrouble: (error) => expect.fail(error.message),
  });
  const reader = new CardReaderWithSlot(bare, slot);
  const patience = { clock: 'measured' as const, answerMs: 500, connectMs: 5_000 };
  try {
    const run = await live(scenario, () => ({ reader, patience }));
    const { ends, paid, pins, broken } = verdicts(run);
    expect(ends.map(([, , ...end]) => end)).toEqual([
      ['failed', 'pin', 'card: removed'],
      ['failed', 'pin', 'card: mute'],
      ['failed', 'pin', 'card: card-error'],
      ['completed', 'take', ''],
      ['failed', 'authenticate', 'card: removed'],
      ['completed', 'take', ''],
    ]);
    expect(paid.map(([journey]) => journey)).toEqual([3, 5]);
    const known = ['unknown', 'unknown', 'unknown', 'right', 'right', 'right'];
    expect(pins.map(([, , result]) => result)).toEqual(known);
    // Of nobody anything is left at the kiosk.
    for (const { cards, yen, memory } of eventsOf('cleared', run.events)) {
      expect({ cards, yen, memory }).toEqual({ cards: 0, yen: 0, memory: [] });
    }
    expect(broken).toEqual([]);
  } finally {
    await slot.close();
    await bare.close();
    cardTime.stop();
  }
});

test.for([
  ['with its owner’s PIN', true, ['refused', 'authenticate', 'certificate-invalid']],
  ['without', false, ['failed', 'pin', 'card: card-error']],
] as const)(
  'a real card, %s: no PIN of a simulated citizen reaches it',
  async ([, told, end], context) => {
    const readers = await readersOf(context);
    // Somebody's hand, which does what it is asked to: a card that no office of the run has made.
    const issued = await issueCard({ validFromMs: Date.UTC(2015, 0, 1), pin: '8642' });
    const hand = new VpcdCardSlot(readers.placeOf(2), {
      run: (process) => time.run(process),
      onTrouble: (error) => expect.fail(error.message),
    });
    const asked: string[] = [];
    const tell = (line: string) => {
      asked.push(line);
      if (line.includes(': put a card')) hand.insert(issued.card);
      if (line.includes(': take the card off')) hand.remove();
    };
    const pinFile = join(folder, 'pin');
    writeFileSync(pinFile, '8642\n');
    const pcsc = readers.readerName(2);
    const reader = { pcsc, wait: '5s', ...(told && { pinFile }) };
    const hardware = await openLiveHardware({ 'in-001': { reader } }, { tell });
    try {
      const scenario = town({ stores: { inside: 1 }, duration: '8m' });
      const run = await live(scenario, hardware.devicesOf);
      const { ends, paid, broken } = verdicts(run);
      expect(ends.map(([, , ...rest]) => rest)).toEqual([end, end]);
      expect(paid).toEqual([]);
      expect(broken).toEqual([]);
      const withheld =
        'in-001: no PIN was sent to the card: to send the owner’s, ' +
        'set hardware.in-001.reader.pinFile to its file';
      const visit = [
        `in-001: put a card on the reader "${pcsc}" within 5s`,
        ...(told ? [] : [withheld]),
        `in-001: take the card off the reader "${pcsc}"`,
      ];
      expect(asked).toEqual([...visit, ...visit]);
      // The counter of the PIN is as it was.
      issued.card.transmit(
        Uint8Array.of(0, 0xa4, 4, 12, 10, 0xd3, 0x92, 0xf0, 0, 0x26, 1, 0, 0, 0, 1),
      );
      issued.card.transmit(Uint8Array.of(0, 0xa4, 2, 12, 2, 0, 0x18));
      expect(issued.card.transmit(Uint8Array.of(0, 0x20, 0, 0x80)).status).toBe(0x63c3);
    } finally {
      await hardware.close();
      await hand.close();
    }
  },
);
