import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { digestFidelity } from '../scenarios/fidelity.ts';
import { Scenario } from '../scenarios/scenario.ts';
import { type VirtualRun, virtualRun } from '../scenarios/virtual-run.ts';
import { scenarioData } from './scenarios/small-scenario.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes that a kiosk keeps beyond its journeys. */
export interface KioskBytes {
  /** One that nobody has come to. */
  readonly idle: number;
  /** One that has served citizens, and waits for the next. */
  readonly served: number;
}

/** A fleet of templates in a town where so many citizens come, one a second. */
function fleet(kiosks: number, journeys: number): Scenario {
  const template = { count: kiosks, chain: 'A', model: 'M1', software: '1.0' };
  const duration = `${journeys}s`;
  const { municipality } = scenarioData();
  return Scenario.parse(
    scenarioData({
      duration,
      municipality: { ...municipality, hours: { opens: '00:00', closes: '24:00' } },
      stores: { fleet: [{ template: 'chain-a', ...template }] },
      server: { workers: 1_000 },
      workloads: { day: { executor: 'constant-arrival-rate', rate: 1, duration } },
    }),
  );
}

/** A run, with what it has kept in the heap since before it was set up. */
interface Kept {
  readonly run: VirtualRun;
  readonly bytes: number;
  /** Kiosks to which somebody came. */
  readonly visited: number;
}

function heapBytes(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

/** Sets a town up, and lives its day if it is to. */
function kept(kiosks: number, journeys: number, lives: boolean): Kept {
  const before = heapBytes();
  const scenario = fleet(kiosks, journeys);
  const fidelity = digestFidelity(scenario);
  const visited = new Set<string>();
  const run = virtualRun(scenario, 7, fidelity, (event) => {
    if (event.kind === 'arrived') visited.add(event.kiosk);
  });
  while (lives && run.advance(1_000_000)) {
    // Everything happens in advance().
  }
  const count = visited.size;
  visited.clear();
  return { run, bytes: heapBytes() - before, visited: count };
}

/**
 * What a kiosk of a fleet costs, as the difference between a large fleet and a small one: what a
 * run keeps besides is the same in both. Half as many citizens come as the large one has kiosks.
 */
export function kioskBytes(kiosks: number): KioskBytes {
  const journeys = Math.floor(kiosks / 2);
  const few = Math.max(1_000, Math.floor(kiosks / 20));
  // The first of all pays for what is loaded and compiled.
  kept(few, journeys, true);
  const [none, all] = [kept(few, journeys, false), kept(kiosks, journeys, false)];
  const idle = (all.bytes - none.bytes) / (kiosks - few);
  const [small, large] = [kept(few, journeys, true), kept(kiosks, journeys, true)];
  const fleetBytes = large.bytes - small.bytes - idle * (kiosks - few);
  return { idle, served: idle + fleetBytes / (large.visited - small.visited) };
}

/** What the fleet of the whole country costs: 56,000 stores (S4), or a part of them. */
export function benchFleet(quick: boolean): readonly {
  readonly name: string;
  readonly figure: string;
  readonly remark: string;
}[] {
  const kiosks = quick ? 8_000 : 56_000;
  const { idle, served } = kioskBytes(kiosks);
  const of = `bytes a kiosk, ${kiosks} in one process, beyond its journey`;
  return [
    { name: 'fleet, nobody has come', figure: idle.toFixed(0), remark: of },
    { name: 'fleet, between two citizens', figure: served.toFixed(0), remark: of },
  ];
}
