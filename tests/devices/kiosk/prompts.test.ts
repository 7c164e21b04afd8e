import { describe, expect, test } from 'vitest';
import type { KioskPorts, Lapse, LeftBehind } from '../../../devices/citizen/visit.ts';
import {
  type GivenPrompt,
  PROMPT_NAMES,
  promptOf,
  promptOfEnd,
  STAGE_PROMPTS,
  worded,
} from '../../../devices/kiosk/prompts.ts';
import type { Screen } from '../../../devices/kiosk/screen.ts';
import { STAGES } from '../../../devices/kiosk/stages.ts';
import { ModelPaymentUnit } from '../../../devices/payment/payment-model.ts';
import { eventsOf, scenarioData } from '../../scenarios/small-scenario.ts';
import { findings, jamming, type Shopping, SmallShop } from '../small-shop.ts';

/** A shop in which somebody notes what the kiosk says, and when. */
function heard(shopping: Shopping = {}, more: Partial<KioskPorts> = {}, lapse?: Lapse) {
  const said: (GivenPrompt & { readonly atMs: number })[] = [];
  const screen: Screen = {
    show: () => {},
    pinWrong: () => {},
    prompt: (given) => said.push({ ...given, atMs: shop.runner.now() }),
  };
  const fitted = (ports: KioskPorts) => ({ ...ports, screen, prompts: 'all' as const, ...more });
  const shop: SmallShop = new SmallShop({ ...shopping, fitted });
  shop.serve(lapse === undefined ? {} : { lapse });
  return { shop, said, names: said.map(({ prompt }) => prompt) };
}

describe('the catalogue', () => {
  test('says everything in both languages, with the same figures', () => {
    for (const name of PROMPT_NAMES) {
      const { screen, voice } = promptOf(name);
      for (const { ja, en } of [screen, voice ?? screen]) {
        expect(ja).toMatch(/[。\u3040-\u30ff\u4e00-\u9fff]/);
        expect(en).toMatch(/^[ -~]+\.$/);
        const figures = (text: string) => text.match(/\{\w+\}/g) ?? [];
        expect(figures(ja)).toEqual(figures(en));
        expect(worded(ja, { yen: 200, triesLeft: 2 })).not.toMatch(/[{}]/);
      }
    }
  });

  test('has a sentence for each stage, and for each end that is the kiosk’s', () => {
    for (const stage of STAGES) expect(PROMPT_NAMES).toContain(STAGE_PROMPTS[stage].prompt);
    const ends = [
      ['completed', 'take', '', 'thanks'],
      ['abandoned', 'pin', 'citizen walked away', undefined],
      ['refused', 'pin', 'pin-locked', 'pin-locked'],
      ['refused', 'card-set', 'method-not-accepted', 'card-not-accepted'],
      ['refused', 'select', 'seal-revoked', 'not-issued'],
      ['timed-out', 'issue', 'centre did not answer', 'try-later'],
      ['failed', 'authenticate', 'HTTP 503', 'try-later'],
      ['failed', 'pin', 'card: removed', 'card-not-read'],
      ['failed', 'pay', 'payment no-change', 'no-change'],
      ['failed', 'pay', 'payment jam', 'money-returned'],
      ['failed', 'print', 'media-jam', 'out-of-order'],
    ] as const;
    for (const [outcome, stage, reason, prompt] of ends) {
      expect(promptOfEnd({ outcome, stage, reason })).toBe(prompt);
    }
  });

  test('never speaks of whose certificate it is, or which', () => {
    for (const name of PROMPT_NAMES) {
      const { voice } = promptOf(name);
      for (const text of [voice?.ja ?? '', voice?.en ?? '']) {
        expect(text).not.toMatch(/住民票|印鑑|戸籍|resident|seal|family register/i);
      }
    }
  });
});

