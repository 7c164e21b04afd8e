import { AssertionError } from 'node:assert/strict';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Process, sleep } from '../../sim/process.ts';
import { Resource } from '../../sim/resource.ts';
import type { Task } from '../../sim/task.ts';
import { VirtualTime } from '../../sim/virtual-time.ts';
import { beside, within } from '../../sim/waiting.ts';

/** Small whole numbers, so that many things happen in one instant. */
const ms = fc.integer({ min: 0, max: 6 });

interface Customer {
  readonly arrivalMs: number;
  readonly serviceMs: number;
  readonly patienceMs: number | undefined;
  readonly cancelMs: number | undefined;
  readonly priority: number;
}

const customer: fc.Arbitrary<Customer> = fc.record({
  arrivalMs: ms,
  serviceMs: ms,
  patienceMs: fc.option(ms, { nil: undefined }),
  cancelMs: fc.option(ms, { nil: undefined }),
  priority: fc.constantFrom(0, 0, 0, -1, 1, 16),
});

/** Customers of one resource: who asked, when each got a server, how many hold one now. */
class Shop {
  readonly runner = new VirtualTime();
  readonly resource: Resource;
  readonly asked: number[] = [];
  readonly startedMs = new Map<number, number>();
  holders = 0;

  constructor(servers: number, customers: readonly Customer[]) {
    this.resource = new Resource(servers);
    customers.forEach((each, index) => {
      const task = this.runner.spawn(this.#visit(index, each), each.priority);
      if (each.cancelMs !== undefined) this.runner.spawn(this.#cancel(each.cancelMs, task));
    });
  }

  *#visit(index: number, { arrivalMs, serviceMs, patienceMs }: Customer): Process {
    yield sleep(arrivalMs);
    this.asked.push(index);
    const service = this.resource.use(this.#hold(index, serviceMs));
    if (patienceMs === undefined) yield* service;
    else yield* within(patienceMs, service);
  }

  *#hold(index: number, serviceMs: number): Process {
    this.startedMs.set(index, this.runner.now());
    this.holders += 1;
    try {
      yield sleep(serviceMs);
    } finally {
      this.holders -= 1;
    }
  }

  *#cancel(afterMs: number, task: Task): Process {
    yield sleep(afterMs);
    task.cancel();
  }
}

test('no mix of deadlines and cancellations loses a server, doubles one or breaks the order', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3 }),
      fc.array(customer, { maxLength: 12 }),
      (servers, customers) => {
        const shop = new Shop(servers, customers);
        while (shop.runner.advance(Number.POSITIVE_INFINITY, 1)) {
          const { busy, queued } = shop.resource;
          // Whoever was handed a server in this instant holds it from the next step on.
          expect(busy).toBeGreaterThanOrEqual(shop.holders);
          expect(busy).toBeLessThanOrEqual(servers);
          if (queued > 0) expect(busy).toBe(servers);
        }
        expect([shop.resource.busy, shop.resource.queued, shop.holders]).toEqual([0, 0, 0]);
        const startedMs = shop.asked.flatMap((index) => shop.startedMs.get(index) ?? []);
        expect(startedMs).toEqual(startedMs.toSorted((a, b) => a - b));
        const stayers = shop.asked.filter((index) => stays(customers[index] as Customer));
        expect(stayers.every((index) => shop.startedMs.has(index))).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});

test('who does not give up begins exactly when Kiefer and Wolfowitz say (1955)', () => {
  const patient = customer.map((each): Customer => {
    return { ...each, patienceMs: undefined, cancelMs: undefined, priority: 0 };
  });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3 }),
      fc.array(patient, { maxLength: 30 }),
      (servers, customers) => {
        const shop = new Shop(servers, customers);
        shop.runner.advance(Number.POSITIVE_INFINITY);
        const freeMs = new Array<number>(servers).fill(0);
        for (const index of shop.asked) {
          const { arrivalMs, serviceMs } = customers[index] as Customer;
          const beginMs = Math.max(arrivalMs, Math.min(...freeMs));
          expect(shop.startedMs.get(index)).toBe(beginMs);
          freeMs[freeMs.indexOf(Math.min(...freeMs))] = beginMs + serviceMs;
        }
      },
    ),
  );
});

test('a server granted to a task that is cancelled in the same instant goes to the next', () => {
  const resource = new Resource(1);
  const served: string[] = [];
  const citizen = function* (name: string, serviceMs: number): Process {
    yield* resource.use(sleeper(serviceMs));
    served.push(name);
  };
  const runner = new VirtualTime();
  const first = runner.spawn(citizen('first', 50));
  const second = runner.spawn(citizen('second', 10));
  runner.spawn(citizen('third', 10));
  runner.advance(20);
  first.cancel();
  second.cancel();
  expect(resource.busy).toBe(1);
  runner.advance(1000);
  expect(served).toEqual(['third']);
  expect(resource.busy).toBe(0);
});

test('a server released by a task cancelled in its sleep is free at that instant, not later', () => {
  const shop = new Shop(1, [
    { arrivalMs: 0, serviceMs: 100, patienceMs: undefined, cancelMs: 30, priority: 0 },
    { arrivalMs: 0, serviceMs: 10, patienceMs: undefined, cancelMs: undefined, priority: 0 },
  ]);
  shop.runner.advance(Number.POSITIVE_INFINITY);
  expect(shop.startedMs.get(1)).toBe(30);
});

test('what is begun beside a task has a server that is released before it waits', () => {
  const runner = new VirtualTime();
  const resource = new Resource(1);
  let servedMs: number | undefined;
  runner.spawn(
    (function* () {
      yield sleep(10);
      yield* beside(runner, resource.acquire());
      servedMs = runner.now();
    })(),
  );
  runner.spawn(
    (function* () {
      yield* resource.acquire();
      yield sleep(10);
      resource.release();
    })(),
  );
  runner.advance(1000);
  expect(servedMs).toBe(10);
  expect([resource.busy, resource.queued]).toEqual([1, 0]);
});

test('a server that nobody holds cannot be released', () => {
  expect(() => new Resource(2).release()).toThrow(AssertionError);
});

test.each([0, -1, 1.5, Number.NaN])('a resource of %d servers is a bug', (servers) => {
  expect(() => new Resource(servers)).toThrow(AssertionError);
});

function* sleeper(ms: number): Process {
  yield sleep(ms);
}

function stays({ patienceMs, cancelMs }: Customer): boolean {
  return patienceMs === undefined && cancelMs === undefined;
}
