import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../../scenarios/scenario-files.ts';
import {
  CARDS,
  cardsValidFromMs,
  holdingsOf,
  registeredCardsOf,
  revocationsOf,
} from '../../../scenarios/traffic/cards.ts';
import { cardId } from '../../../server/contract-card-id.ts';
import { cardSerial } from '../../../server/contract-card-serial.ts';
import { instantMs } from '../../../sim/units.ts';
import { chiSquared, chiSquaredCritical } from '../../sim/statistics.ts';
import { answerOf } from '../../sim/virtual.ts';
import { executedVirtually } from '../executed.ts';
import { broken, type ScenarioData, scenarioData, smallScenario } from '../small-scenario.ts';

type Cards = NonNullable<ScenarioData['citizens']['cards']>;

function townWith(cards?: Cards) {
  const { citizens } = scenarioData();
  return smallScenario({ citizens: cards === undefined ? citizens : { ...citizens, cards } });
}

const MIXED: Cards = {
  'my-number': 40,
  'my-number-expired': 10,
  'my-number-revoked': 10,
  'basic-resident': 20,
  citizen: 6,
  other: 4,
  'my-number-under-15': 7,
  'my-number-damaged': 3,
};
const PEOPLE = 20_000;

/** What somebody has in their purse, told from what card office and server say of it. */
function purse(scenario: ReturnType<typeof smallScenario>, no: number): (typeof CARDS)[number] {
  const holding = holdingsOf(scenario)('27203', no);
  const { kind, validity, signaturePair = true, damaged = false } = holding;
  if (kind !== 'my-number') return kind;
  if (!signaturePair) return 'my-number-under-15';
  if (damaged) return 'my-number-damaged';
  if (validity !== undefined) return 'my-number-expired';
  const serial = cardSerial('27203', no, 1);
  const revoked = revocationsOf(scenario).isRevoked(serial, instantMs(scenario.start));
  return revoked ? 'my-number-revoked' : 'my-number';
}

describe('who carries which card', () => {
  test('everybody a My Number card, if nothing is said', () => {
    const scenario = townWith();
    for (let no = 0; no < 1000; no++) {
      expect(holdingsOf(scenario)('27203', no)).toEqual({ kind: 'my-number', generation: 1 });
    }
    const { start } = scenario;
    expect(revocationsOf(scenario).isRevoked(cardSerial('27203', 1, 1), instantMs(start))).toBe(
      false,
    );
  });

  test('follows the shares, in any unit', () => {
    const scenario = townWith(MIXED);
    const counts = CARDS.map(() => 0);
    for (let no = 0; no < PEOPLE; no++) counts[CARDS.indexOf(purse(scenario, no))]! += 1;
    const due = CARDS.map((card) => (PEOPLE * (MIXED[card] ?? 0)) / 100);
    expect(chiSquared(counts, due)).toBeLessThan(chiSquaredCritical(CARDS.length - 1, 0.001));
    const swapped = due.toReversed();
    expect(chiSquared(counts, swapped)).toBeGreaterThan(
      chiSquaredCritical(CARDS.length - 1, 0.001),
    );
  });

  test('is the same for a resident whoever asks', () => {
    const scenario = townWith(MIXED);
    const registered = registeredCardsOf(scenario);
    for (let no = 0; no < 500; no++) {
      const { kind } = holdingsOf(scenario)('27203', no);
      for (const municipal of ['basic-resident', 'citizen'] as const) {
        const id = cardId(municipal, '27203', no, 1);
        const card = answerOf(() => registered.card('27203', id));
        expect(card?.residentNo).toBe(kind === municipal ? no : undefined);
      }
    }
  });

  test('an expired certificate ended before the run, and began five years earlier', () => {
    const scenario = townWith({ 'my-number-expired': 1 });
    const { validity } = holdingsOf(scenario)('27203', 1);
    const days = ((validity?.untilMs ?? 0) - (validity?.fromMs ?? 0)) / 86_400_000;
    expect(days).toBe(1826);
    expect(validity?.untilMs).toBe(cardsValidFromMs(scenario));
    expect(validity?.untilMs).toBeLessThan(instantMs(scenario.start));
  });

  test.each([
    [{}, true],
    // Monday 1 June 2015 is the third day of a week counted from a Saturday, 1 January 2000.
    [{ every: '7d' }, false],
    [{ every: '0s' }, true],
    [{ every: '0s', delay: '25h' }, false],
  ])('who lost a card the day before is known to the centre, %o: %s', (revocations, known) => {
    const { citizens } = scenarioData();
    const cards = { 'my-number-revoked': 1 };
    const lost = smallScenario({ citizens: { ...citizens, cards }, server: { revocations } });
    const serial = cardSerial('27203', 1, 1);
    expect(revocationsOf(lost).isRevoked(serial, instantMs(lost.start))).toBe(known);
  });

  test('a card that was handed out later is a good one, unless it is none of the service', () => {
    const scenario = townWith(MIXED);
    const revocations = revocationsOf(scenario);
    const nowMs = instantMs(scenario.start);
    const seen = new Set<string>();
    for (let no = 0; no < 500; no++) {
      const first = purse(scenario, no);
      seen.add(first);
      const kind = first.startsWith('my-number') ? 'my-number' : first;
      const generation = kind === 'other' ? 1 : 2;
      const child = first === 'my-number-under-15' ? { signaturePair: false } : {};
      expect(holdingsOf(scenario)('27203', no, 2)).toEqual({ kind, generation, ...child });
      expect(revocations.isRevoked(cardSerial('27203', no, 2), nowMs)).toBe(false);
    }
    expect(seen.size).toBe(CARDS.length);
  });

  test('revocations that were kept are known besides', () => {
    const { citizens, start } = townWith();
    const cards = { 'my-number-revoked': 1 };
    const scenario = smallScenario({ citizens: { ...citizens, cards } });
    const serial = cardSerial('27203', 1, 2);
    const revokedAtMs = instantMs(start) - 2 * 86_400_000;
    const kept = [{ serial, revokedAtMs, reason: 'key-compromise' }] as const;
    const isRevoked = (known: typeof kept | []) =>
      revocationsOf(scenario, known).isRevoked(serial, instantMs(start));
    expect([isRevoked([]), isRevoked(kept)]).toEqual([false, true]);
  });

  test('shares that add up to nothing are refused', () => {
    expect(() => townWith({ 'my-number': 0 })).toThrow('the shares add up to 0');
  });
});

