import type { Streams } from '../../sim/rng.ts';
import { durationMs, instantMs } from '../../sim/units.ts';
import { DemandVisits } from '../demand/demand-visits.ts';
import type { Scenario } from '../scenario.ts';
import { Crowd, type Errand } from '../traffic/crowd.ts';
import type { Workload } from '../traffic/workloads.ts';

/**
 * The citizens of a workload in the order in which they come, as a run of the same seed has them;
 * of a demand from `fromMs` on, ms since the scenario began.
 */
export function* errandsOf(
  name: string,
  workload: Workload,
  scenario: Scenario,
  chance: Streams,
  fromMs: number,
): Iterable<Errand> {
  if (workload.executor === 'calendar' && workload.demand !== undefined) {
    const visits = new DemandVisits(name, workload.demand, scenario, chance);
    const beginsMs = instantMs(scenario.start);
    const startMs = Math.max(fromMs, durationMs(workload.startTime));
    const due = visits.due(beginsMs + startMs, beginsMs + durationMs(scenario.duration));
    let index = 0;
    for (const dueMs of due) yield* visits.journeysOf(index++, dueMs);
    return;
  }
  const crowd = new Crowd(scenario);
  for (let index = 0; ; index++) yield crowd.draw(chance.stream('citizen', `${name}/${index}`));
}
