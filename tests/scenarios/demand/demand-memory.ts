import { executeVirtual } from '../../../scenarios/execution.ts';
import { digestFidelity } from '../../../scenarios/fidelity.ts';
import { scenarioIn } from '../../../scenarios/scenario-files.ts';
import { DAY_MS } from '../../../sim/civil-time.ts';

/** What is kept in memory after so many journeys, in bytes. */
interface Kept {
  readonly journeys: number;
  readonly bytes: number;
}

/** Lives the first days of Miyazaki’s half-year, and looks at the heap now and then. */
export async function keptOver(days: number, everyDays: number): Promise<readonly Kept[]> {
  const settings = [{ path: ['duration'], value: `${days}d` }];
  const scenario = await scenarioIn('scenarios/miyazaki-2014.yaml', settings);
  const kept: Kept[] = [];
  let journeys = 0;
  const ports = {
    record: ({ kind, t }: { readonly kind: string; readonly t: number }) => {
      if (kind !== 'arrived') return;
      journeys += 1;
      if (t < (kept.length + 1) * everyDays * DAY_MS) return;
      globalThis.gc?.();
      kept.push({ journeys, bytes: process.memoryUsage().heapUsed });
    },
    signal: new AbortController().signal,
    breathe: async () => {},
    onProgress: () => {},
  };
  await executeVirtual(scenario, 1, digestFidelity(scenario), ports);
  return kept;
}
