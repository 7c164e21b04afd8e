import { beforeEach, describe, expect, test } from 'vitest';
import type { BusMessage, FleetResult, SentMessage } from '../../server/contract-bus.ts';
import { Fleet } from '../../server/fleet.ts';
import { FleetOrders, type Order } from '../../server/fleet-orders.ts';
import { VirtualTime } from '../../sim/virtual-time.ts';

/** A kiosk that answers a command so, after a while; or never. */
type Manner = (header: BusMessage['header']) => { readonly afterMs: number; readonly say: Say[] };
type Say = Partial<BusMessage['header']> & { readonly payload?: Record<string, unknown> };

let runner: VirtualTime;
let fleet: Fleet;
let orders: FleetOrders;
let manners: Map<string, Manner>;
let sent: (readonly [string, SentMessage])[];

beforeEach(() => {
  runner = new VirtualTime();
  let tokens = 0;
  fleet = new Fleet(() => `token-${++tokens}`);
  manners = new Map();
  sent = [];
  orders = new FleetOrders(
    runner,
    fleet,
    () => runner.now(),
    (connection, message) => {
      sent.push([connection, message]);
      const header = message.header as BusMessage['header'];
      const manner = manners.get(connection)?.(header);
      if (manner === undefined) return;
      runner.spawn(
        (function* () {
          yield manner.afterMs;
          for (const { payload, ...said } of manner.say) {
            orders.receive(connection, { header: { ...header, ...said }, payload });
          }
        })(),
      );
    },
  );
});

function register(kioskId: string, manner?: Manner): void {
  fleet.register({ kioskId, model: 'm', software: '1' }, `line of ${kioskId}`, 0);
  if (manner !== undefined) manners.set(`line of ${kioskId}`, manner);
}

const done: Say = { type: 'completion', completionCode: 'success', payload: { well: true } };
const obeying: Manner = () => ({ afterMs: 10, say: [{ type: 'acknowledge' }, done] });

function give(kioskIds: readonly string[], order: Partial<Order> = {}) {
  const results: FleetResult[] = [];
  const events: string[] = [];
  let count: unknown;
  const whole = { kioskIds, name: 'Common.Status', payload: undefined, timeoutMs: 5_000, ...order };
  const given = orders.give(whole, {
    event: (kioskId, name) => events.push(`${kioskId} ${name}`),
    result: (result) => results.push(result),
  });
  runner.spawn(given).whenEnded((ending) => {
    count = ending.kind === 'returned' ? ending.value : ending.kind;
  });
  return { results, events, count: () => count };
}

describe('an order', () => {
  test('ends at each kiosk in what it says, and in the sum of it', () => {
    register('in-001', obeying);
    register('in-002', () => ({
      afterMs: 20,
      say: [
        { type: 'event', name: 'KofuKiosk.DrainingEvent' },
        { type: 'completion', completionCode: 'hardwareError', errorDescription: 'broken' },
      ],
    }));
    const { results, events, count } = give(['in-001', 'in-002']);
    runner.advance(60_000);
    expect(results).toEqual([
      { kioskId: 'in-001', completionCode: 'success', payload: { well: true }, tookMs: 10 },
      {
        kioskId: 'in-002',
        completionCode: 'hardwareError',
        errorDescription: 'broken',
        tookMs: 20,
      },
    ]);
    expect(events).toEqual(['in-002 KofuKiosk.DrainingEvent']);
    expect(count()).toEqual({ kiosks: 2, done: 1, refused: 1, timedOut: 0 });
  });

  test('ends in a time-out at a kiosk that is mute, and there only', () => {
    register('in-001', obeying);
    register('in-002', () => ({ afterMs: 0, say: [{ type: 'acknowledge' }] }));
    register('in-003');
    const { results, count } = give(['in-001', 'in-002', 'in-003'], { timeoutMs: 2_000 });
    runner.advance(2_249);
    expect(count()).toBeUndefined();
    runner.advance(60_000);
    expect(
      results.map(({ kioskId, completionCode, tookMs }) => [kioskId, completionCode, tookMs]),
    ).toEqual([
      ['in-001', 'success', 10],
      ['in-002', 'timeOut', 2_250],
      ['in-003', 'timeOut', 2_250],
    ]);
    expect(count()).toEqual({ kiosks: 3, done: 1, refused: 0, timedOut: 2 });
  });

  test('tells each kiosk how long it may take, under a number of its own', () => {
    register('in-001', obeying);
    register('in-002', obeying);
    give(['in-001', 'in-002'], { timeoutMs: 700, payload: { fault: 'printer.jam' } });
    runner.advance(1);
    expect(
      sent.map(([, { header, payload }]) => [header.requestId, header.timeout, payload]),
    ).toEqual([
      [1, 700, { fault: 'printer.jam' }],
      [2, 700, { fault: 'printer.jam' }],
    ]);
  });

  test('ends at once at a kiosk that is not there, and when one leaves', () => {
    register('in-001');
    fleet.disconnected('line of in-001');
    register('in-002');
    const { results } = give(['in-000', 'in-001', 'in-002']);
    runner.advance(1);
    expect(results.map(({ kioskId, errorDescription }) => [kioskId, errorDescription])).toEqual([
      ['in-000', 'it is offline'],
      ['in-001', 'it is offline'],
    ]);
    orders.disconnected('line of in-002');
    runner.advance(2);
    expect(results[2]).toMatchObject({
      completionCode: 'deviceNotReady',
      errorDescription: 'it has left the bus',
    });
  });

  test('that a kiosk does not take ends as such', () => {
    register('in-001', () => ({
      afterMs: 0,
      say: [{ type: 'acknowledge', status: 'tooManyRequests' }],
    }));
    const { results } = give(['in-001']);
    runner.advance(1);
    expect(results).toMatchObject([
      { completionCode: 'invalidCommand', errorDescription: 'not taken: tooManyRequests' },
    ]);
  });

  test('is answered by nobody but who was asked, and once', () => {
    register('in-001');
    const { results } = give(['in-001']);
    runner.advance(1);
    const header = {
      type: 'completion',
      name: 'Common.Status',
      requestId: 1,
      version: '1.0',
    } as const;
    const completion = { header: { ...header, completionCode: 'success' as const } };
    expect(orders.receive('line of another', completion)).toBe(false);
    runner.advance(100);
    expect(results).toEqual([]);
    expect(orders.receive('line of in-001', completion)).toBe(true);
    runner.advance(101);
    expect(orders.receive('line of in-001', completion)).toBe(false);
    expect(results).toHaveLength(1);
  });
});
