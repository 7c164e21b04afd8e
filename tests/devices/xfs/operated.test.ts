import { describe, expect, test } from 'vitest';
import type { Kiosk } from '../../../devices/kiosk/kiosk.ts';
import type { XfsConnection } from '../../../devices/xfs/conversation.ts';
import { KioskOperator } from '../../../devices/xfs/kiosk-operator.ts';
import type { DeviceFault, Payload, SentMessage } from '../../../server/contract-bus.ts';
import { eventsOf } from '../../scenarios/small-scenario.ts';
import { findings, JOURNEY_MS, SmallShop, THINK_MS, told } from '../small-shop.ts';
import { command, words } from './small-device.ts';

/** A shop whose kiosk obeys an operator, who speaks to it as the centre does. */
class OperatedShop {
  readonly shop: SmallShop;
  /** What the kiosk told of its own accord. */
  readonly told: string[] = [];
  readonly heard: SentMessage[] = [];
  /** What the screen said, by the names of its sentences. */
  readonly prompts: unknown[] = [];
  wantsDeviceEvents = true;
  readonly #operator: KioskOperator;
  readonly #connection: XfsConnection;
  #asked = 0;

  constructor() {
    let operator: KioskOperator | undefined;
    this.shop = new SmallShop({
      fitted: (ports) => {
        operator = new KioskOperator(ports.runner, {
          tell: (name, payload) => {
            this.told.push(short(name, payload));
            if (name === 'KofuKiosk.PromptEvent') this.prompts.push(payload?.['prompt']);
          },
          wantsDeviceEvents: () => this.wantsDeviceEvents,
        });
        return operator.fitted(ports);
      },
    });
    if (operator === undefined) throw new Error('the kiosk was not fitted');
    this.#operator = operator;
    const service = this.#operator.serve(this.shop.kiosk as Kiosk, () => {});
    this.#connection = service.connect((message) => this.heard.push(message));
  }

  say(name: string, payload: Payload = {}, timeout?: number): void {
    this.#connection.receive(command(name, ++this.#asked, payload, timeout));
  }

  /** Does something at an instant of the shop's time. */
  at(ms: number, act: () => void): void {
    this.shop.runner.spawn(
      (function* () {
        yield ms;
        act();
      })(),
    );
  }

  set(fault: DeviceFault): void {
    this.say('KofuKiosk.SetFault', { fault });
  }
}

/** A status change by what has changed, anything else by its name. */
function short(name: string, payload: Payload = {}): string {
  if (name !== 'Common.StatusChangedEvent') return name;
  return Object.entries(payload)
    .filter(([of]) => of !== 'kofuKiosk')
    .map(([of, what]) => `${of} ${JSON.stringify(what)}`)
    .join(' ');
}

/** What was charged in the end. */
const paidYen = ({ events }: SmallShop) =>
  eventsOf('paid', events).reduce((sum, { yen }) => sum + yen, 0) -
  eventsOf('refunded', events).reduce((sum, { yen }) => sum + yen, 0);

/** When the printing begins in a journey that goes by the clock. */
const PRINTS_AT_MS = JOURNEY_MS - THINK_MS - 30_000;