describe('what a kiosk makes of a My Number card', () => {
  test.each([
    ['my-number-under-15', ['completed at take: ']],
    ['my-number-damaged', ['failed at card-set: card: unreadable']],
    ['my-number-expired', ['refused at authenticate: certificate-invalid']],
  ] as const)('%s', async (card, fates) => {
    const { citizens } = townWith({ [card]: 1 });
    const scenario = smallScenario({ citizens, stores: { inside: 30 } });
    const { execution, events } = await executedVirtually(scenario);
    const saw = events.flatMap((event) =>
      event.kind === 'ended' ? [`${event.outcome} at ${event.stage}: ${event.reason}`] : [],
    );
    expect(saw.length).toBeGreaterThan(10);
    expect([...new Set(saw)]).toEqual(fates);
    expect(broken(execution.judgement)).toEqual([]);
    const paid = events.filter(({ kind }) => kind === 'paid').length;
    expect(paid).toBe(card === 'my-number-under-15' ? saw.length : 0);
  });
});

describe('a scenario that comes with kofu:', () => {
  const loaded = async (file: string) => {
    const reading = await loadScenario(`scenarios/${file}.yaml`, []);
    if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.complaints));
    return reading.scenario;
  };

  test('Toyonaka in 2013 is served by 住基カード and PIN, and all is well', async () => {
    const scenario = await loaded('toyonaka-2013');
    const { execution, events } = await executedVirtually(scenario);
    const { counts, endReasons } = execution.judgement;
    expect(counts.completed).toBeGreaterThan(150);
    expect(counts.refused).toBe(0);
    expect(broken(execution.judgement)).toEqual([]);
    expect(execution.judgement.thresholds.map(({ verdict }) => verdict)).toEqual(
      execution.judgement.thresholds.map(() => 'pass'),
    );
    const typed = events.filter((event) => event.kind === 'stage' && event.stage === 'pin').length;
    expect(typed).toBeGreaterThan(counts.offered);
    expect(endReasons.map(({ reason }) => reason)).toEqual(['citizen walked away']);
  });

  test('Toyonaka on a Monday refuses 住基カード, every one', async () => {
    const scenario = { ...(await loaded('toyonaka-monday')), duration: '2h' };
    const citizens = { ...scenario.citizens, cards: { 'basic-resident': 1 } };
    const old = { ...scenario, citizens };
    const { execution } = await executedVirtually(old);
    const { counts, endReasons } = execution.judgement;
    expect(counts.offered).toBeGreaterThan(5);
    expect(counts.refused).toBe(counts.offered);
    expect(endReasons).toEqual([
      {
        outcome: 'refused',
        stage: 'authenticate',
        reason: 'method-not-accepted',
        count: counts.offered,
      },
    ]);
  });
});
