import { describe, expect, test } from 'vitest';
import { WorkingMemory } from '../../../devices/kiosk/working-memory.ts';
import { ModelPaymentUnit } from '../../../devices/payment/payment-model.ts';
import type { EventOf, TraceEvent } from '../../../scenarios/trace-events.ts';
import { findings, paymentWith, printerWith, SmallShop } from '../../devices/small-shop.ts';
import { broken, eventsOf, findingOf, judged, lived, smallScenario } from '../small-scenario.ts';
import { accountedJourney, changed, soundJourney, without } from '../told-journey.ts';

const said = (events: readonly TraceEvent[]) =>
  findingOf(judged(events), 'erasure').violations.map(({ message }) => message);

const left = (what: Partial<EventOf<'cleared'>>) =>
  said(changed(accountedJourney(0), 'cleared', what));

describe('a healthy run', () => {
  test('leaves nothing of anybody, and has asked after each journey', () => {
    const { judgement, events } = lived(smallScenario());
    const finding = findingOf(judgement, 'erasure');
    expect(finding).toMatchObject({ verdict: 'pass', unjudged: 0, violations: [] });
    const served = eventsOf('ended', events).filter(({ stage }) => stage !== 'queue');
    expect(finding.judged).toBe(served.length);
  });
});

describe('at a kiosk', () => {
  test.each([
    [{ cards: 1 }, '1 card in the reader'],
    [{ jobs: 1 }, '1 document in the spool'],
    [{ sheets: 2 }, '2 sheet in the tray'],
    [{ yen: 500 }, '500 yen in the payment unit'],
    [{ memory: ['session', 'screen'] as const }, 'the session in memory, the screen in memory'],
  ])('%o that is left is wrong', (what, message) => {
    expect(left(what)).toEqual([`left when the journey was over: ${message}`]);
  });

  test('money that is missing is wrong as well', () => {
    expect(left({ yen: -100 })).toHaveLength(1);
  });

  test('nobody goes before the devices were asked', () => {
    const unasked = without(accountedJourney(1), 'cleared');
    expect(said([...accountedJourney(0), ...unasked])).toEqual([
      'the journey is over, and nobody has looked what is left of it',
    ]);
  });

  test('nobody comes before the devices were asked, even if the journey before has no end', () => {
    const broken = without(accountedJourney(1), 'cleared', 'ended');
    expect(said([...accountedJourney(0), ...broken, ...accountedJourney(2)])).toEqual([
      'the next journey begins, and nobody has looked what is left of journey 1',
    ]);
  });

  test('nobody is asked of who never came to the front', () => {
    const gone = { outcome: 'abandoned', stage: 'queue', reason: 'queue' } as const;
    const queued = soundJourney(1).filter(({ kind }) => kind === 'arrived' || kind === 'ended');
    expect(said([...accountedJourney(0), ...changed(queued, 'ended', gone)])).toEqual([]);
  });
});

describe('the devices say it themselves', () => {
  test('and have nothing left', () => {
    const shop = new SmallShop();
    shop.serve({});
    expect(eventsOf('cleared', shop.events)).toMatchObject([
      { cards: 0, jobs: 0, sheets: 0, yen: 0, memory: [] },
    ]);
    expect(findings(shop)).toEqual([]);
  });

  test('a slot from which the card is not taken', () => {
    const shop = new SmallShop();
    shop.reader.remove = () => undefined;
    shop.serve({});
    expect(eventsOf('cleared', shop.events)[0]?.cards).toBe(1);
    expect(findings(shop)).toEqual(['erasure']);
  });

  test('a tray from which the paper is not taken', () => {
    const shop = new SmallShop({
      printer: (sound) => printerWith(sound, { takeSheets: () => {} }),
    });
    shop.serve({});
    expect(eventsOf('cleared', shop.events)[0]?.sheets).toBe(1);
    expect(findings(shop)).toEqual(['erasure']);
  });

  test('a spool that keeps what it has printed', () => {
    let jobs = 0;
    const shop = new SmallShop({
      printer: (sound) =>
        printerWith(sound, {
          *print(document) {
            jobs += 1;
            return yield* sound.print(document);
          },
          get spooled() {
            return jobs;
          },
        }),
    });
    shop.serve({});
    expect(findings(shop)).toEqual(['erasure']);
  });

  test('a payment unit that keeps the change', () => {
    const keeping = paymentWith(new ModelPaymentUnit(), {
      get insertedYen() {
        return 300;
      },
    });
    const shop = new SmallShop({ payment: keeping });
    shop.serve({});
    expect(findings(shop)).toEqual(['erasure']);
  });

  test('a kiosk that does not forget', () => {
    const memory = new WorkingMemory();
    memory.clear = () => {};
    const shop = new SmallShop({ memory });
    shop.serve({});
    expect(eventsOf('cleared', shop.events)[0]?.memory).toEqual(['session', 'screen', 'document']);
    expect(findings(shop)).toEqual(['erasure']);
  });
});

test('a trace in which no device says anything is not judged, and not passed', () => {
  const judgement = judged([...soundJourney(0), ...soundJourney(1)]);
  expect(broken(judgement)).toEqual([]);
  expect(findingOf(judgement, 'erasure')).toMatchObject({
    verdict: 'inconclusive',
    judged: 0,
    unjudged: 2,
  });
});
