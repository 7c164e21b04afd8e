import type { MetricDefinition } from '../../sim/metric.ts';
import { componentsOf } from '../nation/components.ts';
import type { Scenario } from '../scenario.ts';
import type { EventOf } from '../trace-events.ts';
import { kioskIds } from '../traffic/kiosk-ids.ts';
import { METRICS } from './metrics.ts';

type Scene = Pick<Scenario, 'workloads' | 'stores' | 'municipality' | 'nation' | 'citizens'>;

/** What the name of a workload ends with whose citizens come again. */
const AGAIN = '~again';

/** All metrics of a scenario, with every tag and value that it can have. */
export function metricsOf(scenario: Scenario): ReadonlyMap<string, MetricDefinition> {
  const journeys = tagsOfJourneys(scenario);
  const ofWhom = ({ tags, samples }: { tags: MetricDefinition['tags']; samples?: unknown }) =>
    samples === undefined ? tags : withAll(tags, journeys);
  return new Map(
    [...METRICS].map(([name, metric]) => [
      name,
      { name, kind: metric.kind, description: metric.description, tags: ofWhom(metric) },
    ]),
  );
}

/** What a journey is tagged with by one tag; undefined where it has no such tag. */
export function tagOf(
  tag: string,
  { workloads }: Pick<Scenario, 'workloads'>,
): (arrived: EventOf<'arrived'>) => string | undefined {
  switch (tag) {
    case 'type':
    case 'workload':
    case 'kiosk':
    case 'municipality':
      return (arrived) => arrived[tag];
    default:
      return ({ workload }) => workloads[firstNameOf(workload)]?.tags?.[tag];
  }
}

/** The workload that made somebody come the first time. */
function firstNameOf(workload: string): string {
  return workload.endsWith(AGAIN) ? workload.slice(0, -AGAIN.length) : workload;
}

type TagValues = Readonly<Record<string, () => readonly string[]>>;

/** Tags of journeys. Values are made when they are asked for: kiosks are tens of thousands. */
function tagsOfJourneys(scenario: Scene): TagValues {
  const { workloads, citizens, nation } = scenario;
  const names = Object.keys(workloads);
  const { afterFailure, afterRefusal } = citizens.behaviour.comesBack;
  const comesAgain = afterFailure > 0 || afterRefusal > 0;
  const again = comesAgain ? names.map((name) => `${name}${AGAIN}`) : [];
  const own = new Map<string, Set<string>>();
  for (const { tags = {} } of Object.values(workloads)) {
    for (const [tag, value] of Object.entries(tags)) {
      own.set(tag, (own.get(tag) ?? new Set()).add(value));
    }
  }
  return {
    workload: () => [...names, ...again],
    municipality: () => componentsOf(scenario as Scenario).map(({ code }) => code),
    // Kiosks of a nation are those of its municipalities, who are asked for instead.
    ...(nation === undefined ? { kiosk: () => kioskIds(scenario) } : {}),
    ...Object.fromEntries([...own].map(([tag, values]) => [tag, () => [...values]])),
  };
}

function withAll(tags: MetricDefinition['tags'], more: TagValues): MetricDefinition['tags'] {
  const all = { ...tags };
  for (const [tag, values] of Object.entries(more)) {
    Object.defineProperty(all, tag, { enumerable: true, get: values });
  }
  return all;
}