describe('a fault that an operator has set', () => {
  test.each([
    ['printer.jam', 'media-jam'],
    ['printer.empty', 'media-empty'],
    ['printer.cover-open', 'cover-open'],
    ['printer.toner-empty', 'toner-empty'],
    ['printer.output-full', 'output-area-full'],
    ['printer.offline', 'timed-out'],
  ] as const)(
    '%s before anybody comes: nobody pays, and the journey ends with %s',
    (fault, why) => {
      const { shop, say } = bound(new OperatedShop());
      say(fault);
      const [end] = shop.serve({});
      expect(end).toEqual({ outcome: 'failed', stage: 'menu', reason: why });
      expect(paidYen(shop)).toBe(0);
      expect(findings(shop)).toEqual([]);
    },
  );

  test.each([
    ['printer.jam', 'media-jam', ' printer {"paper":{"upper":"jammed"}}'],
    ['printer.empty', 'media-empty', ' printer {"paper":{"upper":"out"}}'],
    ['printer.cover-open', 'cover-open', ''],
    ['printer.toner-empty', 'toner-empty', ' printer {"toner":"out"}'],
    ['printer.output-full', 'output-area-full', ''],
    ['printer.offline', 'timed-out', ''],
  ] as const)('%s while it prints: the fee is given back, as shown and recorded', (...of) => {
    const [fault, why, supplies] = of;
    const operated = new OperatedShop();
    const { shop } = operated;
    let takingsYen = 0;
    operated.at(PRINTS_AT_MS + 10_000, () => {
      takingsYen = shop.payment.takingsYen;
      operated.set(fault);
    });
    const [end] = shop.serve({});
    expect(end).toEqual({ outcome: 'failed', stage: 'print', reason: why });
    expect(operated.prompts.slice(-4)).toEqual([
      'insert-fee',
      'printing',
      'fee-refunded',
      'out-of-order',
    ]);
    // The money was in it, and is not any more.
    const [paid] = eventsOf('paid', shop.events);
    expect(takingsYen).toBeGreaterThan(0);
    expect([paid?.yen, shop.payment.takingsYen, paidYen(shop)]).toEqual([takingsYen, 0, 0]);
    expect(told(shop).slice(-3)).toEqual(['paid', 'refunded', 'ended']);
    expect(eventsOf('page', shop.events)).toEqual([]);
    const [settled, ...more] = eventsOf('server-settled', shop.events);
    expect(settled).toMatchObject({ outcome: 'not-printed', paidYen: 0 });
    expect(more).toEqual([]);
    expect(findings(shop)).toEqual([]);
    const troubles = operated.told.filter((each) => /^common|Error/.test(each));
    expect(troubles).toContain('Common.ErrorEvent');
    expect(troubles).toContain(`common {"device":"hardwareError"}${supplies}`);
  });

  test.each([
    ['card.unreadable', 'card: unreadable'],
    ['card.mute', 'card: mute'],
  ] as const)('%s: the journey ends at the card, and nobody pays', (fault, why) => {
    const { shop, say } = bound(new OperatedShop());
    say(fault);
    const [end] = shop.serve({});
    expect(end).toMatchObject({ outcome: 'failed', reason: why });
    expect(paidYen(shop)).toBe(0);
    expect(findings(shop)).toEqual([]);
  });

  test.each([
    ['payment.jam', 'payment jam'],
    ['payment.no-change', 'payment no-change'],
  ] as const)('%s: what was inserted comes back, and nothing is printed', (fault, why) => {
    const { shop, say } = bound(new OperatedShop());
    say(fault);
    const [end] = shop.serve({});
    expect(end).toEqual({ outcome: 'failed', stage: 'pay', reason: why });
    expect(eventsOf('page', shop.events)).toEqual([]);
    expect([paidYen(shop), shop.payment.takingsYen]).toEqual([0, 0]);
    expect(findings(shop)).toEqual([]);
  });

  test('is over when it is taken back: the next citizen is served', () => {
    const operated = new OperatedShop();
    operated.set('printer.jam');
    operated.at(300_000, () => operated.say('KofuKiosk.ClearFault', { fault: 'printer.jam' }));
    const ends = operated.shop.serve({}, { resident: 41, atMs: 310_000 });
    expect(ends.map(({ outcome }) => outcome)).toEqual(['failed', 'completed']);
    expect(paidYen(operated.shop)).toBeGreaterThan(0);
  });
});

