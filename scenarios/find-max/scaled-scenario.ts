import type { Scenario } from '../scenario.ts';
import { rateCurve } from '../traffic/workloads.ts';

type Workload = Scenario['workloads'][string];

/** Why the rate of a workload cannot be searched for, with the remedy; undefined if it can. */
export function whyNotScaled(scenario: Scenario, name: string): string | undefined {
  const workload = scenario.workloads[name];
  const open = Object.entries(scenario.workloads).filter(([, each]) => isScalable(each));
  const names = open.map(([each]) => each).join(', ');
  if (workload === undefined) {
    const others = names === '' ? 'none has a rate' : `there are ${names}`;
    return `the scenario has no workload “${name}”: ${others}`;
  }
  if (isScalable(workload)) return undefined;
  const remedy =
    names === '' ? 'write one with a rate, e.g. poisson-arrival-rate' : `take ${names}`;
  return `the workload “${name}” (${workload.executor}) has no rate that could be raised: ${remedy}`;
}

/** The only workload with a rate, or undefined if there are none or several. */
export function onlyScalable({ workloads }: Scenario): string | undefined {
  const names = Object.entries(workloads).flatMap(([name, each]) =>
    isScalable(each) ? [name] : [],
  );
  return names.length === 1 ? names[0] : undefined;
}

/** The same scenario with a workload at so many times its rate. */
export function scaledScenario(scenario: Scenario, name: string, factor: number): Scenario {
  const workload = scenario.workloads[name];
  if (workload === undefined) throw new RangeError(`there is no workload ${name}`);
  const workloads = { ...scenario.workloads, [name]: scaled(workload, factor) };
  return { ...scenario, workloads };
}

function isScalable(workload: Workload): boolean {
  if (workload.executor === 'calendar') return true;
  const rated = 'rate' in workload || 'startRate' in workload;
  return rated && rateCurve(workload, 0, 1) !== undefined;
}

function scaled(workload: Workload, factor: number): Workload {
  switch (workload.executor) {
    case 'constant-arrival-rate':
    case 'poisson-arrival-rate':
      return { ...workload, rate: workload.rate * factor };
    case 'ramping-arrival-rate': {
      const stages = workload.stages.map((stage) => ({ ...stage, target: stage.target * factor }));
      return { ...workload, startRate: workload.startRate * factor, stages };
    }
    case 'calendar':
      return workload.demand === undefined
        ? { ...workload, perDay: (workload.perDay ?? 0) * factor }
        : { ...workload, demand: demanded(workload.demand, factor) };
    default:
      throw new RangeError(`${workload.executor} has no rate`);
  }
}

type Demand = NonNullable<Extract<Workload, { executor: 'calendar' }>['demand']>;

function demanded(demand: Demand, factor: number): Demand {
  const { volume } = demand;
  const origin = `${factor} times what the demand says`;
  if (volume.by === 'count') {
    const certificates = { value: volume.certificates.value * factor, origin };
    return { ...demand, volume: { ...volume, certificates } };
  }
  const population = { value: volume.population.value * factor, origin };
  return { ...demand, volume: { ...volume, population } };
}
