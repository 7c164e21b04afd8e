import { componentsOf } from '../../../scenarios/nation/components.ts';
import { executeInWindows, shardsHere } from '../../../scenarios/nation/windows.ts';
import { scenarioIn } from '../../../scenarios/scenario-files.ts';
import { DAY_MS } from '../../../sim/civil-time.ts';

/** What is kept in memory after so many journeys, in bytes. */
export interface Kept {
  readonly journeys: number;
  readonly bytes: number;
}

/** Lives days of a nation from its Monday on, and looks at the heap at the end of each. */
export async function keptOverDays(
  municipalities: number,
  days: number,
  scale = 1,
): Promise<readonly Kept[]> {
  const volume = ['workloads', 'monday', 'demand', 'volume', 'certificates', 'value'];
  const scenario = await scenarioIn('scenarios/nation-monday.yaml', [
    { path: ['nation', 'sample'], value: municipalities },
    { path: ['duration'], value: `${days * 24 - 7}h` },
    { path: volume, value: 31_890_000 * scale },
  ]);
  const kept: Kept[] = [];
  const look = (journeys: number) => {
    globalThis.gc?.();
    kept.push({ journeys, bytes: process.memoryUsage().heapUsed });
  };
  const ports = {
    record: undefined,
    signal: new AbortController().signal,
    breathe: async () => {},
    onProgress: ({
      scenarioMs,
      ended,
    }: {
      readonly scenarioMs: number;
      readonly ended: number;
    }) => {
      // The service day is over at 23:00, and everybody has gone by half past.
      if (scenarioMs < kept.length * DAY_MS + 16.9 * 3_600_000) return;
      look(ended);
    },
  };
  const shards = [shardsHere(componentsOf(scenario), 1)];
  const { judgement } = await executeInWindows(scenario, 1, shards, ports);
  // On the last day the run ends when the last citizen has gone.
  if (kept.length < days) look(judgement.counts.offered);
  return kept;
}
