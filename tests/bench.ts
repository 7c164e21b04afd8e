/**
 * `npm run bench`: how fast the instrument is on this machine, each figure beside what bounds it,
 * measured in the same run, as machines differ and are shared. `-- --quick` takes a tenth of it.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { devNull } from 'node:os';
import { digestFidelity } from '../scenarios/fidelity.ts';
import { Judge } from '../scenarios/judging/judge.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { readScenario } from '../scenarios/scenario-text.ts';
import type { TraceEvent } from '../scenarios/trace-events.ts';
import { virtualRun } from '../scenarios/virtual-run.ts';
import { exponential } from '../sim/distribution.ts';
import { type Process, sleep } from '../sim/process.ts';
import { streams } from '../sim/rng.ts';
import { TraceWriter } from '../sim/trace.ts';
import { durationMs, instantMs } from '../sim/units.ts';
import { VirtualTime } from '../sim/virtual-time.ts';
import { benchFleet } from './bench-fleet.ts';
import { benchFronts } from './bench-fronts.ts';
import { httpThroughput } from './bench-http.ts';
import { issuanceThroughput } from './bench-issuance.ts';
import { benchNation } from './bench-nation.ts';
import { benchVerification } from './bench-verification.ts';

const quick = process.argv.includes('--quick');
const JOURNEYS = quick ? 20_000 : 200_000;

/** Seconds of work: by the wall, and of the processor, which sharing disturbs less. */
function timed<A>(work: () => A): {
  readonly value: A;
  readonly wallS: number;
  readonly cpuS: number;
} {
  const before = process.cpuUsage();
  const beganMs = performance.now();
  const value = work();
  const wallS = (performance.now() - beganMs) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { value, wallS, cpuS: (user + system) / 1e6 };
}

/** Processes that only sleep: what the agenda and the generators cost by themselves. */
function bareKernel(processes: number, occurrences: number) {
  const runner = new VirtualTime();
  const gapMs = exponential(1_000);
  const chance = streams(1);
  for (let index = 0; index < processes; index++) {
    const rng = chance.stream('bench', index);
    runner.spawn(
      (function* (): Process {
        for (;;) yield sleep(gapMs(rng));
      })(),
    );
  }
  runner.advance(Number.POSITIVE_INFINITY, processes);
  return timed(() => runner.advance(Number.POSITIVE_INFINITY, occurrences));
}

/** A city that never closes, so that any number of journeys fits: 1.2 citizens a second. */
function city(journeys: number, kiosks: number): Scenario {
  const text = `
    kofu: 1
    name: bench
    title: { ja: 計測, en: Bench }
    start: 2015-06-01T00:00:00+09:00
    duration: ${Math.ceil(journeys / 1.2)}s
    municipality:
      code: '27203'
      name: 豊中市
      issuerTitle: 豊中市長
      population: 402995
      feesYen: { resident-record: 200, seal-registration: 200 }
      hours: { opens: '00:00', closes: '24:00' }
    stores: { inside: ${kiosks} }
    citizens:
      ages: [{ from: 15, to: 89, share: 1 }]
      certificates: { resident-record: 1, seal-registration: 1 }
    server: { workers: 1000 }
    workloads:
      all: { executor: poisson-arrival-rate, rate: 1.2, duration: ${Math.ceil(journeys / 1.2)}s }`;
  const reading = readScenario(text, 'bench', []);
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.complaints));
  return reading.scenario;
}

interface Ran {
  readonly journeys: number;
  readonly events: number;
  readonly violations: number;
}

function journeys(scenario: Scenario, record: ((event: TraceEvent) => void) | undefined): Ran {
  const judge = new Judge(scenario, instantMs(scenario.start), durationMs(scenario.duration));
  let events = 0;
  const run = virtualRun(scenario, 7, digestFidelity(scenario), (event) => {
    events += 1;
    judge.accept(event);
    record?.(event);
  });
  while (run.advance(1_000_000)) {
    // Everything happens in advance().
  }
  const { counts } = judge.conclude();
  return { journeys: counts.offered, events, violations: judge.violations };
}

function perSecond(count: number, seconds: number): string {
  return Math.round(count / seconds).toLocaleString('en');
}

function line(name: string, figure: string, remark: string): void {
  process.stdout.write(`${name.padEnd(44)} ${figure.padStart(12)}  ${remark}\n`);
}

function benchKernel(): void {
  for (const processes of [200, 10_000]) {
    const occurrences = quick ? 300_000 : 3_000_000;
    const { wallS, cpuS } = bareKernel(processes, occurrences);
    const remark = `occurrences/s, ${processes} processes asleep (${perSecond(occurrences, cpuS)} per CPU second)`;
    line('bare kernel', perSecond(occurrences, wallS), remark);
  }
}

function benchJourneys(): void {
  journeys(city(5_000, 2_000), undefined);
  for (const kiosks of [2_000, 56_000]) {
    const { value, wallS, cpuS } = timed(() => journeys(city(JOURNEYS, kiosks), undefined));
    const { violations, events } = value;
    const each = (events / value.journeys).toFixed(1);
    const remark = `journeys/s, ${kiosks} kiosks, all oracles (${violations} alarms), ${each} events each (${perSecond(value.journeys, cpuS)} per CPU second)`;
    line('virtual time, trace off', perSecond(value.journeys, wallS), remark);
  }
  const file = openSync(devNull, 'w');
  const writer = new TraceWriter((text) => writeSync(file, text));
  const traced = timed(() => journeys(city(JOURNEYS / 2, 2_000), (event) => writer.append(event)));
  closeSync(file);
  const remark = `journeys/s, 2000 kiosks, trace written (${perSecond(traced.value.journeys, traced.cpuS)} per CPU second)`;
  line('virtual time, trace on', perSecond(traced.value.journeys, traced.wallS), remark);
}

function benchMemory(): void {
  const collect = (globalThis as { gc?: () => void }).gc ?? (() => {});
  const sizes = quick ? [1_000, 10_000, 100_000] : [10_000, 100_000, 1_000_000];
  for (const size of sizes) {
    const scenario = city(size, 2_000);
    const judge = new Judge(scenario, instantMs(scenario.start), durationMs(scenario.duration));
    const run = virtualRun(scenario, 7, digestFidelity(scenario), (event) => judge.accept(event));
    while (run.advance(1_000_000)) {
      // Everything happens in advance().
    }
    collect();
    const heapMb = process.memoryUsage().heapUsed / 2 ** 20;
    const { ended } = judge.progress;
    line('memory after', `${heapMb.toFixed(1)} MiB`, `heap in use after ${ended} journeys`);
  }
}

benchKernel();
benchJourneys();
benchMemory();
for (const { name, figure, remark } of benchFleet(quick)) line(name, figure, remark);
for (const { name, figure, remark } of await benchNation(quick)) line(name, figure, remark);
for (const throughput of [httpThroughput, issuanceThroughput]) {
  for (const { name, figure, remark } of await throughput(quick)) line(name, figure, remark);
}
await benchVerification(quick ? 100 : 1_000, (text) => process.stdout.write(`${text}\n`));
await benchFronts(quick ? 5 : 40, (text) => process.stdout.write(`${text}\n`));
