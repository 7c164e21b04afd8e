import { createHash } from 'node:crypto';
import type { Execution, ExecutionPorts } from '../../../scenarios/execution.ts';
import { componentsOf, dealt } from '../../../scenarios/nation/components.ts';
import {
  executeInWindows,
  type Shards,
  shardsHere,
  toldShards,
} from '../../../scenarios/nation/windows.ts';
import type { Scenario } from '../../../scenarios/scenario.ts';
import { scenarioIn } from '../../../scenarios/scenario-files.ts';
import type { TraceEvent } from '../../../scenarios/trace-events.ts';
import { TraceWriter } from '../../../sim/trace.ts';

/** The nation’s Monday with so many of its municipalities, for so long. */
export function smallNation(
  municipalities = 70,
  duration = '1h',
  more: Readonly<Record<string, unknown>> = {},
): Promise<Scenario> {
  const changes = { 'nation.sample': municipalities, duration, ...more };
  const settings = Object.entries(changes).map(([path, value]) => ({
    path: path.split('.'),
    value,
  }));
  return scenarioIn('scenarios/nation-monday.yaml', settings);
}

/** So many shards in this thread, each of which makes its components by itself. */
export function shardsInProcess(scenario: Scenario, seed: number, of: number): readonly Shards[] {
  return Array.from({ length: of }, (_, index) => {
    const own = dealt(componentsOf(scenario), of)[index] ?? [];
    return { ...shardsHere(own, seed), told: toldShards(componentsOf(scenario), [index + 1], of) };
  });
}

export interface Written {
  readonly execution: Execution;
  /** SHA-256 of the trace. */
  readonly sha256: string;
  readonly events: readonly TraceEvent[];
}

/** Runs shards and keeps what they have written. */
export async function written(
  scenario: Scenario,
  seed: number,
  shards: readonly Shards[],
): Promise<Written> {
  const { ports, trace } = tracePorts();
  try {
    const execution = await executeInWindows(scenario, seed, shards, ports);
    return { execution, ...trace() };
  } finally {
    await Promise.all(shards.map((each) => each.close()));
  }
}

/** Ports of a run that keep its trace. */
export function tracePorts(): {
  readonly ports: ExecutionPorts;
  readonly trace: () => Pick<Written, 'sha256' | 'events'>;
} {
  const hash = createHash('sha256');
  const writer = new TraceWriter((text) => hash.update(text));
  const events: TraceEvent[] = [];
  const ports: ExecutionPorts = {
    record: (event) => {
      writer.append(event);
      events.push(event);
    },
    signal: new AbortController().signal,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    onProgress: () => {},
  };
  const trace = () => {
    writer.flush();
    return { sha256: hash.digest('hex'), events };
  };
  return { ports, trace };
}
