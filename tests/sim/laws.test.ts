import { expect, test } from 'vitest';
import { poissonArrivals } from '../../sim/arrivals.ts';
import { constant, type Distribution, exponential } from '../../sim/distribution.ts';
import { type Process, sleep } from '../../sim/process.ts';
import { constantRate } from '../../sim/rate-curve.ts';
import { Resource } from '../../sim/resource.ts';
import { streams } from '../../sim/rng.ts';
import { VirtualTime } from '../../sim/virtual-time.ts';
import { openWorkload } from '../../sim/workload.ts';
import { type Estimate, estimate, REPLICATIONS } from './statistics.ts';

/** The mean service takes one second; all times below are in these. */
const SERVICE_MS = 1000;
const LOAD = 0.8;
const WARM_UP_MS = 500 * SERVICE_MS;
const MEASURED_MS = 40_000 * SERVICE_MS;

interface Queue {
  readonly servers: number;
  readonly service: Distribution;
}

/** What one replication saw after its warm-up. */
interface Measured {
  /** Mean response time in units of the mean service time. */
  readonly response: number;
  /** Time average of how many are there, L. */
  readonly present: number;
  /** Arrivals per mean service time, λ. */
  readonly arrivalRate: number;
  /** Share of the servers that are at work. */
  readonly utilisation: number;
}

/** Integrates a number over time, from the end of the warm-up to the end of the run. */
class TimeAverage {
  #value = 0;
  #sinceMs = WARM_UP_MS;
  #area = 0;

  set(value: number, nowMs: number): void {
    const atMs = Math.min(Math.max(nowMs, WARM_UP_MS), WARM_UP_MS + MEASURED_MS);
    this.#area += this.#value * (atMs - this.#sinceMs);
    this.#value = value;
    this.#sinceMs = atMs;
  }

  mean(): number {
    this.set(this.#value, Number.POSITIVE_INFINITY);
    return this.#area / MEASURED_MS;
  }
}

function replicate({ servers, service }: Queue, seed: number): Measured {
  const runner = new VirtualTime();
  const source = streams(seed);
  const services = source.stream('service', 0);
  const resource = new Resource(servers);
  const presence = new TimeAverage();
  const work = new TimeAverage();
  let present = 0;
  let arrived = 0;
  let responseMs = 0;
  function* customer(_: number, dueMs: number): Process {
    const counts = dueMs >= WARM_UP_MS;
    presence.set(++present, runner.now());
    yield* resource.acquire();
    work.set(resource.busy, runner.now());
    yield sleep(service(services));
    resource.release();
    work.set(resource.busy, runner.now());
    presence.set(--present, runner.now());
    if (!counts) return;
    arrived += 1;
    responseMs += runner.now() - dueMs;
  }
  const perSecond = (LOAD * servers * 1000) / SERVICE_MS;
  const curve = constantRate(perSecond, WARM_UP_MS + MEASURED_MS);
  const arrivals = poissonArrivals(curve, source.stream('arrival', 0));
  runner.spawn(openWorkload(runner, arrivals, customer));
  runner.advance(Number.POSITIVE_INFINITY);
  return {
    response: responseMs / arrived / SERVICE_MS,
    present: presence.mean(),
    arrivalRate: (arrived / MEASURED_MS) * SERVICE_MS,
    utilisation: work.mean() / servers,
  };
}

/** P(wait) in M/M/c with c·ρ Erlangs offered (Erlang 1917, formula C). */
function erlangC(servers: number): number {
  const offered = servers * LOAD;
  let term = 1;
  let sum = 0;
  for (let busy = 0; busy < servers; busy++) {
    sum += term;
    term *= offered / (busy + 1);
  }
  const waiting = term / (1 - LOAD);
  return waiting / (sum + waiting);
}

/** Mean response in M/G/1 by the squared coefficient of variation (Pollaczek 1930, Khinchine). */
function pollaczekKhinchine(squaredVariation: number): number {
  return 1 + (LOAD * (1 + squaredVariation)) / (2 * (1 - LOAD));
}

const memoryless = exponential(SERVICE_MS);

test.each([
  {
    name: 'M/M/1',
    queue: { servers: 1, service: memoryless },
    truth: 1 / (1 - LOAD),
  },
  {
    name: 'M/M/3',
    queue: { servers: 3, service: memoryless },
    truth: 1 + erlangC(3) / (3 * (1 - LOAD)),
  },
  {
    name: 'M/D/1',
    queue: { servers: 1, service: constant(SERVICE_MS) },
    truth: pollaczekKhinchine(0),
  },
])('$name keeps the laws of queueing', { timeout: 30_000 }, ({ queue, truth }) => {
  const runs = replications(queue);
  const offered = LOAD * queue.servers;

  const response = estimate(runs.map((run) => run.response));
  expectPrecise(response, truth, 0.05);

  const present = estimate(runs.map((run) => run.present));
  expectPrecise(present, offered * truth, 0.06);

  // Little 1961, L = λ·W: as measured in each run, the ends of the window aside.
  const little = estimate(runs.map((run) => run.present / (run.arrivalRate * run.response)));
  expectPrecise(little, 1, 0.002);

  const utilisation = estimate(runs.map((run) => run.utilisation));
  expectPrecise(utilisation, LOAD, 0.005);
});

test('services that take two hundredths longer do not pass for the truth', () => {
  const runs = replications({ servers: 1, service: exponential(1.02 * SERVICE_MS) });
  expect(covers(estimate(runs.map((run) => run.utilisation)), LOAD)).toBe(false);
  expect(covers(estimate(runs.map((run) => run.response)), 1 / (1 - LOAD))).toBe(false);
});

function replications(queue: Queue): Measured[] {
  return Array.from({ length: REPLICATIONS }, (_, index) => replicate(queue, index + 1));
}

function expectPrecise(measured: Estimate, truth: number, precision: number): void {
  const told = `${measured.mean} ± ${measured.halfWidth}, in truth ${truth}`;
  expect(measured.halfWidth, told).toBeLessThan(precision * truth);
  expect(covers(measured, truth), told).toBe(true);
}

function covers({ mean, halfWidth }: Estimate, truth: number): boolean {
  return Math.abs(mean - truth) <= halfWidth;
}