describe('a kiosk that is drained', () => {
  test('finishes the journey in hand, turns away who waits and who comes, and then says so', () => {
    const operated = new OperatedShop();
    operated.at(20_000, () => operated.say('KofuKiosk.Drain'));
    const ends = operated.shop.serve(
      {},
      { resident: 41, atMs: 10_000 },
      { resident: 42, atMs: 30_000 },
      { resident: 43, atMs: JOURNEY_MS * 3 },
    );
    expect(ends.map(({ outcome, reason }) => `${outcome} ${reason}`)).toEqual([
      'refused out-of-service',
      'completed ',
      'refused out-of-service',
      'refused out-of-service',
    ]);
    expect(words(operated.heard)).toEqual([
      'acknowledge KofuKiosk.Drain 1',
      'event KofuKiosk.DrainingEvent 1',
      'completion KofuKiosk.Drain 1 success',
    ]);
    expect(operated.heard.at(-1)?.payload).toMatchObject({ service: 'outOfService', journeys: 0 });
    expect(findings(operated.shop)).toEqual([]);
  });

  test('is out of service at once where nobody stands, and back after a reset', () => {
    const operated = new OperatedShop();
    operated.say('KofuKiosk.Drain');
    operated.set('printer.jam');
    operated.at(1_000, () => operated.say('KofuKiosk.Reset'));
    const ends = operated.shop.serve({ atMs: 500 }, { resident: 41, atMs: 2_000 });
    expect(ends.map(({ outcome }) => outcome)).toEqual(['refused', 'completed']);
    expect(operated.told).toEqual(
      expect.arrayContaining(['common {"device":"hardwareError"}', 'common {"device":"online"}']),
    );
  });

  test('that is not empty in time ends in a time-out, and drains on', () => {
    const operated = new OperatedShop();
    operated.at(20_000, () => operated.say('KofuKiosk.Drain', {}, 5_000));
    const ends = operated.shop.serve({}, { resident: 41, atMs: JOURNEY_MS * 2 });
    expect(words(operated.heard).at(-1)).toBe('completion KofuKiosk.Drain 1 timeOut');
    expect(ends.map(({ outcome }) => outcome)).toEqual(['completed', 'refused']);
  });
});

describe('what a kiosk tells', () => {
  test('of a journey is what its devices do, in order', () => {
    const operated = new OperatedShop();
    operated.shop.serve({});
    expect(
      operated.told.filter((each) => !each.includes('Prompt') && !each.startsWith('lights')),
    ).toEqual([
      'cardReader {"media":"present"}',
      'cardReader {"media":"notPresent"}',
      'CardReader.MediaRemovedEvent',
      'cashAcceptor {"intermediateStacker":"notEmpty"}',
      expect.stringMatching(/^cashAcceptor .*"empty"/),
      'Printer.MediaPresentedUnsolicitedEvent',
      'Printer.MediaTakenEvent',
    ]);
    expect(operated.told).toContain('KofuKiosk.PromptEvent');
    expect(operated.told).toContain('lights {"cardReader":{"center":{"flashRate":"slow"}}}');
    expect(operated.told).toContain('lights {"cardReader":{"center":{"flashRate":"off"}}}');
  });

  test('is nothing of a journey in which nothing is amiss, if nobody wants to hear', () => {
    const operated = new OperatedShop();
    operated.wantsDeviceEvents = false;
    operated.shop.serve({});
    expect(operated.told).toEqual([]);
    operated.set('printer.jam');
    operated.shop.serve({ resident: 41 });
    expect(operated.told).toEqual(['common {"device":"hardwareError"}', 'Common.ErrorEvent']);
  });

  test('when it is asked is the status of all its devices', () => {
    const operated = new OperatedShop();
    operated.set('printer.empty');
    operated.say('Common.Status');
    operated.shop.serve();
    expect(operated.heard.at(-1)?.payload).toMatchObject({
      common: { device: 'hardwareError' },
      kofuKiosk: { service: 'inService', journeys: 0, faults: ['printer.empty'] },
      cardReader: { media: 'notPresent' },
      printer: { paper: { upper: 'out' } },
      cashAcceptor: { intermediateStacker: 'empty' },
    });
  });
});

function bound(operated: OperatedShop) {
  return { shop: operated.shop, say: (fault: DeviceFault) => operated.set(fault) };
}
