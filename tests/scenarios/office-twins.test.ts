import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fidelity } from '../../scenarios/fidelity.ts';
import { openUndrawnFidelity } from '../../scenarios/fidelity-pdf.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { EntryRefused } from '../../scenarios/traffic/office.ts';
import { type Executed, executedLive, executedVirtually } from './executed.ts';
import {
  broken,
  eventsOf,
  type ScenarioData,
  scenarioData,
  smallScenario,
} from './small-scenario.ts';

const TOWN = '27203';
const SPEED = 1000;
/** By this seed no kiosk is used twice, and everybody comes once and stays. */
const seed = 18;

const { municipality, citizens } = scenarioData();

/** A citizen every four minutes, each at a kiosk of their own; updates take five minutes. */
function town(office: ScenarioData['office'] = []): Scenario {
  return smallScenario({
    stores: { inside: 60 },
    municipality: { ...municipality, feed: { lag: { median: '5m', p95: '5m' } } },
    citizens: { ...citizens, certificates: { 'seal-registration': 1 } },
    server: { revocations: { delay: '0s', every: '0s' } },
    workloads: { day: { executor: 'constant-arrival-rate', rate: 1 / 240, duration: '1h' } },
    office,
  });
}

/** What is entered at nine o’clock about the one citizen and the other, and what they are told. */
const ENTERED = [
  [{ operation: 'move-out', on: '2015-06-01' }, 'moved-out'],
  [{ operation: 'wrong-flag', flag: 'card-unusable' }, 'card-not-registered'],
  [{ operation: 'revoke-seal' }, 'seal-revoked'],
  [{ operation: 'hand-out-card' }, 'card-not-yet-usable'],
  [{ operation: 'revoke-certificate', reason: 'key-compromise' }, 'certificate-revoked'],
  [{ operation: 'missing-character' }, 'character-in-progress'],
] as const;
/** They come when the server has long been told. */
const FIRST = 8;

let scenario: Scenario;
let virtual: Executed;
let live: Executed;
let fidelity: Fidelity;

beforeAll(async () => {
  // Who comes follows from the seed, whatever the office does.
  const { events } = await executedVirtually(town(), { seed });
  const residents = eventsOf('arrived', events).map(({ resident }) => resident);
  scenario = town(
    ENTERED.map(([order, _], index) => ({
      at: '09:00',
      enter: { ...order, municipality: TOWN, resident: residents[FIRST + index] },
    })) as ScenarioData['office'],
  );
  fidelity = await openUndrawnFidelity(scenario);
  virtual = await executedVirtually(scenario, { seed });
  live = await executedLive(scenario, fidelity, { seed, speed: SPEED });
});

afterAll(() => fidelity.close());

/** How the journeys of a run ended, by number. */
function endsOf({ events }: Executed) {
  return [...eventsOf('ended', events)]
    .sort((a, b) => a.journey - b.journey)
    .map(({ journey, outcome, stage, reason }) => [journey, outcome, stage, reason]);
}

describe('an office in a live run and in its virtual twin', () => {
  test.each(ENTERED.map(([{ operation }, code], index) => [operation, code, index] as const))(
    '%s: who comes then is told %s by both',
    (_, code, index) => {
      for (const run of [virtual, live]) {
        expect(endsOf(run)[FIRST + index]?.slice(1)).toEqual([
          'refused',
          code === 'seal-revoked' ? 'select' : 'authenticate',
          code,
        ]);
      }
    },
  );

  test('lets all others have what they came for', () => {
    const others = endsOf(virtual).filter(([, , , reason]) => reason === '');
    expect(others).toHaveLength(15 - ENTERED.length);
    expect(endsOf(live)).toEqual(endsOf(virtual));
    for (const { execution } of [virtual, live]) expect(broken(execution.judgement)).toEqual([]);
  });

  test('tells and delivers the same changes', () => {
    const changes = ({ events }: Executed) =>
      eventsOf('register-changed', events).map((event) => ({ ...event, t: 0 }));
    const delivered = ({ events }: Executed) =>
      eventsOf('register-updated', events)
        .map(({ resident, change, version }) => `${resident} ${change} ${version}`)
        .sort();
    expect(changes(live)).toEqual(changes(virtual));
    expect(changes(live)).toHaveLength(ENTERED.length - 1);
    expect(delivered(live)).toEqual(delivered(virtual));
    expect(delivered(live)).toHaveLength(ENTERED.length - 1);
  });
});

describe('an entry that the office refuses', () => {
  const enter = { operation: 'correct', municipality: TOWN, resident: 5 } as const;
  const wrong = town([{ at: '09:01', enter }]);
  const told =
    /^the office refuses office\.0 \(correct, day 1 at 09:01\), change-impossible: .*\. Correct the scenario$/;

  test('ends a virtual run', async () => {
    const run = executedVirtually(wrong, { seed });
    await expect(run).rejects.toThrow(EntryRefused);
    await expect(run).rejects.toThrow(told);
  });

  test('ends a live run', async () => {
    const run = executedLive(wrong, fidelity, { seed, speed: SPEED });
    await expect(run).rejects.toThrow(EntryRefused);
  });
});
