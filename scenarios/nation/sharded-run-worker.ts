import type { Execution, ExecutionPorts } from '../execution.ts';
import type { RunFlags } from '../run-flags.ts';
import type { Scenario } from '../scenario.ts';
import { componentsOf } from './components.ts';
import { openThreads } from './shard-threads-worker.ts';
import { executeInWindows, shardsHere } from './windows.ts';

/** Whether a run is advanced window by window: a nation, or one that is to be divided. */
export function isByWindows({ nation }: Scenario, { time, shards }: RunFlags): boolean {
  return time === 'virtual' && (nation !== undefined || shards !== undefined);
}

/** Why the run of a nation cannot be made as it was asked for, with the remedy. */
export function whyNotOfNation({ nation }: Scenario, flags: RunFlags): string | undefined {
  if (nation === undefined) return undefined;
  const { time, render } = flags;
  if (time === 'real') {
    return 'a nation runs with --time virtual: no machine is the kiosks and servers of a country';
  }
  if (render === 'full') return 'a nation runs with --render digest: leave --render full out';
  return undefined;
}

/** Runs a scenario in virtual time window by window, its shards in threads if there are any. */
export async function executeByWindows(
  scenario: Scenario,
  seed: number,
  shards: number | undefined,
  ports: ExecutionPorts & { readonly tell?: ((line: string) => void) | undefined },
): Promise<Execution> {
  const components = componentsOf(scenario);
  const own =
    shards === undefined ? [shardsHere(components, seed)] : openThreads(scenario, seed, { shards });
  if (shards !== undefined && components.length < shards) {
    const few =
      components.length === 1 ? 'one municipality' : `${components.length} municipalities`;
    const have = components.length === 1 ? '1 shard has' : `${components.length} shards have`;
    ports.tell?.(`${few}: only ${have} anything to do, of ${shards}`);
  }
  try {
    return await executeInWindows(scenario, seed, own, ports);
  } finally {
    await Promise.all(own.map((each) => each.close()));
  }
}