describe('a kiosk says', () => {
  test('what to do at each stage, that the card is back, and how much it costs', () => {
    const { said, names, shop } = heard();
    expect(names).toEqual([
      'choose-service',
      'set-card',
      'choose-municipality',
      'enter-pin',
      'checking',
      'take-card',
      'choose-certificate',
      'choose-contents',
      'confirm',
      'issuing',
      'insert-fee',
      'printing',
      'take-paper',
      'thanks',
    ]);
    expect(said.find(({ prompt }) => prompt === 'insert-fee')?.yen).toBe(200);
    const recorded = eventsOf('prompted', shop.events);
    expect(recorded.map(({ prompt, t }) => [prompt, t])).toEqual(
      said.map(({ prompt, atMs }) => [prompt, atMs]),
    );
    expect(recorded.find(({ prompt }) => prompt === 'insert-fee')?.light).toBe('coinAcceptor');
  });

  test('in its journal only what has a lamp, or nothing, and does the same', () => {
    const all = heard().shop.events.filter(({ kind }) => kind !== 'prompted');
    const moments = heard({}, { prompts: 'moments' });
    expect(eventsOf('prompted', moments.shop.events).map(({ prompt }) => prompt)).toEqual([
      'set-card',
      'take-card',
      'insert-fee',
      'take-paper',
    ]);
    expect(moments.names).toHaveLength(14);
    expect(moments.shop.events.filter(({ kind }) => kind !== 'prompted')).toEqual(all);
    expect(heard({}, { prompts: undefined }).shop.events).toEqual(all);
  });

  test('that the PIN was wrong and how often it may still be, instead of asking again', () => {
    const { said, names } = heard({ behaviour: { pinErrorShare: 1 } });
    expect(names.filter((name) => name.includes('pin'))).toEqual([
      'enter-pin',
      'pin-wrong',
      'pin-wrong',
      'pin-locked',
    ]);
    const left = said.filter(({ prompt }) => prompt === 'pin-wrong');
    expect(left.map(({ triesLeft }) => triesLeft)).toEqual([2, 1]);
  });

  test('the same to who has a card of the older method, and not how often: nobody can say', () => {
    const { municipality, citizens } = scenarioData();
    const scenario = {
      municipality: { ...municipality, methods: ['card-ap' as const] },
      citizens: { ...citizens, cards: { 'basic-resident': 1 } },
    };
    const { names } = heard({ scenario, behaviour: { pinErrorShare: 1 } });
    expect(names.filter((name) => name.includes('pin'))).toEqual([
      'enter-pin',
      'pin-wrong-again',
      'pin-wrong-again',
      'pin-locked',
    ]);
  });

  test('what became of the money when it cannot print, and gives it back', () => {
    const { said, shop } = heard({ printer: (sound) => jamming(sound) });
    expect(said.slice(-2)).toMatchObject([
      { prompt: 'fee-refunded', yen: 200 },
      { prompt: 'out-of-order' },
    ]);
    expect(eventsOf('refunded', shop.events)).toMatchObject([{ yen: 200 }]);
    expect(shop.payment.takingsYen).toBe(0);
  });

  test('that a coin has jammed, and charges nothing', () => {
    const payment = new ModelPaymentUnit();
    payment.acceptor.jam();
    const { names, shop } = heard({ payment });
    expect(names.at(-1)).toBe('money-returned');
    expect(shop.ends).toEqual([{ outcome: 'failed', stage: 'pay', reason: 'payment jam' }]);
    expect(shop.ledger.totals).toMatchObject({ printed: 0, notPrinted: 1, paidYen: 0 });
  });

  test('to who does not touch the screen any more that it is about to end', () => {
    const { said, names } = heard({}, {}, { kind: 'walks-away', stage: 'confirm' });
    expect(names.slice(-2)).toEqual(['confirm', 'still-there']);
    const [asked, warned] = said.slice(-2);
    expect((warned?.atMs ?? 0) - (asked?.atMs ?? 0)).toBe(45_000);
  });
});

describe('what is left behind', () => {
  const forgets = (what: 'card' | 'paper', backAfterMs = Number.POSITIVE_INFINITY): Lapse => ({
    kind: 'forgets',
    what,
    backAfterMs,
  });
  const TIMES: LeftBehind = { promptAfterMs: 2_000, alarmAfterMs: 8_000, retainAfterMs: 20_000 };

  test.each(['card', 'paper'] as const)(
    'a %s is called for, then alarmed, then taken in',
    (left) => {
      const { said, shop } = heard({}, { leftBehind: TIMES }, forgets(left));
      const endMs = said.find(({ prompt }) => prompt === 'thanks')?.atMs ?? 0;
      const called = said.find(({ prompt }) => prompt === `${left}-left`);
      expect((called?.atMs ?? 0) - endMs).toBe(2_000);
      expect(eventsOf('alarm', shop.events).map(({ t }) => t - endMs)).toEqual([8_000]);
      expect(eventsOf('left-behind', shop.events)).toMatchObject([
        { t: endMs + 28_000, left, fate: 'retained' },
      ]);
      expect(eventsOf('cleared', shop.events)).toMatchObject([{ cards: 0, sheets: 0 }]);
      expect(findings(shop)).toEqual([]);
      expect(shop.payment.takingsYen).toBe(200);
    },
  );

  test('lies there till a clerk comes, where nothing can be taken in, and is nobody else’s', () => {
    const leftBehind = { ...TIMES, clerkAfterMs: 300_000 };
    const { said, shop } = heard({}, { leftBehind }, forgets('card'));
    const endMs = said.find(({ prompt }) => prompt === 'thanks')?.atMs ?? 0;
    shop.serve({ atMs: endMs + 30_000 });
    expect(eventsOf('left-behind', shop.events)).toMatchObject([
      { t: endMs + 328_000, left: 'card', fate: 'handed-over' },
    ]);
    // He was late for the next one, who was still served after that, with the own card only.
    const [first, second] = eventsOf('ended', shop.events);
    expect(first?.t).toBe(endMs + 328_000);
    expect(second).toMatchObject({ outcome: 'completed' });
    const [late] = heard({}, { leftBehind }, forgets('paper', 310_000)).shop.events.filter(
      ({ kind }) => kind === 'left-behind',
    );
    expect(late).toMatchObject({ fate: 'fetched' });
  });
});
